// SHA-256 for tests of pure modules, straight from OpenSSL.
#pragma once

#include <openssl/evp.h>

#include <stdexcept>

#include "base/crypto.hpp"

namespace counterfoil::test_support {

class Sha256 final : public Hasher {
public:
    using Hasher::sha256;
    Digest sha256(std::span<const ByteView> parts) const override {
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        Digest out{};
        bool ok = context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1;
        for (const ByteView part : parts)
            ok = ok && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
        ok = ok && EVP_DigestFinal_ex(context, out.data(), nullptr) == 1;
        EVP_MD_CTX_free(context);
        if (!ok) throw std::runtime_error("SHA-256 failed");
        return out;
    }
};

}  // namespace counterfoil::test_support
