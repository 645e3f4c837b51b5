// What a basket line costs before every discount (domain rules part 3).
#pragma once

#include "base/amounts.hpp"
#include "domain/basket.hpp"

namespace counterfoil::domain {

inline constexpr Quantity kOnePiece{1000};

/// The amount that the POS sent, else half_up(unit_price * quantity / 1000). For figures in range the product fits; only
/// check_basket() meets amounts above kAmountMax.
Money line_amount(const BasketLine& line);

}  // namespace counterfoil::domain
