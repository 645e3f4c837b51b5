// What this device knows of the uses that limits count (domain rules part 5).
#pragma once

#include <span>

#include "domain/quote.hpp"
#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// Adds to the context what templates with limits were used for by this device, in the store on the basket's day and in
/// other open checkouts, and what of a month's quota for staff stands in these. The context's member counts what is
/// committed already. Reads only.
Result<void> count_uses(const View& view, const domain::Basket& basket, std::span<const domain::DeviceHold> open,
                        const CheckoutId& own, domain::QuoteContext& context);

}  // namespace counterfoil::usecase
