// Which coupons stand on one ticket together, and what is said of those that do not.
#include <gmock/gmock.h>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::codes;
using test::figure;
using test::Sale;
using test::used_ids;
using testing::ElementsAre;

/// 300.00 of goods; coupons A of 50.00 and B of 40.00.
Sale two_coupons() {
    Sale sale;
    sale.rules.max_coupons = 3;
    sale.line(30000);
    sale.amount_off("A", 5000);
    sale.amount_off("B", 4000);
    return sale;
}
CouponTemplate& rule(Sale& sale, std::size_t i) { return sale.context.coupons.at(i).coupon_template; }

TEST(Stacking, TemplatesThatSayNothingGoTogether) {
    Sale sale = two_coupons();
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A", "B"));
}

TEST(Stacking, OneThatStandsAloneBarsAllOthersAndIsNamed) {
    Sale sale = two_coupons();
    rule(sale, 0).stack = Stack::alone;
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A"));
    EXPECT_THAT(codes(quote, "B"), ElementsAre("not_with_coupon", "better_offer"));
    EXPECT_EQ(figure(quote, "B", "other"), "券A");
    EXPECT_EQ(figure(quote, "B", "other_en"), "Coupon A");
    EXPECT_EQ(figure(quote, "B", "more"), "1000");
    sale.ask({"A", "B"});
    EXPECT_THAT(codes(sale.quote(), "B"), ElementsAre("not_with_coupon"));
}

TEST(Stacking, AnotherGroupNeedsTheWordOfBothSides) {
    Sale sale = two_coupons();
    rule(sale, 1).stack_group = "brand";
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A"));
    rule(sale, 1).with_groups = {kOrderGroup};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A")) << "one side is not enough";
    rule(sale, 0).with_groups = {"brand"};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A", "B"));
    rule(sale, 1).not_with = {TemplateId("T-A")};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A")) << "less not_with";
}

TEST(Stacking, NotWithCountsWithinAGroupToo) {
    Sale sale = two_coupons();
    rule(sale, 0).not_with = {TemplateId("T-B")};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A"));
}

TEST(Stacking, AGroupHasALimitAndTheLeastOneCounts) {
    Sale sale = two_coupons();
    sale.amount_off("C", 3000);
    rule(sale, 0).group_limit = 2;
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A", "B"));
    rule(sale, 2).group_limit = 1;
    Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A", "B")) << "C is not there to count";
    sale.ask({"A", "B", "C"});
    quote = sale.quote();
    EXPECT_THAT(codes(quote, "C"), ElementsAre("ticket_limit"));
    EXPECT_EQ(figure(quote, "C", "n"), "1");
}

TEST(Stacking, OneCouponMayGoWithTwoOthersThatDoNotGoTogether) {
    Sale sale = two_coupons();
    sale.amount_off("C", 3000);
    rule(sale, 1).not_with = {TemplateId("T-C")};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A", "B"));
    rule(sale, 2).face = Money{4500};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("A", "C"));
}

}  // namespace
}  // namespace counterfoil::domain
