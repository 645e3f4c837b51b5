#include "hub/web/desk_routes.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "base/ids.hpp"
#include "codec/json.hpp"

namespace counterfoil::hub {
namespace {

using nlohmann::json;

/// "{id}" stands for one id.
struct DeskRoute {
    std::string_view method;
    std::string_view before;  ///< of the path, up to the id
    std::string_view after;   ///< the rest; nothing where `has_id` is false
    bool has_id;
    std::string_view what;
};
constexpr std::array kRoutes{DeskRoute{"POST", "/v1/coupons", "", false, "coupons.issue"},
                             DeskRoute{"GET", "/v1/coupons/", "", true, "coupons.show"},
                             DeskRoute{"POST", "/v1/coupons/", "/void", true, "coupons.void"},
                             DeskRoute{"POST", "/v1/coupons/", "/give-back", true, "coupons.give_back"},
                             DeskRoute{"POST", "/v1/coupons/", "/transfer", true, "coupons.transfer"},
                             DeskRoute{"GET", "/v1/cards/", "", true, "cards.show"},
                             DeskRoute{"POST", "/v1/cards/", "/give-back", true, "cards.give_back"},
                             DeskRoute{"POST", "/v1/members/", "/merge", true, "members.merge"},
                             DeskRoute{"POST", "/v1/members/", "/split", true, "members.split"},
                             DeskRoute{"POST", "/v1/templates/try", "", false, "templates.try"},
                             DeskRoute{"POST", "/v1/members", "", false, "members.enrol"},
                             DeskRoute{"POST", "/v1/members/", "/identities", true, "members.add_identity"},
                             DeskRoute{"POST", "/v1/members/", "/release-phone", true, "members.release_phone"},
                             DeskRoute{"POST", "/v1/members/", "/withdraw-consent", true, "members.withdraw_consent"},
                             DeskRoute{"GET", "/v1/members/", "/erasure", true, "members.erasure"},
                             DeskRoute{"POST", "/v1/members/", "/ask-back", true, "members.ask_back"},
                             DeskRoute{"POST", "/v1/members/", "/erase", true, "members.erase"},
                             DeskRoute{"GET", "/v1/merge-candidates", "", false, "members.candidates"},
                             DeskRoute{"POST", "/v1/merge-candidates/", "/dismiss", true, "members.dismiss_candidate"},
                             DeskRoute{"GET", "/v1/quotas", "", false, "quotas.list"},
                             DeskRoute{"PUT", "/v1/quotas/", "", true, "quotas.put"}};

constexpr std::string_view kCouponsPath = "/v1/coupons";
constexpr std::string_view kTicketsPath = "/v1/tickets/";

/// The id in the path; nothing where the path is another one.
std::optional<std::string_view> id_in(const DeskRoute& route, std::string_view path) {
    if (!path.starts_with(route.before) || !path.ends_with(route.after)) return std::nullopt;
    if (path.size() <= route.before.size() + route.after.size()) return std::nullopt;
    path.remove_prefix(route.before.size());
    path.remove_suffix(route.after.size());
    if (!is_valid_id(path)) return std::nullopt;
    return path;
}

int status_of(const Refusal& refusal) {
    if (refusal.code == "unknown_ticket" || refusal.code == "unknown_coupon" || refusal.code == "unknown_card" ||
        refusal.code == "unknown_member" || refusal.code == "unknown_candidate")
        return 404;
    if (refusal.code == "already_member" || refusal.code == "rights_held" || refusal.code == "transfer_open") return 409;
    if (refusal.code == "erased") return 410;
    if (refusal.code == "recovering") return 503;
    return 422;
}

http_kit::Response as_response(int status, const json& body) {
    http_kit::Response response;
    response.status = status;
    response.content_type = "application/problem+json";
    response.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return response;
}

json problem_body(int status, std::string_view code, std::string_view title) {
    return {{"type", "about:blank#" + std::string(code)}, {"title", title}, {"status", status}, {"code", code}};
}

}  // namespace

std::optional<DeskRequest> desk_request(const http_kit::Request& request) {
    const auto code = request.query.find("code");
    if (request.method == "GET" && request.path == kCouponsPath && code != request.query.end())
        return DeskRequest{"coupons.show_by_code", code->second, {}, {}};
    if (request.method == "GET" && request.path.starts_with(kTicketsPath))
        return DeskRequest{"tickets.show", request.path.substr(kTicketsPath.size()), {}, {}};
    for (const DeskRoute& route : kRoutes) {
        if (request.method != route.method) continue;
        std::string subject;
        if (route.has_id) {
            const auto id = id_in(route, request.path);
            if (!id) continue;
            subject = *id;
        } else if (request.path != route.before) {
            continue;
        }
        return DeskRequest{std::string(route.what), std::move(subject), request.idempotency_key, request.body};
    }
    return std::nullopt;
}

http_kit::Response problem_response(int status, std::string_view code, std::string_view title) {
    return as_response(status, problem_body(status, code, title));
}

http_kit::Response problem_of(const Refusal& refusal) {
    const int status = status_of(refusal);
    json body = problem_body(status, refusal.code, codec::sentence(refusal, false));
    if (!refusal.field.empty()) body["field"] = refusal.field;
    if (!refusal.figures.empty()) body["figures"] = refusal.figures;
    return as_response(status, body);
}

http_kit::Response problem_of(const Error& error) {
    switch (error.code) {
        case ErrorCode::invalid_input:
            return problem_response(400, "input_malformed", describe(error));
        case ErrorCode::full:
            return problem_response(507, "storage_full", "HQ's disk is full; nothing was written");
        case ErrorCode::not_found:
            return problem_response(404, "not_found", error.what);
        case ErrorCode::unavailable:
            return problem_response(503, "unavailable", "HQ is busy; try again");
        default:
            return problem_response(500, "storage_failed", "HQ's storage failed; nothing was written");
    }
}

}  // namespace counterfoil::hub
