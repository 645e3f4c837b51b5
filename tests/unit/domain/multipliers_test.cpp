// Coupons that multiply points: used only where they are asked for, and told of where they are not.
#include <gmock/gmock.h>

#include "domain/return_coupons.hpp"
#include "return_kit.hpp"
#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::codes;
using test::figure;
using test::Sale;
using test::used_ids;
using testing::ElementsAre;
using testing::IsEmpty;

/// 100.00 of milk and 50.00 of tea, which earn 150 points.
struct Multipliers : ::testing::Test {
    Multipliers() {
        sale.line(10000).category = "food/dairy";
        sale.line(5000).category = "drinks";
    }
    CouponTemplate& multiplier(const std::string& id, std::int32_t mult_bp, std::vector<std::string> categories = {}) {
        CouponTemplate& rule = sale.points_multiplier(id, mult_bp);
        rule.scope.include.categories = std::move(categories);
        return rule;
    }
    std::vector<std::int64_t> earned() { return test::figures(sale.quote(), &QuoteLine::earn); }
    static std::vector<std::pair<std::string, std::int64_t>> possible(const Quote& quote) {
        std::vector<std::pair<std::string, std::int64_t>> all;
        for (const PossibleCoupon& one : quote.also_possible)
            all.emplace_back(one.coupon_id.str(), one.earn.value);
        return all;
    }
    Sale sale;
};

TEST_F(Multipliers, BestNeverUsesOneAndSaysWhatItWouldAdd) {
    multiplier("A", 20000);
    multiplier("B", 30000, {"drinks"});
    const Quote quote = sale.quote();
    EXPECT_THAT(quote.used, IsEmpty());
    EXPECT_EQ(quote.points.earn, Points{150});
    EXPECT_EQ(possible(quote), (std::vector<std::pair<std::string, std::int64_t>>{{"A", 150}, {"B", 100}}));
    EXPECT_EQ(quote.also_possible[0].name.en, "Coupon A");
    EXPECT_THAT(quote.refused, IsEmpty()) << "what is possible is not refused";
}

TEST_F(Multipliers, ItIsUsedWhenItIsAskedFor) {
    multiplier("A", 20000, {"drinks"}).version = 4;
    sale.context.coupons.back().right = RightState::risk;
    const Quote quote = sale.ask({"A"}).quote();
    ASSERT_EQ(quote.used.size(), 1U);
    EXPECT_EQ(quote.used[0], (UsedCoupon{CouponId("A"), TemplateId("T-A"), 4, Money{}, Money{}, true, Points{50}}));
    EXPECT_EQ(test::figures(quote, &QuoteLine::earn), (std::vector<std::int64_t>{100, 100}));
    EXPECT_EQ(quote.totals.due, Money{15000}) << "it takes no money off";
    EXPECT_THAT(quote.lines[0].alloc, IsEmpty());
    EXPECT_THAT(quote.lines[1].alloc, ElementsAre(Allocation{Instrument::coupon, "A", Money{}, Points{50}}));
    ASSERT_EQ(quote.points.groups.size(), 2U);
    EXPECT_THAT(quote.points.groups[0].coupons, IsEmpty());
    EXPECT_THAT(quote.points.groups[1].coupons, ElementsAre("A"));
    EXPECT_THAT(quote.also_possible, IsEmpty());
}

TEST_F(Multipliers, OthersOfTheMembersAreToldOfBesideThoseThatAreNamed) {
    multiplier("A", 20000, {"drinks"});
    multiplier("B", 30000, {"food"});
    multiplier("C", 15000, {"wine"});
    const Quote quote = sale.ask({"A"}).quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A"));
    EXPECT_EQ(possible(quote), (std::vector<std::pair<std::string, std::int64_t>>{{"B", 200}}));
    EXPECT_THAT(quote.refused, IsEmpty()) << "nobody asked for C";
    sale.basket.coupons = BestCoupons{};
    EXPECT_THAT(codes(sale.quote(), "C"), ElementsAre("no_goods_in_scope"));
}

TEST_F(Multipliers, OneThatAddsNoPointHasNoBenefit) {
    sale.gold().mult_bp = BasisPoints{20000};
    multiplier("A", 20000);
    EXPECT_THAT(codes(sale.ask({"A"}).quote(), "A"), ElementsAre("no_benefit")) << "the tier gives as much";
    sale.rules.points.multiplier_rule = MultiplierRule::add;
    const Quote quote = sale.quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("A"));
    EXPECT_EQ(quote.points.earn, Points{450});
    sale.basket.buyer = Buyer::guest;
    sale.basket.member_id = MemberId("");
    sale.context.coupons.back().coupon_template.bound = Bound::bearer;
    EXPECT_THAT(codes(sale.quote(), "A"), ElementsAre("no_benefit")) << "nobody earns";
}

TEST_F(Multipliers, OfSeveralALineHasTheGreatestOne) {
    multiplier("A", 20000);
    multiplier("B", 30000, {"drinks"});
    sale.ask({"A", "B"});
    for (const MultiplierRule rule : {MultiplierRule::max, MultiplierRule::add}) {
        sale.rules.points.multiplier_rule = rule;
        const Quote quote = sale.quote();
        EXPECT_THAT(used_ids(quote), ElementsAre("B", "A")) << "in the order of evaluation";
        EXPECT_EQ(test::figures(quote, &QuoteLine::earn), (std::vector<std::int64_t>{200, 150})) << "never both on one line";
        EXPECT_EQ(quote.used[0].earn, Points{100});
        EXPECT_EQ(quote.used[1].earn, Points{100});
    }
    multiplier("C", 15000, {"drinks"});
    sale.ask({"A", "B", "C"});
    EXPECT_THAT(codes(sale.quote(), "C"), ElementsAre("no_benefit")) << "no line is left to it";
}

