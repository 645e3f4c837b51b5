// From when until when a coupon or a benefit card is good that is issued by a rule. Private to this module.
#pragma once

#include "domain/coupon.hpp"
#include "domain/rules.hpp"

namespace counterfoil::hub {

struct CouponDates {
    Instant valid_from;
    Instant valid_until;
};

/// The template's own dates, or its natural days in the brand's zone, of which the day of issue is the first, cut by them.
/// They may be empty: the caller refuses that.
CouponDates dates_of(const domain::Rules& rules, const domain::CouponTemplate& rule, Instant issued_at);

/// Likewise of a benefit card.
CouponDates dates_of(const domain::Rules& rules, const domain::CardType& rule, Instant issued_at);

}  // namespace counterfoil::hub
