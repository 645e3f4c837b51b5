// When a member's birthday may change (domain rules part 8). Private to this module.
#pragma once

#include "hub/core/store.hpp"

namespace counterfoil::hub {

/// At most once in so many days.
inline constexpr std::int64_t kBirthdayChangeDays = 365;

/// Takes the birthday over into `fresh`, which is to replace `before`, and notes when it was changed. Answers why not, in
/// words, where the last change was too lately, or where a birthday coupon was used in this birthday year. The first one
/// that is told is no change.
Result<std::optional<std::string>> change_birthday(HubTx& tx, const MemberRow& before, MemberRow& fresh, Instant now);

}  // namespace counterfoil::hub
