// CURVE key pairs (CurveZMQ, RFC 26 of ZeroMQ: X25519). Any thread.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace counterfoil::transport {

struct CurveKeys {
    PublicKey public_key{};
    SecretKey secret_key{};
};

/// A fresh pair from libzmq's own generator. Error: unavailable where libzmq was built without CURVE.
Result<CurveKeys> make_curve_keys();

}  // namespace counterfoil::transport
