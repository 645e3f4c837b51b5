// Points earned: rates, steps, campaigns, groups.
#include <gtest/gtest.h>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::Sale;
using Figures = std::vector<std::int64_t>;

Figures earned(const Quote& quote) { return test::figures(quote, &QuoteLine::earn); }

/// 100.00 of milk, 50.00 of tea, 30.00 of wine.
struct Shop : Sale {
    Shop() {
        line(10000).category = "food/dairy";
        line(5000).brand = "Leaf";
        line(3000).category = "wine";
        rules.tiers.front().mult_bp = BasisPoints{15000};
    }
    EarnRule& rate(const std::string& id, std::int64_t points, std::int64_t per = 100) {
        rules.points.earn_rules.push_back({id, {}, Points{points}, Money{per}});
        return rules.points.earn_rules.back();
    }
    PointsCampaign& campaign(const std::string& id, std::int32_t mult_bp) {
        rules.points.campaigns.push_back({id, {}, kNever, {}, {}, BasisPoints{mult_bp}});
        return rules.points.campaigns.back();
    }
};

TEST(EarnPoints, FloorOfTheSumNotOfEachLine) {
    Sale sale;
    sale.line(150);
    sale.line(150);
    sale.line(99);
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.points.earn, Points{3});
    EXPECT_EQ(test::figures(quote, &QuoteLine::earn), (std::vector<std::int64_t>{1, 1, 1}));
}

TEST(EarnPoints, BarredLinesAndGiftsEarnNothing) {
    Sale sale;
    sale.line(1000).flags.no_earn = true;
    sale.line(1000).flags.gift = true;
    sale.line(1000).flags.non_goods = true;
    sale.line(1000);
    EXPECT_EQ(test::figures(sale.quote(), &QuoteLine::earn), (std::vector<std::int64_t>{0, 0, 0, 10}));
}

TEST(EarnPoints, APhoneIsEnoughAndNobodyEarnsForNobody) {
    Sale sale;
    sale.line(1000);
    sale.basket.proof = Proof::phone;
    EXPECT_EQ(sale.quote().points.earn, Points{10});
    sale.basket.member_id = MemberId("");
    EXPECT_EQ(sale.quote().points.earn, Points{0});
}

