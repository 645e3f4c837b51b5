// Random sales with several purses, against the rules worked out purse by purse.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "domain/arithmetic.hpp"
#include "random_sale.hpp"

namespace counterfoil::domain {
namespace {

using test::draw_sale;
using test::Sale;

Quote quote_of(Sale& sale) {
    auto outcome = sale.outcome();
    RC_ASSERT(std::holds_alternative<Quote>(outcome));
    return std::get<Quote>(std::move(outcome));
}

/// What a line of the quote cost before points, where points may pay for it.
Money payable(const Sale& sale, const QuoteLine& line) {
    const auto goods = std::ranges::find(sale.basket.lines, line.split_of.value_or(line.line_no), &BasketLine::line_no);
    RC_ASSERT(goods != sale.basket.lines.end());
    if (goods->flags.bars_burn()) return {};
    Money cost = line.net;
    for (const Allocation& one : line.alloc)
        if (one.instrument == Instrument::points) cost += one.amount;
    return cost;
}

Money paid_by(const QuoteLine& line, const PurseId& purse) {
    for (const Allocation& one : line.alloc)
        if (one.instrument == Instrument::points && one.id == purse.str()) return one.amount;
    return {};
}

struct Wanted {
    PurseId purse;
    const PointsRules* rules;
    Points burnable;
};

std::vector<Wanted> purses_of(const Sale& sale) {
    std::vector<Wanted> all{{PurseId(), &sale.rules.points, sale.context.burnable}};
    for (const Purse& purse : sale.rules.purses)
        all.push_back({purse.purse_id, &purse.points, sale.context.purse(purse.purse_id)->burnable});
    return all;
}

bool bars_points(const Sale& sale, const Quote& quote) {
    return std::ranges::any_of(quote.used, [&](const UsedCoupon& used) {
        return std::ranges::any_of(sale.context.coupons, [&](const OfferedCoupon& offer) {
            return offer.coupon.coupon_id == used.coupon_id && !offer.coupon_template.with_points;
        });
    });
}

RC_GTEST_PROP(PursesProperty, EachTakesItsShareOfWhatTheOnesBeforeItLeft, ()) {
    Sale sale = draw_sale();
    test::draw_purses(sale);
    const Quote quote = quote_of(sale);
    const bool barred = bars_points(sale, quote);
    std::vector<Money> left;
    for (const QuoteLine& line : quote.lines)
        left.push_back(payable(sale, line));
    Money total;
    for (const Wanted& one : purses_of(sale)) {
        const PointsRules& rules = *one.rules;
        const PointsChoice wish = sale.basket.points_of(one.purse);
        const PointsResult* said = quote.purse(one.purse);
        const PointsResult result = said == nullptr ? PointsResult{} : *said;
        Money eligible;
        for (const Money line : left)
            eligible += line;
        const std::int64_t cap = floor_product(eligible.value, rules.max_share_bp.value, kWhole.value);
        const std::int64_t by_cap = floor_product(cap, rules.burn_points.value, rules.burn_value.value);
        std::int64_t most = std::min(by_cap, one.burnable.value);
        most -= most % rules.burn_step.value;
        if (most < rules.burn_least.value || barred) most = 0;
        const auto* number = std::get_if<Points>(&wish);
        const bool fits = number != nullptr && number->value <= most && number->value % rules.burn_step.value == 0 &&
                          number->value >= rules.burn_least.value;
        const std::int64_t expected = std::holds_alternative<MaxPoints>(wish) ? most : fits ? number->value : 0;
        RC_ASSERT(result.burn.value == expected);
        Money value;
        for (std::size_t i = 0; i < quote.lines.size(); ++i) {
            const Money paid = paid_by(quote.lines[i], one.purse);
            RC_ASSERT(paid <= left[i]);
            left[i] -= paid;
            value += paid;
        }
        RC_ASSERT(value == result.value);
        RC_ASSERT(value.value * rules.burn_points.value == expected * rules.burn_value.value);
        total += value;
    }
    RC_ASSERT(total == quote.totals.points_value);
    RC_ASSERT(quote.totals.due >= Money{});
}

RC_GTEST_PROP(PursesProperty, LinesAddUpToWhatAPurseEarnsAndBurns, ()) {
    Sale sale = draw_sale();
    test::draw_purses(sale);
    const Quote quote = quote_of(sale);
    for (const Purse& purse : sale.rules.purses) {
        Points earned;
        Points burnt;
        for (const QuoteLine& line : quote.lines) {
            earned += points_in(line.earn_in, purse.purse_id);
            for (const Allocation& one : line.alloc)
                if (one.instrument == Instrument::points && one.id == purse.purse_id.str()) burnt += one.points;
        }
        const PointsResult* said = quote.purse(purse.purse_id);
        const PointsResult result = said == nullptr ? PointsResult{} : *said;
        RC_ASSERT(earned == result.earn);
        RC_ASSERT(burnt == result.burn);
        Points by_groups;
        for (const EarnGroup& group : result.groups)
            by_groups += group.earn;
        RC_ASSERT(by_groups == result.earn);
    }
}

RC_GTEST_PROP(PursesProperty, PursesThatNobodyUsesChangeNothing, ()) {
    Sale sale = draw_sale();
    sale.rules.purses.clear();
    sale.context.purses.clear();
    if (std::holds_alternative<EachPurse>(sale.basket.points)) sale.basket.points = MaxPoints{};
    Quote plain = quote_of(sale);
    const PointsChoice wish = sale.basket.points;
    test::draw_purses(sale);
    sale.basket.points = wish;
    Quote with = quote_of(sale);
    with.purses.clear();
    // What the other purses earn is told, too.
    with.explain.clear();
    plain.explain.clear();
    for (QuoteLine& line : with.lines)
        line.earn_in.clear();
    RC_ASSERT(with == plain);
}

}  // namespace
}  // namespace counterfoil::domain
