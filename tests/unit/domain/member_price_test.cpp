// Tier price and the price file's member price: the lowest wins, and what bars it.
#include <gtest/gtest.h>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::Sale;

TEST(MemberPrice, TheLowestOfPosPriceTierAndPriceFileWins) {
    Sale sale;
    sale.pay_bp(9000);
    sale.line(10000);                                  // tier: 90.00
    sale.line(10000).pos_discount = Money{2000};       // the POS's own promotion: 80.00
    sale.line(10000).member_unit_price = Money{8500};  // price file: 85.00
    sale.line(10000).member_unit_price = Money{9500};  // tier is lower
    const Quote quote = sale.quote();
    EXPECT_EQ(test::figures(quote, &QuoteLine::net), (std::vector<std::int64_t>{9000, 8000, 8500, 9000}));
    EXPECT_EQ(quote.totals.list, Money{40000});
    EXPECT_EQ(quote.totals.pos_discount, Money{2000});
    EXPECT_EQ(quote.totals.member_discount, Money{3500});
    EXPECT_EQ(quote.tier, TierId("gold"));
}

TEST(MemberPrice, IsTakenOfTheListAmountAndNotOnTopOfThePosPromotion) {
    Sale sale;
    sale.pay_bp(8000).line(10000).pos_discount = Money{1000};
    EXPECT_EQ(sale.quote().totals.due, Money{8000});
}

TEST(MemberPrice, TheBasketsOrderOfLinesIsKept) {
    Sale sale;
    sale.line(100).line_no = 9;
    sale.line(200).line_no = 3;
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.lines[0].line_no, 9);
    EXPECT_EQ(quote.lines[0].net, Money{100});
    EXPECT_EQ(quote.lines[1].line_no, 3);
}

TEST(MemberPrice, FlagsAndAManualPriceBarIt) {
    Sale sale;
    sale.pay_bp(5000);
    sale.line(1000).flags.no_tier_price = true;
    sale.line(1000).flags.regulated = true;
    sale.line(1000).flags.non_goods = true;
    sale.line(1000).override_price = PriceOverride{"damaged", StaffId("E1")};
    sale.line(1000).flags.no_coupon = true;
    EXPECT_EQ(test::figures(sale.quote(), &QuoteLine::net), (std::vector<std::int64_t>{1000, 1000, 1000, 1000, 500}));
}

TEST(MemberPrice, NobodyGuestsAndErasedMembersPayBase) {
    Sale sale;
    sale.pay_bp(5000).line(1000).member_unit_price = Money{400};
    EXPECT_EQ(sale.quote().totals.due, Money{400});
    sale.context.member->state = MemberState::erased;
    EXPECT_EQ(sale.quote().totals.due, Money{1000});
    EXPECT_EQ(sale.quote().tier, TierId(""));
    EXPECT_EQ(sale.quote().points.earn, Points{0});
    sale.context.member->state = MemberState::active;
    sale.basket.member_id = MemberId("");
    EXPECT_EQ(sale.quote().totals.due, Money{1000});
    sale.basket.buyer = Buyer::guest;
    EXPECT_EQ(sale.quote().totals.due, Money{1000});
}

TEST(MemberPrice, ATierThatTheRulesDoNotKnowGivesOnlyThePriceFilesPrice) {
    Sale sale;
    sale.pay_bp(5000).line(1000);
    sale.line(1000).member_unit_price = Money{900};
    sale.context.member->tier = TierId("gone");
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{1900});
    EXPECT_EQ(quote.tier, TierId(""));
}

TEST(MemberPrice, StaffHaveTheirTierPriceButNoCouponsAndPoints) {
    Sale sale;
    sale.pay_bp(8000).line(10000);
    sale.amount_off("A", 1000);
    sale.points(1000);
    sale.basket.buyer = Buyer::staff;
    sale.basket.points = MaxPoints{};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{8000});
    EXPECT_EQ(test::codes(quote, "A"), std::vector<std::string>{"staff_not_allowed"});
    ASSERT_TRUE(quote.points.refused.has_value());
    EXPECT_EQ(quote.points.refused->code, "staff_not_allowed");
    EXPECT_EQ(quote.points.max, Points{0});
    EXPECT_EQ(quote.points.earn, Points{0});
}

TEST(Tax, WhereItIsNotIncludedTheNetIsTaxable) {
    Sale sale;
    sale.line(7770).tax_bp = BasisPoints{1300};
    sale.basket.tax_included = false;
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.lines.front().ex_tax, Money{7770});
    EXPECT_EQ(quote.totals.tax, Money{0});
}

}  // namespace
}  // namespace counterfoil::domain
