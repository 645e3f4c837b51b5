// A code as an issuer signs it: a JWS in compact form, written out so that tests can make wrong ones, too.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/crypto.hpp"

namespace counterfoil::test_support {

inline std::string signed_code(const Signer& issuer, const std::string& claims,
                               const std::string& header = R"({"alg":"EdDSA","kid":"k1"})") {
    const std::string text = to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(claims));
    return text + "." + to_base64url(issuer.sign(as_bytes(text)));
}

}  // namespace counterfoil::test_support
