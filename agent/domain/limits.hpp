// How often coupons of one template may be used: by a member, by a member on a day, in a store on a day (domain rules part
// 5).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/coupon.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {

/// From one use of a birthday coupon to the next: less than a year, as periods move with the weekdays and with the member's
/// word, and more than any period is long.
inline constexpr std::int32_t kBirthdayGapDays = 300;

/// Whether uses by the member matter to the template; a birthday coupon is good once a birthday year.
bool limits_member(const CouponTemplate& rule);

/// Nothing where the member has used none.
const TemplateUses* uses_of(const std::vector<TemplateUses>& uses, const TemplateId& id);
/// `count` more uses on a business day, or fewer where it is below 0. The list stays ordered by template_id.
void add_uses(std::vector<TemplateUses>& uses, const TemplateId& id, std::string_view day, std::int64_t count);

/// Whether one business day belongs to the same birthday year as another, by kBirthdayGapDays. False where either is no day.
bool is_same_birthday_year(std::string_view day, std::string_view other);

}  // namespace counterfoil::domain
