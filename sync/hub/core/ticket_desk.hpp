// Tickets as the desk shows them. Private to this module.
#pragma once

#include <optional>
#include <string_view>

#include "base/refusal.hpp"
#include "domain/told_ticket.hpp"
#include "hub/core/turn.hpp"

namespace counterfoil::hub {

/// "store/register/day/ticket" as TicketKey::text() writes it; nothing where it is another text.
std::optional<domain::TicketKey> ticket_key_of(std::string_view text);

/// Refusals: unknown_ticket; ticket_without_lines (of an imported history HQ has the sum only).
Result<Outcome<domain::ToldTicket>> tell_ticket(Turn& turn, const domain::TicketKey& key);

}  // namespace counterfoil::hub
