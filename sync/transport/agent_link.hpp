// The agent's end of ZeroMQ: a DEALER for `ops` and a SUB for the feed, both under CURVE, on a thread of their own.
//
// Frames may be lost at any time (a cut, a full queue): the session repeats what matters. Nothing is queued while the link
// is down, so that old frames never arrive in a burst after it comes back.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "transport/curve_keys.hpp"

namespace counterfoil::transport {

struct AgentLinkConfig {
    std::string ops_endpoint;  ///< "tcp://host:port"
    std::string feed_endpoint;
    std::string feed_scope = "all";
    PublicKey hub_key{};
    CurveKeys own;
};

/// Called on the link's thread, one at a time; must not block.
struct AgentLinkEvents {
    std::function<void()> up;  ///< CURVE handshake done
    std::function<void()> down;
    std::function<void(Bytes)> ops_frame;
    std::function<void(Bytes)> feed_frame;
};

class AgentLink {
public:
    /// Starts connecting at once and for ever (100 ms to 5 s between tries). Error: invalid_input for an endpoint that is
    /// none.
    static Result<std::unique_ptr<AgentLink>> start(AgentLinkConfig config, AgentLinkEvents events, Log& log);
    virtual ~AgentLink() = default;  ///< ends the thread; no event comes after it
    /// Any thread; never blocks. False where the queue is full: the frame is lost.
    virtual bool send(Bytes frame) = 0;
};

}  // namespace counterfoil::transport
