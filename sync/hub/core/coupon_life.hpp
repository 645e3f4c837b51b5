// What HQ does with single coupons when a person or a program asks: issue, withdraw, give back, hand on. A unit that a
// device holds is never changed: the wish is noted and the hold recalled; what becomes of it is told by the operation's
// state. Private to this module. Business refusals are values; an error means that nothing may stay.
#pragma once

#include "base/refusal.hpp"
#include "hub/core/turn.hpp"

namespace counterfoil::hub {

inline constexpr std::int32_t kIssueCountMax = 100;
inline constexpr const char* kOwnParty = "hq";

/// Who asks for it and why.
struct Who {
    StaffId staff_id;
    std::string reason;
};

struct IssueOrder {
    TemplateId template_id;
    MemberId member_id;           ///< empty: for whoever brings the code; bearer templates only
    domain::CouponIssuer issuer;  ///< a guide or a campaign issues within its quota, HQ's own people without one
    std::int32_t count = 1;       ///< 1..kIssueCountMax
    std::optional<Instant> valid_from;
    std::optional<Instant> valid_until;
    Who who;
};

struct Issued {
    std::vector<domain::Coupon> coupons;
    std::string quota_id;              ///< empty: none was needed
    std::int64_t left = 0;             ///< of the quota
    std::optional<Money> budget_left;  ///< of the campaign's, where it has one
};

struct Changed {
    OperationRow operation;
    domain::Coupon coupon;                ///< as it is now
    std::optional<domain::Coupon> fresh;  ///< that took its place; not there while the operation waits
};

/// Refusals: unknown_template, unknown_member, erased, member_expected, expired, no_quota, quota_used_up and campaign_over
/// (figures: left, budget_left), budget_needs_face.
Result<Outcome<Issued>> issue_coupons(Turn& turn, const IssueOrder& order);
/// Refusals: unknown_coupon, already_used, voided, expired.
Result<Outcome<Changed>> void_coupon(Turn& turn, const CouponId& id, const Who& who);
/// used -> a new coupon with a right of its own, same terms and end. Refusals: unknown_coupon, not_used, expired,
/// already_given_back.
Result<Outcome<Changed>> give_back_coupon(Turn& turn, const CouponId& id, const Who& who);
/// Ends it here and puts a new one, with a new code and the same end, with the other member. Refusals: unknown_coupon,
/// already_used, voided, frozen, in_transfer, expired, not_transferable, unknown_member, erased, transfer_to_self.
Result<Outcome<Changed>> transfer_coupon(Turn& turn, const CouponId& id, const MemberId& to, const Who& who);

/// Whether another coupon has taken the place of a used one, by a person at HQ or by a return.
Result<bool> is_renewed(Turn& turn, const CouponId& id);
/// The coupon that takes the place of a used one; nothing where that has been done before. `until`: its end.
Result<std::optional<domain::Coupon>> renew_coupon(Turn& turn, const domain::Coupon& used, Instant until);

/// Ends what waits for a coupon's unit, once nobody holds it: hands it on, or notes what became of it first.
Result<void> conclude_operations(Turn& turn, RightRow& right, const std::vector<Wish>& wishes);

}  // namespace counterfoil::hub
