// A return as a journal has it: what was decided at the till, with all its figures, so that HQ can work it out again from
// the original ticket and show any difference.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "domain/clearing.hpp"
#include "domain/coupon.hpp"
#include "domain/return_gifts.hpp"
#include "domain/returns.hpp"
#include "domain/tender.hpp"

namespace counterfoil::domain {

/// Earned points of a purse beside the main one that the refund paid for.
struct PurseDeduction {
    PurseId purse_id;
    Points deducted;
    Money value;  ///< what that took off the refund; a part of ReturnEntry::deduction
    bool operator==(const PurseDeduction&) const = default;
};

struct ReturnEntry {
    TicketKey ticket;      ///< the original
    TicketKey return_key;  ///< the return itself: store, register, day and the POS's own number of it
    std::string idempotency_key;
    StaffId staff_id;
    EntityId entity_id;  ///< the company that takes the goods, by the rules; empty: none is named
    Return goods;
    Points deducted;                          ///< earned points of the main purse that the refund paid for
    Money deduction;                          ///< what that took off it, of all purses
    std::vector<PurseDeduction> deducted_in;  ///< the other purses' part in it, by purse_id
    std::vector<GiftReturn> gifts;
    std::vector<Exchanged> exchange;         ///< with or without goods that come back
    std::optional<TicketKey> pays_out = {};  ///< a return whose refund was kept for an exchange: these refunds pay it
    StaffId approver_id;                     ///< who waived a gift
    std::vector<Tender> refunds;             ///< add up to refund(), and what is paid out
    std::vector<ClearingEntry> clearing;     ///< what companies owe one another for it
    bool at_risk = false;                    ///< made without HQ's word on what had come back before
    bool operator==(const ReturnEntry&) const = default;
    Money refund() const { return goods.totals.due - deduction - deducted_for(gifts) + refunded_for(gifts); }
};

/// The points of them, without what they took off the refund.
inline std::vector<PursePoints> points_of(const std::vector<PurseDeduction>& deducted) {
    std::vector<PursePoints> points;
    for (const PurseDeduction& one : deducted)
        points.push_back({one.purse_id, one.deducted});
    return points;
}

}  // namespace counterfoil::domain
