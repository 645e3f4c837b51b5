// Growth: what a member has paid of late in whole currency units, and the tier that it gives (domain rules part 8). Pure.
#pragma once

#include <cstdint>

#include "base/amounts.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "domain/returns.hpp"
#include "domain/rules.hpp"

namespace counterfoil::domain {

/// Whether any tier is reached by growth. Where none is, tiers are whatever HQ was given.
bool growth_sets_tiers(const Rules& rules);

/// Whole currency units of what was paid; >= 0.
std::int64_t growth_of(Money paid, std::int32_t exponent);
/// What a ticket still adds after all that has come back of it so far; 0 where all of it did.
std::int64_t growth_kept(const SoldTicket& ticket);

/// The highest tier that the growth reaches where it is above `present`, else `present`: growth alone lowers nobody.
TierId tier_after(const Rules& rules, const TierId& present, std::int64_t growth);
/// At the yearly review: `present` where the growth still reaches it, or where it is not reached by growth at all; else the
/// highest tier that is reached, or none.
TierId tier_after_review(const Rules& rules, const TierId& present, std::int64_t growth);

/// The moment so many months before, of the same day and time in the brand's zone, or of the month's last day.
Instant months_before(Instant at, std::int32_t months, const Rules& rules);
/// The first review after `at`: the first day of the rules' review_month, in the brand's zone. Its grace comes on top.
Instant next_review(const Rules& rules, Instant at);

}  // namespace counterfoil::domain
