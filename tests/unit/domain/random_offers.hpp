// Random but legal sales with many coupons that get into each other's way, from a seed.
#pragma once

#include <map>
#include <random>

#include "sale.hpp"

namespace counterfoil::domain::test {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    /// The same on all machines, which the distributions of the library are not.
    std::int64_t draw(std::int64_t from, std::int64_t to) {
        return from + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(to - from + 1));
    }
    bool chance(int one_in) { return draw(1, one_in) == 1; }

private:
    std::mt19937_64 engine_;
};

inline void draw_goods(Sale& sale, Dice& dice, std::int64_t most) {
    for (std::int64_t i = dice.draw(1, most); i > 0; --i) {
        BasketLine& line = sale.line(dice.chance(3) ? 100 * dice.draw(1, 300) : dice.draw(0, 30000), 1000 * dice.draw(1, 3));
        line.sku = Sku("SKU" + std::to_string(dice.draw(1, 5)));
        line.category = dice.chance(2) ? "food/dairy" : "home";
        line.flags.no_coupon = dice.chance(9);
        if (dice.chance(6)) line.flags.no_burn = true;
        if (dice.chance(5)) line.pos_discount = Money{line.unit_price.value / 5};
    }
}

inline CouponTemplate& draw_steps(Sale& sale, Dice& dice, const std::string& id) {
    CouponStep step{Money{1000 * dice.draw(1, 20)}, Money{500 * dice.draw(1, 2)}};
    CouponTemplate& rule = sale.stepped_off(id, {step});
    if (dice.chance(3)) {
        rule.step_mode = StepMode::every;
        rule.max_times = static_cast<std::int32_t>(dice.draw(0, 3));
        return rule;
    }
    for (std::int64_t more = dice.draw(0, 2); more > 0; --more) {
        step.threshold += Money{1000 * dice.draw(1, 15)};
        step.off += Money{500 * dice.draw(1, 2)};
        rule.steps.push_back(step);
    }
    return rule;
}

inline std::vector<PickUpGoods> draw_pick_up(Dice& dice) {
    std::vector<PickUpGoods> goods{
        {Sku("SKU" + std::to_string(dice.draw(1, 5))), static_cast<std::int32_t>(dice.draw(1, 3))}};
    if (dice.chance(3)) goods.push_back({Sku("SKU0"), 1});
    if (dice.chance(2) && goods.size() == 1 && goods[0].sku != Sku("SKU1")) goods.push_back({Sku("SKU1"), 1});
    return goods;
}

inline CouponTemplate& draw_taker(Sale& sale, Dice& dice, const std::string& id) {
    if (dice.chance(4)) return sale.pick_up(id, draw_pick_up(dice));
    if (dice.chance(2)) return sale.fixed_price(id, 500 * dice.draw(1, 30), static_cast<std::int32_t>(dice.draw(1, 4)));
    CouponTemplate& rule =
        sale.exchange(id, "SKU" + std::to_string(dice.draw(1, 5)), dice.chance(2) ? 0 : 500 * dice.draw(1, 20));
    if (dice.chance(2)) rule.skus.push_back(Sku("SKU" + std::to_string(dice.draw(1, 5))));
    return rule;
}

inline CouponTemplate& draw_kind(Sale& sale, Dice& dice, const std::string& id) {
    if (dice.chance(4)) return draw_taker(sale, dice, id);
    if (dice.chance(4)) return draw_steps(sale, dice, id);
    if (dice.chance(2)) return sale.amount_off(id, 500 * dice.draw(1, 12));
    CouponTemplate& rule = sale.percent_off(id, static_cast<std::int32_t>(500 * dice.draw(8, 19)));
    if (dice.chance(3)) rule.max_discount = Money{500 * dice.draw(1, 6)};
    return rule;
}

/// Limits that leave none, one or a few of the template's coupons.
inline void draw_limits(Sale& sale, Dice& dice, CouponTemplate& rule) {
    const TemplateId& id = rule.template_id;
    if (dice.chance(3)) rule.per_member = static_cast<std::int32_t>(dice.draw(1, 4));
    if (dice.chance(4)) rule.per_member_day = static_cast<std::int32_t>(dice.draw(1, 3));
    if (dice.chance(4)) rule.per_store_day = static_cast<std::int32_t>(dice.draw(1, 3));
    if (dice.chance(6)) rule.birthday = BirthdayPeriod::month;
    if (dice.chance(2)) {
        const std::int64_t count = dice.draw(1, 2);
        const std::string day = dice.chance(2) ? sale.basket.business_day : (dice.chance(2) ? "2026-01-05" : "2025-03-04");
        sale.context.member->uses.push_back({id, count, day, dice.draw(1, count)});
    }
    if (dice.chance(3)) sale.context.store_uses[id] = dice.draw(0, 2);
}

