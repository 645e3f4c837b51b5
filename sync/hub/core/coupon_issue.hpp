// New coupons: their codes, their rights, and the quotas that bound them. Private to this module.
#pragma once

#include "base/refusal.hpp"
#include "hub/core/turn.hpp"

namespace counterfoil::hub {

/// A code that nobody can guess and no other coupon has, behind the first coupon prefix of the rules.
Result<std::string> fresh_code(Turn& turn);
/// Stores a new coupon with one free unit that ends at `until`, and publishes it at the end of the turn.
Result<void> put_fresh(Turn& turn, const domain::Coupon& coupon, Instant until);
/// The member, or the one that took its place. Refusals: unknown_member, erased, at `field`.
Result<Outcome<MemberRow>> live_member(Turn& turn, const MemberId& id, const char* field);

struct QuotaOrder {
    QuotaRow quota;
    std::int64_t total = 0;  ///< how many in all, with those issued so far
};
struct QuotaView {
    QuotaRow quota;
    std::int64_t total = 0;
    std::int64_t issued = 0;
    std::int64_t left() const noexcept { return total - issued; }
};
/// Makes a quota or changes its total. Refusals: unknown_template, quota_invalid (for nobody; for somebody else than before;
/// another quota is for the same; or a guide's budget), quota_below_issued (figures: issued), budget_below_spent (figures:
/// spent).
Result<Outcome<QuotaView>> set_quota(Turn& turn, const QuotaOrder& order);
Result<std::optional<QuotaView>> view_quota(HubTx& tx, const std::string& quota_id);

}  // namespace counterfoil::hub
