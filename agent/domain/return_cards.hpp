// What a return does to the uses of benefit cards that its ticket spent (domain rules part 9). Pure. Used stays used: what
// comes back is a further right of the same card, and making it is the caller's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"
#include "domain/return_coupons.hpp"
#include "domain/returns.hpp"

namespace counterfoil::domain {

/// A card of which the ticket spent uses.
struct CardTerms {
    CardId card_id;
    Instant valid_until = kNever;  ///< of the card and its type, the earlier one
    std::int64_t refused = 0;      ///< uses that headquarters answered with a conflict: nothing comes back for these
};

struct CardReturn {
    CardId card_id;
    std::int64_t uses = 0;  ///< that come back, or have expired
    CouponFate fate = CouponFate::stays_used;
    Instant valid_until = kNever;
    bool operator==(const CardReturn&) const = default;
};

/// What `now`, made from `before`, does to each card whose lines it touches, by card_id. A use comes back once all lines
/// that it made cheaper have wholly come back. One without terms stays used. A void gives all back, even past their
/// validity.
std::vector<CardReturn> return_cards(const SoldTicket& before, const Return& now, std::span<const CardTerms> terms,
                                     Instant at);

}  // namespace counterfoil::domain
