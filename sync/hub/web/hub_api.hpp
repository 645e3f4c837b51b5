// HQ's HTTP API: enrolment for new devices (authenticated by its one-time code), and for people and programs with the local
// token how HQ stands (devices, a member's figures, open questions) and what the desk does and shows. io thread only.
#pragma once

#include <functional>
#include <string_view>

#include "base/log.hpp"
#include "base/random.hpp"
#include "hub/web/service.hpp"
#include "web/kit/http.hpp"

namespace counterfoil::hub {

class HubApi final : public http_kit::Handler {
public:
    HubApi(HubService& service, const Mac& mac, Random& random, std::function<bool(std::string_view)> token_is_right,
           Log& log);

    void handle(http_kit::Request request, http_kit::Respond respond) override;
    std::optional<http_kit::Response> upgrade(const http_kit::Request& request) override;
    void opened(const http_kit::Request&, std::shared_ptr<http_kit::WebSocketClient>) override {}
    void closed(http_kit::WebSocketClient&) override {}
    http_kit::Response problem(int status, std::string_view code, std::string_view detail) override;

private:
    void enrol(const http_kit::Request& request, http_kit::Respond respond);
    void desk(const DeskRequest& asked, http_kit::Respond respond);
    void status(http_kit::Respond respond);
    void member(const std::string& id, http_kit::Respond respond);
    void questions(http_kit::Respond respond);
    bool authorised(const http_kit::Request& request) const;

    HubService& service_;
    const Mac& mac_;
    Random& random_;
    std::function<bool(std::string_view)> token_is_right_;
    Log& log_;
};

}  // namespace counterfoil::hub
