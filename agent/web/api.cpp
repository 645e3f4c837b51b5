#include "web/api.hpp"

#include <charconv>
#include <ranges>

#include "web/problem.hpp"
#include "web/route.hpp"

namespace counterfoil::web {
namespace {

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kEventsPath = "/v1/events";

struct Found {
    const Route* route = nullptr;
    std::vector<std::string> ids;
    bool path_known = false;
};

Found find_route(const http_kit::Request& request) {
    Found found;
    for (const auto group : {identify_routes(), checkout_routes(), status_routes()}) {
        for (const Route& route : group) {
            std::vector<std::string> ids;
            if (!fits(route.pattern, request.path, ids)) continue;
            found.path_known = true;
            if (route.method != request.method) continue;
            found.route = &route;
            found.ids = std::move(ids);
            return found;
        }
    }
    return found;
}

http_kit::Response unauthorised() {
    auto response = problem(401, "token_missing_or_wrong", "send the local token: Authorization: Bearer TOKEN");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

}  // namespace

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

Api::Api(AgentService& service, EventStream& events, Metrics& metrics, const Hasher& hasher, ApiConfig config, Log& log)
    : service_(service), events_(events), metrics_(metrics), hasher_(hasher), config_(std::move(config)), log_(log) {}

bool Api::authorised(const http_kit::Request& request) const {
    const std::string_view header = request.authorization;
    return header.starts_with(kBearer) && config_.token_is_right(header.substr(kBearer.size()));
}

void Api::handle(http_kit::Request request, http_kit::Respond respond) {
    Found found = find_route(request);
    const std::string_view pattern = found.route != nullptr ? found.route->pattern : std::string_view("none");
    http_kit::Respond counted = [this, pattern, respond = std::move(respond)](http_kit::Response response) {
        metrics_.request(pattern, response.status);
        if (response.status >= 500)
            log_.write(LogLevel::warning, "api.failed",
                       {{"route", std::string(pattern)}, {"status", std::int64_t{response.status}}});
        respond(std::move(response));
    };
    if ((found.route == nullptr || !found.route->open) && !authorised(request)) {
        counted(unauthorised());
    } else if (found.route == nullptr && found.path_known) {
        counted(web::problem(405, "method_not_allowed", "this path does not know the method " + request.method));
    } else if (found.route == nullptr) {
        counted(web::problem(404, "path_unknown", "there is nothing at this path; see the API description"));
    } else {
        found.route->run({service_, metrics_, hasher_, std::move(request), std::move(found.ids), std::move(counted)});
    }
}

std::optional<http_kit::Response> Api::upgrade(const http_kit::Request& request) {
    if (request.path != kEventsPath) return web::problem(404, "path_unknown", "events are at /v1/events");
    if (!authorised(request)) return unauthorised();
    return std::nullopt;
}

void Api::opened(const http_kit::Request& request, std::shared_ptr<http_kit::WebSocketClient> client) {
    const auto value = [&](const char* name) {
        const auto found = request.query.find(name);
        return found == request.query.end() ? std::string() : found->second;
    };
    const std::string after_text = value("after");
    std::uint64_t after = 0;
    std::from_chars(after_text.data(), after_text.data() + after_text.size(), after);  // no number: from the beginning
    events_.join(std::move(client), value("run"), after);
}

void Api::closed(http_kit::WebSocketClient& client) { events_.leave(client); }

http_kit::Response Api::problem(int status, std::string_view code, std::string_view detail) {
    metrics_.request("none", status);
    return web::problem(status, code, detail);
}

}  // namespace counterfoil::web
