// The worked examples of domain rules part 13, figure by figure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/arithmetic.hpp"
#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::figures;
using test::Sale;
using test::shares;
using test::used_ids;
using test::whole_ticket;
using ::testing::ElementsAre;
using Figures = std::vector<std::int64_t>;

TEST(Examples, No1TierPriceIsRoundedPerLineAndNotPerUnit) {
    Sale sale;
    sale.pay_bp(8800).line(995, 3000);
    EXPECT_EQ(sale.quote().totals.due, Money{2627});
}

TEST(Examples, No2WhatLacksIsToldInNetMoney) {
    Sale sale;
    sale.pay_bp(8000).line(23000);
    sale.amount_off("A", 5000, 20000);
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{18400});
    EXPECT_THAT(test::codes(quote, "A"), ElementsAre("below_min_spend"));
    EXPECT_EQ(test::figure(quote, "A", "short"), "1600");

    sale.line(2000);
    EXPECT_EQ(sale.quote().totals.due, Money{15000})
        << "goods of 20.00 list bring exactly what lacks: reached counts as met";
}

TEST(Examples, No2OnListBaseTheCouponApplies) {
    Sale sale;
    sale.pay_bp(8000).line(23000);
    sale.amount_off("A", 5000, 20000).threshold_base = ThresholdBase::list;
    EXPECT_EQ(sale.quote().totals.due, Money{13400});
}

TEST(Examples, No3PercentOffIsCappedOnTheSumAndSpread) {
    Sale sale;
    sale.line(19900);
    sale.line(10100);
    sale.percent_off("P", 8500).max_discount = Money{4000};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.coupon_discount, Money{4000});
    EXPECT_EQ(shares(quote, Instrument::coupon), (Figures{2653, 1347}));
    sale.context.coupons.front().coupon_template.max_discount.reset();
    EXPECT_EQ(sale.quote().totals.coupon_discount, Money{4500});
}

TEST(Examples, No4SpreadGivesTheUnitsLeftToTheLargestRemainders) {
    EXPECT_EQ(spread(100, Figures{1000, 1000, 1000}), (Figures{34, 33, 33}));
    EXPECT_EQ(spread(100, Figures{333, 333, 334}), (Figures{33, 33, 34}));
}

TEST(Examples, No5PercentComesBeforeAmount) {
    Sale sale;
    sale.rules.max_coupons = 2;
    sale.line(10000);
    sale.amount_off("A", 2000);
    sale.percent_off("P", 9000);
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{7000});
    EXPECT_THAT(used_ids(quote), ElementsAre("P", "A"));
    sale.context.coupons.front().coupon_template.sequence = 10;
    EXPECT_EQ(sale.quote().totals.due, Money{7200}) << "a template's own sequence moves it to the front";
}

TEST(Examples, No6TheHighestStepOrEveryStep) {
    Sale sale;
    sale.line(43000);
    CouponTemplate& rule = sale.stepped_off("S", {{Money{20000}, Money{2000}}, {Money{40000}, Money{5000}}});
    EXPECT_EQ(sale.quote().totals.coupon_discount, Money{5000});
    rule.steps.pop_back();
    rule.step_mode = StepMode::every;
    EXPECT_EQ(sale.quote().totals.coupon_discount, Money{4000});
}

TEST(Examples, No7TheBestSetIsNotTheGreedyOne) {
    Sale sale;
    sale.line(30000);
    sale.amount_off("X", 8000);
    sale.amount_off("A", 5000);
    sale.amount_off("B", 4000);
    EXPECT_EQ(sale.quote().totals.due, Money{22000}) << "one coupon a ticket: the greatest";
    sale.rules.max_coupons = 2;
    sale.context.coupons.front().coupon_template.stack = Stack::alone;
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{21000});
    EXPECT_THAT(used_ids(quote), ElementsAre("A", "B"));
    EXPECT_THAT(test::codes(quote, "X"), ElementsAre("not_with_coupon", "better_offer"));
    EXPECT_TRUE(quote.best->proved);
}

TEST(Examples, No8BestOfferWeighsACouponWithoutTierPriceAgainstTheTierAlone) {
    Sale sale;
    sale.pay_bp(8000).line(23000);
    CouponTemplate& rule = sale.amount_off("A", 6000, 20000);
    rule.with_tier_price = false;
    Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{17000});
    EXPECT_EQ(quote.totals.member_discount, Money{0});

    rule.face = Money{4000};
    quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{18400});
    EXPECT_THAT(test::codes(quote, "A"), ElementsAre("no_benefit"));
}

