// What the best offer chooses where it has a choice, and what it says about its search.
#include <gmock/gmock.h>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::codes;
using test::Sale;
using test::used_ids;
using testing::ElementsAre;

Sale sale_of(std::int64_t price, std::int32_t coupons_a_ticket) {
    Sale sale;
    sale.rules.max_coupons = coupons_a_ticket;
    sale.line(price);
    return sale;
}

TEST(BestOffer, TwoHeldCouponsGoBeforeOneAtRisk) {
    Sale sale = sale_of(5000, 2);
    sale.amount_off("A", 2000);
    sale.amount_off("B", 3000);
    sale.amount_off("R", 5000);
    sale.context.coupons.back().right = RightState::risk;
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A", "B"));
    sale.context.coupons.back().right = RightState::held;
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("R")) << "fewer, where none is at risk";
}

TEST(BestOffer, NearMissesComeFirstThoseThatLackLeast) {
    Sale sale = sale_of(5000, 1);
    sale.amount_off("A", 100, 9000);
    sale.amount_off("B", 100, 6000);
    sale.amount_off("C", 100).min_qty = Quantity{3000};
    sale.amount_off("D", 100, 5001).stores = {StoreId("S9")};
    sale.amount_off("E", 100, 7000);
    std::vector<std::string> ids;
    for (const RefusedCoupon& one : sale.quote().refused)
        ids.push_back(one.coupon_id.str());
    EXPECT_THAT(ids, ElementsAre("B", "E", "A", "C", "D")) << "what fails for another reason is no near miss";
}

TEST(BestOffer, ATieIsNoBetterOffer) {
    Sale sale = sale_of(5000, 1);
    sale.amount_off("A", 2000);
    sale.amount_off("B", 2000);
    sale.amount_off("C", 1500);
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A"));
    EXPECT_THAT(codes(quote, "B"), ElementsAre("no_benefit"));
    EXPECT_THAT(codes(quote, "C"), ElementsAre("better_offer"));
    EXPECT_EQ(test::figure(quote, "C", "more"), "500");
}

TEST(BestOffer, OfTwinsTheOneThatExpiresSoonerIsSpent) {
    Sale sale = sale_of(30000, 1);
    for (const char* id : {"A", "B", "C"})
        sale.amount_off(id, 5000).template_id = TemplateId("T");
    for (std::size_t i = 0; i < 3; ++i)
        sale.context.coupons[i].coupon.valid_until = sale.basket.at + Millis{i == 1 ? 5 : 9};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("B"));
}

TEST(BestOffer, CouponsThatHelpOnlyTogetherAreFound) {
    // Alone each gives up more tier price than it takes off; together they do not.
    Sale sale = sale_of(23000, 2);
    sale.pay_bp(8000);
    sale.amount_off("A", 4000).with_tier_price = false;
    sale.amount_off("B", 4000).with_tier_price = false;
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A", "B"));
    EXPECT_EQ(quote.totals.due, Money{15000});
}

TEST(BestOffer, ACouponWithoutTierPriceCanLiftAnothersThreshold) {
    Sale sale = sale_of(23000, 2);
    sale.pay_bp(8000);
    sale.amount_off("A", 5000).with_tier_price = false;
    sale.amount_off("B", 6000, 20000);
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A", "B")) << "B counts from 200.00, and the tier's price is 184.00";
    EXPECT_EQ(quote.totals.due, Money{12000});
}

TEST(BestOffer, SaysThatItIsProvedAndWhatItCost) {
    Sale sale = sale_of(30000, 2);
    sale.amount_off("A", 5000);
    sale.amount_off("B", 4000);
    sale.points(10000).basket.points = MaxPoints{};
    const Quote quote = sale.quote();
    ASSERT_TRUE(quote.best);
    EXPECT_EQ(quote.best->cost, Money{21000}) << "before points";
    EXPECT_TRUE(quote.best->proved);
    EXPECT_EQ(quote.best->bound, Money{});
    EXPECT_GT(quote.best->nodes, 0);
    sale.ask({"A"});
    EXPECT_FALSE(sale.quote().best) << "nobody asked for the best";
}

TEST(BestOffer, WithLittleEffortItSaysHowMuchMoreThereCouldBe) {
    Sale sale = sale_of(30000, 2);
    sale.rules.search_nodes = 1;
    sale.amount_off("A", 5000);
    sale.amount_off("B", 4000);
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A", "B"));
    sale.amount_off("C", 3000);
    sale.rules.max_coupons = 3;
    const Quote third = sale.quote();
    EXPECT_FALSE(third.best->proved);
    EXPECT_LE(third.best->nodes, 1);
    EXPECT_GE(third.best->bound, third.best->cost - Money{18000});
}

TEST(BestOffer, AWalletFullOfCouponsIsSearchedWithinBounds) {
    Sale sale = sale_of(300000, 3);
    for (int i = 0; i < 200; ++i)
        sale.amount_off("C" + std::to_string(1000 + i), 1000 + i);
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("C1197", "C1198", "C1199"));
    EXPECT_EQ(quote.best->bound, Money{}) << "those that were left out cannot do better, and it is known";
    EXPECT_FALSE(quote.best->proved) << "but not whether they could do as well";
    EXPECT_LE(quote.best->nodes, sale.rules.search_nodes);
    EXPECT_EQ(quote.refused.size(), 197U);
}

}  // namespace
}  // namespace counterfoil::domain
