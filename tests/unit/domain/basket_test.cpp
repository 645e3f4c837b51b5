// Every rule of domain rules part 3: which basket is refused, and which field is named.
#include <gtest/gtest.h>

#include <functional>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::Sale;

Basket good_basket() {
    Sale sale;
    sale.line(1000, 2000);
    sale.line(3980, 456);
    return sale.basket;
}

std::string refused_field(const Basket& basket) {
    const auto no = check_basket(basket);
    if (!no) return "accepted";
    EXPECT_EQ(no->code, "basket_invalid");
    EXPECT_FALSE(no->figures.at("rule").empty());
    return no->field;
}

struct Fault {
    const char* field;
    std::function<void(Basket&)> make;
};

const std::vector<Fault>& faults() {
    static const std::vector<Fault> all{
        {"/basket_id", [](Basket& b) { b.basket_id = "a b"; }},
        {"/store_id", [](Basket& b) { b.store_id = StoreId(""); }},
        {"/store_id", [](Basket& b) { b.store_id = StoreId("S/1"); }},
        {"/register_id", [](Basket& b) { b.register_id = RegisterId(""); }},
        {"/ticket_id", [](Basket& b) { b.ticket_id = TicketId(std::string(65, 'x')); }},
        {"/staff_id", [](Basket& b) { b.staff_id = StaffId("a b"); }},
        {"/member_id", [](Basket& b) { b.member_id = MemberId("a\n"); }},
        {"/member_id", [](Basket& b) { b.buyer = Buyer::guest; }},
        {"/business_day", [](Basket& b) { b.business_day = ""; }},
        {"/business_day", [](Basket& b) { b.business_day = "2026-3-01"; }},
        {"/business_day", [](Basket& b) { b.business_day = "2026-02-29"; }},
        {"/business_day", [](Basket& b) { b.business_day = "2026-13-01"; }},
        {"/business_day", [](Basket& b) { b.business_day = "2026-00-10"; }},
        {"/business_day", [](Basket& b) { b.business_day = "20x6-01-10"; }},
        {"/business_day", [](Basket& b) { b.business_day = "2026/01/10"; }},
        {"/at", [](Basket& b) { b.at = Instant{-1}; }},
        {"/at", [](Basket& b) { b.at = kNever; }},
        {"/clock_error", [](Basket& b) { b.clock_error = Millis{-1}; }},
        {"/clock_error", [](Basket& b) { b.clock_error = Millis{INT64_MAX}; }},
        {"/currency", [](Basket& b) { b.currency = "cny"; }},
        {"/currency", [](Basket& b) { b.currency = "CNYX"; }},
        {"/exponent", [](Basket& b) { b.exponent = 1; }},
        {"/points", [](Basket& b) { b.points = Points{-1}; }},
        {"/points", [](Basket& b) { b.points = Points{kAmountMax + 1}; }},
        {"/coupons/1",
         [](Basket& b) {
             b.coupons = std::vector<CouponId>{CouponId("A"), CouponId("")};
         }},
        {"/coupons", [](Basket& b) { b.coupons = std::vector<CouponId>(kCouponsAskedMax + 1, CouponId("A")); }},
        {"/lines/1/line_no", [](Basket& b) { b.lines[1].line_no = 0; }},
        {"/lines/1/line_no", [](Basket& b) { b.lines[1].line_no = b.lines[0].line_no; }},
        {"/lines/0/quantity", [](Basket& b) { b.lines[0].quantity = Quantity{0}; }},
        {"/lines/0/quantity", [](Basket& b) { b.lines[0].quantity = Quantity{-1000}; }},
        {"/lines/1/quantity", [](Basket& b) { b.lines[1].quantity = Quantity{kQuantityMax + 1}; }},
        {"/lines/0/quantity", [](Basket& b) { b.lines[0].quantity = Quantity{1500}; }},
        {"/lines/0/unit_price", [](Basket& b) { b.lines[0].unit_price = Money{-1}; }},
        {"/lines/0/unit_price", [](Basket& b) { b.lines[0].unit_price = Money{kAmountMax + 1}; }},
        {"/lines/0/unit_price", [](Basket& b) { b.lines[0].unit_price = Money{INT64_MIN}; }},
        {"/lines/0/amount", [](Basket& b) { b.lines[0].amount = Money{-1}; }},
        {"/lines/0/amount", [](Basket& b) { b.lines[0].amount = Money{kAmountMax + 1}; }},
        {"/lines/0/member_unit_price", [](Basket& b) { b.lines[0].member_unit_price = Money{-1}; }},
        {"/lines/0/pos_discount", [](Basket& b) { b.lines[0].pos_discount = Money{-1}; }},
        {"/lines/0/pos_discount", [](Basket& b) { b.lines[0].pos_discount = Money{2001}; }},
        {"/lines/0/tax_bp", [](Basket& b) { b.lines[0].tax_bp = BasisPoints{-1}; }},
        {"/lines/0/tax_bp", [](Basket& b) { b.lines[0].tax_bp = BasisPoints{10001}; }},
        {"/lines/0/override/staff_id",
         [](Basket& b) {
             b.lines[0].override_price = PriceOverride{"", StaffId("a b")};
         }},
    };
    return all;
}

