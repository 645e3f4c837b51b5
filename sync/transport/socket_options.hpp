// Options that both ends share.
#pragma once

#include <zmq.hpp>

#include "protocol/messages.hpp"
#include "transport/curve_keys.hpp"

namespace counterfoil::transport {

inline void set_common_options(zmq::socket_t& socket) {
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::sndhwm, 1000);
    socket.set(zmq::sockopt::rcvhwm, 1000);
    socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(protocol::kFrameBytesMax));
    socket.set(zmq::sockopt::handshake_ivl, 10'000);
    // A peer that is silently gone (no FIN) is noticed within these bounds.
    socket.set(zmq::sockopt::heartbeat_ivl, 2'000);
    socket.set(zmq::sockopt::heartbeat_timeout, 6'000);
}

inline zmq::const_buffer key_buffer(const std::array<std::uint8_t, 32>& key) { return zmq::buffer(key.data(), key.size()); }

inline void set_curve_client(zmq::socket_t& socket, const CurveKeys& own, const PublicKey& hub_key) {
    socket.set(zmq::sockopt::curve_serverkey, key_buffer(hub_key));
    socket.set(zmq::sockopt::curve_publickey, key_buffer(own.public_key));
    socket.set(zmq::sockopt::curve_secretkey, key_buffer(own.secret_key));
}

inline Bytes to_bytes(const zmq::message_t& message) {
    const auto* data = message.data<std::uint8_t>();
    return {data, data + message.size()};
}

}  // namespace counterfoil::transport
