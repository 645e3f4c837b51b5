// What a return does to the coupons of its ticket (domain rules part 9). Pure. A coupon's unit stays used at all times: what
// comes back is a new coupon of the same terms, and making it is the caller's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "domain/coupon.hpp"
#include "domain/returns.hpp"

namespace counterfoil::domain {

struct CouponReturnRule {
    OnReturn on_return = OnReturn::full_only;
    std::int32_t extend_days = 0;  ///< a coupon that comes back is valid for at least so long; 0: as it was
};

/// A coupon that the ticket used, if its use was accepted: nothing comes back from a conflict.
struct CouponTerms {
    CouponId coupon_id;
    Instant valid_until = kNever;  ///< of the coupon and its template, the earlier one
    CouponReturnRule rule;
};

enum class CouponFate { given_back, stays_used, expired };

struct CouponReturn {
    CouponId coupon_id;
    CouponFate fate = CouponFate::stays_used;
    Instant valid_until = kNever;  ///< of what comes back; else as it was
    bool operator==(const CouponReturn&) const = default;
};

/// What `now`, made from `before`, does to each coupon whose lines it touches, in the order of the quote; a coupon that has
/// come back already is not named. One without terms stays used. A void gives all back with their validity, even if that
/// has passed.
std::vector<CouponReturn> return_coupons(const SoldTicket& before, const Return& now, std::span<const CouponTerms> terms,
                                         Instant at);

}  // namespace counterfoil::domain
