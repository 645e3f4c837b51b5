#include "transport/curve_keys.hpp"

#include <zmq.h>

#include <array>

namespace counterfoil::transport {

Result<CurveKeys> make_curve_keys() {
    std::array<char, 41> public_text{};
    std::array<char, 41> secret_text{};
    if (zmq_curve_keypair(public_text.data(), secret_text.data()) != 0)
        return fail(ErrorCode::unavailable, zmq_strerror(zmq_errno()), "libzmq",
                    "install a libzmq that was built with CURVE");
    CurveKeys keys;
    if (zmq_z85_decode(keys.public_key.data(), public_text.data()) == nullptr ||
        zmq_z85_decode(keys.secret_key.data(), secret_text.data()) == nullptr)
        return fail(ErrorCode::io, "a new key pair cannot be decoded", "libzmq");
    return keys;
}

}  // namespace counterfoil::transport
