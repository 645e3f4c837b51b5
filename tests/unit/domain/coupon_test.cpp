// What a coupon takes off, over which lines, and which of several is used.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::codes;
using test::figure;
using test::Sale;
using test::shares;
using test::used_ids;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Figures = std::vector<std::int64_t>;

TEST(Scope, IncludesBySkuCategoryPrefixAndBrandAndExcludeWins) {
    Sale sale;
    sale.line(1000).sku = Sku("MILK");
    sale.line(1000).category = "food/dairy/yoghurt";
    sale.line(1000).category = "food/dairyfree";
    sale.line(1000).brand = "North";
    sale.line(1000);
    BasketLine& excluded = sale.line(1000);
    excluded.sku = Sku("MILK2");
    excluded.category = "food/dairy";
    CouponTemplate& rule = sale.percent_off("P", 9000);
    rule.scope.include = {{Sku("MILK")}, {"food/dairy"}, {"North"}};
    rule.scope.exclude.skus = {Sku("MILK2")};
    EXPECT_EQ(shares(sale.quote(), Instrument::coupon), (Figures{100, 100, 0, 100, 0, 0}));
}

TEST(Scope, LeavesOutBarredLinesGiftsAndManualPrices) {
    Sale sale;
    sale.line(1000).flags.no_coupon = true;
    sale.line(1000).flags.regulated = true;
    sale.line(1000).flags.gift = true;
    sale.line(1000).override_price = PriceOverride{"damaged", StaffId("E1")};
    sale.line(0);
    sale.amount_off("A", 100);
    EXPECT_THAT(codes(sale.quote(), "A"), ElementsAre("goods_excluded"));
    EXPECT_EQ(figure(sale.quote(), "A", "n"), "5");
    sale.line(1000);
    EXPECT_EQ(shares(sale.quote(), Instrument::coupon), (Figures{0, 0, 0, 0, 0, 100}));
}

TEST(Scope, WithoutGoodsIsSaidWithEverythingElseThatFails) {
    Sale sale;
    sale.line(1000);
    CouponTemplate& rule = sale.amount_off("A", 100, 500);
    rule.scope.include.skus = {Sku("OTHER")};
    rule.stores = {StoreId("S002")};
    EXPECT_THAT(codes(sale.quote(), "A"), ElementsAre("wrong_store", "no_goods_in_scope", "below_min_spend"));
}

TEST(Threshold, ReachedCountsAsMet) {
    Sale sale;
    sale.line(9999);
    sale.amount_off("A", 1000, 10000);
    EXPECT_EQ(figure(sale.quote(), "A", "short"), "1");
    EXPECT_EQ(figure(sale.quote(), "A", "name"), "券A");
    EXPECT_EQ(figure(sale.quote(), "A", "name_en"), "Coupon A");
    sale.line(1);
    EXPECT_EQ(sale.quote().totals.due, Money{9000});
}

TEST(Threshold, CountsItsScopeOrTheWholeTicket) {
    Sale sale;
    sale.line(3000);
    sale.line(7000);
    sale.line(5000).flags.no_coupon = true;
    CouponTemplate& rule = sale.amount_off("A", 1000, 10000);
    rule.scope.include.skus = {Sku("SKU1")};
    EXPECT_EQ(figure(sale.quote(), "A", "short"), "7000");
    rule.threshold_scope = ThresholdScope::ticket;
    EXPECT_EQ(shares(sale.quote(), Instrument::coupon), (Figures{1000, 0, 0}));
    rule.min_spend = Money{10001};
    EXPECT_EQ(figure(sale.quote(), "A", "short"), "1") << "lines that take no coupon count for no threshold";
}

TEST(Threshold, CountsWholePiecesAndAWeighedLineAsOne) {
    Sale sale;
    sale.line(1000, 2000);
    sale.line(3980, 456);
    CouponTemplate& rule = sale.amount_off("A", 100);
    rule.min_qty = Quantity{5000};
    EXPECT_THAT(codes(sale.quote(), "A"), ElementsAre("below_min_qty"));
    EXPECT_EQ(figure(sale.quote(), "A", "short"), "2");
    rule.min_qty = Quantity{3000};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A"));
}

TEST(AmountOff, NeverTakesMoreThanItsLinesCostAndSaysWhatIsLost) {
    Sale sale;
    sale.line(3000);
    sale.amount_off("A", 5000);
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{0});
    ASSERT_EQ(quote.used.size(), 1U);
    EXPECT_EQ(quote.used.front().discount, Money{3000});
    EXPECT_EQ(quote.used.front().face_lost, Money{2000});
    EXPECT_EQ(quote.used.front().template_id, TemplateId("T-A"));
}

TEST(WithoutTierPrice, OnlyItsOwnLinesGoBackToBase) {
    Sale sale;
    sale.pay_bp(9000).line(10000);
    sale.line(10000);
    CouponTemplate& rule = sale.amount_off("A", 3000, 10000);
    rule.with_tier_price = false;
    rule.scope.include.skus = {Sku("SKU1")};
    const Quote quote = sale.quote();
    EXPECT_EQ(test::figures(quote, &QuoteLine::net), (Figures{7000, 9000}));
    EXPECT_EQ(quote.totals.member_discount, Money{1000});
}

TEST(BestOffer, TakesTheCheapestAndSaysWhatTheOthersWouldCostMore) {
    Sale sale;
    sale.line(30000);
    sale.amount_off("A", 5000);
    sale.amount_off("B", 8000);
    sale.percent_off("C", 9000);
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("B"));
    EXPECT_THAT(codes(quote, "A"), ElementsAre("better_offer"));
    EXPECT_EQ(figure(quote, "A", "more"), "3000");
    EXPECT_EQ(figure(quote, "C", "more"), "5000");
}

