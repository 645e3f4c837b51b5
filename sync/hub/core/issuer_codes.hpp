// Coupons of other issuers that HQ hears of by their signed codes. Private to this module.
#pragma once

#include <span>
#include <string>

#include "hub/core/turn.hpp"

namespace counterfoil::hub {

/// Makes a coupon and its right of each code that HQ does not know yet, by the register of `rules`. What does not verify, or
/// leads to no template, is logged and left out: nothing can then be granted, and a sale by it is a finding.
Result<void> adopt_codes(Turn& turn, std::span<const std::string> codes, const domain::Rules& rules, Instant at);

}  // namespace counterfoil::hub
