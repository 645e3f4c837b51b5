// Which points go back, and which are taken, when goods come back.
#include "domain/return_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace counterfoil::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Instant kNow{1'772'330'000'000};
constexpr Millis kDay{std::int64_t{24} * 60 * 60 * 1000};
Instant days(std::int64_t count) { return kNow + Millis{count * kDay.value}; }

TEST(RestoreBurnt, No14TheLastBurntBucketFirst) {
    const std::vector<BurntLot> burnt{{LotId("2026"), Points{1500}, days(300)}, {LotId("2027"), Points{4600}, days(665)}};
    EXPECT_THAT(restore_burnt(burnt, Points{0}, Points{2590}, kNow, 30),
                ElementsAre(RestoredLot{LotId("2027"), Points{2590}, days(665)}));
    EXPECT_THAT(restore_burnt(burnt, Points{2590}, Points{2590}, kNow, 30),
                ElementsAre(RestoredLot{LotId("2027"), Points{2010}, days(665)},
                            RestoredLot{LotId("2026"), Points{580}, days(300)}));
}

TEST(RestoreBurnt, ALotPastItsExpiryOpensAgainForTheDaysOfGrace) {
    const std::vector<BurntLot> burnt{{LotId("over"), Points{10}, kNow}, {LotId("soon"), Points{10}, days(1)}};
    EXPECT_THAT(
        restore_burnt(burnt, Points{0}, Points{20}, kNow, 30),
        ElementsAre(RestoredLot{LotId("soon"), Points{10}, days(1)}, RestoredLot{LotId("over"), Points{10}, days(30)}))
        << "one that still lives is not made longer";
    EXPECT_EQ(restore_burnt(burnt, Points{10}, Points{1}, kNow, 0).front().expires_at, kNow)
        << "without grace it is over at once";
}

TEST(RestoreBurnt, NoMoreThanWasBurnt) {
    const std::vector<BurntLot> burnt{{LotId("a"), Points{10}, kNever}};
    EXPECT_THAT(restore_burnt(burnt, Points{4}, Points{100}, kNow, 30),
                ElementsAre(RestoredLot{LotId("a"), Points{6}, kNever}));
    EXPECT_THAT(restore_burnt(burnt, Points{10}, Points{1}, kNow, 30), IsEmpty());
    EXPECT_THAT(restore_burnt({}, Points{0}, Points{1}, kNow, 30), IsEmpty());
}

/// The ticket earned 100, pending, to end in 600 days.
struct TakeEarned : ::testing::Test {
    TakeEarned() { wanted.earned = {LotId("own"), Points{100}, days(7), days(600)}; }
    EarnedTaken take(std::int64_t amount) {
        wanted.amount = Points{amount};
        wanted.lots = lots;
        wanted.at = kNow;
        return take_earned(wanted, rules);
    }
    void lot(const char* id, std::int64_t amount, Instant available_at, Instant expires_at) {
        lots.push_back({LotId(id), Points{amount}, available_at, expires_at});
    }
    PointsRules rules;
    EarnedReturn wanted;
    std::vector<PointsLot> lots;
};

TEST_F(TakeEarned, ItsOwnPendingFirstThenItsBucketThenTheSoonestExpiry) {
    lot("later", 10, days(-1), days(700));
    lot("soon", 10, days(-1), days(2));
    lot("bucket", 10, days(-1), days(600));
    lot("own", 100, days(7), days(600));
    lot("pending", 10, days(5), days(2));
    lot("over", 10, days(-9), kNow);
    const EarnedTaken taken = take(135);
    EXPECT_THAT(taken.lots, ElementsAre(TakenLot{LotId("own"), Points{100}}, TakenLot{LotId("bucket"), Points{10}},
                                        TakenLot{LotId("soon"), Points{10}}, TakenLot{LotId("pending"), Points{10}},
                                        TakenLot{LotId("later"), Points{5}}));
    EXPECT_EQ(taken.owed, Points{0});
    EXPECT_EQ(taken.deducted, Points{0});
}

TEST_F(TakeEarned, NothingToTakeTakesNothing) {
    lot("own", 100, days(7), days(600));
    EXPECT_EQ(take(0), EarnedTaken{});
}

TEST_F(TakeEarned, WhatIsShortComesOffTheRefundAtBurnValue) {
    lot("own", 40, days(7), days(600));
    wanted.refund = Money{1000};
    const EarnedTaken taken = take(158);
    EXPECT_EQ(taken.deducted, Points{118});
    EXPECT_EQ(taken.deduction, Money{118});
    EXPECT_EQ(taken.owed, Points{0});
}

TEST_F(TakeEarned, WhatTheRefundDoesNotReachIsOwed) {
    wanted.refund = Money{100};
    const EarnedTaken taken = take(158);
    EXPECT_EQ(taken.deduction, Money{100});
    EXPECT_EQ(taken.deducted, Points{100});
    EXPECT_EQ(taken.owed, Points{58});
}

TEST_F(TakeEarned, PointsThatMakeNoWholeMinorUnitAreOwed) {
    rules.burn_points = Points{1000};
    rules.burn_value = Money{100};
    wanted.refund = Money{5000};
    const EarnedTaken taken = take(19);
    EXPECT_EQ(taken.deduction, Money{1});
    EXPECT_EQ(taken.deducted, Points{10});
    EXPECT_EQ(taken.owed, Points{9});
}

TEST_F(TakeEarned, APointThatIsWorthMoreThanTheRefundIsOwed) {
    rules.burn_points = Points{1};
    rules.burn_value = Money{30};
    wanted.refund = Money{70};
    const EarnedTaken taken = take(5);
    EXPECT_EQ(taken.deduction, Money{60});
    EXPECT_EQ(taken.deducted, Points{2});
    EXPECT_EQ(taken.owed, Points{3});
}

TEST_F(TakeEarned, TheMemberNeverPaysMoreThanThePointsAreWorth) {
    rules.burn_points = Points{3};
    rules.burn_value = Money{2};
    wanted.refund = Money{70};
    const EarnedTaken taken = take(5);
    EXPECT_EQ(taken.deduction, Money{3}) << "5 points are worth 3.33";
    EXPECT_EQ(taken.deducted, Points{5});
}

TEST_F(TakeEarned, WhereTheBalanceIsNotSureItIsOwed) {
    wanted.refund = Money{1000};
    wanted.balance_is_sure = false;
    const EarnedTaken taken = take(158);
    EXPECT_EQ(taken.deduction, Money{0});
    EXPECT_EQ(taken.owed, Points{158});
}

TEST_F(TakeEarned, OwedOrForgivenByPolicy) {
    wanted.refund = Money{1000};
    wanted.short_points = ShortPoints::debt;
    EXPECT_EQ(take(158).owed, Points{158});
    wanted.short_points = ShortPoints::forgive;
    EXPECT_EQ(take(158).forgiven, Points{158});
    EXPECT_EQ(take(158).owed, Points{0});
}

TEST_F(TakeEarned, LargestFiguresDoNotWrap) {
    rules.burn_points = Points{1};
    rules.burn_value = Money{1'000'000};
    wanted.refund = Money{kAmountMax};
    const std::int64_t most = kAmountMax * 10'000 * 100;
    const EarnedTaken taken = take(most);
    EXPECT_EQ(taken.deduction, Money{kAmountMax});
    EXPECT_EQ(taken.owed, Points{most - 1'000'000});
    std::swap(rules.burn_points.value, rules.burn_value.value);
    EXPECT_EQ(take(most).deducted, Points{most});
}

}  // namespace
}  // namespace counterfoil::domain