TEST(BestOffer, PrefersFewerCouponsThenNoRiskThenSoonestExpiryThenId) {
    Sale sale;
    sale.rules.max_coupons = 2;
    sale.line(5000);
    sale.amount_off("A", 5000);
    sale.amount_off("B", 5000);
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A")) << "one is enough; by id";
    sale.context.coupons[0].coupon.valid_until = Instant{1'900'000'000'000};
    sale.context.coupons[1].coupon.valid_until = Instant{1'800'000'000'000};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("B")) << "B ends sooner";
    sale.context.coupons[1].right = RightState::risk;
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A")) << "B has no hold";
    EXPECT_FALSE(sale.quote().used.front().at_risk);
}

TEST(BestOffer, LosesNoFaceWhereAnotherCouponDoesTheSame) {
    Sale sale;
    sale.line(5000);
    sale.amount_off("A", 6000);
    sale.amount_off("B", 5000);
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("B"));
}

TEST(BestOffer, UsesACouponAtRiskWhereItSavesMoreAndMarksIt) {
    Sale sale;
    sale.line(5000);
    sale.amount_off("A", 600);
    sale.amount_off("B", 500);
    sale.context.coupons.front().right = RightState::risk;
    const Quote quote = sale.quote();
    ASSERT_THAT(used_ids(quote), ElementsAre("A"));
    EXPECT_TRUE(quote.used.front().at_risk);
}

TEST(BestOffer, FindsTheBestPairThatNoSingleMeritShows) {
    Sale sale;
    sale.rules.max_coupons = 2;
    sale.line(10000).sku = Sku("X");
    sale.line(3000).sku = Sku("Y");
    sale.amount_off("A", 9000).scope.include.skus = {Sku("X")};
    sale.amount_off("B", 8000).scope.include.skus = {Sku("X")};
    sale.amount_off("C", 2500).scope.include.skus = {Sku("Y")};
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A", "C")) << "A + B would take 100.00, A + C take 115.00";
    EXPECT_EQ(quote.totals.due, Money{1500});
}

TEST(BestOffer, OfOneTemplateOnlyAsManyAsATicketTakes) {
    Sale sale;
    sale.rules.max_coupons = 3;
    sale.line(30000);
    for (const char* id : {"A1", "A2", "A3"}) {
        sale.amount_off(id, 5000).template_id = TemplateId("T-A");
        sale.context.coupons.back().coupon.template_id = TemplateId("T-A");
    }
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A1"));
    for (OfferedCoupon& offer : sale.context.coupons)
        offer.coupon_template.max_per_ticket = 2;
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A1", "A2"));
    EXPECT_EQ(sale.quote().totals.due, Money{20000});
}

TEST(BestOffer, ManyCouponsAreTriedWithinBounds) {
    Sale sale;
    sale.rules.max_coupons = 10;
    for (int i = 0; i < 100; ++i)
        sale.line(1000);
    for (int i = 0; i < 60; ++i)
        sale.amount_off("A" + std::to_string(i), 100 + i);
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.used.size(), 10U);
    EXPECT_EQ(quote.totals.coupon_discount, Money{10 * 100 + 59 + 58 + 57 + 56 + 55 + 54 + 53 + 52 + 51 + 50});
}

TEST(BestOffer, WithoutCouponsRefusesNothing) {
    Sale sale;
    sale.line(100);
    EXPECT_THAT(sale.quote().refused, IsEmpty());
    sale.basket.lines.clear();
    EXPECT_EQ(sale.quote().totals.due, Money{0});
}

TEST(AskedCoupons, OnlyTheseAreUsedAndUnknownOnesAreNamed) {
    Sale sale;
    sale.line(30000);
    sale.amount_off("A", 5000);
    sale.amount_off("B", 8000);
    sale.ask({"A", "NOPE"});
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A"));
    EXPECT_THAT(codes(quote, "NOPE"), ElementsAre("unknown_coupon"));
    EXPECT_THAT(codes(quote, "B"), IsEmpty()) << "nobody asked for it";
    sale.ask({});
    EXPECT_EQ(sale.quote().totals.due, Money{30000});
}

TEST(AskedCoupons, MoreThanATicketTakesAreRefusedWhateverTheOrder) {
    Sale sale;
    sale.line(30000);
    sale.amount_off("A", 5000);
    sale.amount_off("B", 8000);
    for (const auto& asked : {std::vector<std::string>{"A", "B"}, std::vector<std::string>{"B", "A", "B"}}) {
        sale.ask(asked);
        const Quote quote = sale.quote();
        EXPECT_THAT(used_ids(quote), ElementsAre("B"));
        EXPECT_THAT(codes(quote, "A"), ElementsAre("ticket_limit"));
        EXPECT_EQ(figure(quote, "A", "n"), "1");
    }
}

TEST(AskedCoupons, TheTemplatesOwnLimitIsNamed) {
    Sale sale;
    sale.rules.max_coupons = 3;
    sale.line(30000);
    for (const char* id : {"A1", "A2"})
        sale.amount_off(id, 5000).template_id = TemplateId("T-A");
    sale.ask({"A1", "A2"});
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A1"));
    EXPECT_THAT(codes(sale.quote(), "A2"), ElementsAre("ticket_limit"));
}

TEST(AskedCoupons, OneThatMakesItNoCheaperIsNotSpent) {
    Sale sale;
    sale.rules.max_coupons = 2;
    sale.line(1000);
    sale.amount_off("A", 1000);
    sale.amount_off("B", 900);
    sale.ask({"A", "B"});
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A"));
    EXPECT_THAT(codes(quote, "B"), ElementsAre("no_benefit"));
}

}  // namespace
}  // namespace counterfoil::domain
