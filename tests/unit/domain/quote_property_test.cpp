// What holds for every quote, whatever the basket, the coupons and the rules.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "domain/arithmetic.hpp"
#include "domain/line_amount.hpp"
#include "random_sale.hpp"

namespace counterfoil::domain {
namespace {

using test::draw;
using test::draw_sale;
using test::Sale;
using test::shares;

std::int64_t sum(const std::vector<std::int64_t>& figures) {
    return std::accumulate(figures.begin(), figures.end(), std::int64_t{0});
}

Quote quote_of(Sale& sale) {
    auto outcome = sale.outcome();
    RC_ASSERT(std::holds_alternative<Quote>(outcome));
    return std::get<Quote>(std::move(outcome));
}

RC_GTEST_PROP(QuoteProperty, TotalsAddUpExactlyAndNoLineIsNegative, ()) {
    Sale sale = draw_sale();
    if (test::chance(2)) test::draw_companies(sale);
    const Quote quote = quote_of(sale);
    const Totals& totals = quote.totals;
    RC_ASSERT(totals.list - totals.pos_discount - totals.member_discount - totals.coupon_discount - totals.points_value -
                  totals.rounding - totals.third_party ==
              totals.due);
    RC_ASSERT(totals.due >= Money{} && totals.rounding == sale.basket.rounding);
    RC_ASSERT(sum(test::figures(quote, &QuoteLine::net)) == (totals.due + totals.third_party).value);
    RC_ASSERT(sum(shares(quote, Instrument::rounding)) == totals.rounding.value);
    RC_ASSERT(sum(shares(quote, Instrument::third_party)) == totals.third_party.value);
    RC_ASSERT(sum(shares(quote, Instrument::tier_price)) == totals.member_discount.value);
    RC_ASSERT(sum(shares(quote, Instrument::coupon)) == totals.coupon_discount.value);
    RC_ASSERT(sum(shares(quote, Instrument::points)) == totals.points_value.value);
    RC_ASSERT(sum(test::figures(quote, &QuoteLine::tax)) == totals.tax.value);
    RC_ASSERT(sum(test::figures(quote, &QuoteLine::earn)) == quote.points.earn.value);
    for (const QuoteLine& line : quote.lines) {
        Money taken;
        for (const Allocation& one : line.alloc) {
            RC_ASSERT(one.amount.value >= 0 && one.points.value >= 0);
            if (one.instrument != Instrument::third_party) taken += one.amount;
        }
        RC_ASSERT(line.net.value >= 0 && line.earn.value >= 0);
        RC_ASSERT(line.base - taken == line.net);
        RC_ASSERT(line.ex_tax + line.tax == line.net);
        RC_ASSERT(line.tax.value >= 0);
    }
}

/// The basket's line that a line of the quote is, or is a part of.
const BasketLine& goods_of(const Sale& sale, const QuoteLine& line) {
    const auto found = std::ranges::find(sale.basket.lines, line.split_of.value_or(line.line_no), &BasketLine::line_no);
    RC_ASSERT(found != sale.basket.lines.end());
    return *found;
}

RC_GTEST_PROP(QuoteProperty, PartsOfALineAddUpToIt, ()) {
    Sale sale = draw_sale();
    const Quote quote = quote_of(sale);
    std::map<std::int32_t, Quantity> quantities;
    std::map<std::int32_t, Money> lists;
    std::map<std::int32_t, Money> promotions;
    std::set<std::int32_t> numbers;
    for (const QuoteLine& line : quote.lines) {
        const BasketLine& goods = goods_of(sale, line);
        RC_ASSERT(numbers.insert(line.line_no).second);
        RC_ASSERT(!line.quantity || (line.quantity->value > 0 && *line.quantity < goods.quantity));
        RC_ASSERT(!line.split_of || line.quantity);
        RC_ASSERT(line.list >= line.base && line.base >= line.member_price);
        quantities[goods.line_no] += line.quantity.value_or(goods.quantity);
        lists[goods.line_no] += line.list;
        promotions[goods.line_no] += line.list - line.base;
    }
    for (const BasketLine& goods : sale.basket.lines) {
        RC_ASSERT(quantities[goods.line_no] == goods.quantity);
        RC_ASSERT(lists[goods.line_no] == line_amount(goods));
        RC_ASSERT(promotions[goods.line_no] == goods.pos_discount);
    }
}

RC_GTEST_PROP(QuoteProperty, BarredLinesKeepTheirPrice, ()) {
    Sale sale = draw_sale();
    const Quote quote = quote_of(sale);
    const auto by_coupon = shares(quote, Instrument::coupon);
    const auto by_points = shares(quote, Instrument::points);
    for (std::size_t i = 0; i < quote.lines.size(); ++i) {
        const LineFlags& flags = goods_of(sale, quote.lines[i]).flags;
        RC_ASSERT(!(flags.bars_coupon() || flags.gift) || by_coupon[i] == 0);
        RC_ASSERT(!flags.bars_burn() || by_points[i] == 0);
        RC_ASSERT(!flags.bars_earn() || quote.lines[i].earn.value == 0);
        RC_ASSERT(!flags.bars_tier_price() || quote.lines[i].member_price == quote.lines[i].base);
    }
}

RC_GTEST_PROP(QuoteProperty, OrderOfCouponsAndLinesDoesNotMatter, ()) {
    Sale sale = draw_sale();
    const bool by_name = test::chance(2);
    std::vector<CouponId> asked{CouponId("C9")};
    for (const OfferedCoupon& offer : sale.context.coupons)
        asked.push_back(offer.coupon.coupon_id);
    if (by_name) sale.basket.coupons = asked;
    const Quote quote = quote_of(sale);

    Sale shuffled = sale;
    const auto swap_some = [](auto& list) {
        for (std::size_t i = list.size(); i > 1; --i)
            std::swap(list[i - 1], list[static_cast<std::size_t>(draw(0, static_cast<std::int64_t>(i) - 1))]);
    };
    swap_some(shuffled.context.coupons);
    swap_some(asked);
    if (by_name) shuffled.basket.coupons = asked;
    RC_ASSERT(quote_of(shuffled) == quote);

    swap_some(shuffled.basket.lines);
    Quote other = quote_of(shuffled);
    Quote sorted = quote;
    std::ranges::sort(other.lines, {}, &QuoteLine::line_no);
    std::ranges::sort(sorted.lines, {}, &QuoteLine::line_no);
    RC_ASSERT(other == sorted);
}

RC_GTEST_PROP(QuoteProperty, EachCouponIsUsedOrRefusedWithAReason, ()) {
    Sale sale = draw_sale();
    const Quote quote = quote_of(sale);
    std::int32_t order_level = 0;
    for (const OfferedCoupon& offer : sale.context.coupons)
        if (std::ranges::find(quote.used, offer.coupon.coupon_id, &UsedCoupon::coupon_id) != quote.used.end())
            order_level += prices_pieces(offer.coupon_template.kind) ? 0 : 1;
    RC_ASSERT(order_level <= sale.rules.max_coupons);
    RC_ASSERT(quote.used.size() + quote.refused.size() == sale.context.coupons.size());
    for (const RefusedCoupon& one : quote.refused)
        RC_ASSERT(!one.reasons.empty());
    for (const UsedCoupon& one : quote.used)
        RC_ASSERT(one.discount.value > 0 && one.face_lost.value >= 0);
}

/// The ticket's cost before points with exactly these coupons.
Money cost_with(Sale sale, const std::vector<CouponId>& ids) {
    sale.basket.coupons = ids;
    const Quote quote = quote_of(sale);
    return quote.totals.due + quote.totals.points_value;
}

RC_GTEST_PROP(QuoteProperty, NoSingleCouponAndNoPairIsCheaperThanTheBestOffer, ()) {
    Sale sale = draw_sale();
    const Quote best = quote_of(sale);
    const Money cost = best.totals.due + best.totals.points_value;
    RC_ASSERT(cost <= cost_with(sale, {}));
    for (const OfferedCoupon& one : sale.context.coupons)
        for (const OfferedCoupon& two : sale.context.coupons)
            RC_ASSERT(cost <= cost_with(sale, {one.coupon.coupon_id, two.coupon.coupon_id}));
}

RC_GTEST_PROP(QuoteProperty, PointsBurnInWholeStepsWithinShareAndBalance, ()) {
    Sale sale = draw_sale();
    sale.basket.points = MaxPoints{};
    const Quote quote = quote_of(sale);
    const PointsRules& rules = sale.rules.points;
    std::int64_t eligible = 0;
    for (std::size_t i = 0; i < quote.lines.size(); ++i) {
        const bool barred = goods_of(sale, quote.lines[i]).flags.bars_burn();
        if (!barred) eligible += quote.lines[i].net.value + shares(quote, Instrument::points)[i];
    }
    RC_ASSERT(quote.points.value.value <= floor_product(eligible, rules.max_share_bp.value, kWhole.value));
    RC_ASSERT(quote.points.burn <= sale.context.burnable);
    RC_ASSERT(quote.points.burn.value % rules.burn_step.value == 0);
    RC_ASSERT(quote.points.burn == quote.points.max);
    RC_ASSERT((quote.points.burn.value > 0) != quote.points.refused.has_value());
}

RC_GTEST_PROP(QuoteProperty, WithoutAWishNoPointIsBurnt, ()) {
    Sale sale = draw_sale();
    sale.basket.points = NoPoints{};
    const Quote quote = quote_of(sale);
    RC_ASSERT(quote.points.burn.value == 0 && quote.points.value.value == 0 && !quote.points.refused);
}

bool below_threshold(const Quote& quote, const std::string& id) {
    const auto why = test::codes(quote, id);
    return std::ranges::any_of(why, [](const std::string& code) { return code.starts_with("below_min"); });
}

RC_GTEST_PROP(QuoteProperty, ABiggerBasketNeverLosesAThreshold, ()) {
    Sale sale = draw_sale();
    const Quote smaller = quote_of(sale);
    const std::int64_t more = draw(1, 3);
    for (std::int64_t i = 0; i < more; ++i)
        test::draw_line(sale);
    const Quote bigger = quote_of(sale);
    for (const OfferedCoupon& offer : sale.context.coupons) {
        const std::string& id = offer.coupon.coupon_id.str();
        RC_ASSERT(below_threshold(smaller, id) || !below_threshold(bigger, id));
    }
}

RC_GTEST_PROP(QuoteProperty, FiguresOutOfRangeAreRefusedAndNeverWrap, ()) {
    Sale sale = draw_sale();
    test::draw_line(sale);
    const std::int64_t beyond = test::chance(2) ? draw(kAmountMax + 1, INT64_MAX - 1) : draw(INT64_MIN, -1);
    BasketLine& line = sale.basket.lines.back();
    switch (draw(0, 4)) {
        case 0:
            line.unit_price = Money{beyond};
            break;
        case 1:
            line.amount = Money{beyond};
            break;
        case 2:
            line.pos_discount = Money{beyond};
            break;
        case 3:
            line.quantity = Quantity{beyond};
            break;
        default:
            line.member_unit_price = Money{beyond};
            break;
    }
    const auto outcome = sale.outcome();
    RC_ASSERT(std::holds_alternative<Refusal>(outcome));
    RC_ASSERT(std::get<Refusal>(outcome).code == "basket_invalid");
}

RC_GTEST_PROP(QuoteProperty, TheLargestLegalFiguresArePriced, ()) {
    Sale sale;
    const std::int64_t lines = draw(1, 20);
    for (std::int64_t i = 0; i < lines; ++i)
        sale.line(kAmountMax / lines);
    sale.percent_off("P", static_cast<std::int32_t>(draw(1, 9999)));
    sale.amount_off("A", kAmountMax);
    sale.rules.max_coupons = 2;
    sale.points(kAmountMax);
    if (test::chance(2)) sale.basket.points = MaxPoints{};
    const Quote quote = quote_of(sale);
    RC_ASSERT(quote.totals.due == Money{0});
}

}  // namespace
}  // namespace counterfoil::domain