TEST_F(Multipliers, TheyAreNothingToBenefitCards) {
    sale.card("K", 8000, UseUnit::ticket, 10);
    sale.card("L", 9000, UseUnit::ticket, 10);
    multiplier("A", 20000);
    multiplier("B", 30000).min_spend = Money{13000};
    sale.context.coupons.back().coupon_template.tiers = {TierId("none")};
    const Quote quote = sale.ask({"A", "B"}).quote();
    EXPECT_EQ(quote.totals.due, Money{12000}) << "the card's price stays";
    EXPECT_THAT(used_ids(quote), ElementsAre("A"));
    ASSERT_EQ(quote.cards.size(), 1U);
    EXPECT_EQ(quote.cards[0].card_id, CardId("K"));
    ASSERT_EQ(quote.refused_cards.size(), 1U);
    EXPECT_EQ(quote.refused_cards[0].reasons.at(0).code, "no_benefit") << "no coupon is in its way";
    EXPECT_THAT(codes(quote, "B"), ElementsAre("wrong_tier", "below_min_spend")) << "its threshold counts the card's price";
}

TEST_F(Multipliers, TheyDoNotCountAmongTheCouponsThatTakeMoneyOff) {
    multiplier("A", 20000);
    sale.amount_off("M", 3000);
    const Quote quote = sale.ask({"A", "M"}).quote();
    EXPECT_THAT(used_ids(quote), ElementsAre("M", "A"));
    EXPECT_EQ(quote.totals.due, Money{12000});
    EXPECT_EQ(quote.points.earn, Points{240}) << "what is paid earns";
}

TEST_F(Multipliers, GroupsMatterAmongThemselvesAndTheWordOfOneSideInAnyCase) {
    multiplier("A", 20000, {"drinks"}).group_limit = 1;
    multiplier("B", 30000, {"food"});
    sale.amount_off("M", 3000);
    sale.ask({"A", "B", "M"});
    EXPECT_THAT(codes(sale.quote(), "A"), ElementsAre("ticket_limit"));
    sale.context.coupons[0].coupon_template.stack_group = "points";
    EXPECT_THAT(codes(sale.quote(), "A"), ElementsAre("not_with_coupon"));
    EXPECT_EQ(figure(sale.quote(), "A", "other_en"), "Coupon B");
    sale.context.coupons[1].coupon_template.not_with = {TemplateId("T-M")};
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("M", "A")) << "what takes money off comes first";
    sale.context.coupons[0].coupon_template.stack = Stack::alone;
    EXPECT_THAT(used_ids(sale.quote()), ElementsAre("M"));
    EXPECT_THAT(used_ids(sale.ask({"A"}).quote()), ElementsAre("A"));
}

TEST_F(Multipliers, AThresholdCountsAsForAllOthers) {
    CouponTemplate& rule = multiplier("A", 20000);
    rule.min_spend = Money{15000};
    sale.amount_off("M", 3000);
    EXPECT_THAT(used_ids(sale.ask({"A", "M"}).quote()), ElementsAre("M", "A")) << "other coupons do not spoil it";
    sale.context.coupons[0].coupon_template.threshold_base = ThresholdBase::running;
    EXPECT_THAT(codes(sale.quote(), "A"), ElementsAre("below_min_spend"));
    EXPECT_EQ(figure(sale.quote(), "A", "short"), "3000");
    EXPECT_THAT(used_ids(sale.ask({"A"}).quote()), ElementsAre("A"));
}

TEST_F(Multipliers, PiecesOfOtherCouponsAreOutOfItsScope) {
    multiplier("A", 20000);
    sale.exchange("G", "SKU2", 3000);
    sale.ask({"A", "G"});
    EXPECT_EQ(earned(), (std::vector<std::int64_t>{200, 30})) << "the line is all pieces";
    sale.basket.lines[1].quantity = Quantity{2000};
    EXPECT_EQ(earned(), (std::vector<std::int64_t>{200, 100, 30})) << "what is left of it counts";
}

TEST_F(Multipliers, ItComesBackWhenAllLinesToWhichItAddedPointsHave) {
    multiplier("A", 20000, {"drinks"});
    sale.ask({"A"});
    SoldTicket ticket = test::sold(sale);
    const CouponTerms terms{CouponId("A"), sale.basket.at + Millis{kDayMs}, {}};
    const SoldTicket first = ticket;
    EXPECT_THAT(return_coupons(first, test::back(ticket, {{1, Quantity{1000}}}), {&terms, 1}, sale.basket.at), IsEmpty());
    const SoldTicket second = ticket;
    const Return goods = test::back(ticket, {{2, Quantity{1000}}});
    EXPECT_EQ(goods.earn, Points{100});
    EXPECT_EQ(goods.burn, Points{}) << "what a coupon added was not burnt";
    EXPECT_THAT(return_coupons(second, goods, {&terms, 1}, sale.basket.at),
                ElementsAre(CouponReturn{CouponId("A"), CouponFate::given_back, terms.valid_until}));
}

TEST_F(Multipliers, ItsWorthIsThatOfThePointsThatItAdds) {
    UsedCoupon used{CouponId("A"), TemplateId("T"), 1, Money{250}, {}, true, Points{199}};
    sale.rules.points.burn_points = Points{100};
    sale.rules.points.burn_value = Money{50};
    EXPECT_EQ(worth_of(used, sale.rules.points), Money{250 + 99});
}

}  // namespace
}  // namespace counterfoil::domain
