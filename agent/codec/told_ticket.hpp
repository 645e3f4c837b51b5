// The answer of HQ's `tickets.show`: {device_id, entry, returned[{line_no, quantity}], returns[ticket_key], gifts[],
// exchanged[], waiting}. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/told_ticket.hpp"

namespace counterfoil::codec {

std::string encode_told_ticket(const domain::ToldTicket& ticket);
/// Error: invalid_input with the failing path; also where the entry is no ticket.
Result<domain::ToldTicket> decode_told_ticket(std::string_view text);

}  // namespace counterfoil::codec
