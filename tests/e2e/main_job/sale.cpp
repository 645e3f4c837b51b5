#include "e2e/main_job/sale.hpp"

#include <nlohmann/json.hpp>

namespace counterfoil::e2e {

using nlohmann::json;
using namespace nlohmann::literals;

json identify(const Till& till, const std::string& code) {
    const Reply reply = till.http().post("/v1/identify", {{"scan", code}});
    return reply.status == 200 ? reply.json() : json::object();
}

std::string member_id_of(const Till& till, const std::string& code) {
    return identify(till, code).value("/member/member_id"_json_pointer, "");
}

std::string coupon_id_of(const Till& till, const std::string& code) {
    return identify(till, code).value("/coupon/coupon_id"_json_pointer, "");
}

std::string coupon_state(const Till& till, const std::string& code) {
    return identify(till, code).value("/coupon/state"_json_pointer, "");
}

json basket(const std::string& ticket_id, const std::string& member_id, const std::vector<std::string>& coupons,
            int pieces) {
    const json line = {{"line_no", 1}, {"gtin", kGtin}, {"quantity", pieces * 1000}, {"unit_price", 10000}};
    json content = {{"ticket_id", ticket_id}, {"lines", json::array({line})}};
    if (member_id.empty()) {
        content["buyer"] = "guest";
    } else {
        content["member_id"] = member_id;
        content["proof"] = "code";
        content["coupons"] = coupons;
    }
    return json{{"basket", content}};
}

Sale::Sale(const Reply& opened) {
    const json answer = opened.json();
    if (!answer.is_object()) return;
    checkout_id = answer.value("checkout_id", "");
    quote_hash = answer.value("/quote/hash"_json_pointer, "");
    due = answer.value("/quote/totals/due"_json_pointer, std::int64_t{0});
}

json Sale::body() const {
    const json cash = {{"kind", "cash"}, {"amount", due}};
    return {{"quote_hash", quote_hash}, {"tenders", json::array({cash})}};
}

Reply Sale::commit(const Till& till, const std::string& key) const {
    return till.http().post(path(), body(), {{"Idempotency-Key", key}});
}

std::vector<std::string> refusal_codes(const Reply& answer, const std::string& coupon_id) {
    std::vector<std::string> codes;
    const json read = answer.json();
    if (!read.is_object()) return codes;
    for (const json& refused : read.value("/quote/refused"_json_pointer, json::array())) {
        if (refused.value("coupon_id", "") != coupon_id) continue;
        for (const json& reason : refused["reasons"])
            codes.push_back(reason.value("code", ""));
    }
    return codes;
}

bool uses(const Reply& answer, const std::string& coupon_id) {
    const json read = answer.json();
    if (!read.is_object()) return false;
    for (const json& used : read.value("/quote/used"_json_pointer, json::array()))
        if (used.value("coupon_id", "") == coupon_id) return true;
    return false;
}

}  // namespace counterfoil::e2e
