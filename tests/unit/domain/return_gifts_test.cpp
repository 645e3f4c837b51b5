// Gifts that are asked back when the goods that earned them come back.
#include "domain/return_gifts.hpp"

#include "return_kit.hpp"

namespace counterfoil::domain {
namespace {

/// Two lines of 100.00 and 150.00, and a cup of 30.00 (line 3) that coupon G gives from 200.00.
class GiftReturns : public ::testing::Test {
protected:
    test::Sale sale;
    CouponTemplate* rule = nullptr;
    SoldTicket ticket;

    GiftReturns() {
        sale.line(10000);
        sale.line(15000);
        sale.line(3000);
        rule = &sale.exchange("G", "SKU3", 0);
        rule->min_spend = Money{20000};
    }

    void sell() { ticket = test::sold(sale); }
    Return made(const std::vector<ReturnRequest>& lines) const { return std::get<Return>(make_return(ticket, lines)); }
    /// Takes the lines back; answers the refund and keeps what became of gifts.
    Money take(const std::vector<ReturnRequest>& lines, GiftChoice choice = GiftChoice::deduct) {
        const Return goods = made(lines);
        gifts = settle_gifts(ticket, goods, choice, goods.totals.due);
        add_return(ticket, goods);
        add_gifts(ticket, gifts);
        return goods.totals.due - deducted_for(gifts) + refunded_for(gifts);
    }
    static ReturnRequest all_of(std::int32_t line) { return {line, Quantity{1000}}; }

    std::vector<GiftReturn> gifts;
};

TEST_F(GiftReturns, TheTicketSaysWhatCountedForTheGift) {
    sell();
    ASSERT_TRUE(ticket.quote.used.at(0).gift);
    const GiftTerms& terms = *ticket.quote.used[0].gift;
    EXPECT_EQ(terms.min_spend, Money{20000});
    EXPECT_EQ(terms.lines, (std::vector<std::int32_t>{1, 2})) << "the gift itself does not";
}

TEST_F(GiftReturns, WhatIsKeptMayStillEarnIt) {
    rule->min_spend = Money{15000};
    sell();
    EXPECT_TRUE(gifts_missing(ticket, made({all_of(1)})).empty()) << "150.00 are kept: reached at equality";
    EXPECT_EQ(take({all_of(1)}), Money{10000});
    EXPECT_TRUE(gifts.empty());
}

TEST_F(GiftReturns, BelowTheThresholdItIsMissing) {
    sell();
    const auto missing = gifts_missing(ticket, made({all_of(1)}));
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0].coupon_id, CouponId{"G"});
    EXPECT_EQ(missing[0].sku, Sku{"SKU3"});
    EXPECT_EQ(missing[0].line_no, 3);
    EXPECT_EQ(missing[0].gift_value, Money{3000}) << "its price then";
    EXPECT_TRUE(settle_gifts(ticket, made({all_of(1)}), GiftChoice::ask, Money{10000}).empty()) << "nothing is decided";
}

TEST_F(GiftReturns, BroughtBackInTheSameReturnNothingIsTaken) {
    sell();
    EXPECT_TRUE(gifts_missing(ticket, made({all_of(1), all_of(3)})).empty());
    EXPECT_EQ(take({all_of(1), all_of(3)}), Money{10000});
    EXPECT_TRUE(gifts.empty());
}

TEST_F(GiftReturns, ItsValueComesOffOnceAndGoesBackWithTheGift) {
    sell();
    EXPECT_EQ(take({all_of(1)}), Money{7000});
    EXPECT_EQ(take({all_of(2)}), Money{15000}) << "paid for already";
    EXPECT_EQ(take({all_of(3)}), Money{3000}) << "the gift is back, so its value is, too";
    ASSERT_EQ(gifts.size(), 1U);
    EXPECT_EQ(gifts[0].refund, Money{3000});
    EXPECT_EQ(ticket.gifts.at(CouponId{"G"}).taken, Money{});
}

TEST_F(GiftReturns, ARefundIsNeverBelowNothingAndLaterOnesBearTheRest) {
    sale.basket.lines[0].unit_price = Money{1000};
    rule->min_spend = Money{16000};
    sell();
    EXPECT_EQ(take({all_of(1)}), Money{});
    EXPECT_EQ(gifts.at(0).deduction, Money{1000});
    EXPECT_TRUE(gifts_missing(ticket, made({all_of(2)})).empty()) << "that is decided";
    EXPECT_EQ(take({all_of(2)}, GiftChoice::ask), Money{13000}) << "the other 20.00";
    EXPECT_EQ(take({all_of(3)}, GiftChoice::ask), Money{3000});
}

