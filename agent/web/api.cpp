#include "web/api.hpp"

#include <charconv>
#include <optional>

#include "web/problem.hpp"
#include "web/route.hpp"

namespace counterfoil::web {
namespace {

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kEventsPath = "/v1/events";
constexpr std::string_view kPage = "/";
constexpr std::string_view kNoRoute = "none";
constexpr std::string_view kGet = "GET";
constexpr std::string_view kGetAndHead = "GET, HEAD";

struct Found {
    const Route* route = nullptr;
    std::vector<std::string> ids;
    std::string allowed;   ///< methods of the path, where the request's is none of them
    bool is_open = false;  ///< the path's routes are
};

Found look_up(std::string_view method, std::string_view path) {
    Found found;
    for (const auto group : all_routes()) {
        for (const Route& route : group) {
            std::vector<std::string> ids;
            if (!fits(route.pattern, path, ids)) continue;
            if (route.method == method) return {&route, std::move(ids), {}, route.open};
            found.allowed +=
                (found.allowed.empty() ? "" : ", ") + std::string(route.method == kGet ? kGetAndHead : route.method);
            found.is_open = route.open;
        }
    }
    return found;
}

/// The page's files are no routes of their own: they come under the page's, and after all others.
Found find_route(const http_kit::Request& request, const ScreenFiles& files) {
    Found found = look_up(request.method, request.path);
    if (found.route != nullptr || !found.allowed.empty()) return found;
    const bool is_file = request.path.starts_with(kScreenAssets) || files.find(request.path) != nullptr;
    return is_file ? look_up(request.method, kPage) : found;
}

http_kit::Response unauthorised(const http_kit::Request& request) {
    auto response = problem(
        "token_missing_or_wrong",
        "a program sends the local token: Authorization: Bearer TOKEN; a screen needs a code, see `counterfoil screen`",
        request.accept_language);
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

http_kit::Response wrong_method(const http_kit::Request& request, const std::string& allowed) {
    auto response = problem("method_not_allowed", "this path knows " + allowed, request.accept_language);
    response.headers.emplace_back("Allow", allowed);
    return response;
}

/// The number of the last event seen; nothing where the text is none.
std::optional<std::uint64_t> read_position(const http_kit::Request& request) {
    const auto found = request.query.find("after");
    if (found == request.query.end()) return 0;
    const std::string& text = found->second;
    std::uint64_t after = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), after);
    if (status != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return after;
}

}  // namespace

std::array<std::span<const Route>, 7> all_routes() {
    return {identify_routes(), enrol_routes(),  checkout_routes(), return_routes(),
            coupon_routes(),   status_routes(), screen_routes()};
}

bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& ids) {
    for (;;) {
        const auto open = pattern.find("{}");
        if (open == std::string_view::npos) return pattern == path;
        if (path.substr(0, open) != pattern.substr(0, open)) return false;
        path.remove_prefix(std::min(open, path.size()));
        pattern.remove_prefix(open + 2);
        const std::string_view segment = path.substr(0, path.find('/'));
        if (!is_valid_id(segment)) return false;
        ids.emplace_back(segment);
        path.remove_prefix(segment.size());
    }
}

Api::Api(AgentService& service, EventStream& events, Metrics& metrics, Screens& screens, const Hasher& hasher,
         ApiConfig config, Log& log)
    : service_(service),
      events_(events),
      metrics_(metrics),
      screens_(screens),
      hasher_(hasher),
      config_(std::move(config)),
      log_(log) {}

std::optional<http_kit::Response> Api::refusal_of(const http_kit::Request& request) const {
    const std::string_view header = request.authorization;
    if (header.starts_with(kBearer) && config_.token_is_right(header.substr(kBearer.size()))) return std::nullopt;
    if (!lets_in(screens_.cookie, request.cookie)) return unauthorised(request);
    // A browser sends the cookie by itself, whoever made it send the request, and a program cannot be known by it. With each
    // write a browser also says whose page it comes from; that it is ours was checked before.
    if (request.method != kGet && request.origin.empty())
        return web::problem("origin_missing", "with the cookie alone, send the header Origin, or send the local token",
                            request.accept_language);
    return std::nullopt;
}

void Api::handle(http_kit::Request request, http_kit::Respond respond) {
    Found found = find_route(request, screens_.files);
    const std::string_view pattern = found.route != nullptr ? found.route->pattern : kNoRoute;
    http_kit::Respond counted = [this, pattern, respond = std::move(respond)](http_kit::Response response) {
        metrics_.request(pattern, response.status);
        respond(std::move(response));
    };
    if (auto refused = found.is_open ? std::nullopt : refusal_of(request)) {
        counted(std::move(*refused));
    } else if (found.route != nullptr) {
        found.route->run(
            {service_, metrics_, screens_, hasher_, log_, std::move(request), std::move(found.ids), std::move(counted)});
    } else if (!found.allowed.empty()) {
        counted(wrong_method(request, found.allowed));
    } else {
        counted(web::problem("path_unknown", "see the API's description at /v1/openapi.yaml", request.accept_language));
    }
}

std::optional<http_kit::Response> Api::upgrade(const http_kit::Request& request) {
    const auto refused = [&](http_kit::Response response) {
        metrics_.request(request.path == kEventsPath ? kEventsPath : kNoRoute, response.status);
        return response;
    };
    if (auto refusal = refusal_of(request)) return refused(std::move(*refusal));
    if (request.path != kEventsPath)
        return refused(web::problem("path_unknown", "events are at /v1/events", request.accept_language));
    if (!read_position(request))
        return refused(web::problem(Error{ErrorCode::invalid_input, "the position of an event is expected", "?after", ""},
                                    request.accept_language));
    metrics_.request(kEventsPath, 101);
    return std::nullopt;
}

void Api::opened(const http_kit::Request& request, std::shared_ptr<http_kit::WebSocketClient> client) {
    const auto run = request.query.find("run");
    events_.join(client, run == request.query.end() ? std::string() : run->second, read_position(request).value_or(0));
}

void Api::closed(http_kit::WebSocketClient& client) { events_.leave(client); }

http_kit::Response Api::problem(int status, std::string_view code, std::string_view detail) {
    metrics_.request(kNoRoute, status);
    return web::problem(code, detail, {});
}

}  // namespace counterfoil::web
