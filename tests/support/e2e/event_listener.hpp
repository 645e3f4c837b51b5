// A client of the agent's event stream, WS /v1/events.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "support/e2e/http_client.hpp"

namespace counterfoil::e2e {

class EventListener {
public:
    /// Connects and waits for `ready`. `query` is "" or "?run=R&after=N".
    EventListener(const std::string& address, const std::string& token, const std::string& query = {});
    EventListener(const std::string& address, const Headers& headers, const std::string& query = {});
    ~EventListener();

    using Predicate = std::function<bool(const nlohmann::json& data)>;
    /// The next event of that type whose data fits, or null when the time is up; those in between are passed over.
    nlohmann::json next(const std::string& type, const Predicate& fits);
    nlohmann::json next(const std::string& type);
    bool connected() const noexcept;

private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

}  // namespace counterfoil::e2e
