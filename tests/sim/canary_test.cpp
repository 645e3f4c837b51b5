// Worlds that are broken on purpose: an oracle that does not see them sees nothing.
#include <gtest/gtest.h>

#include "support/sim/world.hpp"

namespace counterfoil::test_support {
namespace {

/// Whether one of the first worlds has a finding that begins so.
bool is_seen(Canary canary, const std::string& invariant) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        for (const std::string& finding : World({.seed = seed, .canary = canary}).run())
            if (finding.starts_with(invariant)) return true;
    return false;
}

TEST(Canary, AHubThatGrantsTwiceIsSeen) { EXPECT_TRUE(is_seen(Canary::hub_grants_twice, "I1")); }

TEST(Canary, ADiskThatIsPutBackIsSeen) { EXPECT_TRUE(is_seen(Canary::disk_put_back, "")); }

TEST(Canary, AHubThatIsPutBackWithoutANewEpochIsSeen) { EXPECT_TRUE(is_seen(Canary::hub_put_back, "")); }

}  // namespace
}  // namespace counterfoil::test_support
