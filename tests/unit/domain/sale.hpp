// A basket with its surroundings, for tests of the quote: one member of tier "gold", who has shown a code.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>

#include "domain/quote.hpp"

namespace counterfoil::domain::test {

struct Sale {
    Rules rules;
    Basket basket;
    QuoteContext context;

    Sale() {
        rules.tiers.push_back({TierId("gold"), {"金卡", "Gold"}, 1, kWhole, kWhole});
        rules.tiers.push_back({TierId("silver"), {"银卡", "Silver"}, 0, kWhole, kWhole});
        basket.store_id = StoreId("S001");
        basket.register_id = RegisterId("R1");
        basket.business_day = "2026-03-01";
        basket.ticket_id = TicketId("T1");
        basket.at = Instant{1'772'330'000'000};
        basket.member_id = MemberId("M1");
        basket.proof = Proof::code;
        Member member;
        member.member_id = basket.member_id;
        member.tier = TierId("gold");
        context.member = std::move(member);
    }

    Tier& gold() { return rules.tiers.front(); }

    Sale& pay_bp(std::int32_t value) {
        gold().pay_bp = BasisPoints{value};
        return *this;
    }

    BasketLine& line(std::int64_t unit_price, std::int64_t quantity = 1000) {
        BasketLine one;
        one.line_no = static_cast<std::int32_t>(basket.lines.size()) + 1;
        one.sku = Sku("SKU" + std::to_string(one.line_no));
        one.unit_price = Money{unit_price};
        one.quantity = Quantity{quantity};
        one.weighed = quantity % 1000 != 0;
        basket.lines.push_back(one);
        return basket.lines.back();
    }

    OfferedCoupon& coupon(const std::string& id) {
        OfferedCoupon offer;
        offer.coupon.coupon_id = CouponId(id);
        offer.coupon.code = "C" + id;
        offer.coupon.member_id = basket.member_id;
        offer.coupon.template_id = TemplateId("T-" + id);
        offer.coupon_template.template_id = offer.coupon.template_id;
        offer.coupon_template.name = {"券" + id, "Coupon " + id};
        offer.coupon_template.currency = basket.currency;
        offer.right = RightState::held;
        context.coupons.push_back(offer);
        return context.coupons.back();
    }

    CouponTemplate& amount_off(const std::string& id, std::int64_t face, std::int64_t min_spend = 0) {
        CouponTemplate& rule = coupon(id).coupon_template;
        rule.kind = TemplateKind::amount_off;
        rule.face = Money{face};
        rule.min_spend = Money{min_spend};
        return rule;
    }

    CouponTemplate& percent_off(const std::string& id, std::int32_t pay) {
        CouponTemplate& rule = coupon(id).coupon_template;
        rule.kind = TemplateKind::percent_off;
        rule.pay_bp = BasisPoints{pay};
        return rule;
    }

    CouponTemplate& stepped_off(const std::string& id, std::vector<CouponStep> steps, StepMode mode = StepMode::highest) {
        CouponTemplate& rule = coupon(id).coupon_template;
        rule.kind = TemplateKind::stepped_off;
        rule.steps = std::move(steps);
        rule.step_mode = mode;
        return rule;
    }

    CouponTemplate& fixed_price(const std::string& id, std::int64_t price, std::int32_t max_units = 1) {
        CouponTemplate& rule = coupon(id).coupon_template;
        rule.kind = TemplateKind::fixed_price;
        rule.price = Money{price};
        rule.max_units = max_units;
        return rule;
    }

    /// One piece of a SKU at a price; at 0 it is a gift.
    CouponTemplate& exchange(const std::string& id, const std::string& sku, std::int64_t price) {
        CouponTemplate& rule = coupon(id).coupon_template;
        rule.kind = price == 0 ? TemplateKind::gift : TemplateKind::exchange;
        rule.skus = {Sku(sku)};
        rule.price = Money{price};
        return rule;
    }

    /// Goods that were paid for elsewhere.
    CouponTemplate& pick_up(const std::string& id, std::vector<PickUpGoods> goods) {
        OfferedCoupon& offer = coupon(id);
        offer.coupon_template.kind = TemplateKind::pick_up;
        offer.coupon.goods = std::move(goods);
        return offer.coupon_template;
    }

