#include "scan/mask.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace counterfoil::scan {
namespace {

TEST(MaskForLog, KeepsTheFirstTwoAndTheLength) {
    EXPECT_EQ(mask_for_log("6944571539306"), "69*** (13)");
    EXPECT_EQ(mask_for_log("M:ABC123"), "M:*** (8)");
}

TEST(MaskForLog, ShowsNothingOfShortCodesAndNoControlCharacters) {
    EXPECT_EQ(mask_for_log(""), "*** (0)");
    EXPECT_EQ(mask_for_log("12345"), "*** (5)");
    EXPECT_EQ(mask_for_log("\n\x1b[31mred"), "??*** (9)");
    EXPECT_EQ(mask_for_log("\xe4\xbc\x9a\xe5\x91\x98"), "??*** (6)");
}

RC_GTEST_PROP(MaskForLog, TellsTwoCharactersAtMost, (const std::string& head, const std::string& tail)) {
    RC_PRE(head.size() >= 2U);
    const std::string other(tail.size(), 'x');
    RC_ASSERT(mask_for_log(head.substr(0, 2) + tail) == mask_for_log(head.substr(0, 2) + other));
}

}  // namespace
}  // namespace counterfoil::scan
