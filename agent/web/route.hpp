// The table of routes. A pattern's "{}" stands for one path segment that is a valid id.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "web/kit/http.hpp"
#include "web/metrics.hpp"
#include "web/screens.hpp"
#include "web/service.hpp"

namespace counterfoil::web {

/// One request on its way: what a route's function works with.
struct Call {
    AgentService& service;
    Metrics& metrics;
    Screens& screens;
    const Hasher& hasher;
    Log& log;
    http_kit::Request request;
    std::vector<std::string> ids;  ///< the path's "{}" segments, in order
    http_kit::Respond respond;
};

struct Route {
    std::string_view method;
    std::string_view pattern;
    bool open = false;  ///< needs neither token nor cookie
    void (*run)(Call call) = nullptr;
};

std::span<const Route> identify_routes();
std::span<const Route> enrol_routes();
std::span<const Route> checkout_routes();
std::span<const Route> return_routes();
std::span<const Route> coupon_routes();
std::span<const Route> status_routes();
std::span<const Route> screen_routes();
std::array<std::span<const Route>, 7> all_routes();

/// True where the path fits; `ids` gets the segments.
bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& ids);

}  // namespace counterfoil::web
