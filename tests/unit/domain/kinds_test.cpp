// What the kinds of coupons take off, beyond a face and a percentage.
#include <gmock/gmock.h>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::codes;
using test::figure;
using test::Sale;
using test::shares;
using test::used_ids;
using testing::ElementsAre;

const std::vector<CouponStep> kTwoSteps{{Money{20000}, Money{2000}}, {Money{40000}, Money{5000}}};

Sale sale_of(std::int64_t price) {
    Sale sale;
    sale.line(price);
    return sale;
}

Money discount(Sale& sale) { return sale.quote().totals.coupon_discount; }

TEST(SteppedOff, TheHighestStepThatIsReachedCounts) {
    for (const auto& [price, off] : {std::pair{19999, 0}, {20000, 2000}, {39999, 2000}, {40000, 5000}, {99900, 5000}}) {
        Sale sale = sale_of(price);
        sale.stepped_off("S", kTwoSteps);
        EXPECT_EQ(discount(sale), Money{off}) << price;
    }
}

TEST(SteppedOff, BelowTheFirstStepItSaysWhatLacks) {
    Sale sale = sale_of(17500);
    sale.stepped_off("S", kTwoSteps);
    EXPECT_THAT(codes(sale.quote(), "S"), ElementsAre("below_min_spend"));
    EXPECT_EQ(figure(sale.quote(), "S", "short"), "2500");
    sale.context.coupons.back().coupon_template.min_spend = Money{30000};
    EXPECT_EQ(figure(sale.quote(), "S", "short"), "12500") << "the higher of both";
}

TEST(SteppedOff, EveryTimeUpToItsMost) {
    Sale sale = sale_of(65000);
    CouponTemplate& rule = sale.stepped_off("S", {{Money{20000}, Money{2000}}}, StepMode::every);
    EXPECT_EQ(discount(sale), Money{6000});
    rule.max_times = 2;
    EXPECT_EQ(discount(sale), Money{4000});
}

TEST(SteppedOff, WhatTheGoodsNoLongerCostIsLost) {
    Sale sale = sale_of(20000);
    sale.rules.max_coupons = 2;
    sale.percent_off("P", 1000);
    sale.stepped_off("S", {{Money{20000}, Money{9000}}});
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("P", "S")) << "its threshold counts what the goods cost before the percentage";
    EXPECT_EQ(quote.totals.due, Money{0});
    EXPECT_EQ(quote.used.back().discount, Money{2000});
    EXPECT_EQ(quote.used.back().face_lost, Money{7000});
}

TEST(SteppedOff, ComesAfterPercentagesAndBeforeAmounts) {
    Sale sale = sale_of(50000);
    sale.rules.max_coupons = 3;
    sale.amount_off("A", 1000);
    sale.stepped_off("S", kTwoSteps);
    sale.percent_off("P", 9000);
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("P", "S", "A"));
}

TEST(RunningThreshold, CountsWhatEarlierCouponsLeft) {
    Sale sale = sale_of(20000);
    sale.rules.max_coupons = 2;
    sale.percent_off("P", 9000);
    CouponTemplate& rule = sale.amount_off("A", 1000, 19000);
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("P", "A"));
    rule.threshold_base = ThresholdBase::running;
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("P")) << "180.00 are left, from 190.00 on it counts";
    rule.min_spend = Money{18000};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("P", "A"));
}

TEST(RunningThreshold, LowersTheStepThatIsReached) {
    Sale sale = sale_of(40000);
    sale.rules.max_coupons = 2;
    sale.percent_off("P", 9500);
    CouponTemplate& rule = sale.stepped_off("S", kTwoSteps);
    EXPECT_EQ(sale.quote().totals.due, Money{33000});
    rule.threshold_base = ThresholdBase::running;
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{35000}) << "alone it takes 50.00, after the percentage 20.00";
    EXPECT_THAT(used_ids(quote), ElementsAre("S"));
}

TEST(RunningThreshold, CanCountTheWholeTicket) {
    Sale sale = sale_of(10000);
    sale.line(10000);
    sale.rules.max_coupons = 2;
    sale.percent_off("P", 5000).scope.include.skus = {Sku("SKU2")};
    CouponTemplate& rule = sale.amount_off("A", 3000, 15000);
    rule.scope.include.skus = {Sku("SKU1")};
    rule.threshold_base = ThresholdBase::running;
    rule.threshold_scope = ThresholdScope::ticket;
    EXPECT_EQ(sale.quote().totals.due, Money{12000});
    rule.min_spend = Money{15001};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("P"));
}

TEST(PosPromotion, LinesOfACouponWithoutItLeaveItsScope) {
    Sale sale = sale_of(10000);
    sale.line(10000).pos_discount = Money{2000};
    CouponTemplate& rule = sale.percent_off("P", 5000);
    EXPECT_EQ(shares(sale.quote(), Instrument::coupon), (std::vector<std::int64_t>{5000, 4000}));
    rule.with_pos_promo = false;
    EXPECT_EQ(shares(sale.quote(), Instrument::coupon), (std::vector<std::int64_t>{5000, 0}));
    rule.min_spend = Money{10001};
    EXPECT_THAT(codes(sale.quote(), "P"), ElementsAre("below_min_spend")) << "nor do they count for its threshold";
    sale.basket.lines.front().pos_discount = Money{1};
    EXPECT_THAT(codes(sale.quote(), "P"), ElementsAre("goods_excluded", "below_min_spend"));
}

}  // namespace
}  // namespace counterfoil::domain
