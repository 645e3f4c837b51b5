// When, where and for whom a coupon is good.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sale.hpp"
#include "zones.hpp"

namespace counterfoil::domain {
namespace {

using test::at_utc;
using test::codes;
using test::figure;
using test::Sale;
using test::used_ids;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono;

constexpr TimeOfDay hm(std::int32_t hours, std::int32_t minutes = 0) { return {hours * 60 + minutes}; }

/// One piece and a coupon in a store of Shanghai, unless a test moves it.
class Validity : public ::testing::Test {
protected:
    Validity() {
        sale.rules.zones = {test::shanghai(), test::berlin(), test::new_york()};
        sale.rules.zone = "Asia/Shanghai";
        sale.rules.stores = {{StoreId("S001"), "east", "", std::nullopt}, {StoreId("S002"), "", "", std::nullopt}};
        sale.line(1000);
        sale.amount_off("A", 100);
    }
    CouponTemplate& rule() { return sale.context.coupons.front().coupon_template; }
    Store& store() { return sale.rules.stores.front(); }
    std::vector<std::string> reasons() { return codes(sale.quote(), "A"); }
    std::vector<std::string> reasons_at(Instant at) {
        sale.basket.at = at;
        return reasons();
    }
    bool is_good_at(Instant at) { return reasons_at(at).empty(); }

    Sale sale;
};

// Sunday 2026-03-01 in Shanghai begins at 16:00 UTC of the day before.

TEST_F(Validity, HoursAreHalfOpen) {
    rule().windows = {{{}, hm(14), hm(16)}};
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 1, 5, 59)), ElementsAre("wrong_hour"));
    EXPECT_EQ(figure(sale.quote(), "A", "hours"), "14:00-16:00");
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 1, 6, 0)));
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 1, 7, 59)));
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 1, 8, 0)));
}

TEST_F(Validity, AnotherDayIsSaidWithTheDays) {
    rule().windows = {{{6, 7}, hm(10), hm(12)}, {{3}, std::nullopt, std::nullopt}};
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 2, 3, 0)), ElementsAre("wrong_day"));
    EXPECT_EQ(figure(sale.quote(), "A", "days"), "周三、周六、周日");
    EXPECT_EQ(figure(sale.quote(), "A", "days_en"), "Wed, Sat, Sun");
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 1, 3, 0))) << "Sunday, 11:00";
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 1, 5, 0)), ElementsAre("wrong_hour"));
    EXPECT_EQ(figure(sale.quote(), "A", "hours"), "10:00-12:00") << "Sunday's hours only";
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 3, 16, 0))) << "Wednesday, 00:00";
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 4, 16, 0))) << "Thursday, 00:00";
}

TEST_F(Validity, HoursOverMidnightBelongToTheDayOnWhichTheyBegin) {
    rule().windows = {{{5}, hm(22), hm(2)}};
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 6, 14, 0))) << "Friday, 22:00";
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 6, 17, 59))) << "Saturday, 01:59";
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 6, 18, 0)), ElementsAre("wrong_day")) << "Saturday, 02:00";
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 5, 17, 0)), ElementsAre("wrong_hour"))
        << "Friday, 01:00 is Thursday's night";
}

TEST_F(Validity, ABarsDayEndsAtItsCutoff) {
    store().day_cutoff = hm(2);
    rule().windows = {{{5}, hm(18), hm(1, 30)}};
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 6, 17, 29))) << "Friday's night, 01:29";
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 6, 17, 30)), ElementsAre("wrong_hour")) << "still Friday";
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 6, 18, 0)), ElementsAre("wrong_day")) << "02:00: Saturday";
    rule().windows = {{{5}, hm(0, 30), hm(1)}};
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 6, 16, 30))) << "half past midnight is in Friday's night";
    rule().windows = {{{5}, std::nullopt, std::nullopt}};
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 6, 17, 59)));
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 5, 17, 59)));
    rule().windows = {{{5}, hm(1), hm(3)}};
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 6, 18, 59))) << "over the cutoff: it began on Friday";
}

