// Growth and the tiers that it gives.
#include "domain/tiers.hpp"

#include <gtest/gtest.h>

#include "return_kit.hpp"

namespace counterfoil::domain {
namespace {

using test::Sale;

/// silver from 0, gold from 1000, diamond from 5000; "vip" is given.
struct Club : Sale {
    Club() {
        rules.tiers = {{TierId("silver"), {}, 0, kWhole, kWhole, 0},
                       {TierId("gold"), {}, 1, BasisPoints{9000}, kWhole, 1000},
                       {TierId("diamond"), {}, 2, BasisPoints{8000}, kWhole, 5000},
                       {TierId("vip"), {}, 9, BasisPoints{7000}, kWhole}};
        context.member->tier = TierId("silver");
    }
};

TEST(Tiers, GrowthLiftsAtOnceAndLowersNobody) {
    Club club;
    EXPECT_EQ(tier_after(club.rules, TierId("silver"), 999), TierId("silver"));
    EXPECT_EQ(tier_after(club.rules, TierId("silver"), 1000), TierId("gold"));
    EXPECT_EQ(tier_after(club.rules, TierId("silver"), 5000), TierId("diamond"));
    EXPECT_EQ(tier_after(club.rules, TierId("diamond"), 0), TierId("diamond"));
    EXPECT_EQ(tier_after(club.rules, TierId("vip"), 9999), TierId("vip")) << "given, and higher";
    EXPECT_EQ(tier_after(club.rules, TierId(), 1), TierId("silver"));
    EXPECT_EQ(tier_after(club.rules, TierId("brass"), 1000), TierId("gold")) << "a tier that the rules do not know is none";
}

TEST(Tiers, TheReviewLowersToWhatIsStillReached) {
    Club club;
    EXPECT_EQ(tier_after_review(club.rules, TierId("diamond"), 4999), TierId("gold"));
    EXPECT_EQ(tier_after_review(club.rules, TierId("diamond"), 5000), TierId("diamond"));
    EXPECT_EQ(tier_after_review(club.rules, TierId("gold"), 0), TierId("silver"));
    EXPECT_EQ(tier_after_review(club.rules, TierId("vip"), 0), TierId("vip"));
    club.rules.tiers.front().growth_from = 1;
    EXPECT_EQ(tier_after_review(club.rules, TierId("gold"), 0), TierId());
}

TEST(Tiers, ATicketTellsItsGrowthAndTheTierFromTheNextOneOn) {
    Club club;
    club.line(50099).flags.no_earn = false;
    club.line(90000).flags.non_goods = true;
    club.context.member->growth = 499;
    Quote quote = club.quote();
    EXPECT_EQ(quote.growth, 500) << "whole units, without what earns nothing";
    EXPECT_EQ(quote.growth_before, 499);
    EXPECT_EQ(quote.tier_after, TierId("silver"));
    club.context.member->growth = 500;
    quote = club.quote();
    EXPECT_EQ(quote.tier_after, TierId("gold"));
    EXPECT_EQ(quote.tier, TierId("silver"));
    EXPECT_EQ(quote.totals.due, Money{140099}) << "this ticket is priced by the tier of before";
    club.basket.buyer = Buyer::staff;
    EXPECT_EQ(club.quote().growth, 0);
}

TEST(Tiers, WithoutGrowthRulesNothingIsSaid) {
    Club club;
    for (Tier& tier : club.rules.tiers)
        tier.growth_from.reset();
    club.line(500000);
    const Quote quote = club.quote();
    EXPECT_EQ(quote.growth, 0);
    EXPECT_TRUE(quote.tier_after.empty());
}

TEST(Tiers, GrowthGoesBackWithTheGoods) {
    Club club;
    club.line(10050, 3000);
    club.line(99);
    club.basket.lines.back().flags.no_earn = true;
    SoldTicket ticket = test::sold(club);
    EXPECT_EQ(growth_kept(ticket), 301);
    test::back(ticket, {{1, Quantity{1000}}});
    EXPECT_EQ(growth_kept(ticket), 201);
    test::back(ticket, {{1, Quantity{2000}}, {2, Quantity{1000}}});
    EXPECT_EQ(growth_kept(ticket), 0);
}

TEST(Tiers, MonthsAndReviewsAreTheBrands) {
    Rules rules;
    rules.utc_offset_minutes = 480;
    const Instant end_of_march{1'774'972'799'000};  // 2026-03-31T15:59:59Z, 23:59:59 in UTC+8
    EXPECT_EQ(months_before(end_of_march, 1, rules).ms, 1'772'294'399'000) << "28 February, 23:59:59";
    EXPECT_EQ(months_before(end_of_march, 12, rules).ms, 1'743'436'799'000) << "31 March 2025";
    EXPECT_EQ(next_review(rules, end_of_march).ms, 1'798'732'800'000) << "1 January 2027";
    EXPECT_EQ(next_review(rules, Instant{1'798'732'800'000 - 1}).ms, 1'798'732'800'000);
    EXPECT_EQ(next_review(rules, Instant{1'798'732'800'000}).ms, 1'830'268'800'000);
    rules.growth.review_month = 7;
    EXPECT_EQ(next_review(rules, end_of_march).ms, 1'782'835'200'000) << "1 July 2026";
}

}  // namespace
}  // namespace counterfoil::domain
