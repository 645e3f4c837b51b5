// Points that come in: lots, what is owed, and keeping the number of lots small. Private to this module.
#pragma once

#include "domain/rules.hpp"
#include "hub/core/applying.hpp"

namespace counterfoil::hub {

/// More lots than this are merged with others of the same end, so that a member's row and a hold stay small.
inline constexpr std::size_t kLotsKept = 64;

/// The rules of a purse; of one that these rules do not know any more, the main one's.
const domain::PointsRules& rules_of_purse(const domain::Rules& rules, const PurseId& purse);

/// When points that are earned at `at` end, by the purse's expiry, in the brand's zone.
Instant end_of_points(Instant at, const domain::Rules& rules, const PurseId& purse = {});

/// A pending lot for what the entry earned in the purse, less what the member owes of it.
Result<void> earn(Turn& turn, const MemberRow& member, const EntryContext& context, const domain::PursePoints& earned,
                  const domain::Rules& rules);

/// Merges lots of one purse that nothing is held of: available ones with the same end; then, if still too many, pending ones
/// too, which then all become available with the last of them.
Result<void> merge_lots(Turn& turn, const AccountId& account);

}  // namespace counterfoil::hub