TEST_F(Validity, HoursFollowTheClockOnTheWallWhenItChanges) {
    store().zone = "Europe/Berlin";
    rule().windows = {{{7}, hm(2, 15), hm(2, 45)}};
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 29, 1, 0))) << "these hours do not exist on this day";
    EXPECT_TRUE(is_good_at(at_utc(2026y / October / 25, 0, 15))) << "02:15 for the first time";
    EXPECT_TRUE(is_good_at(at_utc(2026y / October / 25, 1, 44))) << "02:44 for the second time";
    EXPECT_FALSE(is_good_at(at_utc(2026y / October / 25, 1, 45)));
    rule().windows = {{{7}, hm(1), hm(2, 30)}};
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 29, 1, 0))) << "02:30 is skipped: the end is the jump";
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 29, 0, 59)));
    store().zone = "America/New_York";
    rule().windows = {{{7}, hm(1), hm(2)}};
    EXPECT_TRUE(is_good_at(at_utc(2026y / November / 1, 5, 0)));
    EXPECT_TRUE(is_good_at(at_utc(2026y / November / 1, 6, 59))) << "01:59 for the second time";
    EXPECT_FALSE(is_good_at(at_utc(2026y / November / 1, 7, 0)));
}

TEST_F(Validity, WithinTheClocksErrorOfAnEdgeTheMemberIsServed) {
    sale.basket.clock_error = Millis{60'000};
    rule().windows = {{{7}, hm(14), hm(16)}};
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 1, 5, 59)));
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 1, 5, 58)));
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 1, 8, 0)));
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 1, 8, 1)));
    sale.basket.clock_error = Millis{4 * kDayMs};
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 4, 0, 0))) << "no hour is wrong for a clock that may be a week off";
    sale.basket.clock_error = Millis{253'402'300'799'999};
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 4, 0, 0)));
}

TEST_F(Validity, WhatWasGoodWhenItWasHeldStaysSoForAQuotesLife) {
    rule().windows = {{{7}, hm(14), hm(16)}};
    sale.basket.held_since = at_utc(2026y / March / 1, 7, 50);
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 1, 8, 4)));
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 1, 8, 5)), ElementsAre("wrong_hour")) << "fifteen minutes are over";
    sale.basket.held_since = at_utc(2026y / March / 1, 8, 10);
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 1, 8, 4))) << "from the future: counts for nothing";
    sale.basket.held_since = at_utc(2026y / March / 1, 7, 50);
    sale.context.coupons.front().right = RightState::risk;
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 1, 8, 4)), ElementsAre("wrong_hour")) << "nothing is held";
    sale.context.coupons.front().right = RightState::held;
    sale.context.coupons.front().coupon.valid_until = at_utc(2026y / March / 1, 8, 0);
    rule().windows.clear();
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 1, 8, 4))) << "dates likewise";
}

TEST_F(Validity, StoresAndRegionsAddUp) {
    rule().regions = {"east"};
    EXPECT_THAT(reasons(), IsEmpty());
    sale.basket.store_id = StoreId("S002");
    EXPECT_THAT(reasons(), ElementsAre("wrong_store"));
    rule().stores = {StoreId("S002")};
    EXPECT_THAT(reasons(), IsEmpty());
    sale.basket.store_id = StoreId("S999");
    EXPECT_THAT(reasons(), ElementsAre("wrong_store")) << "a store that the rules do not name is in no region";
    sale.basket.store_id = StoreId("S001");
    EXPECT_THAT(reasons(), IsEmpty()) << "of the region, though not in the list";
}

TEST_F(Validity, Channels) {
    rule().channels = {"kiosk", "counter"};
    EXPECT_THAT(reasons(), ElementsAre("wrong_channel"));
    sale.basket.channel = "counter";
    EXPECT_THAT(reasons(), IsEmpty());
}

