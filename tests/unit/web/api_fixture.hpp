// The whole API over a real socket, with a service that is told what to answer.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "support/sha256.hpp"
#include "support/sim/seeded_random.hpp"
#include "unit/http_kit/raw_client.hpp"
#include "unit/http_kit/running_server.hpp"
#include "unit/web/fake_ports.hpp"
#include "unit/web/fake_service.hpp"
#include "web/api.hpp"

namespace counterfoil::test {

inline constexpr std::string_view kToken = "Authorization: Bearer right\r\n";

/// As the daemon makes one, but for the derivation.
inline web::ScreenCookie screen_cookie() {
    return {"screen_1", "right-cookie", [](std::string_view value) { return value == "right-cookie"; }};
}
inline constexpr std::string_view kCookie = "Cookie: screen_1=right-cookie\r\n";

class ApiTest : public testing::Test {
protected:
    /// With the right token.
    RawResponse ask(std::string_view method, std::string_view target, std::string_view body = {},
                    std::string_view headers = {}) {
        return exchange(server.address(), method, target, std::string(kToken) + std::string(headers), body);
    }
    RawResponse post(std::string_view target, std::string_view body, std::string_view headers = {}) {
        return ask("POST", target, body, headers);
    }

    FakeService service;
    web::EventStream events{"run-1"};
    web::Metrics metrics;
    test_support::Sha256 hasher;
    NullLog log;
    ManualClock clock;
    test_support::SeededRandom random{1};
    web::Screens screens{{}, web::ScreenCodes(clock, random, log), screen_cookie()};
    web::Api api{service, events, metrics, screens, hasher, {[](std::string_view token) { return token == "right"; }}, log};
    RunningServer server{api, {.listen = "", .connections_max = 40}};
};

}  // namespace counterfoil::test
