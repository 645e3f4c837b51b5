// Coupons that price pieces: fixed_price, exchange, gift and pick_up, and the lines that they split.
#include <gmock/gmock.h>

#include "domain/returns.hpp"
#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::codes;
using test::figure;
using test::Sale;
using test::shares;
using test::used_ids;
using testing::ElementsAre;

using Figures = std::vector<std::int64_t>;

TEST(FixedPrice, TheDearestPiecesHaveIt) {
    Sale sale;
    sale.line(1000);
    sale.line(3000);
    sale.line(2000);
    sale.fixed_price("F", 990, 2);
    const Quote quote = sale.quote();
    EXPECT_EQ(test::figures(quote, &QuoteLine::net), (Figures{1000, 990, 990}));
    EXPECT_EQ(quote.used.front().discount, Money{2010 + 1010});
    EXPECT_EQ(quote.lines.size(), 3U) << "whole lines are not split";
}

TEST(FixedPrice, PiecesThatCostNoMoreAreLeftToOthers) {
    Sale sale;
    sale.line(990);
    sale.line(2000);
    sale.fixed_price("F", 990, 5);
    sale.amount_off("A", 500);
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("F", "A"));
    EXPECT_EQ(shares(quote, Instrument::coupon), (Figures{500, 1010}));
}

TEST(FixedPrice, WhereItTakesPartOfALineTheQuoteSplitsIt) {
    Sale sale;
    sale.pay_bp(9000);
    BasketLine& line = sale.line(3334, 3000);
    line.line_no = 7;
    line.pos_discount = Money{2};
    line.tax_bp = BasisPoints{1300};
    sale.fixed_price("F", 1000, 2);
    const Quote quote = sale.quote();
    ASSERT_EQ(quote.lines.size(), 2U);
    const QuoteLine& rest = quote.lines[0];
    const QuoteLine& taken = quote.lines[1];
    EXPECT_EQ(rest.line_no, 7);
    EXPECT_FALSE(rest.split_of);
    EXPECT_EQ(rest.quantity, Quantity{1000});
    EXPECT_EQ(taken.line_no, 8) << "a number of its own, above all others";
    EXPECT_EQ(taken.split_of, 7);
    EXPECT_EQ(taken.quantity, Quantity{2000});
    EXPECT_EQ(rest.list + taken.list, Money{10002});
    EXPECT_EQ((rest.list - rest.base) + (taken.list - taken.base), Money{2});
    EXPECT_EQ(rest.member_price + taken.member_price, Money{9002}) << "90 % of the list price of the line";
    EXPECT_EQ(taken.member_price, Money{6001}) << "the part of 0 to 2 pieces of 3";
    EXPECT_EQ(taken.net, Money{2000});
    EXPECT_EQ(rest.net, Money{3001});
    EXPECT_EQ(taken.tax, Money{230});
    EXPECT_EQ(quote.totals.due, Money{5001});
}

TEST(FixedPrice, NeverWeighedGoods) {
    Sale sale;
    sale.line(5000, 2500);
    sale.fixed_price("F", 100);
    EXPECT_THAT(codes(sale.quote(), "F"), ElementsAre("goods_excluded"));
}

TEST(Exchange, OnePieceOfAListedSkuAtItsPrice) {
    Sale sale;
    sale.line(2000, 2000);
    sale.line(3000);
    sale.exchange("X", "SKU1", 100).skus.push_back(Sku("SKU2"));
    const Quote quote = sale.quote();
    EXPECT_EQ(test::figures(quote, &QuoteLine::net), (Figures{4000, 100})) << "the dearest of the listed ones";
    sale.context.coupons.back().coupon_template.skus = {Sku("SKU9")};
    EXPECT_THAT(codes(sale.quote(), "X"), ElementsAre("no_goods_in_scope"));
}

TEST(Gift, AScannedPieceCostsNothing) {
    Sale sale;
    sale.line(20000);
    sale.line(3000, 2000);
    sale.exchange("G", "SKU2", 0).min_spend = Money{20000};
    const Quote quote = sale.quote();
    EXPECT_EQ(test::figures(quote, &QuoteLine::net), (Figures{20000, 3000, 0}));
    EXPECT_EQ(quote.lines[2].split_of, 2);
    EXPECT_EQ(quote.points.earn, Points{230});
}

