// Limits per member, per member and day, per store and day, and one birthday coupon a birthday year.
#include "domain/limits.hpp"

#include <gmock/gmock.h>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::codes;
using test::figure;
using test::Sale;
using test::used_ids;
using testing::ElementsAre;

/// 300.00 of goods and three coupons of one template, 10.00 off each; three may stand on a ticket.
struct Three : Sale {
    Three() {
        rules.max_coupons = 3;
        line(30000);
        amount_off("A", 1000).max_per_ticket = 3;
        for (const char* id : {"B", "C"}) {
            context.coupons.push_back(context.coupons.front());
            context.coupons.back().coupon.coupon_id = CouponId{id};
        }
    }
    void limit(std::int32_t CouponTemplate::*field, std::int32_t most) {
        for (OfferedCoupon& offer : context.coupons)
            offer.coupon_template.*field = most;
    }
    void birthday(BirthdayPeriod period) {
        context.member->birthday = Birthday{3, 1};
        for (OfferedCoupon& offer : context.coupons)
            offer.coupon_template.birthday = period;
    }
    void used(std::int64_t count, const std::string& day, std::int64_t day_count) {
        context.member->uses = {{TemplateId{"T-A"}, count, day, day_count}};
    }
};

TEST(Limits, WhatTheMemberMayStillUseBoundsHowManyGoOnTheTicket) {
    Three sale;
    sale.limit(&CouponTemplate::per_member, 5);
    sale.used(3, "2026-02-01", 1);
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A", "B"));
    sale.used(5, "2026-02-01", 1);
    const Quote none = sale.quote();
    EXPECT_TRUE(none.used.empty());
    EXPECT_THAT(codes(none, "A"), ElementsAre("member_limit"));
    EXPECT_EQ(figure(none, "A", "n"), "5");
}

TEST(Limits, OneThatWasAskedForAndIsTooManyHearsOfTheLimit) {
    Three sale;
    sale.limit(&CouponTemplate::per_member, 4);
    sale.used(3, "2026-02-01", 1);
    sale.ask({"A", "B"});
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A"));
    EXPECT_THAT(codes(quote, "B"), ElementsAre("member_limit"));
    EXPECT_EQ(figure(quote, "B", "n"), "4");
}

TEST(Limits, ADayCountsForItselfByTheBusinessDay) {
    Three sale;
    sale.limit(&CouponTemplate::per_member_day, 2);
    sale.used(9, "2026-02-28", 2);
    EXPECT_EQ(sale.quote().used.size(), 2U);
    sale.used(9, sale.basket.business_day, 1);
    EXPECT_EQ(sale.quote().used.size(), 1U);
    sale.used(9, sale.basket.business_day, 2);
    const Quote none = sale.quote();
    EXPECT_THAT(codes(none, "A"), ElementsAre("day_limit"));
    EXPECT_EQ(figure(none, "A", "n"), "2");
}

TEST(Limits, AStoresDayCountsWhoeverBuys) {
    Three sale;
    sale.limit(&CouponTemplate::per_store_day, 10);
    sale.context.store_uses[TemplateId{"T-A"}] = 9;
    EXPECT_EQ(sale.quote().used.size(), 1U);
    sale.context.store_uses[TemplateId{"T-A"}] = 12;
    EXPECT_THAT(codes(sale.quote(), "A"), ElementsAre("day_limit"));
}

TEST(Limits, AllThatAreReachedAreTold) {
    Three sale;
    sale.limit(&CouponTemplate::per_member, 2);
    sale.limit(&CouponTemplate::per_store_day, 3);
    sale.used(2, "2026-02-01", 1);
    sale.context.store_uses[TemplateId{"T-A"}] = 3;
    EXPECT_THAT(codes(sale.quote(), "A"), ElementsAre("member_limit", "day_limit"));
}

TEST(Limits, ATicketOfNobodyIsBoundByNoMembersLimit) {
    Three sale;
    sale.limit(&CouponTemplate::per_member, 1);
    for (OfferedCoupon& offer : sale.context.coupons) {
        offer.coupon_template.bound = Bound::bearer;
        offer.coupon.member_id = MemberId{};
    }
    sale.basket.member_id = MemberId{};
    sale.context.member.reset();
    sale.ask({"A", "B", "C"});
    EXPECT_EQ(sale.quote().used.size(), 3U);
}

TEST(Limits, ABirthdayCouponIsGoodOnceABirthdayYear) {
    Three sale;
    sale.birthday(BirthdayPeriod::month);
    EXPECT_EQ(sale.quote().used.size(), 1U) << "and so once a ticket";
    sale.used(1, "2025-03-31", 1);
    EXPECT_EQ(sale.quote().used.size(), 1U) << "the last day of a month and the first of it a year later";
    for (const char* day : {"2026-03-01", "2026-01-15", "2025-06-01"}) {
        sale.used(1, day, 1);
        const Quote none = sale.quote();
        EXPECT_THAT(codes(none, "A"), ElementsAre("member_limit")) << day;
        EXPECT_EQ(figure(none, "A", "n"), "1");
    }
}

TEST(Limits, UsesAddUpAndTellOfTheNewestDay) {
    std::vector<TemplateUses> uses;
    const TemplateId a{"A"};
    add_uses(uses, TemplateId{"B"}, "2026-03-01", 1);
    add_uses(uses, a, "2026-03-01", 2);
    add_uses(uses, a, "2026-02-01", 1);
    EXPECT_EQ(*uses_of(uses, a), (TemplateUses{a, 3, "2026-03-01", 2}));
    add_uses(uses, a, "2026-03-02", 1);
    EXPECT_EQ(*uses_of(uses, a), (TemplateUses{a, 4, "2026-03-02", 1}));
    add_uses(uses, a, "2026-03-02", -1);
    EXPECT_EQ(*uses_of(uses, a), (TemplateUses{a, 3, "2026-03-02", 0}));
    add_uses(uses, TemplateId{"C"}, "2026-03-02", -1);
    EXPECT_EQ(uses.size(), 2U) << "what came back of a time before is nothing";
    EXPECT_EQ(uses.front().template_id, a);
}

}  // namespace
}  // namespace counterfoil::domain