/// Few different figures, so that ties are frequent.
inline void draw_offer(Sale& sale, Dice& dice, const std::string& id) {
    CouponTemplate& rule = draw_kind(sale, dice, id);
    const bool has_threshold = rule.kind != TemplateKind::pick_up;
    if (has_threshold && dice.chance(3)) rule.min_spend = Money{1000 * dice.draw(1, 50)};
    if (has_threshold && dice.chance(5)) rule.min_qty = Quantity{1000 * dice.draw(1, 6)};
    if (dice.chance(3)) rule.scope.include.skus = {Sku("SKU1"), Sku("SKU2")};
    if (dice.chance(4)) rule.scope.exclude.categories = {"food"};
    if (dice.chance(4)) rule.threshold_base = dice.chance(2) ? ThresholdBase::list : ThresholdBase::running;
    if (dice.chance(4)) rule.threshold_scope = ThresholdScope::ticket;
    if (dice.chance(6)) rule.sequence = static_cast<std::int32_t>(dice.draw(1, 60));
    rule.with_tier_price = prices_pieces(rule.kind) || !dice.chance(4);
    rule.with_points = !dice.chance(5);
    rule.with_pos_promo = !dice.chance(4);
    if (dice.chance(3)) rule.stack_group = dice.chance(2) ? "brand" : "cash";
    if (dice.chance(2)) rule.with_groups = {kOrderGroup, "brand"};
    if (dice.chance(4)) rule.with_groups = {kOrderGroup, "cash"};
    if (dice.chance(4)) rule.group_limit = static_cast<std::int32_t>(dice.draw(1, 3));
    if (dice.chance(8)) rule.not_with = {TemplateId("T-C" + std::to_string(dice.draw(0, 5)))};
    if (dice.chance(10)) rule.stack = Stack::alone;
    rule.max_per_ticket = static_cast<std::int32_t>(dice.draw(1, 3));
    if (dice.chance(2)) draw_limits(sale, dice, rule);
    OfferedCoupon& offer = sale.context.coupons.back();
    if (dice.chance(4)) offer.right = RightState::risk;
    offer.coupon.valid_until = sale.basket.at + Millis{dice.draw(1, 4)};
}

/// Another coupon of the last one's template.
inline void draw_twin(Sale& sale, Dice& dice, const std::string& id) {
    OfferedCoupon twin = sale.context.coupons.back();
    twin.coupon.coupon_id = CouponId(id);
    twin.right = dice.chance(3) ? RightState::risk : RightState::held;
    twin.coupon.valid_until = sale.basket.at + Millis{dice.draw(1, 4)};
    // Of one template, and yet for other goods.
    if (!twin.coupon.goods.empty() && dice.chance(2)) twin.coupon.goods = draw_pick_up(dice);
    sale.context.coupons.push_back(std::move(twin));
}

/// Half of the sales have cards; some coupons go with them.
inline void draw_cards(Sale& sale, Dice& dice) {
    if (dice.chance(2)) return;
    for (std::int64_t i = 0, end = dice.draw(1, 3); i < end; ++i) {
        const UseUnit unit = dice.chance(2) ? UseUnit::ticket : UseUnit::piece;
        CardType& type =
            sale.card("K" + std::to_string(i), static_cast<std::int32_t>(500 * dice.draw(10, 19)), unit, dice.draw(1, 5));
        if (dice.chance(3)) type.scope.include.skus = {Sku("SKU1"), Sku("SKU3")};
        if (dice.chance(4)) type.scope.exclude.categories = {"food"};
        if (dice.chance(3)) sale.context.cards.back().card.valid_until = sale.basket.at + Millis{dice.draw(1, 4)};
    }
    // One template says the same of all its coupons.
    std::map<TemplateId, bool> with_card;
    for (OfferedCoupon& offer : sale.context.coupons) {
        CouponTemplate& rule = offer.coupon_template;
        const auto known = with_card.emplace(rule.template_id, !prices_pieces(rule.kind) && dice.chance(2));
        rule.with_card = known.first->second;
    }
}

inline Sale draw_offers(Dice& dice, std::int64_t lines_max, std::int64_t coupons_max) {
    Sale sale;
    sale.pay_bp(static_cast<std::int32_t>(dice.chance(3) ? kWhole.value : 500 * dice.draw(10, 20)));
    sale.rules.max_coupons = static_cast<std::int32_t>(dice.draw(1, 5));
    sale.context.member->birthday = Birthday{3, 1};
    draw_goods(sale, dice, lines_max);
    for (std::int64_t i = 0, end = dice.draw(0, coupons_max); i < end; ++i) {
        const std::string id = "C" + std::to_string(i);
        if (i > 0 && dice.chance(4))
            draw_twin(sale, dice, id);
        else
            draw_offer(sale, dice, id);
    }
    sale.points(dice.draw(0, 20000));
    if (dice.chance(3)) sale.basket.points = MaxPoints{};
    if (dice.chance(6)) sale.basket.points = Points{100 * dice.draw(1, 50)};
    draw_cards(sale, dice);
    return sale;
}

}  // namespace counterfoil::domain::test
