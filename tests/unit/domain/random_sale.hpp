// Random but legal sales for property tests.
#pragma once

#include <rapidcheck.h>

#include <algorithm>

#include "sale.hpp"

namespace counterfoil::domain::test {

inline std::int64_t draw(std::int64_t from, std::int64_t to) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(from, to + 1));
}

inline bool chance(int one_in) { return draw(1, one_in) == 1; }

inline void draw_line(Sale& sale) {
    const bool weighed = chance(4);
    BasketLine& line = sale.line(draw(0, 30000), weighed ? draw(1, 5000) : 1000 * draw(1, 5));
    line.weighed = weighed;
    line.line_no = static_cast<std::int32_t>(1000 - sale.basket.lines.size() * 3);
    line.sku = Sku("SKU" + std::to_string(draw(1, 6)));
    line.category = chance(2) ? "food/dairy" : "home";
    line.tax_bp = BasisPoints{static_cast<std::int32_t>(draw(0, 2500))};
    if (chance(5)) line.member_unit_price = Money{draw(0, 30000)};
    if (chance(5)) line.amount = Money{draw(0, 50000)};
    if (chance(5) && line.unit_price.value > 0 && !line.amount)
        line.pos_discount = Money{draw(0, line.unit_price.value / 1000)};
    line.flags.no_coupon = chance(8);
    line.flags.no_burn = chance(8);
    line.flags.no_earn = chance(8);
    line.flags.regulated = chance(12);
    line.flags.gift = chance(12);
}

inline CouponTemplate& draw_kind(Sale& sale, const std::string& id) {
    if (chance(4)) return sale.fixed_price(id, draw(1, 20000), static_cast<std::int32_t>(draw(1, 4)));
    if (chance(4)) return sale.exchange(id, "SKU" + std::to_string(draw(1, 6)), draw(0, 5000));
    if (chance(2)) return sale.amount_off(id, draw(1, 20000));
    if (chance(2)) return sale.percent_off(id, static_cast<std::int32_t>(draw(1, 9999)));
    const CouponStep first{Money{draw(2, 20000)}, Money{1}};
    if (chance(2)) return sale.stepped_off(id, {first}, StepMode::every);
    return sale.stepped_off(id, {first, {first.threshold + Money{draw(1, 20000)}, Money{draw(2, first.threshold.value)}}});
}

inline void draw_coupon(Sale& sale, const std::string& id) {
    CouponTemplate& rule = draw_kind(sale, id);
    if (rule.kind == TemplateKind::percent_off && chance(2)) rule.max_discount = Money{draw(1, 5000)};
    if (chance(2)) rule.min_spend = Money{draw(0, 40000)};
    if (chance(4)) rule.min_qty = Quantity{1000 * draw(1, 6)};
    if (chance(3)) rule.scope.include.skus = {Sku("SKU1"), Sku("SKU2"), Sku("SKU3")};
    if (chance(4)) rule.scope.exclude.categories = {"food"};
    if (chance(3)) rule.threshold_base = chance(2) ? ThresholdBase::list : ThresholdBase::running;
    if (chance(4)) rule.threshold_scope = ThresholdScope::ticket;
    rule.with_tier_price = prices_pieces(rule.kind) || !chance(4);
    rule.with_points = !chance(5);
    rule.with_pos_promo = !chance(5);
    rule.max_per_ticket = static_cast<std::int32_t>(draw(1, 2));
    OfferedCoupon& offer = sale.context.coupons.back();
    if (chance(4)) offer.right = RightState::risk;
    if (chance(3)) offer.coupon.valid_until = sale.basket.at + Millis{draw(-1, 3)};
}

/// Purses beside the main one in the place of those that the sale has, and a wish that may name them.
inline void draw_purses(Sale& sale) {
    sale.rules.purses.clear();
    sale.context.purses.clear();
    std::erase_if(sale.context.member->lots, [](const PointsLot& lot) { return !lot.purse_id.empty(); });
    EachPurse each;
    if (chance(2)) each.wanted.emplace(PurseId(), MaxPoints{});
    for (std::int64_t i = draw(1, 3); i > 0; --i) {
        Purse& purse = sale.purse("P" + std::to_string(i), draw(0, 20000));
        purse.points.burn_points = purse.points.burn_step = Points{draw(1, 20)};
        purse.points.burn_value = Money{draw(1, 20)};
        purse.points.burn_least = Points{draw(0, 100)};
        purse.points.max_share_bp = BasisPoints{static_cast<std::int32_t>(draw(0, 10000))};
        purse.points.earn_points = Points{draw(0, 5)};
        purse.points.earn_on_points = chance(2);
        if (chance(3)) continue;
        if (chance(2))
            each.wanted.emplace(purse.purse_id, MaxPoints{});
        else
            each.wanted.emplace(purse.purse_id, Points{purse.points.burn_step.value * draw(0, 500)});
    }
    sale.basket.points = each;
}

inline Sale draw_sale() {
    Sale sale;
    sale.pay_bp(static_cast<std::int32_t>(draw(5000, 10000))).gold().mult_bp =
        BasisPoints{static_cast<std::int32_t>(draw(0, 30000))};
    sale.rules.max_coupons = static_cast<std::int32_t>(draw(1, 3));
    sale.rules.points.max_share_bp = BasisPoints{static_cast<std::int32_t>(draw(0, 10000))};
    const std::int64_t lines = draw(0, 8);
    for (std::int64_t i = 0; i < lines; ++i)
        draw_line(sale);
    const std::int64_t coupons = draw(0, 6);
    for (std::int64_t i = 0; i < coupons; ++i)
        draw_coupon(sale, "C" + std::to_string(i));
    sale.points(draw(0, 50000));
    if (chance(2)) sale.basket.points = MaxPoints{};
    if (chance(3)) draw_purses(sale);
    return sale;
}

inline std::vector<Bearer> draw_bearers() {
    std::vector<Bearer> bearers;
    std::int32_t left = kWhole.value;
    for (const Party party : {Party::hq, Party::supplier, Party::issuer_store, Party::mall}) {
        if (!chance(2)) continue;
        const auto share = static_cast<std::int32_t>(draw(1, left - 1));
        bearers.push_back({party, BasisPoints{share}, EntityId(chance(3) ? "E-" + std::to_string(draw(1, 2)) : "")});
        left -= share;
        if (left < 2) break;
    }
    bearers.push_back({Party::platform, BasisPoints{left}, {}});
    return bearers;
}

/// Companies, coupons that others pay for, and a payment that is rounded off.
inline void draw_companies(Sale& sale) {
    sale.rules.stores = {{StoreId("S001"), {}, {}, {}, EntityId("E-1")}, {StoreId("S002"), {}, {}, {}, EntityId("E-2")}};
    sale.basket.entity_id = EntityId("E-1");
    if (chance(2)) sale.rules.clearing.tier_price = draw_bearers();
    for (OfferedCoupon& offer : sale.context.coupons) {
        if (chance(2)) offer.coupon_template.bearers = draw_bearers();
        if (chance(2)) offer.coupon.issuer = CouponIssuer{chance(2) ? "S002" : "brand", {}, {}};
        if (!chance(2)) continue;
        offer.coupon_template.bearers = draw_bearers();
        offer.coupon_template.funding = Funding::third_party;
    }
    const auto made = sale.outcome();
    const auto* quote = std::get_if<Quote>(&made);
    if (quote != nullptr && chance(2))
        sale.basket.rounding = Money{draw(0, std::min<std::int64_t>(quote->totals.due.value, 99))};
}

}  // namespace counterfoil::domain::test
