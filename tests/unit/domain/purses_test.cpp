// Purses beside the main one: each with its own unit, value and rules, burnt one after the other.
#include <gtest/gtest.h>

#include "domain/returns.hpp"
#include "return_kit.hpp"
#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::Sale;

EachPurse each(std::map<PurseId, std::variant<MaxPoints, Points>> wanted) { return EachPurse{std::move(wanted)}; }

const PurseId kMain;
const PurseId kPromo{"promo"};
const PurseId kExtra{"extra"};

/// 100.00 of goods; 1,000 points of the main purse, half of it payable with them; 3,000 of another one.
struct Purses : Sale {
    Purses() {
        line(10000);
        points(1000);
        purse("promo", 3000);
    }
    PointsResult promo() {
        const Quote made = quote();
        const PointsResult* result = made.purse(kPromo);
        return result == nullptr ? PointsResult{} : *result;
    }
    std::string why() {
        const PointsResult result = promo();
        return result.refused ? result.refused->code : "";
    }
};

TEST(Purses, NothingIsBurntUnlessItIsNamed) {
    Purses sale;
    EXPECT_EQ(sale.promo().burn, Points{0});
    EXPECT_EQ(sale.promo().max, Points{3000}) << "and what could be is shown";
    sale.basket.points = MaxPoints{};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.points.burn, Points{1000}) << "a plain wish is for the main purse";
    EXPECT_EQ(quote.purse(kPromo)->burn, Points{0});
}

TEST(Purses, OneAfterTheOtherOnWhatIsLeft) {
    Purses sale;
    sale.rules.purses[0].points.max_share_bp = BasisPoints{2000};
    sale.basket.points = each({{kPromo, MaxPoints{}}, {kMain, MaxPoints{}}});
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.points.burn, Points{1000});
    EXPECT_EQ(quote.points.value, Money{1000}) << "the main purse alone";
    EXPECT_EQ(quote.purse(kPromo)->burn, Points{1800}) << "a fifth of the 90.00 that are left";
    EXPECT_EQ(quote.totals.points_value, Money{2800});
    EXPECT_EQ(quote.totals.due, Money{7200});
    ASSERT_EQ(quote.lines[0].alloc.size(), 2u);
    EXPECT_EQ(quote.lines[0].alloc[0], (Allocation{Instrument::points, "", Money{1000}, Points{1000}}));
    EXPECT_EQ(quote.lines[0].alloc[1], (Allocation{Instrument::points, "promo", Money{1800}, Points{1800}}));
}

TEST(Purses, InTheOrderOfTheRules) {
    Purses sale;
    sale.purse("extra", 20000);
    sale.basket.points = each({{kExtra, MaxPoints{}}, {kPromo, MaxPoints{}}});
    EXPECT_EQ(sale.quote().purse(kPromo)->burn, Points{3000});
    EXPECT_EQ(sale.quote().purse(kExtra)->burn, Points{7000});
    std::swap(sale.rules.purses[0], sale.rules.purses[1]);
    EXPECT_EQ(sale.quote().purse(kExtra)->burn, Points{10000});
    EXPECT_EQ(sale.quote().purse(kPromo)->burn, Points{0}) << "nothing is left to pay";
    EXPECT_EQ(sale.quote().purse(kPromo)->refused->code, "pts_excluded");
}

TEST(Purses, ReasonsAreThoseOfThePurse) {
    Purses sale;
    PointsRules& rules = sale.rules.purses[0].points;
    sale.basket.points = each({{kPromo, Points{3001}}});
    EXPECT_EQ(sale.why(), "pts_balance");
    rules.burn_step = Points{7};
    sale.basket.points = each({{kPromo, Points{8}}});
    EXPECT_EQ(sale.why(), "pts_step");
    rules.burn_least = Points{14};
    EXPECT_EQ(sale.why(), "pts_min");
    sale.basket.points = each({{kPromo, Points{2800}}});
    rules.max_share_bp = BasisPoints{2799};
    EXPECT_EQ(sale.why(), "pts_share");
    rules.max_share_bp = kWhole;
    EXPECT_EQ(sale.why(), "");
    sale.context.purses[0].burnable = Points{2799};
    EXPECT_EQ(sale.why(), "pts_offline");
    sale.context.purses[0].barred = Refusal{"held_elsewhere", {}, {}};
    EXPECT_EQ(sale.why(), "held_elsewhere");
    EXPECT_FALSE(sale.quote().points.refused) << "nobody asked for the main purse's";
    sale.basket.proof = Proof::phone;
    EXPECT_EQ(sale.why(), "pts_proof");
}

