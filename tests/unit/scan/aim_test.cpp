#include "scan/aim.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace counterfoil::scan {
namespace {

TEST(SplitAim, SeparatesTheIdentifiersOfShopScanners) {
    for (const std::string aim :
         {"]E0", "]E1", "]E2", "]E3", "]E4", "]C0", "]C1", "]C2", "]C4", "]e0", "]I0", "]I1", "]A0", "]A7", "]F0",
          "]G0", "]L0", "]L2", "]Q0", "]Q1", "]Q3", "]Q6", "]d1", "]d2", "]d6", "]J0", "]J1", "]z0", "]zC", "]X0"}) {
        const std::string scanned = aim + "12345670";
        EXPECT_EQ(split_aim(scanned), (AimSplit{aim, "12345670"})) << aim;
    }
}

TEST(SplitAim, LeavesEverythingElseAsText) {
    for (const std::string_view text : {"", "]", "]E", "]E0", "4006381333931", "]Vx123", "]EG123", "]a0123", "]E 123",
                                        "E0]123", " ]E0123", "[E0123", "]{\"a\":1}", "]\xc3\xa9x"}) {
        EXPECT_EQ(split_aim(text), (AimSplit{{}, text})) << text;
    }
}

TEST(SplitAim, TakesOneIdentifierOnlyAndKeepsControlCharacters) {
    EXPECT_EQ(split_aim("]C1]C10109\x1d"), (AimSplit{"]C1", "]C10109\x1d"}));
}

RC_GTEST_PROP(SplitAim, LosesNoByte, (const std::string& scanned)) {
    const auto split = split_aim(scanned);
    RC_ASSERT(std::string(split.aim) + std::string(split.text) == scanned);
}

}  // namespace
}  // namespace counterfoil::scan
