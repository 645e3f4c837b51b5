// A sale of this device, and what of it has come back.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

struct Sold {
    ports::TicketRow row;                   ///< its member also where it was named after payment
    JournalSeq earned_by;                   ///< the entry by which it earns: the sale's, or the one that named the member
    domain::JournalEntry entry;             ///< a TicketEntry
    domain::SoldTicket ticket;              ///< with the returns that this device took
    std::vector<ports::ReturnRow> returns;  ///< those, in order
};

/// Counts the returns below `until` only. Refusal: ticket_not_here (figures: ticket).
Result<Outcome<Sold>> find_sold(const View& view, const domain::TicketKey& key, JournalSeq until = JournalSeq{UINT64_MAX});

std::vector<LineLeft> lines_left(const domain::SoldTicket& ticket);

}  // namespace counterfoil::usecase
