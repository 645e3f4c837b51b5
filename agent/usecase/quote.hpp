// Prices a basket with what the device knows now. Holds nothing and writes nothing.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// Completes the basket (store, day, time, lines that name a product only) and prices it. With the link up, rights that
/// are not on this device count as obtainable; without it, only held ones and those that policy allows at risk. What an open
/// checkout of the same ticket holds is the sale's own, so a till may go back to the basket and price it again.
/// Refusals: not_ready; unknown_member; erased; unknown_product (field: the line); basket_invalid; currency_mismatch.
Result<Outcome<QuoteAnswer>> quote(const View& view, const QuoteRequest& request);

}  // namespace counterfoil::usecase
