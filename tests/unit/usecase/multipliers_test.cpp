// Coupons that multiply points at the till: told of, asked for, held and spent as others are.
#include <algorithm>

#include "till.hpp"

namespace counterfoil::usecase {
namespace {

class MultipliersAtTheTill : public Till {
protected:
    MultipliersAtTheTill() {
        domain::CouponTemplate triple = test_support::amount_off("triple", 0);
        triple.kind = domain::TemplateKind::points_multiplier;
        triple.multiplier_bp = BasisPoints{30000};
        triple.offline = domain::OfflinePolicy::risk;
        disk.feed({row(triple), row(test_support::coupon("x1", "triple", "m1"))});
    }
    static domain::Basket asking(const std::string& ticket, std::vector<CouponId> coupons) {
        domain::Basket one = basket(ticket, "m1", 5000);
        one.coupons = std::move(coupons);
        return one;
    }
};

TEST_F(MultipliersAtTheTill, AreToldOfBesideTheBestAndBesideThoseThatAreNamed) {
    const domain::Quote best = quoted(basket("1", "m1", 5000)).quote;
    ASSERT_EQ(best.also_possible.size(), 1U);
    EXPECT_EQ(best.also_possible[0].coupon_id, CouponId{"x1"});
    EXPECT_EQ(best.also_possible[0].earn, Points{80}) << "40.00 are paid";
    const domain::Quote named = quoted(asking("1", {CouponId{"c1"}})).quote;
    EXPECT_EQ(named.also_possible, best.also_possible);
    EXPECT_EQ(named.totals, best.totals);
    EXPECT_TRUE(quoted(asking("1", {CouponId{"x1"}})).quote.also_possible.empty()) << "it is used";
}

TEST_F(MultipliersAtTheTill, OneThatIsAskedForIsHeldSpentAndWrittenDown) {
    const Committed sold = sale(asking("1", {CouponId{"c1"}, CouponId{"x1"}}), "key-1", 1);
    EXPECT_EQ(sold.quote.totals.due, Money{4000});
    EXPECT_EQ(sold.quote.points.earn, Points{120});
    ASSERT_EQ(sold.quote.used.size(), 2U);
    const auto spent = entries<domain::ConsumeEntry>();
    ASSERT_EQ(spent.size(), 1U);
    EXPECT_TRUE(std::ranges::any_of(spent[0].units,
                                    [](const domain::Units& units) { return units.right_id == RightId{"coupon:x1"}; }));
    const auto tickets = entries<domain::TicketEntry>();
    ASSERT_EQ(tickets.size(), 1U);
    EXPECT_TRUE(tickets[0].quote.also_possible.empty());
    EXPECT_TRUE(tickets[0].quote.explain.empty()) << "explanations are not written down";
    const domain::Quote again = quoted(asking("2", {CouponId{"x1"}})).quote;
    EXPECT_TRUE(again.used.empty());
    EXPECT_EQ(again.refused.at(0).reasons.at(0).code, "already_used");
}

TEST_F(MultipliersAtTheTill, WhatOneAddsIsOfWhatIsPaidAfterRounding) {
    const Opened opened = open(asking("1", {CouponId{"x1"}}));
    ASSERT_TRUE(opened.wish);
    grant_all(*opened.wish);
    const domain::Checkout one = stored(opened.answer.checkout.checkout_id);
    EXPECT_EQ(one.quote.used.at(0).earn, Points{100});
    CommitRequest request = request_for(one);
    request.rounding = Money{60};
    request.tenders = {{"cash", Money{4940}}};
    const domain::Quote sold = value(try_commit(request)).quote;
    EXPECT_EQ(sold.points.earn, Points{148});
    EXPECT_EQ(sold.used.at(0).earn, Points{99}) << "148 less the 49 that 49.40 earn anyway";
    Points of_lines;
    for (const domain::Allocation& share : sold.lines.at(0).alloc)
        of_lines += share.points;
    EXPECT_EQ(sold.used.at(0).earn, of_lines) << "the ticket says one thing only";
}

TEST_F(MultipliersAtTheTill, WhatIsOnlyPossibleIsNotHeld) {
    const Opened opened = open(basket("1", "m1", 5000));
    ASSERT_TRUE(opened.wish);
    EXPECT_TRUE(std::ranges::none_of(
        opened.wish->wanted, [](const domain::WantedRight& wanted) { return wanted.right_id == RightId{"coupon:x1"}; }));
}

TEST_F(MultipliersAtTheTill, InTheDarkItCountsWithWhatItsPointsAreWorth) {
    link.up = false;
    const Opened opened = open(asking("1", {CouponId{"x1"}}));
    ASSERT_EQ(opened.answer.checkout.quote.used.size(), 1U);
    EXPECT_TRUE(opened.answer.checkout.quote.used[0].at_risk);
    static_cast<void>(committed(opened.answer.checkout));
    const auto risks = entries<domain::RiskEntry>();
    ASSERT_EQ(risks.size(), 1U);
    EXPECT_EQ(risks[0].value, Money{100}) << "100 points more";
    domain::Rules rules = test_support::brand_rules();
    rules.risk.face_max = Money{99};
    disk.feed({row(rules), row(test_support::coupon("x2", "triple", "m1"))});
    const domain::Quote beyond = quoted(asking("2", {CouponId{"x2"}})).quote;
    EXPECT_TRUE(beyond.used.empty());
    EXPECT_EQ(beyond.refused.at(0).reasons.at(0).code, "risk_limit");
}

}  // namespace
}  // namespace counterfoil::usecase