TEST(Purses, FiguresTellTheUnit) {
    Purses sale;
    sale.rules.purses[0].points.unit_decimals = 1;
    sale.basket.points = each({{kPromo, Points{3001}}});
    EXPECT_EQ(sale.promo().refused->figures.at("unit_decimals"), "1");
}

TEST(Purses, APurseThatTheRulesDoNotHaveIsAnErrorOfTheBasket) {
    Purses sale;
    sale.basket.points = each({{kExtra, MaxPoints{}}});
    const auto outcome = sale.outcome();
    const auto* refusal = std::get_if<Refusal>(&outcome);
    ASSERT_NE(refusal, nullptr);
    EXPECT_EQ(refusal->code, "basket_invalid");
    EXPECT_EQ(refusal->field, "/points/extra");
    sale.basket.points = each({{kPromo, Points{-1}}});
    const auto negative = check_basket(sale.basket);
    ASSERT_TRUE(negative);
    EXPECT_EQ(negative->field, "/points/promo");
}

TEST(Purses, ACouponWithoutPointsBarsThemAll) {
    Purses sale;
    sale.amount_off("A", 1000).with_points = false;
    sale.basket.points = each({{kMain, MaxPoints{}}, {kPromo, MaxPoints{}}});
    EXPECT_EQ(sale.quote().totals.points_value, Money{0});
    EXPECT_EQ(sale.why(), "pts_not_with_coupon");
}

TEST(Purses, EachEarnsByItsOwnRates) {
    Purses sale;
    sale.rules.purses[0].points.earn_per = Money{20};
    sale.rules.purses[0].points.campaigns = {{"triple", Instant{}, kNever, {}, {}, BasisPoints{30000}}};
    sale.purse("extra").points.earn_points = Points{0};
    sale.basket.points = each({{kMain, Points{1000}}});
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.points.earn, Points{90}) << "on the 90.00 that are paid in money";
    EXPECT_EQ(quote.purse(kPromo)->earn, Points{1350});
    EXPECT_EQ(quote.purse(kPromo)->groups.at(0).campaigns, std::vector<std::string>{"triple"});
    EXPECT_EQ(quote.lines[0].earn, Points{90});
    EXPECT_EQ(quote.lines[0].earn_in, (std::vector<PursePoints>{{kPromo, Points{1350}}}));
    EXPECT_EQ(quote.purse(kExtra), nullptr) << "nothing to say";
    sale.rules.purses[0].points.earn_on_points = true;
    EXPECT_EQ(sale.quote().purse(kPromo)->earn, Points{1500}) << "whichever purse paid";
    EXPECT_EQ(sale.quote().points.earn, Points{90});
}

TEST(Purses, TheBestOfferCountsThePointsOfAll) {
    Purses sale;
    // Equal but for what the points of the other purse may pay of it.
    sale.amount_off("A", 1000).with_points = false;
    sale.amount_off("B", 1000);
    sale.basket.points = each({{kPromo, MaxPoints{}}});
    EXPECT_EQ(test::used_ids(sale.quote()), std::vector<std::string>{"B"});
    std::swap(sale.context.coupons[0].coupon_template.with_points, sale.context.coupons[1].coupon_template.with_points);
    EXPECT_EQ(test::used_ids(sale.quote()), std::vector<std::string>{"A"});
}

