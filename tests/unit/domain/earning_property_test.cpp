// What holds for earning whatever the rates, campaigns and goods are.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "domain/arithmetic.hpp"
#include "random_sale.hpp"

namespace counterfoil::domain {
namespace {

using test::chance;
using test::draw;
using test::Sale;

Scope draw_scope() {
    Scope scope;
    if (chance(2)) scope.include.skus = {Sku("SKU1"), Sku("SKU4")};
    if (chance(3)) scope.include.categories = {"food"};
    if (chance(4)) scope.exclude.skus = {Sku("SKU2")};
    return scope;
}

Sale draw_earning_sale() {
    Sale sale = test::draw_sale();
    PointsRules& points = sale.rules.points;
    points.earn_points = Points{draw(0, 20)};
    points.earn_per = Money{draw(1, 3000)};
    Money from;
    Points rate = points.earn_points;
    for (std::int64_t i = draw(0, 3); i > 0; --i) {
        from += Money{draw(1, 40000)};
        rate += Points{draw(0, 5)};
        points.earn_steps.push_back({from, rate, points.earn_per});
    }
    for (std::int64_t i = draw(0, 3); i > 0; --i)
        points.earn_rules.push_back({"R" + std::to_string(i), draw_scope(), Points{draw(0, 10)}, Money{draw(1, 2000)}});
    for (std::int64_t i = draw(0, 3); i > 0; --i) {
        PointsCampaign campaign{"K" + std::to_string(i), {}, kNever, draw_scope(), {}, {}};
        campaign.mult_bp = BasisPoints{static_cast<std::int32_t>(draw(10'000, 60'000))};
        if (chance(3)) campaign.valid_until = sale.basket.at + Millis{draw(-1, 1)};
        if (chance(3)) campaign.tiers = {TierId(chance(2) ? "gold" : "silver")};
        points.campaigns.push_back(campaign);
    }
    if (chance(2)) points.multiplier_rule = MultiplierRule::add;
    points.earn_on_points = chance(2);
    return sale;
}

Quote quote_of(Sale& sale) {
    RC_ASSERT(!check_rules(sale.rules));
    auto outcome = sale.outcome();
    RC_ASSERT(std::holds_alternative<Quote>(outcome));
    return std::get<Quote>(std::move(outcome));
}

RC_GTEST_PROP(EarningProperty, GroupsAreFloorsOfTheirOwnFiguresAndAddUpToLinesAndTicket, ()) {
    Sale sale = draw_earning_sale();
    const Quote quote = quote_of(sale);
    Points of_groups;
    Money base;
    for (const EarnGroup& group : quote.points.groups) {
        RC_ASSERT(group.earn.value == floor_product(group.base.value, group.earn_points.value * group.mult_bp.value,
                                                    group.earn_per.value * kWhole.value));
        RC_ASSERT(group.base.value > 0);
        of_groups += group.earn;
        base += group.base;
    }
    Points of_lines;
    Money most;
    for (const QuoteLine& line : quote.lines) {
        RC_ASSERT(line.earn.value >= 0);
        of_lines += line.earn;
        most += line.net;
    }
    if (sale.rules.points.earn_on_points) most += quote.totals.points_value;
    RC_ASSERT(of_groups == quote.points.earn);
    RC_ASSERT(of_lines == quote.points.earn);
    RC_ASSERT(base <= most);
}

RC_GTEST_PROP(EarningProperty, OrderOfLinesAndOfCampaignsDoesNotMatter, ()) {
    Sale sale = draw_earning_sale();
    const Quote quote = quote_of(sale);
    Sale shuffled = sale;
    std::ranges::reverse(shuffled.basket.lines);
    std::ranges::reverse(shuffled.rules.points.campaigns);
    const Quote other = quote_of(shuffled);
    RC_ASSERT(other.points.earn == quote.points.earn);
    std::map<std::int32_t, Points> earned;
    for (const QuoteLine& line : quote.lines)
        earned[line.line_no] = line.earn;
    for (const QuoteLine& line : other.lines)
        RC_ASSERT(earned[line.line_no] == line.earn);
}

/// Without coupons and points, what a line costs is what is paid for it.
RC_GTEST_PROP(EarningProperty, WhoeverPaysMoreNeverEarnsLess, ()) {
    Sale sale = draw_earning_sale();
    RC_PRE(!sale.basket.lines.empty());
    sale.context.coupons.clear();
    sale.basket.points = NoPoints{};
    const Points before = quote_of(sale).points.earn;
    BasketLine& line =
        sale.basket.lines[static_cast<std::size_t>(draw(0, static_cast<std::int64_t>(sale.basket.lines.size()) - 1))];
    if (line.amount)
        *line.amount += Money{draw(1, 5000)};
    else
        line.unit_price += Money{draw(1, 5000)};
    RC_ASSERT(quote_of(sale).points.earn >= before);
}

RC_GTEST_PROP(EarningProperty, AGreaterMultiplierOrOneCampaignMoreNeverEarnsLess, ()) {
    Sale sale = draw_earning_sale();
    const Points before = quote_of(sale).points.earn;
    if (chance(2))
        sale.gold().mult_bp.value += static_cast<std::int32_t>(draw(1, 20'000));
    else
        sale.rules.points.campaigns.push_back(
            {"more", {}, kNever, draw_scope(), {}, BasisPoints{static_cast<std::int32_t>(draw(10'000, 50'000))}});
    const Points after = quote_of(sale).points.earn;
    // Lines that move to a group of their own may lose what they rounded up together: less than one point a group.
    RC_ASSERT(after.value + static_cast<std::int64_t>(sale.basket.lines.size()) >= before.value);
}

}  // namespace
}  // namespace counterfoil::domain
