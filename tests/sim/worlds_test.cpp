// Hundreds of short worlds, each under its own seed. A failing one names its seed: COUNTERFOIL_SIM_SEED=n runs that one
// alone; COUNTERFOIL_SIM_FIRST and COUNTERFOIL_SIM_WORLDS set where to begin and how many are run (10,000 under the label
// `long`).
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "support/sim/world.hpp"

namespace counterfoil::test_support {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string join(const std::vector<std::string>& findings) {
    std::string text;
    for (const std::string& one : findings)
        text += "\n  " + one;
    return text;
}

TEST(Worlds, KeepTheInvariants) {
    const std::uint64_t only = number_from("COUNTERFOIL_SIM_SEED", 0);
    const std::uint64_t first = only != 0 ? only : number_from("COUNTERFOIL_SIM_FIRST", 1);
    const std::uint64_t worlds = only != 0 ? 1 : number_from("COUNTERFOIL_SIM_WORLDS", 100);
    World::Tally sum;
    for (std::uint64_t seed = first; seed < first + worlds; ++seed) {
        World world({.seed = seed});
        const std::vector<std::string> findings = world.run();
        EXPECT_TRUE(findings.empty()) << "COUNTERFOIL_SIM_SEED=" << seed << join(findings);
        sum.sales += world.tally.sales;
        sum.at_risk += world.tally.at_risk;
        sum.crashes += world.tally.crashes;
        sum.power_cuts += world.tally.power_cuts;
        sum.conflicts += world.tally.conflicts;
        sum.returns += world.tally.returns;
        sum.over_returned += world.tally.over_returned;
        sum.given_back += world.tally.given_back;
        sum.enrolled += world.tally.enrolled;
        sum.rehomed += world.tally.rehomed;
        sum.merged += world.tally.merged;
        sum.split += world.tally.split;
        if (::testing::Test::HasFailure() && seed > first + 20) break;
    }
    std::cout << worlds << " worlds: " << sum.sales << " answered sales, " << sum.at_risk << " of them at risk, "
              << sum.conflicts << " conflicts, " << sum.crashes << " crashes, " << sum.power_cuts << " of them power cuts, "
              << sum.returns << " returns, " << sum.over_returned << " of goods that were back, " << sum.given_back
              << " coupons given back, " << sum.enrolled << " enrolled, " << sum.rehomed << " of them known to HQ, " << sum.merged
              << " merged, " << sum.split << " split\n";
    if (only != 0) return;
    // A run in which nothing dangerous happened would prove nothing.
    EXPECT_GT(sum.sales, worlds * 10);
    EXPECT_GT(sum.at_risk, worlds / 2);
    EXPECT_GT(sum.conflicts, 0U);
    EXPECT_GT(sum.crashes, worlds);
    EXPECT_GT(sum.returns, worlds);
    EXPECT_GT(sum.over_returned, 0U);
    EXPECT_GT(sum.given_back, worlds / 10);
    EXPECT_GT(sum.power_cuts, worlds / 10);
    EXPECT_GT(sum.rehomed, worlds / 10);
    EXPECT_GT(sum.merged, worlds / 10);
    EXPECT_GT(sum.split, 0U);
}

}  // namespace
}  // namespace counterfoil::test_support
