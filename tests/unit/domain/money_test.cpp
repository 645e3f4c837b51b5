// Rounding, tenders of third parties, and who owes whom what for a ticket.
#include <gtest/gtest.h>

#include "domain/return_coupons.hpp"
#include "return_kit.hpp"
#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::back;
using test::Sale;
using test::shares;
using test::sold;
using Figures = std::vector<std::int64_t>;

Sale two_lines() {
    Sale sale;
    sale.line(6666).tax_bp = BasisPoints{1300};
    sale.line(3333).tax_bp = BasisPoints{1300};
    return sale;
}

TEST(Rounding, ComesOffBeforeEarningAndTax) {
    Sale sale = two_lines();
    sale.basket.rounding = Money{99};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{9900});
    EXPECT_EQ(quote.totals.rounding, Money{99});
    EXPECT_EQ(shares(quote, Instrument::rounding), (Figures{66, 33}));
    EXPECT_EQ(test::figures(quote, &QuoteLine::net), (Figures{6600, 3300}));
    EXPECT_EQ(test::figures(quote, &QuoteLine::tax), (Figures{759, 380}));
    EXPECT_EQ(quote.points.earn, Points{99});
}

TEST(Rounding, IsOfWhatIsPaidInMoney) {
    Sale sale = two_lines();
    CouponTemplate& rule = sale.amount_off("A", 6666);
    rule.funding = Funding::third_party;
    rule.scope.include.skus = {Sku("SKU1")};
    sale.basket.rounding = Money{33};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{3300});
    EXPECT_EQ(shares(quote, Instrument::rounding), (Figures{0, 33}));
}

TEST(Rounding, IsNoMoreThanTheRulesAllowOrThanIsDue) {
    Sale sale = two_lines();
    sale.basket.rounding = Money{100};
    const auto too_much = sale.outcome();
    EXPECT_EQ(std::get<Refusal>(too_much), (Refusal{"basket_invalid", "/rounding", {{"rule", "at most 99"}}}));
    sale.rules.rounding_max = Money{100};
    EXPECT_EQ(sale.quote().totals.due, Money{9899});
    sale.amount_off("A", 9950);
    const auto more_than_due = sale.outcome();
    EXPECT_EQ(std::get<Refusal>(more_than_due).figures.at("rule"), "at most what is due, 49");
    sale.basket.rounding = Money{-1};
    const auto negative = sale.outcome();
    EXPECT_EQ(std::get<Refusal>(negative).field, "/rounding");
}

TEST(Rounding, GoesBackByPart) {
    Sale sale;
    sale.line(1001, 3000);
    sale.basket.rounding = Money{3};
    SoldTicket ticket = sold(sale);
    for (const std::int64_t due : {1000, 1000, 1000}) {
        const Return one = back(ticket, {{1, Quantity{1000}}});
        EXPECT_EQ(one.totals.due, Money{due});
        EXPECT_EQ(one.totals.rounding, Money{1});
        EXPECT_EQ(one.totals.list, Money{1001});
    }
}

Sale by_supplier() {
    Sale sale = two_lines();
    CouponTemplate& rule = sale.amount_off("A", 2000);
    rule.funding = Funding::third_party;
    rule.bearers = {{Party::supplier, BasisPoints{7500}, EntityId("E-9")}, {Party::mall, BasisPoints{2500}, {}}};
    sale.rules.stores = {{StoreId("S001"), {}, {}, {}, EntityId("E-1")}};
    sale.basket.entity_id = EntityId("E-1");
    return sale;
}

TEST(ThirdParty, LowersWhatIsDueAndNotWhatGoodsCost) {
    Sale sale = by_supplier();
    sale.rules.tiers[0].growth_from = 1000;
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{7999});
    EXPECT_EQ(quote.totals.third_party, Money{2000});
    EXPECT_EQ(quote.totals.coupon_discount, Money{0});
    EXPECT_EQ(test::figures(quote, &QuoteLine::net), (Figures{6666, 3333}));
    EXPECT_EQ(shares(quote, Instrument::third_party), (Figures{1333, 667}));
    EXPECT_EQ(quote.totals.tax, Money{767 + 383});
    EXPECT_EQ(quote.points.earn, Points{99});
    EXPECT_EQ(quote.growth, 99);
    EXPECT_EQ(quote.used.at(0).discount, Money{2000});
}

TEST(ThirdParty, PointsPayOnlyWhatItLeaves) {
    Sale sale = by_supplier();
    sale.rules.points.max_share_bp = kWhole;
    sale.points(100'000);
    sale.basket.points = MaxPoints{};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.points.value, Money{7900});
    EXPECT_EQ(quote.totals.due, Money{99});
    EXPECT_EQ(quote.points.earn, Points{20});
}

