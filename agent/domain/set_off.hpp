// Uneven exchanges: a return and a new ticket of which the one pays for the other (domain rules part 9). Pure. Under the
// tender `exchange` the return keeps its refund, and the ticket, or a later payment, uses it up: whole, and once.
#pragma once

#include <optional>
#include <span>

#include "base/refusal.hpp"
#include "domain/return_entry.hpp"
#include "domain/tender.hpp"

namespace counterfoil::domain {

Money sum_of(std::span<const Tender> tenders);
/// What of them is kept for an exchange, or comes out of one.
Money exchanged_in(std::span<const Tender> tenders);

/// Money as it really moves for a ticket: the tenders but `exchange` are paid in, the refunds are paid out. `kept` is the
/// refund that the ticket sets off; 0 where it sets off none. Refusal: tenders_mismatch with a JSON pointer (figures: due,
/// which is the balance to be paid in; tendered, or `kept` where what is set off is not told as it was kept).
std::optional<Refusal> check_payment(std::span<const Tender> tenders, std::span<const Tender> refunds, Money due,
                                     Money kept);

/// A payment of what a return had kept for an exchange that did not come about: it has no goods of its own.
bool only_pays_out(const ReturnEntry& entry);

}  // namespace counterfoil::domain
