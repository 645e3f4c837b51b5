// The agent's HTTP and WebSocket API (docs/api): checks token or cookie, reads and bounds the input, calls the service,
// writes the answer. io thread only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "web/event_stream.hpp"
#include "web/kit/http.hpp"
#include "web/metrics.hpp"
#include "web/screens.hpp"
#include "web/service.hpp"

namespace counterfoil::web {

struct ApiConfig {
    /// Compares with the local token in constant time.
    std::function<bool(std::string_view token)> token_is_right;
};

class Api final : public http_kit::Handler {
public:
    Api(AgentService& service, EventStream& events, Metrics& metrics, Screens& screens, const Hasher& hasher,
        ApiConfig config, Log& log);

    void handle(http_kit::Request request, http_kit::Respond respond) override;
    std::optional<http_kit::Response> upgrade(const http_kit::Request& request) override;
    void opened(const http_kit::Request& request, std::shared_ptr<http_kit::WebSocketClient> client) override;
    void closed(http_kit::WebSocketClient& client) override;
    http_kit::Response problem(int status, std::string_view code, std::string_view detail) override;

private:
    /// What a request is refused with that wants in; nothing where it may go on.
    std::optional<http_kit::Response> refusal_of(const http_kit::Request& request) const;

    AgentService& service_;
    EventStream& events_;
    Metrics& metrics_;
    Screens& screens_;
    const Hasher& hasher_;
    ApiConfig config_;
    Log& log_;
};

}  // namespace counterfoil::web