TEST_F(Validity, AFirstPurchaseIsThatOfAMemberWithoutTickets) {
    rule().first_purchase = true;
    rule().bound = Bound::bearer;
    EXPECT_THAT(reasons(), IsEmpty());
    sale.context.member->purchased = true;
    EXPECT_THAT(reasons(), ElementsAre("not_first_purchase"));
    sale.context.member.reset();
    sale.basket.member_id = {};
    EXPECT_THAT(reasons(), ElementsAre("not_first_purchase")) << "of nobody nothing is known";
}

TEST_F(Validity, ABirthdayIsADayAWeekOrAMonthOfTheStore) {
    sale.context.member->birthday = Birthday{3, 8};
    rule().birthday = BirthdayPeriod::day;
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 7, 15, 59)));
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 7, 16, 0))) << "midnight in Shanghai";
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 8, 16, 0)), ElementsAre("not_birthday"));
    sale.basket.clock_error = Millis{1};
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 8, 16, 0))) << "within the clock's error of the edge";
    sale.basket.clock_error = {};
    rule().birthday = BirthdayPeriod::week;
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 4, 15, 59)));
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 4, 16, 0))) << "three days before";
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 11, 15, 59)));
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 11, 16, 0)));
    rule().birthday = BirthdayPeriod::month;
    EXPECT_TRUE(is_good_at(at_utc(2026y / February / 28, 16, 0)));
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 31, 16, 0)));
    sale.context.member->birthday.reset();
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 8, 3, 0)), ElementsAre("not_birthday"));
}

TEST_F(Validity, WhoWasBornOnALeapDayCelebratesADayEarlierInOtherYears) {
    sale.context.member->birthday = Birthday{2, 29};
    rule().birthday = BirthdayPeriod::day;
    EXPECT_TRUE(is_good_at(at_utc(2026y / February / 28, 3, 0)));
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 1, 3, 0)));
    EXPECT_FALSE(is_good_at(at_utc(2028y / February / 28, 3, 0)));
    EXPECT_TRUE(is_good_at(at_utc(2028y / February / 29, 3, 0)));
}

TEST_F(Validity, TheWeekOfABirthdayAtNewYearReachesIntoBothYears) {
    sale.context.member->birthday = Birthday{1, 2};
    rule().birthday = BirthdayPeriod::week;
    EXPECT_TRUE(is_good_at(at_utc(2026y / December / 30, 3, 0)));
    EXPECT_FALSE(is_good_at(at_utc(2026y / December / 29, 3, 0)));
    sale.context.member->birthday = Birthday{12, 31};
    EXPECT_TRUE(is_good_at(at_utc(2027y / January / 3, 3, 0)));
    EXPECT_FALSE(is_good_at(at_utc(2027y / January / 4, 3, 0)));
}

TEST_F(Validity, TagsAreThoseOfTheMemberAndAnyOfThemDoes) {
    rule().tags = {"tea", "vip"};
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 1, 3, 0)), ElementsAre("wrong_tag"));
    sale.context.member->tags = {"new", "vip"};
    EXPECT_TRUE(is_good_at(at_utc(2026y / March / 1, 3, 0)));
    sale.context.member->tags = {"VIP"};
    EXPECT_FALSE(is_good_at(at_utc(2026y / March / 1, 3, 0)));
    rule().tiers = {TierId("silver")};
    sale.basket.buyer = Buyer::staff;
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 1, 3, 0)), ElementsAre("wrong_tier", "wrong_tag", "staff_not_allowed"));
}

TEST_F(Validity, AllThatFailsIsSaidInTheOrderOfTheTable) {
    rule().windows = {{{1}, hm(10), hm(12)}};
    rule().regions = {"west"};
    rule().channels = {"kiosk"};
    rule().first_purchase = true;
    rule().birthday = BirthdayPeriod::day;
    sale.context.member->purchased = true;
    EXPECT_THAT(reasons_at(at_utc(2026y / March / 1, 3, 0)),
                ElementsAre("wrong_day", "wrong_store", "wrong_channel", "not_first_purchase", "not_birthday"));
}

}  // namespace
}  // namespace counterfoil::domain
