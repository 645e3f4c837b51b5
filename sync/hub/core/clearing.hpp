// What companies owe one another by tickets, late names and returns, kept with the entry that made it. Points go at the rate
// of the day on which they were earned. Private to this module.
#pragma once

#include <string>
#include <vector>

#include "hub/core/returning.hpp"

namespace counterfoil::hub {

/// Whose points they are, and by which rules.
struct ClearedBy {
    Digest rules_hash{};  ///< HQ does not know them: those in force
    EntityId seller;
};
/// Of a ticket, or of points for a member who was named late. Burnt points go at the day's own rate until reprice_burnt().
Result<void> keep_clearing(Turn& turn, const EntryContext& context, const ClearedBy& by, const std::string& business_day,
                           const std::vector<domain::ClearingEntry>& owed);

/// Of a return: what was kept for points of its ticket is turned round at the very rates, the last burnt first.
Result<void> keep_clearing(Turn& turn, const EntryRef& entry, const Original& original, const std::string& business_day,
                           const std::vector<domain::ClearingEntry>& owed);

/// HQ has answered for more of what the ticket burnt: those points go at the rates of the days on which they were earned.
Result<void> reprice_burnt(Turn& turn, const domain::TicketKey& ticket);

}  // namespace counterfoil::hub