TEST(ThirdParty, ARefundInMoneyIsNeverWhatOthersPaid) {
    // 3 of 5 minor units are the customer's: whole figures cut by themselves would make a piece that asks for money.
    Sale sale;
    sale.line(1, 5000);
    CouponTemplate& rule = sale.amount_off("A", 2);
    rule.funding = Funding::third_party;
    SoldTicket ticket = sold(sale);
    Totals sum;
    for (int piece = 0; piece < 5; ++piece) {
        const Return one = back(ticket, {{1, Quantity{1000}}});
        EXPECT_GE(one.totals.due, Money{});
        EXPECT_EQ(one.lines.at(0).net, one.totals.due + one.totals.third_party);
        sum.due += one.totals.due;
        sum.third_party += one.totals.third_party;
    }
    EXPECT_EQ(sum.due, Money{3});
    EXPECT_EQ(sum.third_party, Money{2});
}

TEST(ThirdParty, ItsCouponIsOfTheGoodsThatItPaidFor) {
    Sale sale = by_supplier();
    SoldTicket ticket = sold(sale);
    const std::vector<CouponTerms> terms{{CouponId("A"), kNever, {OnReturn::full_only, 0}}};
    const SoldTicket before = ticket;
    const Return one = back(ticket, {{1, Quantity{1000}}});
    EXPECT_EQ(return_coupons(before, one, terms, Instant{}).at(0).fate, CouponFate::stays_used);
    const SoldTicket then = ticket;
    const Return other = back(ticket, {{2, Quantity{1000}}});
    EXPECT_EQ(return_coupons(then, other, terms, Instant{}).at(0).fate, CouponFate::given_back);
}

TEST(Clearing, NamesWhoBearsWhat) {
    Sale sale = by_supplier();
    sale.pay_bp(9000);
    sale.rules.clearing.tier_price = {{Party::redeemer_store, BasisPoints{5000}, {}}, {Party::hq, BasisPoints{5000}, {}}};
    sale.rules.max_coupons = 2;
    sale.amount_off("B", 3333).bearers = {{Party::issuer_store, BasisPoints{5000}, {}},
                                          {Party::brand, BasisPoints{5000}, {}}};
    sale.rules.stores.push_back({StoreId("S002"), {}, {}, {}, EntityId("E-2")});
    sale.context.coupons.back().coupon.issuer = CouponIssuer{"S002", {}, {}};
    sale.points(100);
    sale.basket.points = MaxPoints{};
    const Quote quote = sale.quote();
    const EntityId seller("E-1");
    const EntityId pool("pool");
    EXPECT_EQ(quote.totals.member_discount, Money{1000});
    EXPECT_EQ(quote.clearing, (std::vector<ClearingEntry>{
                                  {EntityId("hq"), seller, ClearingCause::tier_price, {}, Money{500}, {}},
                                  {EntityId("E-2"), seller, ClearingCause::coupon, "B", Money{1667}, {}},
                                  {EntityId("brand"), seller, ClearingCause::coupon, "B", Money{1666}, {}},
                                  {EntityId("E-9"), seller, ClearingCause::third_party, "A", Money{1500}, {}},
                                  {EntityId("mall"), seller, ClearingCause::third_party, "A", Money{500}, {}},
                                  {seller, pool, ClearingCause::points_earned, {}, {}, quote.points.earn},
                                  {pool, seller, ClearingCause::points_burnt, {}, {}, Points{100}},
                              }));
}

TEST(Clearing, IsHqsWithoutAnotherWordAndNobodysWithoutACompany) {
    Sale sale = two_lines();
    sale.pay_bp(9000);  // the seller's
    sale.rules.stores = {{StoreId("S001"), {}, {}, {}, EntityId("E-1")}};
    sale.amount_off("A", 1000);
    EXPECT_EQ(entity_of(sale.rules, StoreId("S001")), EntityId("E-1"));
    EXPECT_EQ(entity_of(sale.rules, StoreId("S002")), EntityId{});
    EXPECT_TRUE(sale.quote().clearing.empty());
    sale.basket.entity_id = EntityId("E-1");
    const Quote quote = sale.quote();
    ASSERT_EQ(quote.clearing.size(), 2U);
    EXPECT_EQ(quote.clearing[0],
              (ClearingEntry{EntityId("hq"), EntityId("E-1"), ClearingCause::coupon, "A", Money{1000}, {}}));
    sale.basket.entity_id = EntityId("hq");
    EXPECT_EQ(sale.quote().clearing.size(), 1U);
}

