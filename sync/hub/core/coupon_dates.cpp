#include "hub/core/coupon_dates.hpp"

#include <algorithm>

namespace counterfoil::hub {

namespace {

template <class Rule>
CouponDates natural_days(const domain::Rules& rules, const Rule& rule, std::int32_t wait_days, Instant issued_at) {
    if (rule.valid_days == 0) return {rule.valid_from, rule.valid_until};
    const domain::Calendar calendar = domain::brand_calendar(rules);
    const domain::Day first = calendar.day_of(issued_at) + std::chrono::days{wait_days};
    const Instant end = calendar.begin_of(first + std::chrono::days{rule.valid_days});
    return {std::max({issued_at, calendar.begin_of(first), rule.valid_from}), std::min(end, rule.valid_until)};
}

}  // namespace

CouponDates dates_of(const domain::Rules& rules, const domain::CouponTemplate& rule, Instant issued_at) {
    return natural_days(rules, rule, rule.wait_days, issued_at);
}

CouponDates dates_of(const domain::Rules& rules, const domain::CardType& rule, Instant issued_at) {
    return natural_days(rules, rule, 0, issued_at);
}

}  // namespace counterfoil::hub
