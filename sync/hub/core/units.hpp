// Changes of single rights: the table "States of a unit at HQ" (docs/rights.md). Private to this module.
#pragma once

#include "hub/core/turn.hpp"

namespace counterfoil::hub {

/// Who asks for units without an open hold: a risk entry, or a consume whose hold was taken back.
struct Claim {
    EntryRef entry;
    Instant at;  ///< when it was sold
    std::int64_t amount = 0;
    domain::TicketKey ticket;
};

/// Writes down what became of units that the claim's ticket redeemed: a return goes by it. `right` with an empty id: owed.
Result<void> note_redemption(Turn& turn, const RightRow& right, const Claim& claim, std::int64_t amount,
                             RedemptionOutcome outcome);
/// held -> used: sold under its hold. Goods are gone, so it stands even past the right's end (finding `past_validity`).
Result<Answer> use_held(Turn& turn, RightRow& right, const Claim& claim);
/// free -> used; held: pending; used or ended: conflict. What a member's points cannot cover is owed.
Result<Answer> claim_units(Turn& turn, RightRow& right, const Claim& claim);
/// held -> free, and on to whoever is first in line.
Result<void> free_held(Turn& turn, const RightId& right, std::int64_t amount);
/// Serves those who wait for this right: withdrawal, pending risk, expiry, checkouts, in this order. Call it after
/// any change that freed units or answered for held ones.
Result<void> settle(Turn& turn, const RightId& right);
/// Withdraws a right: ends what is free, notes the wish for what is held and recalls it.
Result<void> withdraw_units(Turn& turn, RightRow& right);
/// free -> ended for all free units: expired or withdrawn.
Result<void> end_free(Turn& turn, RightRow& right, bool withdrawn);

}  // namespace counterfoil::hub
