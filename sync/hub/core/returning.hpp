// Returns at HQ: each is worked out again from the ticket and from what came back of it before, whoever took the goods.
// Private to this module.
#pragma once

#include <map>
#include <variant>

#include "hub/core/applying.hpp"

namespace counterfoil::hub {

/// How the code of a used coupon begins whose own code went over to the coupon that came back for it.
inline constexpr const char* kPassedOnCode = "used:";

/// A ticket as HQ knows it, with what it redeemed and what has come back of it.
struct Original {
    TicketRow row;
    domain::TicketEntry sale;
    domain::SoldTicket sold;
    std::vector<Redemption> redemptions;   ///< of the ticket's own disk, as booked
    std::map<PurseId, Points> given_back;  ///< burnt points, by earlier returns
};

/// The ticket as its device told it; nothing of an imported one.
Result<std::optional<domain::TicketEntry>> sale_of(Turn& turn, const TicketRow& row);

/// Uses of a card that the ticket spent and that HQ has answered for, so or in any way.
std::int64_t uses_of(const Original& original, const CardId& card, std::optional<RedemptionOutcome> outcome);

/// Why a ticket cannot be worked with, or the ticket with what came back of it so far.
using FoundOriginal = std::variant<Answer, Original>;
/// `settled`: pending also as long as HQ has not answered for all that it redeemed.
Result<FoundOriginal> find_original(Turn& turn, const domain::TicketKey& key, bool settled);

/// Books what a return does to points and coupons, and keeps its row. `ours` and `gifts` are HQ's own figures of it.
Result<void> book_return(Turn& turn, const EntryContext& context, const Original& original, const domain::ReturnEntry& entry,
                         const domain::Return& ours, const std::vector<domain::GiftReturn>& gifts);

/// Returns that waited for more of this ticket: those that can be answered now are.
Result<void> retry_returns(Turn& turn, const domain::TicketKey& ticket);

}  // namespace counterfoil::hub
