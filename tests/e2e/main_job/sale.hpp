// A sale at a till, step by step, as a POS does it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "support/e2e/site.hpp"

namespace counterfoil::e2e {

// The showcase of the demo data.
inline constexpr const char* kMemberCode = "CFM000000000001";
inline constexpr const char* kAmountOffCode = "CFC000000000001";   ///< redeemable at risk
inline constexpr const char* kPercentOffCode = "CFC000000000002";  ///< only under a hold
inline constexpr const char* kGtin = "2000000000015";

/// What the code is, by POST /v1/identify; an empty object where the till refuses.
nlohmann::json identify(const Till& till, const std::string& code);
std::string member_id_of(const Till& till, const std::string& code = kMemberCode);
std::string coupon_id_of(const Till& till, const std::string& code);
/// "issued", "used" ...
std::string coupon_state(const Till& till, const std::string& code);

/// {basket} with pieces of the demo product for 100.00 each. No member: a guest's.
nlohmann::json basket(const std::string& ticket_id, const std::string& member_id = {},
                      const std::vector<std::string>& coupons = {}, int pieces = 5);

struct Sale {
    std::string checkout_id;
    std::string quote_hash;
    std::int64_t due = 0;

    /// From the answer of POST /v1/checkouts.
    explicit Sale(const Reply& opened);
    std::string path() const { return "/v1/checkouts/" + checkout_id + "/commit"; }
    nlohmann::json body() const;
    Reply commit(const Till& till, const std::string& key) const;
};

/// The codes that refuse the coupon in a quote's or checkout's answer; empty where it is not refused.
std::vector<std::string> refusal_codes(const Reply& answer, const std::string& coupon_id);
/// Whether the quote in the answer uses the coupon.
bool uses(const Reply& answer, const std::string& coupon_id);

}  // namespace counterfoil::e2e
