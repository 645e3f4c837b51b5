// Purchases of staff: the month's quota, and who must approve what one sells to oneself (domain rules part 3).
#pragma once

#include <optional>
#include <string>

#include "base/refusal.hpp"
#include "domain/basket.hpp"
#include "domain/returns.hpp"

namespace counterfoil::domain {

/// "2026-05" of a business day.
std::string month_of(const std::string& business_day);
/// More of the month's quota, or less where it is below 0. A month before the one that is told says nothing.
void add_staff_spent(std::optional<StaffMonth>& known, const std::string& month, Money spent);

/// Whether who is at the till is the ticket's own member.
bool sells_to_self(const Basket& basket, const Member& member);
/// `approver_needed`: then another member of staff must stand in the basket.
std::optional<Refusal> check_approver(const Basket& basket, const Member& member);

/// What a ticket still takes of the month's quota, less the Part of what came back.
Money staff_kept(const SoldTicket& ticket);

}  // namespace counterfoil::domain
