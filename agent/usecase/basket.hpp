// Completes what a POS sent: store, day, time, and lines that name a product only.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// Refusals: basket_invalid (a basket of another store); unknown_product (field: the line).
Result<Outcome<domain::Basket>> complete_basket(const View& view, const domain::Rules& rules, const domain::Basket& sent);

/// The calendar day of a point in time in a zone, "2026-11-22"; and the first moment of the next one.
std::string day_of(Instant at, std::int32_t utc_offset_minutes);
Instant end_of_day(Instant at, std::int32_t utc_offset_minutes);

}  // namespace counterfoil::usecase
