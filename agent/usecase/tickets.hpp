// Looking back: what this device sold, and how it stands.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// Newest first; the limit is cut to 1..200. Reads only.
Result<Outcome<std::vector<TicketView>>> tickets(const View& view, const TicketQuery& query);

/// A sale of this device by its key, with what of it may still come back. Reads only. Refusal: ticket_not_here.
Result<Outcome<TicketDetail>> ticket(const View& view, const domain::TicketKey& key);

/// Reads only. `version` and `devices` are the caller's to fill.
Result<Outcome<Status>> status(const View& view);

}  // namespace counterfoil::usecase
