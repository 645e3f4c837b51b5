// Rounding that a cashier decides on when the customer pays, after the quote was shown.
#pragma once

#include "domain/checkout.hpp"
#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// The checkout with its quote rounded by so much: the very price that the quote named, less the rounding, with earning, tax
/// and clearing of what is paid. Reads only. Refusals: basket_invalid (more than the rules allow, or than is due);
/// quote_stale (what the quote was made from has changed since, so its price no longer comes out).
Result<Outcome<domain::Checkout>> round_checkout(const View& view, domain::Checkout checkout, Money rounding);

/// The points that were burnt, as a wish for just these.
domain::PointsChoice burnt_by(const domain::Quote& quote);
/// The basket as a ticket has it: the coupons, cards and points that the quote used, not those that were wished for.
domain::Basket as_used(domain::Basket basket, const domain::Quote& quote);

}  // namespace counterfoil::usecase
