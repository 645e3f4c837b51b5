// One-time codes: once, for a while, not to be guessed.
#include "web/screen_codes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "support/sim/seeded_random.hpp"
#include "unit/web/fake_ports.hpp"

namespace counterfoil::test {
namespace {

using web::kScreenCodeLife;
using web::kScreenCodesOpenMax;
using web::kScreenCodeTriesMax;

class ScreenCodesTest : public testing::Test {
protected:
    void let_pass(Millis span) {
        clock.monotonic = clock.monotonic + span;
        clock.wall = clock.wall + span;
    }
    /// A code of the right form that nobody made.
    void guess(int times) {
        for (int i = 0; i < times; ++i)
            EXPECT_FALSE(codes.take("22222-22222"));
    }

    ManualClock clock;
    test_support::SeededRandom random{1};
    RememberingLog log;
    web::ScreenCodes codes{clock, random, log};
};

TEST_F(ScreenCodesTest, AreTwoGroupsOfCharactersThatNobodyMisreads) {
    std::set<char> seen;
    for (int i = 0; i < 200; ++i) {
        const std::string code = codes.make().text;
        ASSERT_THAT(code, testing::MatchesRegex("[2-9A-Z]{5}-[2-9A-Z]{5}"));
        seen.insert(code.begin(), code.end());
    }
    for (const char c : std::string("0O1IL U"))
        EXPECT_FALSE(seen.contains(c)) << c;
    EXPECT_EQ(seen.size(), 31U) << "all 30 and the dash";
}

TEST_F(ScreenCodesTest, AreGoodOnce) {
    const std::string code = codes.make().text;
    EXPECT_TRUE(codes.take(code));
    EXPECT_FALSE(codes.take(code));
}

TEST_F(ScreenCodesTest, AreReadAsPeopleTypeThem) {
    for (const auto& typed : std::vector<std::function<std::string(std::string)>>{
             [](std::string code) {
                 for (char& c : code)
                     if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
                 return code;
             },
             [](std::string code) { return code.erase(5, 1); },
             [](std::string code) { return " " + code.substr(0, 3) + " " + code.substr(3) + "- "; },
         }) {
        const std::string code = typed(codes.make().text);
        EXPECT_TRUE(codes.take(code)) << code;
    }
    const std::string code = codes.make().text;
    for (const std::string& wrong : {std::string(), std::string("-"), code.substr(1), code + "2", code.substr(0, 10) + "\n"})
        EXPECT_FALSE(codes.take(wrong)) << wrong;
    EXPECT_TRUE(codes.take(code));
}

TEST_F(ScreenCodesTest, LapseByTheClockThatNeverJumps) {
    const auto made = codes.make();
    EXPECT_EQ(made.expires_at, clock.wall + kScreenCodeLife);
    clock.wall = clock.wall + Millis{1'000'000'000};  // the shop's clock was set
    let_pass(Millis{kScreenCodeLife.value - 1});
    EXPECT_TRUE(codes.take(made.text));
    const auto late = codes.make();
    let_pass(kScreenCodeLife);
    EXPECT_FALSE(codes.take(late.text));
}

TEST_F(ScreenCodesTest, AreOpenSixteenAtATimeAndTheOldestGivesWay) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < kScreenCodesOpenMax + 1; ++i)
        made.push_back(codes.make().text);
    EXPECT_FALSE(codes.take(made.front()));
    for (std::size_t i = 1; i < made.size(); ++i)
        EXPECT_TRUE(codes.take(made[i])) << i;
}

TEST_F(ScreenCodesTest, AreAllVoidAfterTwentyWrongTries) {
    const auto one = codes.make();
    const auto two = codes.make();
    guess(kScreenCodeTriesMax - 1);
    EXPECT_TRUE(codes.take(one.text));
    guess(1);
    EXPECT_FALSE(codes.take(two.text));
    EXPECT_THAT(log.lines, testing::Contains(testing::StartsWith("screen.codes_voided reason=too many wrong tries")));
    const auto fresh = codes.make();
    guess(kScreenCodeTriesMax - 1);
    EXPECT_TRUE(codes.take(fresh.text)) << "a new count for new codes";
}

TEST_F(ScreenCodesTest, TriesDoNotCountWhileNothingCanBeGuessed) {
    guess(kScreenCodeTriesMax);
    const auto code = codes.make();
    guess(kScreenCodeTriesMax - 1);
    let_pass(kScreenCodeLife);
    const auto next = codes.make();
    guess(1);
    EXPECT_TRUE(codes.take(next.text));
    EXPECT_FALSE(codes.take(code.text));
}

TEST_F(ScreenCodesTest, AreNotInTheLog) {
    const std::string code = codes.make().text;
    codes.take("33333-33333");
    codes.take(code);
    for (const std::string& line : log.lines) {
        EXPECT_THAT(line, testing::Not(testing::HasSubstr(code)));
        EXPECT_THAT(line, testing::Not(testing::HasSubstr("33333")));
    }
    EXPECT_EQ(log.lines.size(), 3U);
}

}  // namespace
}  // namespace counterfoil::test