TEST(Purses, RulesOfAPurseAreCheckedLikeTheMainOnes) {
    Rules rules;
    const auto broken = [&] {
        const auto refusal = check_rules(rules);
        return refusal ? refusal->field : "";
    };
    rules.purses.resize(2);
    EXPECT_EQ(broken(), "/purses/0/purse_id");
    rules.purses[0].purse_id = rules.purses[1].purse_id = PurseId("promo");
    EXPECT_EQ(broken(), "/purses/1/purse_id") << "each once";
    rules.purses[1].purse_id = PurseId("main");
    EXPECT_EQ(broken(), "/purses/1/purse_id") << "the main one's name";
    rules.purses[1].purse_id = PurseId(std::string(33, 'x'));
    EXPECT_EQ(broken(), "/purses/1/purse_id");
    rules.purses[1].purse_id = PurseId("extra");
    EXPECT_EQ(broken(), "");
    rules.purses[1].points.burn_step = Points{1};
    rules.purses[1].points.burn_points = Points{3};
    EXPECT_EQ(broken(), "/purses/1/burn_step");
    rules.purses[1].points = {};
    rules.purses[1].points.earn_rules.resize(1);
    EXPECT_EQ(broken(), "/purses/1/earn_rules/0/rule_id");
    rules.purses[1].points = {};
    rules.purses[1].points.unit_decimals = 3;
    EXPECT_EQ(broken(), "/purses/1/unit_decimals");
    rules.purses.assign(kPursesMax + 1, {});
    EXPECT_EQ(broken(), "/purses");
}

TEST(Purses, AReturnGivesBackAndTakesByPurse) {
    Purses sale;
    sale.basket.lines.front().quantity = Quantity{3000};
    sale.basket.points = each({{kMain, Points{1000}}, {kPromo, Points{1000}}});
    SoldTicket ticket = test::sold(sale);
    ASSERT_EQ(ticket.quote.purse(kPromo)->earn, Points{280});
    const Return first = test::back(ticket, {{1, Quantity{1000}}});
    EXPECT_EQ(first.burn, Points{333});
    EXPECT_EQ(first.earn, Points{93});
    EXPECT_EQ(first.purses, (std::vector<PurseReturn>{{kPromo, Points{333}, Points{93}}}));
    EXPECT_EQ(first.totals.points_value, Money{666});
    const Return rest = test::back(ticket, {{1, Quantity{2000}}});
    EXPECT_EQ(in_purse(rest, kPromo), (PurseReturn{kPromo, Points{667}, Points{187}}));
    EXPECT_EQ(in_purse(rest, kMain), (PurseReturn{kMain, Points{667}, Points{187}}));
    EXPECT_EQ(in_purse(rest, kExtra), (PurseReturn{kExtra, Points{}, Points{}}));
}

TEST(Purses, LotsAndDebtsAreThoseOfOnePurse) {
    Member member;
    member.lots = {{LotId("A"), Points{5}, {}, kNever},
                   {LotId("B"), Points{7}, {}, kNever, kPromo},
                   {LotId("C"), Points{9}, Instant{100}, kNever, kPromo}};
    EXPECT_EQ(points_available(member.lots, Instant{50}), Points{5});
    EXPECT_EQ(points_available(member.lots, Instant{50}, kPromo), Points{7});
    EXPECT_EQ(points_pending(member.lots, Instant{50}, kPromo), Points{9});
    set_owed_in(member, kPromo, Points{3});
    set_owed_in(member, kExtra, Points{2});
    set_owed_in(member, kMain, Points{1});
    EXPECT_EQ(member.owed, Points{1});
    EXPECT_EQ(member.owed_in, (std::vector<PursePoints>{{kExtra, Points{2}}, {kPromo, Points{3}}}));
    set_owed_in(member, kExtra, Points{});
    EXPECT_EQ(owed_in(member, kExtra), Points{0});
    EXPECT_EQ(owed_in(member, kPromo), Points{3});
}

}  // namespace
}  // namespace counterfoil::domain