TEST_F(GiftReturns, WhatAManagerWaivedStaysWaived) {
    sell();
    EXPECT_EQ(take({all_of(1)}, GiftChoice::waive), Money{10000});
    EXPECT_TRUE(gifts.at(0).waived);
    EXPECT_TRUE(gifts_missing(ticket, made({all_of(2)})).empty());
    EXPECT_EQ(take({all_of(2)}), Money{15000});
    EXPECT_EQ(take({all_of(3)}), Money{}) << "nothing was taken for it";
}

TEST_F(GiftReturns, AListThresholdCountsListAmounts) {
    sale.pay_bp(5000);
    rule->threshold_base = ThresholdBase::list;
    rule->min_spend = Money{15000};
    sell();
    ASSERT_EQ(ticket.quote.lines[2].net, Money{});
    EXPECT_TRUE(gifts_missing(ticket, made({all_of(1)})).empty());
    EXPECT_EQ(gifts_missing(ticket, made({all_of(2)})).at(0).gift_value, Money{1500}) << "after its tier price";
}

TEST_F(GiftReturns, PiecesCountAndAWeighedLineIsOneAsLongAsAnyOfItIsKept) {
    rule->min_spend = Money{};
    rule->min_qty = Quantity{3000};
    sale.basket.lines[1].quantity = Quantity{500};
    sale.basket.lines[1].weighed = true;
    sale.basket.lines[0].quantity = Quantity{2000};
    sell();
    EXPECT_TRUE(gifts_missing(ticket, made({{2, Quantity{499}}})).empty());
    EXPECT_EQ(gifts_missing(ticket, made({{2, Quantity{500}}})).size(), 1U);
    EXPECT_EQ(gifts_missing(ticket, made({{1, Quantity{1000}}})).size(), 1U);
}

TEST_F(GiftReturns, AGiftOutOfALineComesBackByItsOwnNumberOrFirst) {
    sale.basket.lines[2].quantity = Quantity{3000};
    rule->scope.include.skus = {Sku{"SKU1"}, Sku{"SKU2"}, Sku{"SKU3"}};
    rule->min_spend = Money{30000};
    sell();
    ASSERT_EQ(ticket.quote.lines.size(), 4U) << "two cups are bought, one is given";
    ASSERT_EQ(ticket.quote.used[0].gift->lines, (std::vector<std::int32_t>{1, 2, 3})) << "the bought ones count";
    EXPECT_EQ(gifts_missing(ticket, made({all_of(1)})).at(0).line_no, 4);
    EXPECT_TRUE(gifts_missing(ticket, made({all_of(1), all_of(4)})).empty());
    EXPECT_TRUE(gifts_missing(ticket, made({all_of(1), all_of(3)})).empty()) << "an unnamed cup is the one paid least";
}

TEST_F(GiftReturns, OnlyGiftsWithAThresholdAreAskedBack) {
    rule->min_spend = Money{};
    sell();
    EXPECT_FALSE(ticket.quote.used.at(0).gift);
    EXPECT_TRUE(gifts_missing(ticket, made({all_of(1), all_of(2)})).empty());
    rule->kind = TemplateKind::exchange;
    rule->price = Money{100};
    rule->min_spend = Money{20000};
    sell();
    EXPECT_FALSE(ticket.quote.used.at(0).gift) << "an exchanged piece was paid for";
}

TEST(GiftRules, SayWhatACashierMayDecide) {
    using enum GiftChoice;
    EXPECT_FALSE(is_allowed(ask, GiftNotBack::deduct_refund));
    EXPECT_TRUE(is_allowed(deduct, GiftNotBack::deduct_refund));
    EXPECT_TRUE(is_allowed(waive, GiftNotBack::deduct_refund));
    EXPECT_FALSE(is_allowed(deduct, GiftNotBack::refuse));
    EXPECT_FALSE(is_allowed(waive, GiftNotBack::refuse));
    EXPECT_FALSE(is_allowed(deduct, GiftNotBack::waive_by_manager));
    EXPECT_TRUE(is_allowed(waive, GiftNotBack::waive_by_manager));
}

}  // namespace
}  // namespace counterfoil::domain
