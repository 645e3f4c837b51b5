// Looking back: what this device sold, and how it stands.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// Newest first; the limit is cut to 1..200. Reads only.
Result<Outcome<std::vector<TicketView>>> tickets(const View& view, const TicketQuery& query);

/// A sale by its key, with what of it may still come back: of this device, or with HQ's word of another one. Reads only.
/// Refusal: ticket_not_here.
Result<Outcome<TicketDetail>> ticket(const View& view, const domain::TicketKey& key,
                                     const domain::ToldTicket* told = nullptr);

/// Reads only. `version` and `devices` are the caller's to fill.
Result<Outcome<Status>> status(const View& view);

}  // namespace counterfoil::usecase
