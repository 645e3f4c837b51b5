// Signatures for tests: a hash over key and message. Quick and repeatable; anybody who knows the public key can forge it,
// which no test here tries but one that wants a wrong signature.
#pragma once

#include <algorithm>

#include "base/crypto.hpp"
#include "support/sha256.hpp"

namespace counterfoil::test_support {

inline Signature keyed_hash(const PublicKey& key, ByteView message) {
    const Sha256 hasher;
    Signature signature{};
    for (std::uint8_t half = 0; half < 2; ++half) {
        const std::uint8_t salt[] = {half};
        const ByteView parts[] = {key, salt, message};
        std::ranges::copy(hasher.sha256(std::span<const ByteView>(parts)), signature.begin() + half * 32);
    }
    return signature;
}

class HashSigner final : public Signer {
public:
    explicit HashSigner(std::uint8_t name) { key_.fill(name); }
    Signature sign(ByteView message) const override { return keyed_hash(key_, message); }
    PublicKey public_key() const override { return key_; }

private:
    PublicKey key_{};
};

class HashVerifier final : public Verifier {
public:
    bool verify(const PublicKey& key, ByteView message, const Signature& signature) const override {
        return keyed_hash(key, message) == signature;
    }
};

}  // namespace counterfoil::test_support
