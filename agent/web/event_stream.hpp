// The event stream behind WS /v1/events: every event has a position, and a client that comes back names the last one it saw.
// The newest 1,000 events are kept; a client that asks for older ones, or that saw another run of the agent, is told with a
// `reset` event first. All calls are the io thread's.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "web/kit/http.hpp"

namespace counterfoil::web {

inline constexpr std::size_t kEventsKept = 1000;
static_assert(kEventsKept + 2 < http_kit::kWebSocketQueueMax, "a replay must fit into a client's queue");

class EventStream {
public:
    /// `run_id` tells one run of the agent from the next, as positions begin again with each.
    explicit EventStream(std::string run_id) : run_id_(std::move(run_id)) {}

    /// type: scan, identified, device, link, sync.
    void publish(std::string_view type, Instant at, const nlohmann::json& data);
    /// First `ready {run, position}`, then (after a `reset` where there is a gap) what came since `after` of run `run`.
    void join(const std::shared_ptr<http_kit::WebSocketClient>& client, const std::string& run, std::uint64_t after);
    void leave(const http_kit::WebSocketClient& client);
    std::size_t clients() const noexcept { return clients_.size(); }

private:
    struct Kept {
        std::uint64_t position = 0;
        std::string text;
    };
    std::string run_id_;
    std::uint64_t position_ = 0;
    std::deque<Kept> kept_;
    std::vector<std::shared_ptr<http_kit::WebSocketClient>> clients_;
};

}  // namespace counterfoil::web