TEST(Clearing, AReturnTurnsItRoundAndAnotherCompanyIsOwedTheRefund) {
    Sale sale = by_supplier();
    SoldTicket ticket = sold(sale);
    const EntityId seller("E-1");
    const SoldTicket before = ticket;
    const Return one = back(ticket, {{1, Quantity{1000}}});
    ASSERT_EQ(one.totals.due, Money{5333});
    EXPECT_EQ(clear_return(before, one, {EntityId("E-2"), Points{6}, Money{5327}}),
              (std::vector<ClearingEntry>{
                  {seller, EntityId("E-9"), ClearingCause::third_party, "A", Money{999}, {}},
                  {seller, EntityId("mall"), ClearingCause::third_party, "A", Money{333}, {}},
                  // What the refund paid for stays issued.
                  {EntityId("pool"), seller, ClearingCause::points_earned, {}, {}, one.earn - Points{6}},
                  {seller, EntityId("E-2"), ClearingCause::refund, {}, Money{5327}, {}},
              }));
    for (const ClearingEntry& entry : clear_return(before, one, {seller, {}, one.totals.due}))
        EXPECT_NE(entry.cause, ClearingCause::refund);
}

TEST(Clearing, OfAPurseOnlyWhatTheRefundDidNotPayForGoesBack) {
    Sale sale = by_supplier();
    const PurseId promo("promo");
    sale.purse("promo", 0).points.earn_per = Money{50};
    SoldTicket ticket = sold(sale);
    const Points earned = ticket.quote.purse(promo)->earn;
    ASSERT_GT(earned, Points{6});
    EXPECT_EQ(ticket.quote.clearing.back(),
              (ClearingEntry{EntityId("E-1"), EntityId("pool"), ClearingCause::points_earned, {}, {}, earned, promo}));
    const SoldTicket before = ticket;
    const Return one = back(ticket, {{1, Quantity{1000}}});
    const auto turned = clear_return(before, one, {EntityId("E-1"), {}, one.totals.due, {{promo, Points{6}}}});
    EXPECT_EQ(turned.back().points, in_purse(one, promo).earn - Points{6});
    EXPECT_EQ(turned.back().purse_id, promo);
}

TEST(Clearing, TheRateIsTheNewestOfTheDayAndACompanysOwnComesFirst) {
    Rules rules;
    const EntityId one("E-1");
    const EntityId two("E-2");
    rules.clearing.clearing_per_1000 = Money{500};
    rules.clearing.rates = {{two, Money{600}}};
    const PurseId main;
    EXPECT_EQ(clearing_rate(rules, main, one, "2026-01-01"), Money{500});
    EXPECT_EQ(clearing_rate(rules, main, two, "2026-01-01"), Money{600});
    EXPECT_EQ(rates_since(rules, main, "2026-01-01"), "");
    rules.points.clearing_rates = {
        {"2026-07-01", {}, Money{900}}, {"2026-03-01", {}, Money{800}}, {"2026-05-01", two, Money{700}}};
    EXPECT_EQ(clearing_rate(rules, main, one, "2026-02-28"), Money{500});
    EXPECT_EQ(clearing_rate(rules, main, one, "2026-03-01"), Money{800});
    EXPECT_EQ(clearing_rate(rules, main, one, "2026-06-30"), Money{800});
    EXPECT_EQ(clearing_rate(rules, main, one, "2026-07-01"), Money{900});
    EXPECT_EQ(clearing_rate(rules, main, two, "2026-04-30"), Money{600});
    EXPECT_EQ(clearing_rate(rules, main, two, "2026-08-01"), Money{700});
    EXPECT_EQ(rates_since(rules, main, "2026-06-30"), "2026-05-01");
    rules.purses = {{PurseId("promo"), {}, {}}};
    EXPECT_EQ(clearing_rate(rules, PurseId("promo"), two, "2026-08-01"), Money{}) << "each purse has its own";
    rules.purses[0].points.clearing_rates = {{"", {}, Money{10}}};
    EXPECT_EQ(clearing_rate(rules, PurseId("promo"), two, "1970-01-01"), Money{10});
    EXPECT_EQ(clearing_rate(rules, PurseId("gone"), two, "2026-08-01"), Money{});
}

TEST(Bearers, BearTheWhole) {
    const Bearer half{Party::hq, BasisPoints{5000}, {}};
    EXPECT_TRUE(bear_the_whole({}));
    EXPECT_TRUE(bear_the_whole({half, {Party::mall, BasisPoints{5000}, {}}}));
    EXPECT_TRUE(bear_the_whole({half, {Party::hq, BasisPoints{5000}, EntityId("E-2")}}));
    EXPECT_FALSE(bear_the_whole({half, half}));
    EXPECT_FALSE(bear_the_whole({half}));
    EXPECT_FALSE(bear_the_whole({Bearer{}, {Party::mall, BasisPoints{0}, {}}}));
    EXPECT_FALSE(bear_the_whole({{Party::hq, BasisPoints{10001}, {}}}));
    EXPECT_FALSE(bear_the_whole(std::vector<Bearer>(9, Bearer{})));
}

}  // namespace
}  // namespace counterfoil::domain