TEST(CheckBasket, AcceptsAGoodOne) {
    EXPECT_EQ(refused_field(good_basket()), "accepted");
    Basket none = good_basket();
    none.lines.clear();
    EXPECT_EQ(refused_field(none), "accepted");
}

TEST(CheckBasket, NamesTheFieldOfEachFaultAndTheQuoteRefusesIt) {
    for (const Fault& fault : faults()) {
        SCOPED_TRACE(fault.field);
        Sale sale;
        sale.basket = good_basket();
        fault.make(sale.basket);
        EXPECT_EQ(refused_field(sale.basket), fault.field);
        const auto outcome = sale.outcome();
        ASSERT_TRUE(std::holds_alternative<Refusal>(outcome));
        EXPECT_EQ(std::get<Refusal>(outcome).code, "basket_invalid");
    }
}

TEST(CheckBasket, RefusesTotalsThatAreTooLargeAndNeverWraps) {
    Basket basket = good_basket();
    basket.lines[0].unit_price = Money{kAmountMax};
    basket.lines[0].quantity = Quantity{kQuantityMax};
    EXPECT_EQ(refused_field(basket), "/lines/0/unit_price");
    basket.lines[0].quantity = Quantity{1000};
    EXPECT_EQ(refused_field(basket), "/lines") << "each line fits, the sum does not";
    basket.lines.pop_back();
    EXPECT_EQ(refused_field(basket), "accepted");
}

TEST(CheckBasket, TakesFiveHundredLinesAndNoMore) {
    Sale sale;
    for (std::size_t i = 0; i < kLinesMax; ++i)
        sale.line(100);
    EXPECT_EQ(refused_field(sale.basket), "accepted");
    sale.line(100);
    EXPECT_EQ(refused_field(sale.basket), "/lines");
}

TEST(CheckBasket, KnowsLeapYears) {
    Basket basket = good_basket();
    basket.business_day = "2028-02-29";
    EXPECT_EQ(refused_field(basket), "accepted");
}

TEST(Basket, ThePrintedAmountRulesOverPriceTimesQuantity) {
    Sale sale;
    sale.line(3980, 456).amount = Money{1814};
    EXPECT_EQ(sale.quote().totals.due, Money{1814});
}

TEST(Basket, AnotherCurrencyThanTheRulesIsRefused) {
    Sale sale;
    sale.line(100);
    sale.basket.currency = "EUR";
    auto outcome = sale.outcome();
    ASSERT_TRUE(std::holds_alternative<Refusal>(outcome));
    EXPECT_EQ(std::get<Refusal>(outcome).code, "currency_mismatch");
    EXPECT_EQ(std::get<Refusal>(outcome).field, "/currency");

    sale.basket.currency = "CNY";
    sale.basket.exponent = 3;
    outcome = sale.outcome();
    ASSERT_TRUE(std::holds_alternative<Refusal>(outcome));
    EXPECT_EQ(std::get<Refusal>(outcome).field, "/exponent");
}

}  // namespace
}  // namespace counterfoil::domain
