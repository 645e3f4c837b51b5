// The member as a till shows it: HQ's row plus this device's own entries above the row's `applied`.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// Refusals: unknown_member; erased (the member has left the programme). Reads only.
Result<Outcome<MemberCard>> member_card(const View& view, const MemberId& id);

}  // namespace counterfoil::usecase
