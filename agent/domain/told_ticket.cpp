#include "domain/told_ticket.hpp"

#include <variant>

#include "base/assert.hpp"
#include "domain/exchanges.hpp"

namespace counterfoil::domain {

SoldTicket ToldTicket::sold() const {
    const auto* sale = std::get_if<TicketEntry>(&entry.body);
    CF_ASSERT(sale != nullptr);
    SoldTicket ticket{sale->basket, sale->quote, {}};
    for (const ReturnRequest& line : returned)
        ticket.returned[line.line_no] += line.quantity;
    add_gifts(ticket, gifts);
    add_exchange(ticket, exchanged);
    return ticket;
}

}  // namespace counterfoil::domain
