// Points for a member who was named after payment: as if it had been named in time, less what had come back.
#include "domain/late_earn.hpp"

#include <gmock/gmock.h>

#include "return_kit.hpp"

namespace counterfoil::domain {
namespace {

using test::Sale;

/// 3 x 33.33 and one of 20.00 that does not earn; sold to nobody, in a shop that gives gold half as many points more.
struct Anonymous : Sale {
    Anonymous() {
        gold().mult_bp = BasisPoints{15000};
        line(3333, 3000);
        line(2000).flags.no_earn = true;
        named = *context.member;
        context.member.reset();
        basket.member_id = MemberId{};
        basket.proof = Proof::none;
    }
    LateEarnEntry entry(const SoldTicket& ticket) {
        LateEarnEntry out;
        out.ticket = basket.ticket_key();
        out.member_id = named.member_id;
        out.points = late_earn(ticket, named, rules);
        return out;
    }
    Member named;
};

TEST(LateEarn, EarnsWhatANamedMemberWouldHaveEarned) {
    Anonymous sale;
    const SoldTicket ticket = test::sold(sale);
    EXPECT_EQ(ticket.quote.points.earn, Points{});
    const LateEarn late = late_earn(ticket, sale.named, sale.rules);
    EXPECT_EQ(late.earn, Points{149});
    EXPECT_EQ(late.lines, (std::vector<LateLine>{{1, Points{149}}}));
    EXPECT_EQ(late.tier, TierId{"gold"});
    EXPECT_EQ(late.growth, 0) << "growth sets no tiers here";
    sale.gold().growth_from = 10;
    EXPECT_EQ(late_earn(ticket, sale.named, sale.rules).growth, 99);
}

TEST(LateEarn, WhatHadComeBackEarnsNothingAndTheRestGoesBackExactly) {
    for (std::int64_t before = 0; before <= 3; ++before) {
        Anonymous sale;
        SoldTicket ticket = test::sold(sale);
        if (before > 0) test::back(ticket, {{1, Quantity{before * 1000}}});
        const LateEarnEntry entry = sale.entry(ticket);
        add_late_earn(ticket.basket, ticket.quote, entry);
        EXPECT_EQ(ticket.basket.member_id, sale.named.member_id);
        Points taken;
        for (std::int64_t more = before; more < 3; ++more)
            taken += test::back(ticket, {{1, Quantity{1000}}}).earn;
        EXPECT_EQ(taken, entry.points.earn) << before;
    }
}

TEST(LateEarn, TheSellerOwesThePoolAndReturnsTurnItRound) {
    Anonymous sale;
    sale.basket.entity_id = EntityId("E-1");
    SoldTicket ticket = test::sold(sale);
    EXPECT_TRUE(ticket.quote.clearing.empty());
    add_late_earn(ticket.basket, ticket.quote, sale.entry(ticket));
    const ClearingEntry owed{EntityId("E-1"), EntityId("pool"), ClearingCause::points_earned, {}, {}, Points{149}};
    EXPECT_EQ(ticket.quote.clearing, std::vector<ClearingEntry>{owed});
    const SoldTicket before = ticket;
    const Return goods = test::back(ticket, {{1, Quantity{1000}}});
    const auto turned = clear_return(before, goods, {EntityId("E-1"), {}, goods.totals.due});
    ASSERT_EQ(turned.size(), 1U);
    EXPECT_EQ(turned[0].debtor, EntityId("pool"));
    EXPECT_EQ(turned[0].points, goods.earn);
}

TEST(LateEarn, LinesThatCouponsSplitEarnByPart) {
    Anonymous sale;
    sale.rules.max_coupons = 2;
    OfferedCoupon& offer = sale.coupon("F");
    offer.coupon_template.kind = TemplateKind::fixed_price;
    offer.coupon_template.price = Money{1000};
    offer.coupon_template.bound = Bound::bearer;
    offer.coupon.member_id = MemberId{};
    sale.ask({"F"});
    const SoldTicket ticket = test::sold(sale);
    ASSERT_EQ(ticket.quote.lines.size(), 3U);
    const LateEarn late = late_earn(ticket, sale.named, sale.rules);
    EXPECT_EQ(late.earn, Points{114}) << "76.66 at one and a half";
    EXPECT_EQ(late.lines.size(), 2U);
}

}  // namespace
}  // namespace counterfoil::domain