    /// A benefit card of the member's with a type of its own.
    CardType& card(const std::string& id, std::int32_t pay, UseUnit unit, std::int64_t uses) {
        CardType type;
        type.card_type_id = CardTypeId("CT-" + id);
        type.pay_bp = BasisPoints{pay};
        type.uses = uses;
        type.use_unit = unit;
        OfferedCard offer;
        offer.card.card_id = CardId(id);
        offer.card.card_type_id = type.card_type_id;
        offer.card.uses = offer.card.uses_left = offer.uses = uses;
        offer.right = RightState::held;
        context.cards.push_back(std::move(offer));
        rules.card_types.push_back(std::move(type));
        return rules.card_types.back();
    }

    CouponTemplate& points_multiplier(const std::string& id, std::int32_t mult_bp) {
        CouponTemplate& rule = coupon(id).coupon_template;
        rule.kind = TemplateKind::points_multiplier;
        rule.multiplier_bp = BasisPoints{mult_bp};
        return rule;
    }

    /// Gives the member points that may all be burnt now.
    Sale& points(std::int64_t available) {
        context.member->lots.push_back(
            {LotId("L" + std::to_string(context.member->lots.size())), Points{available}, {}, kNever});
        context.burnable += Points{available};
        return *this;
    }

    /// A purse beside the main one: a point is a minor unit, each may be burnt, and 1 is earned for each 100.
    Purse& purse(const std::string& id, std::int64_t available = 0) {
        Purse one;
        one.purse_id = PurseId(id);
        one.points.burn_points = one.points.burn_step = one.points.burn_least = Points{1};
        one.points.burn_value = Money{1};
        one.points.max_share_bp = kWhole;
        rules.purses.push_back(one);
        context.purses.push_back({one.purse_id, Points{available}, RightState::held, {}});
        if (available > 0) context.member->lots.push_back({LotId("L-" + id), Points{available}, {}, kNever, one.purse_id});
        return rules.purses.back();
    }

    Sale& ask(std::vector<std::string> ids) {
        std::vector<CouponId> asked;
        for (std::string& id : ids)
            asked.emplace_back(std::move(id));
        basket.coupons = std::move(asked);
        return *this;
    }

    Outcome<Quote> outcome() {
        context.rules = &rules;
        return make_quote(basket, context);
    }

    Quote quote() {
        auto made = outcome();
        if (const auto* no = std::get_if<Refusal>(&made)) {
            ADD_FAILURE() << "refused: " << no->code << " " << no->field << " "
                          << (no->figures.contains("rule") ? no->figures.at("rule") : "");
            return {};
        }
        return std::get<Quote>(made);
    }
};

/// Worked example 14 of domain rules part 13.
inline Sale whole_ticket() {
    Sale sale;
    sale.pay_bp(9000).gold().mult_bp = BasisPoints{12000};
    sale.rules.points.max_share_bp = BasisPoints{3000};
    sale.line(19900, 2000).tax_bp = BasisPoints{1300};
    sale.line(1990, 3000).tax_bp = BasisPoints{1300};
    sale.line(1280, 856).tax_bp = BasisPoints{900};
    sale.amount_off("A", 5000, 30000);
    sale.points(1500).points(4650);
    sale.basket.points = MaxPoints{};
    return sale;
}

/// What an instrument took off, line by line.
inline std::vector<std::int64_t> shares(const Quote& quote, Instrument instrument) {
    std::vector<std::int64_t> all;
    for (const QuoteLine& line : quote.lines) {
        std::int64_t sum = 0;
        for (const Allocation& one : line.alloc)
            if (one.instrument == instrument) sum += one.amount.value;
        all.push_back(sum);
    }
    return all;
}

template <class Figure>
std::vector<std::int64_t> figures(const Quote& quote, Figure QuoteLine::*member) {
    std::vector<std::int64_t> all;
    for (const QuoteLine& line : quote.lines)
        all.push_back((line.*member).value);
    return all;
}

inline std::vector<std::string> used_ids(const Quote& quote) {
    std::vector<std::string> ids;
    for (const UsedCoupon& one : quote.used)
        ids.push_back(one.coupon_id.str());
    return ids;
}

/// The codes of all reasons for which the quote refused this coupon; empty where it did not.
inline std::vector<std::string> codes(const Quote& quote, const std::string& id) {
    std::vector<std::string> all;
    for (const RefusedCoupon& one : quote.refused)
        if (one.coupon_id.str() == id)
            for (const Refusal& reason : one.reasons)
                all.push_back(reason.code);
    return all;
}

inline std::string figure(const Quote& quote, const std::string& id, const std::string& name) {
    for (const RefusedCoupon& one : quote.refused)
        if (one.coupon_id.str() == id)
            for (const Refusal& reason : one.reasons)
                if (const auto found = reason.figures.find(name); found != reason.figures.end()) return found->second;
    return "no figure " + name;
}

}  // namespace counterfoil::domain::test
