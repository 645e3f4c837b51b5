// Benefit cards at HQ: what is left of them, and uses that come back. Private to this module. Business refusals are values;
// an error means that nothing may stay.
#pragma once

#include "base/refusal.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/turn.hpp"

namespace counterfoil::hub {

/// A card with what is left, and where that stands.
struct CardView {
    CardRow row;
    domain::Card card;  ///< as devices get it: uses_left is free + held of all its rights
    std::int64_t free = 0;
    std::int64_t held = 0;
    std::int64_t used = 0;   ///< of all that was ever there: uses + given_back
    std::int64_t ended = 0;  ///< expired or withdrawn
};

Result<std::optional<CardView>> view_card(HubTx& tx, const CardId& id);
/// The cards of those who are one person that still have uses, soonest end first; and those used up that are not over.
Result<std::vector<domain::Card>> cards_of_family(HubTx& tx, const std::vector<MemberRow>& members);

/// Puts `uses` that were spent under a further right of the card, with the card's own end. The caller knows that they were
/// spent, and not given back before.
Result<void> renew_uses(Turn& turn, CardRow row, std::int64_t uses);

struct CardChanged {
    OperationRow operation;
    CardView view;
};
/// By a person: 1 to as many uses as are spent and have not come back. Refusals: unknown_card, voided, expired, not_used
/// (figures: n).
Result<Outcome<CardChanged>> give_back_uses(Turn& turn, const CardId& id, std::int64_t uses, const Who& who);

}  // namespace counterfoil::hub
