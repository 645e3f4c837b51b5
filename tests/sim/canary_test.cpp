// Worlds that are broken on purpose: an oracle that does not see them sees nothing.
#include <gtest/gtest.h>

#include "support/sim/world.hpp"

namespace counterfoil::test_support {
namespace {

/// The findings of the first worlds that have any, by the names of their invariants.
std::string first_findings(Canary canary) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        std::string names;
        for (const std::string& finding : World({.seed = seed, .canary = canary}).run())
            names += finding.substr(0, 2) + " ";
        if (!names.empty()) return names;
    }
    return "";
}

TEST(Canary, AHubThatGrantsTwiceIsSeen) {
    EXPECT_NE(first_findings(Canary::hub_grants_twice).find("I1"), std::string::npos);
}

TEST(Canary, ADiskThatIsPutBackIsSeen) { EXPECT_FALSE(first_findings(Canary::disk_put_back).empty()); }

TEST(Canary, AHubThatIsPutBackWithoutANewEpochIsSeen) { EXPECT_FALSE(first_findings(Canary::hub_put_back).empty()); }

}  // namespace
}  // namespace counterfoil::test_support
