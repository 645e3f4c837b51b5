// A return as a journal has it: what was decided at the till, with all its figures, so that HQ can work it out again from
// the original ticket and show any difference.
#pragma once

#include <string>
#include <vector>

#include "base/ids.hpp"
#include "domain/coupon.hpp"
#include "domain/returns.hpp"
#include "domain/tender.hpp"

namespace counterfoil::domain {

struct ReturnEntry {
    TicketKey ticket;      ///< the original
    TicketKey return_key;  ///< the return itself: store, register, day and the POS's own number of it
    std::string idempotency_key;
    StaffId staff_id;
    Return goods;
    Points deducted;              ///< earned points that the refund paid for
    Money deduction;              ///< what that took off it
    std::vector<Tender> refunds;  ///< add up to goods.totals.due - deduction
    bool at_risk = false;         ///< made without HQ's word on what had come back before
    bool operator==(const ReturnEntry&) const = default;
};

}  // namespace counterfoil::domain