TEST(Gift, SaysWhatToScan) {
    Sale sale;
    sale.line(20000);
    sale.exchange("G", "MUG", 0).skus.push_back(Sku("CUP"));
    EXPECT_THAT(codes(sale.quote(), "G"), ElementsAre("gift_not_scanned"));
    EXPECT_EQ(figure(sale.quote(), "G", "skus"), "MUG, CUP");
}

TEST(Gift, DoesNotCountForItsOwnThresholdNorForAnothers) {
    Sale sale;
    sale.line(19000);
    sale.line(1000);
    sale.exchange("G", "SKU2", 0).min_spend = Money{20000};
    EXPECT_THAT(codes(sale.quote(), "G"), ElementsAre("below_min_spend"));
    EXPECT_EQ(figure(sale.quote(), "G", "short"), "1000");

    sale.context.coupons.back().coupon_template.min_spend = Money{};
    sale.amount_off("A", 500, 20000);
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("G")) << "with the gift the amount coupon lacks 10.00";
    sale.amount_off("B", 3000, 20000);
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("B")) << "which here is worth more than the gift";
}

TEST(Pieces, LeaveTheScopeOfAllOtherCoupons) {
    Sale sale;
    sale.line(10000);
    sale.line(4000, 2000);
    sale.exchange("G", "SKU2", 0);
    sale.percent_off("P", 5000);
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("G", "P"));
    EXPECT_EQ(quote.totals.due, Money{7000});
    EXPECT_EQ(shares(quote, Instrument::coupon), (Figures{5000, 2000, 4000}));
}

TEST(Pieces, EachIsPricedByOneCoupon) {
    Sale sale;
    sale.line(4000, 2000);
    sale.exchange("G", "SKU1", 0);
    sale.exchange("H", "SKU1", 0);
    sale.exchange("I", "SKU1", 0);
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{0});
    EXPECT_THAT(used_ids(quote), ElementsAre("G", "H")) << "max_coupons counts order-level coupons only";
    ASSERT_EQ(quote.lines.size(), 2U);
    EXPECT_EQ(quote.lines[0].quantity, Quantity{1000});
    EXPECT_EQ(quote.lines[1].split_of, 1);
}

TEST(Pieces, FixedPricesComeBeforeGiftsAndASequenceReordersOnlyThese) {
    Sale sale;
    sale.line(10000);
    sale.line(6000);
    sale.exchange("G", "SKU1", 0).skus.push_back(Sku("SKU2"));
    sale.fixed_price("F", 1000);
    EXPECT_EQ(sale.quote().totals.due, Money{1000}) << "F has the piece of 100.00, the gift is that of 60.00";
    sale.context.coupons.front().coupon_template.sequence = 5;
    EXPECT_EQ(test::figures(sale.quote(), &QuoteLine::net), (Figures{0, 1000}));
    sale.amount_off("A", 100).sequence = 1;
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("G", "F")) << "nothing is left for A";
}

TEST(Pieces, GroupsAreAMatterOfOneLevel) {
    Sale sale;
    sale.line(10000);
    sale.line(6000);
    sale.exchange("G", "SKU2", 0);
    sale.amount_off("A", 500).group_limit = 1;
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("G", "A"));
    sale.context.coupons.front().coupon_template.stack = Stack::alone;
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("G"));
}

TEST(Pieces, APieceIsPaidWithPointsLikeOtherGoods) {
    Sale sale;
    sale.line(10000, 2000);
    sale.fixed_price("F", 5000);
    sale.points(100000);
    sale.basket.points = MaxPoints{};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.points.value, Money{7500});
    EXPECT_EQ(shares(quote, Instrument::points), (Figures{5000, 2500}));
}

TEST(Pieces, TheHighestLineNumberLeavesNoRoomAbove) {
    Sale sale;
    sale.line(10000, 2000).line_no = INT32_MAX;
    sale.exchange("G", "SKU1", 0);
    EXPECT_EQ(sale.quote().lines.back().line_no, 1);
}

SoldTicket gift_ticket() {
    Sale sale;
    sale.line(4000, 3000);
    sale.exchange("G", "SKU1", 0);
    return {sale.basket, sale.quote(), {}};
}

