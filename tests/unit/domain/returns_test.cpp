// Goods that come back: which figures go back, and what is refused.
#include "domain/returns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "return_kit.hpp"
#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::back;
using test::refused;
using test::Sale;
using test::sold;
using ::testing::ElementsAre;

/// Three pieces and half a kilogram, 100.00 and 10.00.
struct Returns : ::testing::Test {
    Returns() {
        sale.line(3333, 3000).amount = Money{10000};
        sale.line(2000, 500);
    }
    Sale sale;
};

TEST_F(Returns, OnePieceAfterTheOther) {
    SoldTicket ticket = sold(sale);
    EXPECT_EQ(back(ticket, {{1, Quantity{1000}}}).totals.due, Money{3333});
    EXPECT_EQ(back(ticket, {{1, Quantity{1000}}}).totals.due, Money{3333});
    EXPECT_EQ(back(ticket, {{1, Quantity{1000}}}).totals.due, Money{3334});
    EXPECT_EQ(refused(ticket, {{1, Quantity{1000}}}).code, "over_returned");
}

TEST_F(Returns, WholeIsSaidOnceAllOfTheTicketIsBack) {
    SoldTicket ticket = sold(sale);
    EXPECT_FALSE(back(ticket, {{1, Quantity{3000}}}).whole);
    EXPECT_FALSE(back(ticket, {{2, Quantity{499}}}).whole);
    const Return last = back(ticket, {{2, Quantity{1}}});
    EXPECT_TRUE(last.whole);
    EXPECT_EQ(last.lines.front().before, Quantity{499});
}

TEST_F(Returns, NeverMoreThanIsLeft) {
    SoldTicket ticket = sold(sale);
    back(ticket, {{1, Quantity{1000}}});
    const Refusal no = refused(ticket, {{2, Quantity{100}}, {1, Quantity{3000}}});
    EXPECT_EQ(no.code, "over_returned");
    EXPECT_EQ(no.field, "/lines/1/quantity");
    EXPECT_EQ(no.figures, (std::map<std::string, std::string>{{"line_no", "1"}, {"sold", "3000"}, {"left", "2000"}}));
    EXPECT_EQ(back(ticket, {{1, Quantity{2000}}}).totals.due, Money{6667}) << "a refusal changes nothing";
}

TEST_F(Returns, ALineThatWasNotSoldHasNothingLeft) {
    const SoldTicket ticket = sold(sale);
    const Refusal no = refused(ticket, {{7, Quantity{1000}}});
    EXPECT_EQ(no.code, "over_returned");
    EXPECT_EQ(no.field, "/lines/0/quantity");
    EXPECT_EQ(no.figures.at("left"), "0");
}

TEST_F(Returns, MoreReturnedThanSoldElsewhereLeavesNothing) {
    SoldTicket ticket = sold(sale);
    ticket.returned[1] = Quantity{4000};
    EXPECT_EQ(refused(ticket, {{1, Quantity{1000}}}).figures.at("left"), "0");
}

TEST_F(Returns, QuantitiesAreAsTheGoodsAre) {
    const SoldTicket ticket = sold(sale);
    const auto why = [&](std::vector<ReturnRequest> lines) {
        const Refusal no = refused(ticket, lines);
        EXPECT_EQ(no.code, "return_invalid");
        EXPECT_FALSE(no.figures.at("rule").empty());
        return no.field;
    };
    EXPECT_EQ(why({}), "/lines");
    EXPECT_EQ(why(std::vector<ReturnRequest>(kLinesMax + 1)), "/lines");
    EXPECT_EQ(why({{1, Quantity{0}}}), "/lines/0/quantity");
    EXPECT_EQ(why({{1, Quantity{-1000}}}), "/lines/0/quantity");
    EXPECT_EQ(why({{1, Quantity{kQuantityMax + 1}}}), "/lines/0/quantity");
    EXPECT_EQ(why({{1, Quantity{1500}}}), "/lines/0/quantity") << "half a piece";
    EXPECT_EQ(why({{2, Quantity{100}}, {2, Quantity{100}}}), "/lines/1/line_no");
}

TEST_F(Returns, EveryShareGoesBackAndTheyAddUpToTheList) {
    sale.pay_bp(9000).line(1001, 3000).pos_discount = Money{100};
    sale.amount_off("A", 1000);
    sale.points(1000);
    sale.basket.points = MaxPoints{};
    SoldTicket ticket = sold(sale);
    const Return one = back(ticket, {{3, Quantity{2000}}});
    const ReturnLine& line = one.lines.front();
    EXPECT_EQ(line.pos_discount, Money{66});
    ASSERT_EQ(line.alloc.size(), 3U);
    EXPECT_EQ(line.alloc[0].id, "gold");
    EXPECT_EQ(line.alloc[1].id, "A");
    EXPECT_EQ(line.alloc[2].points, one.burn);
    EXPECT_EQ(line.list, line.pos_discount + line.alloc[0].amount + line.alloc[1].amount + line.alloc[2].amount + line.net);
    EXPECT_EQ(one.totals.member_discount, line.alloc[0].amount);
    EXPECT_EQ(one.totals.coupon_discount, line.alloc[1].amount);
    EXPECT_EQ(one.totals.points_value, line.alloc[2].amount);
}

TEST(ReturnTax, IsNeverMoreThanTheMoney) {
    // 10 pieces for 0.05 with 0.02 of tax: the fifth piece brings no money, so no tax.
    Sale sale;
    sale.line(0, 10'000).amount = Money{5};
    sale.basket.lines.front().tax_bp = BasisPoints{6600};
    SoldTicket ticket = sold(sale);
    ASSERT_EQ(ticket.quote.lines.front().tax, Money{2});
    std::vector<std::int64_t> taxes;
    for (int i = 0; i < 10; ++i) {
        const Return one = back(ticket, {{1, Quantity{1000}}});
        EXPECT_GE(one.lines.front().ex_tax, Money{0});
        taxes.push_back(one.totals.tax.value);
    }
    EXPECT_THAT(taxes, ElementsAre(0, 0, 0, 0, 0, 1, 0, 0, 0, 1));
}

TEST(ReturnTax, WhereThePosAddsItNothingIsHeld) {
    Sale sale;
    sale.basket.tax_included = false;
    sale.line(1000).tax_bp = BasisPoints{1300};
    SoldTicket ticket = sold(sale);
    const Return one = back(ticket, {{1, Quantity{1000}}});
    EXPECT_EQ(one.totals.tax, Money{0});
    EXPECT_EQ(one.lines.front().ex_tax, Money{1000});
}

TEST(ReturnOfAForeignTicket, GoodsWithoutASoundPriceWereNotSold) {
    Sale sale;
    for (int i = 0; i < 6; ++i)
        sale.line(1000);
    SoldTicket ticket = sold(sale);
    ticket.quote.lines[0].line_no = 99;
    ticket.quote.lines[1].base = Money{1001};
    ticket.quote.lines[2].tax = Money{1001};
    ticket.basket.lines[3].quantity = Quantity{0};
    ticket.quote.lines[4].alloc.push_back({Instrument::coupon, "A", Money{1}, {}});
    ticket.quote.lines[5].alloc.push_back({Instrument::points, {}, {}, Points{kAmountMax * 500 + 1}});
    for (std::int32_t line = 1; line <= 6; ++line)
        EXPECT_EQ(refused(ticket, {{line, Quantity{1000}}}).code, "over_returned") << line;
}

}  // namespace
}  // namespace counterfoil::domain
