// What holds for coupons that multiply points, whatever else is on the ticket. A failure prints the seed of its case.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "random_offers.hpp"

namespace counterfoil::domain {
namespace {

using test::Dice;
using test::Sale;

constexpr std::uint64_t kCases = 2000;

void draw_multiplier(Sale& sale, Dice& dice, const std::string& id) {
    CouponTemplate& rule = sale.points_multiplier(id, static_cast<std::int32_t>(10'000 + 2500 * dice.draw(1, 8)));
    if (dice.chance(2)) rule.scope.include.skus = {Sku("SKU1"), Sku("SKU2")};
    if (dice.chance(4)) rule.scope.exclude.categories = {"food"};
    if (dice.chance(4)) rule.min_spend = Money{1000 * dice.draw(1, 50)};
    if (dice.chance(4)) rule.threshold_base = ThresholdBase::running;
    if (dice.chance(5)) rule.group_limit = static_cast<std::int32_t>(dice.draw(1, 2));
    if (dice.chance(5)) rule.stack_group = "extra";
    if (dice.chance(6)) rule.not_with = {TemplateId("T-C" + std::to_string(dice.draw(0, 5)))};
    if (dice.chance(12)) rule.stack = Stack::alone;
    sale.context.coupons.back().coupon.valid_until = sale.basket.at + Millis{dice.draw(1, 4)};
}

struct Drawn {
    Sale sale;
    std::vector<std::string> money;
    std::vector<std::string> multipliers;
};

Drawn draw_sale(Dice& dice) {
    Drawn drawn{test::draw_offers(dice, 6, 5), {}, {}};
    for (const OfferedCoupon& offer : drawn.sale.context.coupons)
        drawn.money.push_back(offer.coupon.coupon_id.str());
    for (std::int64_t i = 0, end = dice.draw(1, 4); i < end; ++i) {
        drawn.multipliers.push_back("X" + std::to_string(i));
        draw_multiplier(drawn.sale, dice, drawn.multipliers.back());
    }
    PointsRules& points = drawn.sale.rules.points;
    drawn.sale.gold().mult_bp = BasisPoints{static_cast<std::int32_t>(2500 * dice.draw(2, 6))};
    points.earn_per = Money{dice.draw(1, 3000)};
    if (dice.chance(2)) points.multiplier_rule = MultiplierRule::add;
    if (dice.chance(3)) points.earn_rules = {{"R", {{{Sku("SKU1")}, {}, {}}, {}}, Points{dice.draw(0, 3)}, Money{100}}};
    points.earn_on_points = dice.chance(2);
    return drawn;
}

std::vector<std::string> both(std::vector<std::string> one, const std::vector<std::string>& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

TEST(MultipliersProperty, TheyChangeNoMoneyAndTheirPointsAddUp) {
    std::uint64_t several = 0;
    for (std::uint64_t seed = 1; seed <= kCases && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Dice dice(seed);
        Drawn drawn = draw_sale(dice);
        const Quote without = Sale(drawn.sale).ask(drawn.money).quote();
        const Quote with = Sale(drawn.sale).ask(both(drawn.money, drawn.multipliers)).quote();
        EXPECT_EQ(with.totals, without.totals);
        Points added;
        std::map<std::string, Points> on_lines;
        for (const QuoteLine& line : with.lines)
            for (const Allocation& share : line.alloc)
                if (share.instrument == Instrument::coupon) on_lines[share.id] += share.points;
        std::uint64_t used = 0;
        for (const UsedCoupon& one : with.used) {
            EXPECT_EQ(on_lines[one.coupon_id.str()], one.earn);
            const bool multiplies = one.coupon_id.str().starts_with('X');
            EXPECT_EQ(multiplies, one.earn > Points{}) << "none is spent for nothing";
            used += multiplies ? 1U : 0U;
            added += one.earn;
        }
        several += used > 1 ? 1U : 0U;
        EXPECT_EQ(with.points.earn, without.points.earn + added);
    }
    EXPECT_GT(several, kCases / 50) << "two were never used together: too little was tested";
}

TEST(MultipliersProperty, WhatIsPossibleAddsWhatWasSaid) {
    std::uint64_t possible = 0;
    for (std::uint64_t seed = 1; seed <= kCases && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Dice dice(seed);
        Drawn drawn = draw_sale(dice);
        const Quote best = drawn.sale.quote();
        for (const PossibleCoupon& one : best.also_possible) {
            Sale asked = drawn.sale;
            asked.ask(both(test::used_ids(best), {one.coupon_id.str()}));
            const Quote with = asked.quote();
            EXPECT_EQ(with.totals, best.totals);
            EXPECT_EQ(with.used.size(), best.used.size() + 1);
            EXPECT_EQ(with.points.earn, best.points.earn + one.earn);
            ++possible;
        }
        for (const RefusedCoupon& one : best.refused)
            EXPECT_TRUE(std::ranges::none_of(best.also_possible,
                                             [&](const auto& other) { return other.coupon_id == one.coupon_id; }));
        EXPECT_EQ(best.used.size() + best.refused.size() + best.also_possible.size(), drawn.sale.context.coupons.size())
            << "each coupon is used, possible or refused";
    }
    EXPECT_GT(possible, kCases / 4);
}

TEST(MultipliersProperty, WhoeverPricesTheUsedCouponsAgainComesToTheSameTicket) {
    for (std::uint64_t seed = 1; seed <= kCases && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Dice dice(seed);
        Drawn drawn = draw_sale(dice);
        const Quote quote = drawn.sale.ask(both(drawn.money, drawn.multipliers)).quote();
        Sale again = drawn.sale;
        again.ask(test::used_ids(quote));
        std::erase_if(again.context.coupons, [&](const OfferedCoupon& offer) {
            return std::ranges::find(quote.used, offer.coupon.coupon_id, &UsedCoupon::coupon_id) == quote.used.end();
        });
        std::ranges::reverse(again.context.coupons);
        again.basket.points = Points{quote.points.burn};
        const Quote second = again.quote();
        EXPECT_EQ(second.totals, quote.totals);
        EXPECT_EQ(second.used, quote.used);
        EXPECT_EQ(second.lines, quote.lines);
        EXPECT_EQ(second.points.earn, quote.points.earn);
    }
}

}  // namespace
}  // namespace counterfoil::domain