Return back(const SoldTicket& ticket, std::vector<ReturnRequest> lines) {
    const Outcome<Return> made = make_return(ticket, lines);
    if (const auto* no = std::get_if<Refusal>(&made)) {
        ADD_FAILURE() << no->code << " " << no->field;
        return {};
    }
    return std::get<Return>(made);
}

TEST(ReturnOfASplitLine, ThePieceThatWasPaidLeastComesBackFirst) {
    SoldTicket ticket = gift_ticket();
    const Return first = back(ticket, {{1, Quantity{1000}}});
    EXPECT_EQ(first.totals.due, Money{0});
    ASSERT_EQ(first.lines.size(), 1U);
    EXPECT_EQ(first.lines.front().line_no, 2) << "the gift has this number";
    add_return(ticket, first);
    EXPECT_EQ(back(ticket, {{1, Quantity{1000}}}).totals.due, Money{4000});
}

TEST(ReturnOfASplitLine, APartCanBeNamed) {
    SoldTicket ticket = gift_ticket();
    EXPECT_EQ(back(ticket, {{1, Quantity{2000}}, {2, Quantity{1000}}}).totals.due, Money{8000});
    const Outcome<Return> more = make_return(ticket, std::vector<ReturnRequest>{{2, Quantity{2000}}});
    ASSERT_TRUE(std::holds_alternative<Refusal>(more));
    EXPECT_EQ(std::get<Refusal>(more).code, "over_returned");
    const Outcome<Return> both = make_return(ticket, std::vector<ReturnRequest>{{1, Quantity{3000}}, {2, Quantity{1000}}});
    ASSERT_TRUE(std::holds_alternative<Refusal>(both));
    EXPECT_EQ(std::get<Refusal>(both).field, "/lines/0/quantity") << "one of the three is named already";
}

TEST(ReturnOfASplitLine, AllOfItAtOnceIsTheWholeTicket) {
    const SoldTicket ticket = gift_ticket();
    const Return all = back(ticket, {{1, Quantity{3000}}});
    EXPECT_TRUE(all.whole);
    EXPECT_EQ(all.totals, ticket.quote.totals);
    const Outcome<Return> voided = make_void(ticket, ticket.basket.business_day);
    EXPECT_EQ(std::get<Return>(voided).lines, all.lines);
}

TEST(PickUp, TakesAllOfItsGoodsForNothing) {
    Sale sale;
    sale.line(1000, 3000).sku = Sku("A");
    sale.line(2500).sku = Sku("B");
    sale.line(700).sku = Sku("C");
    sale.pick_up("P", {{Sku("A"), 2}, {Sku("B"), 1}});
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("P"));
    EXPECT_EQ(quote.totals.due, Money{1000 + 700});
    EXPECT_EQ(quote.used.front().discount, Money{2 * 1000 + 2500});
    EXPECT_EQ(quote.points.earn, Points{17}) << "what was paid for elsewhere earns nothing here";
}

TEST(PickUp, APartOfItIsNothing) {
    Sale sale;
    sale.line(1000).sku = Sku("A");
    sale.line(2500).sku = Sku("B");
    sale.pick_up("P", {{Sku("A"), 2}, {Sku("B"), 1}});
    const Quote quote = sale.quote();
    EXPECT_TRUE(quote.used.empty());
    ASSERT_EQ(codes(quote, "P"), std::vector<std::string>{"gift_not_scanned"});
    EXPECT_EQ(quote.refused.front().reasons.front().figures.at("skus"), "A");
    EXPECT_EQ(quote.totals.due, Money{3500});
}

TEST(PickUp, TwoOrdersOfOneTemplateAreNotTheSame) {
    Sale sale;
    sale.line(1000).sku = Sku("A");
    sale.line(2500).sku = Sku("B");
    sale.pick_up("P1", {{Sku("A"), 1}});
    sale.pick_up("P2", {{Sku("B"), 1}});
    for (OfferedCoupon& offer : sale.context.coupons)
        offer.coupon_template.template_id = offer.coupon.template_id = TemplateId("PICKUP");
    sale.context.coupons[0].coupon.valid_until = sale.basket.at + Millis{1};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("P2")) << "one a ticket: the one that saves more, not the sooner one";
    for (OfferedCoupon& offer : sale.context.coupons)
        offer.coupon_template.max_per_ticket = 2;
    EXPECT_EQ(sale.quote().totals.due, Money{0});
}

}  // namespace
}  // namespace counterfoil::domain
