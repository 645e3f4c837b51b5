// Gives a priced basket its id, its life and the hash that a commit names.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// A quote lives for kQuoteLife within one day of the brand's zone (domain rules, part 9).
void seal(const View& view, const domain::Rules& rules, const domain::Basket& basket, domain::Quote& quote);

}  // namespace counterfoil::usecase
