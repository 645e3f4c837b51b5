// Who stands for a member after merges, and what all of its accounts hold. Run inside a job, on the store's thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "hub/core/store.hpp"

namespace counterfoil::hub {

/// A member and all that went up in it, over any number of steps; as many as a cached member names.
inline constexpr std::size_t kFamilyMax = 32;
/// Who stands for the member now: itself, or the last one of the chain that took its place.
Result<MemberId> live_id(HubTx& tx, const MemberId& id);
Result<std::optional<MemberRow>> live_row(HubTx& tx, const MemberId& id);
/// The member first, then all that went up in it.
Result<std::vector<MemberRow>> family(HubTx& tx, const MemberId& id);
/// Those of all of the family, each once, the member's own first; as many as a member may have.
std::vector<std::string> tags_of_family(const std::vector<MemberRow>& members);
/// Whether anyone of the family was sold something before then that was neither voided nor wholly returned before then.
Result<bool> has_bought(HubTx& tx, const std::vector<MemberRow>& members, Instant before);
/// Lots of all accounts of the family, soonest expiry first.
Result<std::vector<RightRow>> lots_of_family(HubTx& tx, const std::vector<MemberRow>& members);

}  // namespace counterfoil::hub
