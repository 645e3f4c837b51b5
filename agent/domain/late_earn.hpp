// Points for a member who was named after payment (domain rules part 9): what the ticket was paid with earns, nothing of its
// price changes. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "domain/member.hpp"
#include "domain/returns.hpp"
#include "domain/rules.hpp"

namespace counterfoil::domain {

/// A line of the ticket's quote that earns.
struct LateLine {
    std::int32_t line_no = 0;
    Points earn;  ///< of the whole line, as if nothing had come back
    bool operator==(const LateLine&) const = default;
};

struct LateEarn {
    TierId tier;  ///< of the member when it was named
    std::vector<LateLine> lines;
    Points earn;              ///< what is booked: of the lines, less the Part of what had come back before
    std::int64_t growth = 0;  ///< of what is left of the ticket
    bool operator==(const LateEarn&) const = default;
};

/// As a journal has it.
struct LateEarnEntry {
    TicketKey ticket;
    MemberId member_id;
    std::string idempotency_key;
    StaffId staff_id;
    StaffId approver_id;  ///< on whose word
    Digest rules_hash{};  ///< by which it earns
    LateEarn points;
    bool operator==(const LateEarnEntry&) const = default;
};

LateEarn late_earn(const SoldTicket& sold, const Member& member, const Rules& rules);

/// The ticket as if its member had been named in time, so that returns take what it earned and turn its clearing round.
void add_late_earn(Basket& basket, Quote& quote, const LateEarnEntry& entry);

}  // namespace counterfoil::domain
