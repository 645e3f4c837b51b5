// Uneven exchanges at HQ: which returns kept their refund, and which ticket or payment used it up. Private to this module.
#pragma once

#include "hub/core/applying.hpp"

namespace counterfoil::hub {

/// Notes what the return kept for an exchange, whatever becomes of the return itself.
Result<void> keep_refund(Turn& turn, const EntryContext& context, const domain::ReturnEntry& entry);

/// Uses up what the basket names. A finding, where it is not as the ticket says: exchange_unknown; exchange_settled
/// (somebody was first); exchange_differs (another refund, or the money does not add up).
Result<std::optional<std::string>> set_off(Turn& turn, const EntryContext& context, const domain::TicketEntry& ticket);

/// The same of a return that pays out what another had kept; nothing where it pays none.
Result<std::optional<std::string>> pay_out(Turn& turn, const EntryContext& context, const domain::ReturnEntry& entry);

}  // namespace counterfoil::hub
