// A sale as HQ tells it to a device that did not make it, with what of it has come back at whichever device.
#pragma once

#include <cstdint>
#include <vector>

#include "domain/journal.hpp"
#include "domain/returns.hpp"

namespace counterfoil::domain {

struct ToldTicket {
    DeviceId device_id;                   ///< that sold it; the epoch is the entry's
    JournalEntry entry;                   ///< a TicketEntry, word for word
    std::vector<ReturnRequest> returned;  ///< what counts as returned, by the quote's line_no
    std::vector<TicketKey> returns;       ///< the returns that count, oldest first
    std::vector<GiftReturn> gifts;        ///< what these returns did about gifts, in order
    std::vector<Exchanged> exchanged;     ///< in order
    std::int64_t waiting = 0;  ///< returns that HQ has heard of and cannot count yet: more may have come back than is told
    bool operator==(const ToldTicket&) const = default;

    /// As its own device would find it.
    SoldTicket sold() const;
};

}  // namespace counterfoil::domain
