// What HQ keeps and tells for the accounts: what companies owe one another, and what the programme owes its members.
#pragma once

#include <string>
#include <vector>

#include "hub/core/store.hpp"

namespace counterfoil::hub {

/// A period of days: from <= day < until.
struct Period {
    std::string from;  ///< YYYY-MM-DD
    std::string until;
};
/// Refuses days that are none, and a period without any. Error: invalid_input.
Result<Period> period_of(const std::string& from, const std::string& until);

/// JSON Lines, one a debtor, creditor, cause, purse and rate: {debtor, creditor, cause, amount m, points p,
/// clearing_per_1000 m, money m, entries, purse_id (not for the main one)}. money = amount + half_up(points *
/// clearing_per_1000 / 1000), taken once a period.
Result<std::string> clearing_lines(HubTx& tx, const Period& period);

/// JSON Lines, one a figure, by the brand's days: {figure, points p, purse_id (not for the main one)} of the points ledger,
/// so that what was open before and all changes add up to what is open after; {figure: coupons_issued, template_id, coupons,
/// face m}.
Result<std::string> account_lines(HubTx& tx, const Period& period);

}  // namespace counterfoil::hub