TEST(Examples, No9PointsAreCappedByTheirShareAndEarnOnWhatIsPaid) {
    Sale sale;
    sale.line(15370).tax_bp = BasisPoints{1300};
    sale.gold().mult_bp = BasisPoints{15000};
    sale.points(20000);
    sale.basket.points = MaxPoints{};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.points.burn, Points{7600});
    EXPECT_EQ(quote.points.max, Points{7600});
    EXPECT_EQ(quote.points.value, Money{7600});
    EXPECT_EQ(quote.totals.due, Money{7770});
    EXPECT_EQ(quote.points.earn, Points{116});
    // No 10: 77.70 at 13 % tax included.
    EXPECT_EQ(quote.lines.front().ex_tax, Money{6876});
    EXPECT_EQ(quote.totals.tax, Money{894});
}

TEST(Examples, No10PartsOfALineAddUp) {
    const auto returned = [](int from, int to) {
        return part(10000, Quantity{from * 1000}, Quantity{to * 1000}, Quantity{3000});
    };
    EXPECT_EQ(returned(0, 1), 3333);
    EXPECT_EQ(returned(1, 2), 3333);
    EXPECT_EQ(returned(2, 3), 3334);
}

TEST(Examples, No11WeighedGoods) {
    Sale sale;
    sale.line(3980, 456);
    EXPECT_EQ(sale.quote().totals.due, Money{1815});
    EXPECT_EQ(part(1815, Quantity{0}, Quantity{200}, Quantity{456}), 796);
    EXPECT_EQ(part(1815, Quantity{200}, Quantity{456}, Quantity{456}), 1019);
}

TEST(Examples, No12CurrenciesWithoutAndWithThreeDecimals) {
    Sale yen;
    yen.rules.currency = yen.basket.currency = "JPY";
    yen.rules.exponent = yen.basket.exponent = 0;
    yen.line(1999);
    yen.percent_off("P", 9000);
    EXPECT_EQ(yen.quote().totals.due, Money{1799});
    EXPECT_EQ(yen.quote().totals.coupon_discount, Money{200});

    Sale dinar;
    dinar.rules.currency = dinar.basket.currency = "KWD";
    dinar.rules.exponent = dinar.basket.exponent = 3;
    dinar.line(12345);
    dinar.percent_off("P", 8500);
    EXPECT_EQ(dinar.quote().totals.due, Money{10493});
    EXPECT_EQ(dinar.quote().totals.coupon_discount, Money{1852});
}

TEST(Examples, No13SharesOfBearersAndClearing) {
    EXPECT_EQ(spread(3333, Figures{5000, 5000}), (Figures{1667, 1666}));
    EXPECT_EQ(half_up_product(7600, 800, 1000), 6080);
}

TEST(Examples, No14WholeTicket) {
    const Quote quote = whole_ticket().quote();
    EXPECT_EQ(quote.totals.list, Money{46866});
    EXPECT_EQ(figures(quote, &QuoteLine::member_price), (Figures{35820, 5373, 986}));
    EXPECT_EQ(shares(quote, Instrument::coupon), (Figures{4246, 637, 117}));
    EXPECT_EQ(quote.points.burn, Points{6100});
    EXPECT_EQ(shares(quote, Instrument::points), (Figures{5180, 777, 143}));
    EXPECT_EQ(figures(quote, &QuoteLine::net), (Figures{26394, 3959, 726}));
    EXPECT_EQ(quote.totals.due, Money{31079});
    EXPECT_EQ(quote.points.earn, Points{372});
    EXPECT_EQ(figures(quote, &QuoteLine::earn), (Figures{316, 47, 9}));
    EXPECT_EQ(figures(quote, &QuoteLine::tax), (Figures{3036, 455, 60}));
    EXPECT_EQ(quote.expires_at - Instant{1'772'330'000'000}, kQuoteLife);
}

TEST(Examples, No14OnePieceReturned) {
    const Quote quote = whole_ticket().quote();
    const QuoteLine& line = quote.lines.front();
    const auto first_of_two = [](std::int64_t figure) { return part(figure, Quantity{0}, Quantity{1000}, Quantity{2000}); };
    EXPECT_EQ(first_of_two(line.net.value), 13197);
    EXPECT_EQ(first_of_two(line.earn.value), 158);
    ASSERT_EQ(line.alloc.size(), 3U);
    EXPECT_EQ(line.alloc[0].instrument, Instrument::tier_price);
    EXPECT_EQ(line.alloc[0].id, "gold");
    EXPECT_EQ(first_of_two(line.alloc[1].amount.value), 2123);
    EXPECT_EQ(first_of_two(line.alloc[2].points.value), 2590);
}

}  // namespace
}  // namespace counterfoil::domain
