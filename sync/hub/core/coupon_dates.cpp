#include "hub/core/coupon_dates.hpp"

#include <algorithm>

namespace counterfoil::hub {

CouponDates dates_of(const domain::Rules& rules, const domain::CouponTemplate& rule, Instant issued_at) {
    if (rule.valid_days == 0) return {rule.valid_from, rule.valid_until};
    const domain::Calendar calendar = domain::brand_calendar(rules);
    const domain::Day first = calendar.day_of(issued_at) + std::chrono::days{rule.wait_days};
    const Instant end = calendar.begin_of(first + std::chrono::days{rule.valid_days});
    return {std::max({issued_at, calendar.begin_of(first), rule.valid_from}), std::min(end, rule.valid_until)};
}

}  // namespace counterfoil::hub
