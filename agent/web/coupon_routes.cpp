// Single coupons: looked up, issued, withdrawn, given back, handed on. HQ does what changes one; this device carries the
// request and the answer.
#include "web/call.ipp"

namespace counterfoil::web {
namespace {

using nlohmann::json;

constexpr std::size_t kIdMax = 64;
constexpr std::size_t kReasonMax = 200;

void find(Call call) {
    const std::string& code = call.request.query["code"];
    if (code.empty() || code.size() > kIdMax) {
        refuse_input(call, "a coupon's code of 1 to 64 bytes is expected", "?code");
        return;
    }
    call.service.coupon({.by_code = true, .value = code}, answer_json<usecase::CouponView>(call));
}

void show(Call call) {
    call.service.coupon({.by_code = false, .value = call.ids.at(0)}, answer_json<usecase::CouponView>(call));
}

/// Who asks and why: also told here, so that a till out of reach of HQ says at once what is missing.
bool read_who(const Call& call, const json& body, std::string& staff_id) {
    const auto staff = read_text(call, body, "staff_id", kIdMax, true);
    if (!staff) return false;
    if (!is_valid_id(*staff)) {
        refuse_input(call, "an id is expected", "/staff_id");
        return false;
    }
    const auto reason = read_text(call, body, "reason", kReasonMax, true);
    if (!reason) return false;
    if (reason->empty()) {
        refuse_input(call, "a text of 1 to 200 bytes is expected", "/reason");
        return false;
    }
    staff_id = *staff;
    return true;
}

void carry(Call call, std::string what, std::string subject, std::string key, const json& body) {
    usecase::HqQuestion question{std::move(what), std::move(subject), std::move(key),
                                 body.dump(-1, ' ', false, json::error_handler_t::replace)};
    call.service.ask_hq(std::move(question),
                        answer_with<usecase::HqAnswer>(call, [](const usecase::HqAnswer& told, std::string_view) {
                            http_kit::Response response;
                            response.status = 200;
                            response.body = told.body;
                            if (told.repeated) response.headers.emplace_back("Idempotent-Replay", "true");
                            return response;
                        }));
}

/// {template_id, member_id?, issuer?, count?, valid_from?, valid_until?, staff_id, reason}: in the name of the guide who
/// asks where the issuer names none.
void issue(Call call) {
    std::string key;
    if (!read_idempotency_key(call, key)) return;
    auto body =
        read_body(call, {"template_id", "member_id", "issuer", "count", "valid_from", "valid_until", "staff_id", "reason"});
    std::string staff_id;
    if (!body || !read_who(call, *body, staff_id)) return;
    json& issuer = (*body)["issuer"];
    if (!issuer.is_null() && !issuer.is_object()) {
        refuse_input(call, "an object is expected", "/issuer");
        return;
    }
    if (!issuer.contains("party")) issuer["party"] = "hq";
    if (!issuer.contains("staff_id")) issuer["staff_id"] = staff_id;
    carry(std::move(call), "coupons.issue", {}, std::move(key), *body);
}

/// {staff_id, reason} and, for a transfer, {to_member_id}
void change(Call call, const char* what, std::initializer_list<std::string_view> keys) {
    std::string key;
    if (!read_idempotency_key(call, key)) return;
    const auto body = read_body(call, keys);
    std::string staff_id;
    if (!body || !read_who(call, *body, staff_id)) return;
    std::string id = call.ids.at(0);
    carry(std::move(call), what, std::move(id), std::move(key), *body);
}

void withdraw(Call call) { change(std::move(call), "coupons.void", {"staff_id", "reason"}); }
void give_back(Call call) { change(std::move(call), "coupons.give_back", {"staff_id", "reason"}); }
void transfer(Call call) { change(std::move(call), "coupons.transfer", {"to_member_id", "staff_id", "reason"}); }

constexpr Route kRoutes[] = {{"GET", "/v1/coupons", false, find},
                             {"GET", "/v1/coupons/{}", false, show},
                             {"POST", "/v1/coupons", false, issue},
                             {"POST", "/v1/coupons/{}/void", false, withdraw},
                             {"POST", "/v1/coupons/{}/give-back", false, give_back},
                             {"POST", "/v1/coupons/{}/transfer", false, transfer}};

}  // namespace

std::span<const Route> coupon_routes() { return kRoutes; }

}  // namespace counterfoil::web
