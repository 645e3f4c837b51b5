// The same sales through the programs as a shop runs them: a real HQ that imports members and coupons, a real agent that
// sells by its HTTP interface. The agent must come to the domain's own figures, HQ must agree with the agent, and every
// member must own in the end what the domain says.
#pragma once

#include "replay/parts.hpp"
#include "replay/report.hpp"

namespace counterfoil::replay {

/// Needs the three programs beside each other in build/<preset>/bin. The agent sells today: coupons keep their beginnings,
/// and each ticket keeps its own business day and number.
void replay_through_agent(const World& world, Report& report);

}  // namespace counterfoil::replay