TEST(EarnPoints, LargestFiguresDoNotWrap) {
    Sale sale;
    sale.line(kAmountMax);
    sale.rules.points.earn_points = Points{10'000};
    sale.rules.points.earn_per = Money{1};
    sale.gold().mult_bp = BasisPoints{1'000'000};
    ASSERT_FALSE(check_rules(sale.rules).has_value());
    EXPECT_EQ(sale.quote().points.earn, Points{kAmountMax * 10'000 * 100});
}

TEST(EarnRates, TheFirstRuleThatHoldsALineAndTheDefaultForTheRest) {
    Shop shop;
    shop.rate("dairy", 2).scope.include.categories = {"food"};
    shop.rate("all-food", 9).scope.include.categories = {"food"};
    shop.rate("leaf", 1, 500).scope.include.brands = {"Leaf"};
    const Quote quote = shop.quote();
    EXPECT_EQ(earned(quote), (Figures{300, 15, 45}));
    ASSERT_EQ(quote.points.groups.size(), 3U);
    EXPECT_EQ(quote.points.groups[0],
              (EarnGroup{"", Money{3000}, Points{1}, Money{100}, BasisPoints{15000}, {}, Points{45}}));
    EXPECT_EQ(quote.points.groups[1],
              (EarnGroup{"dairy", Money{10000}, Points{2}, Money{100}, BasisPoints{15000}, {}, Points{300}}));
    EXPECT_EQ(quote.points.groups[2],
              (EarnGroup{"leaf", Money{5000}, Points{1}, Money{500}, BasisPoints{15000}, {}, Points{15}}));
    EXPECT_EQ(quote.points.earn, Points{360});
}

TEST(EarnRates, ExcludeWinsAndARateOfNothingShutsGoodsOut) {
    Shop shop;
    EarnRule& half = shop.rate("half", 1, 200);
    half.scope.exclude.skus = {Sku("SKU2")};
    EXPECT_EQ(earned(shop.quote()), (Figures{75, 75, 22}));
    shop.rules.points.earn_rules.clear();
    shop.rate("no-wine", 0).scope.include.categories = {"wine"};
    const Quote quote = shop.quote();
    EXPECT_EQ(earned(quote), (Figures{150, 75, 0}));
    EXPECT_EQ(quote.points.groups.size(), 1U) << "what is shut out is no group";
}

TEST(EarnRates, StepsTakeTheDefaultRatesPlaceByWhatTheTicketEarnsOn) {
    Sale sale;
    sale.rules.points.earn_points = Points{5};
    sale.rules.points.earn_per = Money{10000};
    sale.rules.points.earn_steps = {{Money{55500}, Points{10}, Money{10000}}, {Money{99900}, Points{20}, Money{10000}}};
    ASSERT_FALSE(check_rules(sale.rules).has_value());
    sale.line(55499);
    EXPECT_EQ(sale.quote().points.earn, Points{27});
    sale.basket.lines.front().unit_price = Money{55500};
    EXPECT_EQ(sale.quote().points.earn, Points{55}) << "reached is enough";
    sale.basket.lines.front().unit_price = Money{99900};
    EXPECT_EQ(sale.quote().points.earn, Points{199});
    sale.basket.lines.front().unit_price = Money{55499};
    sale.line(1).flags.non_goods = true;
    EXPECT_EQ(sale.quote().points.earn, Points{27}) << "a line that earns nothing reaches nothing";
    sale.basket.lines.back().flags.non_goods = false;
    EXPECT_EQ(sale.quote().points.earn, Points{55});
}

TEST(EarnRates, WhatPointsPaidEarnsOnlyWhereTheRulesSaySo) {
    Sale sale;
    sale.line(10000);
    sale.points(1000).basket.points = MaxPoints{};
    EXPECT_EQ(sale.quote().points.earn, Points{90});
    sale.rules.points.earn_on_points = true;
    EXPECT_EQ(sale.quote().points.earn, Points{100});
}

TEST(EarnMultipliers, TheGreatestOrTheSumOfWhatEachAdds) {
    Shop shop;
    shop.campaign("double", 20000);
    shop.campaign("dairy-days", 30000).scope.include.categories = {"food/dairy"};
    Quote quote = shop.quote();
    EXPECT_EQ(earned(quote), (Figures{300, 100, 60}));
    ASSERT_EQ(quote.points.groups.size(), 2U);
    EXPECT_EQ(quote.points.groups[0].campaigns, std::vector<std::string>{"double"});
    EXPECT_EQ(quote.points.groups[1].campaigns, std::vector<std::string>{"dairy-days"});
    shop.rules.points.multiplier_rule = MultiplierRule::add;
    quote = shop.quote();
    EXPECT_EQ(earned(quote), (Figures{450, 125, 75})) << "1 + 0.5 + 1 + 2, and 1 + 0.5 + 1";
    EXPECT_EQ(quote.points.groups[1].campaigns, (std::vector<std::string>{"dairy-days", "double"}));
}

TEST(EarnMultipliers, ATierIsBeatenByACampaignAndNotTheOtherWayRound) {
    Shop shop;
    shop.campaign("small", 12000);
    EXPECT_EQ(shop.quote().points.earn, Points{270});
    EXPECT_TRUE(shop.quote().points.groups.front().campaigns.empty());
    shop.gold().mult_bp = BasisPoints{0};
    EXPECT_EQ(shop.quote().points.earn, Points{216});
    shop.rules.points.multiplier_rule = MultiplierRule::add;
    EXPECT_EQ(shop.quote().points.earn, Points{36});
    shop.rules.points.campaigns.clear();
    EXPECT_EQ(shop.quote().points.earn, Points{0}) << "never below nothing";
}

TEST(EarnMultipliers, CampaignsRunHalfOpenAndServeTheMemberAtTheClocksEdge) {
    Shop shop;
    PointsCampaign& campaign = shop.campaign("double", 20000);
    campaign.valid_from = shop.basket.at;
    campaign.valid_until = shop.basket.at + Millis{10};
    EXPECT_EQ(shop.quote().points.earn, Points{360});
    shop.basket.at = campaign.valid_until;
    EXPECT_EQ(shop.quote().points.earn, Points{270});
    shop.basket.clock_error = Millis{1};
    EXPECT_EQ(shop.quote().points.earn, Points{360});
    shop.basket.at = campaign.valid_from + Millis{-2};
    EXPECT_EQ(shop.quote().points.earn, Points{270});
}

TEST(EarnMultipliers, CampaignsForTiersAreForThem) {
    Shop shop;
    shop.campaign("gold-days", 20000).tiers = {TierId("gold")};
    EXPECT_EQ(shop.quote().points.earn, Points{360});
    shop.context.member->tier = TierId("silver");
    EXPECT_EQ(shop.quote().points.earn, Points{180});
}

TEST(EarnGroups, LinesOfOneRateAndMultiplierAreRoundedTogether) {
    Sale sale;
    sale.line(150);
    sale.line(150);
    sale.line(150).category = "tea";
    sale.line(150).category = "tea";
    sale.rules.points.earn_rules = {{"tea", {{{}, {"tea"}, {}}, {}}, Points{1}, Money{100}}};
    EXPECT_EQ(earned(sale.quote()), (Figures{2, 1, 2, 1}));
    sale.rules.points.earn_rules.clear();
    EXPECT_EQ(earned(sale.quote()), (Figures{2, 2, 1, 1})) << "6 of 6.00 in one group, no more and no less";
}

/// 1 March 2026, 09:53 in Shanghai.
struct EarnOnBirthdays : ::testing::Test {
    EarnOnBirthdays() {
        sale.line(10000);
        sale.context.member->birthday = Birthday{3, 4};
        sale.rules.points.birthday = BirthdayPoints{BasisPoints{20000}, BirthdayPeriod::week};
    }
    Points earn() { return sale.quote().points.earn; }
    Sale sale;
};

TEST_F(EarnOnBirthdays, MultiplyInThePeriodOfTheRules) {
    EXPECT_EQ(earn(), Points{200});
    EXPECT_TRUE(sale.quote().points.groups.at(0).birthday);
    sale.context.member->birthday = Birthday{3, 5};
    EXPECT_EQ(earn(), Points{100}) << "four days before";
    EXPECT_FALSE(sale.quote().points.groups.at(0).birthday);
    sale.rules.points.birthday->period = BirthdayPeriod::month;
    EXPECT_EQ(earn(), Points{200});
    sale.rules.points.birthday->period = BirthdayPeriod::day;
    sale.context.member->birthday = Birthday{3, 1};
    EXPECT_EQ(earn(), Points{200});
    sale.context.member->birthday.reset();
    EXPECT_EQ(earn(), Points{100});
}

TEST_F(EarnOnBirthdays, GoByTheStoresDayAndTheLeapDayIsTheDayBeforeInOtherYears) {
    sale.rules.points.birthday->period = BirthdayPeriod::day;
    sale.context.member->birthday = Birthday{2, 29};
    EXPECT_EQ(earn(), Points{100});
    sale.rules.utc_offset_minutes = -300;
    EXPECT_EQ(earn(), Points{200}) << "in New York it is 28 February still";
    sale.rules.day_cutoff = {};
    sale.rules.utc_offset_minutes = 480;
    sale.rules.stores = {{sale.basket.store_id, "", "", TimeOfDay{11 * 60}}};
    EXPECT_EQ(earn(), Points{200}) << "the store's day begins at eleven";
}

TEST_F(EarnOnBirthdays, AreOneOfSeveralMultipliers) {
    sale.gold().mult_bp = BasisPoints{15000};
    EXPECT_EQ(earn(), Points{200}) << "the greatest";
    sale.rules.points.multiplier_rule = MultiplierRule::add;
    EXPECT_EQ(earn(), Points{250});
    sale.rules.points.multiplier_rule = MultiplierRule::max;
    sale.gold().mult_bp = BasisPoints{20000};
    EXPECT_FALSE(sale.quote().points.groups.at(0).birthday) << "the tier gives as much on any day";
}

TEST_F(EarnOnBirthdays, WithinTheClocksErrorTheMemberIsServed) {
    sale.rules.points.birthday->period = BirthdayPeriod::day;
    sale.context.member->birthday = Birthday{3, 2};
    sale.basket.clock_error = Millis{24 * 60 * 60 * 1000};
    EXPECT_EQ(earn(), Points{200});
}

TEST_F(EarnOnBirthdays, TheRulesBoundTheMultiplier) {
    sale.rules.points.birthday->mult_bp = BasisPoints{9999};
    EXPECT_EQ(check_rules(sale.rules).value_or(Refusal{}).field, "/points/birthday/mult_bp");
    sale.rules.points.birthday->mult_bp = kMultiplierMax;
    EXPECT_FALSE(check_rules(sale.rules));
}

}  // namespace
}  // namespace counterfoil::domain
