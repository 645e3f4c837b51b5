// Looks at every disk of a world that has come to rest and tells which invariant of rights.md does not hold.
#pragma once

#include <string>
#include <vector>

namespace counterfoil::test_support {

class World;

/// Each finding begins with the invariant's name: "I1: coupon:c1 was consumed 2 times".
std::vector<std::string> judge(World& world);

}  // namespace counterfoil::test_support
