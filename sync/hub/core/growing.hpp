// Growth at HQ: what each ticket adds, the tier that it gives, and the yearly review. Private to this module.
#pragma once

#include "domain/rules.hpp"
#include "hub/core/applying.hpp"

namespace counterfoil::hub {

/// Books what the ticket adds, and lifts the member's tier at once where that is enough.
Result<void> grow(Turn& turn, const EntryContext& context, const domain::TicketEntry& ticket);

/// After a merge: the growth of all who are now one, and the tier that it gives.
Result<void> regrade(Turn& turn, const MemberId& id);

/// After a return: of the ticket's growth only `left` stays. A tier goes back where this very ticket had lifted the member to
/// it and what is left no longer reaches it.
Result<void> shrink(Turn& turn, const domain::TicketKey& ticket, std::int64_t left);

/// Looks at the tiers of members whose review is over with its grace: down to what growth still reaches, of the months before
/// the review or before now, whichever is more.
Result<void> review_tiers(Turn& turn);

}  // namespace counterfoil::hub
