// Hands messages from any thread to the one thread that owns the sockets: a bounded queue and an inproc wake-up (ZMQ_FD is
// edge-triggered and is never given to another event loop).
#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <zmq.hpp>

#include "base/bytes.hpp"

namespace counterfoil::transport {

inline constexpr std::size_t kOutboxMax = 4096;

struct Outgoing {
    std::string to;  ///< peer, feed scope, or empty
    bool publish = false;
    Bytes frame;
};

class Outbox {
public:
    Outbox(zmq::context_t& context, const std::string& name)
        : receiver_(context, zmq::socket_type::pair), sender_(context, zmq::socket_type::pair) {
        receiver_.bind("inproc://" + name);
        sender_.connect("inproc://" + name);
    }

    /// Any thread.
    bool push(Outgoing outgoing) {
        const std::scoped_lock lock(mutex_);
        if (queue_.size() >= kOutboxMax) return false;
        queue_.push_back(std::move(outgoing));
        wake();
        return true;
    }

    void stop() {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
        wake();
    }

    /// The owning thread polls this socket and calls drain when it is readable.
    zmq::socket_t& receiver() { return receiver_; }

    std::deque<Outgoing> drain(bool& stopping) {
        const std::scoped_lock lock(mutex_);
        zmq::message_t token;
        while (receiver_.recv(token, zmq::recv_flags::dontwait)) {
        }
        stopping = stopping_;
        return std::exchange(queue_, {});
    }

private:
    // A full pair means that a wake-up is already waiting.
    void wake() { static_cast<void>(sender_.send(zmq::message_t(), zmq::send_flags::dontwait)); }

    std::mutex mutex_;
    std::deque<Outgoing> queue_;
    bool stopping_ = false;
    zmq::socket_t receiver_;
    zmq::socket_t sender_;
};

}  // namespace counterfoil::transport
