// Codes that an issuer signed: a JSON Web Signature in compact form (RFC 7515), by Ed25519 (RFC 8037), over claims as RFC
// 7519 names them. {"alg": "EdDSA", "kid": key_id} . {"iss": issuer_id, "jti": serial, "tpl": ref, "nbf", "exp" seconds
// UTC}.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "domain/issuer.hpp"

namespace counterfoil::codec {

/// Reads and verifies nothing. Error: invalid_input, with the part and the path in it ("payload/exp").
Result<domain::SignedCode> read_signed_code(std::string_view text);

}  // namespace counterfoil::codec
