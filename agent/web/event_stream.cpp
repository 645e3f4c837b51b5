#include "web/event_stream.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace counterfoil::web {

using nlohmann::json;

void EventStream::publish(std::string_view type, Instant at, const json& data) {
    ++position_;
    const json event = {{"position", position_}, {"run", run_id_}, {"type", type}, {"at", at.ms}, {"data", data}};
    kept_.push_back({position_, event.dump(-1, ' ', false, json::error_handler_t::replace)});
    if (kept_.size() > kEventsKept) kept_.pop_front();
    const auto clients = clients_;  // a client that is cut while sending leaves the list
    for (const auto& client : clients)
        client->send(kept_.back().text);
}

void EventStream::join(const std::shared_ptr<http_kit::WebSocketClient>& client, const std::string& run,
                       std::uint64_t after) {
    const auto say = [&](std::string_view type) {
        client->send(json{{"type", type}, {"run", run_id_}, {"position", position_}}.dump());
    };
    const std::uint64_t oldest = kept_.empty() ? position_ + 1 : kept_.front().position;
    const bool resumes = !run.empty();
    const bool known = run == run_id_ && after <= position_ && after + 1 >= oldest;
    clients_.push_back(client);  // first: one that is cut while it is sent to leaves the list
    say("ready");
    if (!resumes) return;
    if (!known) say("reset");
    for (const Kept& kept : kept_)
        if (!known || kept.position > after) client->send(kept.text);
}

void EventStream::leave(const http_kit::WebSocketClient& client) {
    std::erase_if(clients_, [&](const auto& each) { return each.get() == &client; });
}

}  // namespace counterfoil::web
