// HQ's end of ZeroMQ: a ROUTER for `ops` and an XPUB for the feed, both under CURVE, on a thread of their own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "transport/curve_keys.hpp"

namespace counterfoil::transport {

struct HubLinkConfig {
    std::string ops_endpoint;  ///< "tcp://address:port"; port 0 takes a free one
    std::string feed_endpoint;
    CurveKeys own;
};

/// Called on the link's thread, one at a time; must not block.
struct HubLinkEvents {
    /// The name of the enrolled peer with this CURVE key; nobody else gets a connection (ZAP, RFC 27 of ZeroMQ).
    std::function<std::optional<std::string>(const PublicKey&)> authorise;
    std::function<void(std::string peer, Bytes frame)> frame;
};

class HubLink {
public:
    /// Error: unavailable where a port is in use (the remedy says what to change).
    static Result<std::unique_ptr<HubLink>> start(HubLinkConfig config, HubLinkEvents events, Log& log);
    virtual ~HubLink() = default;  ///< ends the thread; no event comes after it
    /// Any thread; never blocks. To the peer's newest connection. False where the queue is full; lost where it is away.
    virtual bool send(const std::string& peer, Bytes frame) = 0;
    /// To all who follow the scope.
    virtual bool publish(const std::string& scope, Bytes frame) = 0;
    /// As bound, with the real ports.
    virtual std::string ops_endpoint() const = 0;
    virtual std::string feed_endpoint() const = 0;
};

}  // namespace counterfoil::transport
