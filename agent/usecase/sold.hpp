// A sale, of this device or of another one that HQ told of, and what of it has come back.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

struct Sold {
    ports::TicketRow row;        ///< its member also where it was named after payment
    JournalSeq earned_by;        ///< the entry by which it earns: the sale's, or the one that named the member
    domain::JournalEntry entry;  ///< a TicketEntry
    domain::Holder seller;       ///< whose journal has it
    domain::SoldTicket ticket;   ///< with all returns that are known
    std::vector<domain::TicketKey> returns;
    bool is_sure = false;  ///< HQ has said what came back elsewhere, and waits for no more of it
};

Refusal ticket_not_here(const domain::TicketKey& key);

/// `told` is HQ's word, or null where there is none: then only this device's own sales are found, with what it has taken
/// back itself. Counts own returns below `until` only. Refusal: ticket_not_here (figures: ticket).
Result<Outcome<Sold>> find_sold(const View& view, const domain::TicketKey& key, const domain::ToldTicket* told,
                                JournalSeq until = JournalSeq{UINT64_MAX});

std::vector<LineLeft> lines_left(const domain::SoldTicket& ticket);

}  // namespace counterfoil::usecase
