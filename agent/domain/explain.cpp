// How a quote came to its figures, for a person at the till and for whoever connects one (domain rules part 12). Codes and
// figures only: the sentences are the codec's. What did not happen is not told.
#include <algorithm>
#include <string>
#include <utility>

#include "domain/line_amount.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

using Figures = std::map<std::string, std::string>;

std::string text(std::int64_t value) { return std::to_string(value); }

/// 15000 -> "1.5".
std::string times(BasisPoints mult_bp) {
    std::string digits = text(mult_bp.value % kWhole.value + kWhole.value).substr(1);
    while (!digits.empty() && digits.back() == '0')
        digits.pop_back();
    return text(mult_bp.value / kWhole.value) + (digits.empty() ? "" : "." + digits);
}

/// The steps, and what is left to pay after the last one.
class Story {
public:
    Story(const Ticket& ticket, Money list) : exponent_(ticket.basket->exponent), left_(list) {}

    void tell(std::string step, Figures figures) {
        if (exponent_ != 2) figures["exponent"] = text(exponent_);
        steps_.push_back({std::move(step), std::move(figures)});
    }
    void take(std::string step, Money amount, Figures figures = {}) {
        if (amount.value <= 0) return;
        left_ -= amount;
        figures["amount"] = text(amount.value);
        figures["left"] = text(left_.value);
        tell(std::move(step), std::move(figures));
    }
    std::vector<ExplainStep> end() { return std::move(steps_); }

private:
    std::int32_t exponent_;
    Money left_;
    std::vector<ExplainStep> steps_;
};

Figures tier_figures(const Tier& tier) {
    const std::string& id = tier.tier_id.str();
    return {{"tier", tier.name.zh.empty() ? id : tier.name.zh}, {"tier_en", tier.name.en.empty() ? id : tier.name.en}};
}

/// {name, name_en, coupon_id}
Figures coupon_figures(const Candidate& coupon) {
    const auto known = named(coupon);
    return {{"name", known.at("other")}, {"name_en", known.at("other_en")}, {"coupon_id", known.at("coupon_id")}};
}

void tell_coupon(const CouponUseOnTicket& use, std::span<const Piece> pieces, Story& story) {
    Figures figures = coupon_figures(*use.candidate);
    if (use.face_lost.value > 0) figures["lost"] = text(use.face_lost.value);
    Quantity priced;
    for (const Piece& piece : pieces)
        if (piece.candidate == use.candidate) priced += piece.to - piece.from;
    if (priced.value > 0) figures["n"] = text(priced.value / kOnePiece.value);
    story.take("coupon", use.discount, std::move(figures));
}

void tell_card(const Rules& rules, const UsedCard& card, Story& story) {
    const auto type = std::ranges::find(rules.card_types, card.card_type_id, &CardType::card_type_id);
    const LocalText name = type == rules.card_types.end() ? LocalText{} : type->name;
    const std::string& id = card.card_type_id.str();
    story.take("card", card.discount,
               {{"card_id", card.card_id.str()},
                {"name", name.zh.empty() ? id : name.zh},
                {"name_en", name.en.empty() ? id : name.en},
                {"n", text(card.uses)}});
}

/// Points are figures of their purse's unit; a purse beside the main one is named.
Figures points_figures(const PurseId& purse, Points points, const PointsRules& rules) {
    Figures figures{{"points", text(points.value)}};
    if (!purse.empty()) figures["purse_id"] = purse.str();
    if (rules.unit_decimals > 0) figures["unit_decimals"] = text(rules.unit_decimals);
    return figures;
}

void tell_burn(const PurseId& purse, const PointsResult& points, const PointsRules& rules, Story& story) {
    story.take("points", points.value, points_figures(purse, points.burn, rules));
}

void tell_earning(const PurseId& purse, const PointsResult& points, const PointsRules& rules, Story& story) {
    for (const EarnGroup& group : points.groups) {
        if (group.earn.value == 0) continue;
        Figures figures = points_figures(purse, group.earn, rules);
        figures["base"] = text(group.base.value);
        figures["per"] = text(group.earn_per.value);
        figures["n"] = text(group.earn_points.value);
        if (group.mult_bp != kWhole) figures["times"] = times(group.mult_bp);
        story.tell(group.birthday ? "earn_birthday" : "earn", std::move(figures));
    }
}

void tell_multipliers(const AppliedSet& applied, const PointsRules& rules, Story& story) {
    for (const CouponUseOnTicket& use : applied.uses) {
        if (use.earn.value == 0) continue;
        Figures figures = coupon_figures(*use.candidate);
        figures.merge(points_figures({}, use.earn, rules));
        story.tell("coupon_points", std::move(figures));
    }
}

}  // namespace

std::vector<ExplainStep> explain_quote(const Ticket& ticket, const AppliedSet& applied, const Quote& quote) {
    const Totals& totals = quote.totals;
    Story story(ticket, totals.list);
    story.tell("list", {{"amount", text(totals.list.value)}});
    story.take("pos_discount", totals.pos_discount);
    Money by_cards;
    for (const UsedCard& card : quote.cards)
        by_cards += card.discount;
    story.take("member_price", totals.member_discount - by_cards,
               ticket.tier == nullptr ? Figures{} : tier_figures(*ticket.tier));
    for (const UsedCard& card : quote.cards)
        tell_card(*ticket.context->rules, card, story);
    for (const CouponUseOnTicket& use : applied.uses)
        tell_coupon(use, applied.pieces, story);
    tell_burn({}, quote.points, ticket.context->rules->points, story);
    for (const PurseResult& purse : quote.purses)
        if (const PointsRules* rules = ticket.context->rules->purse(purse.purse_id))
            tell_burn(purse.purse_id, purse.points, *rules, story);
    story.take("rounding", totals.rounding);
    tell_earning({}, quote.points, ticket.context->rules->points, story);
    tell_multipliers(applied, ticket.context->rules->points, story);
    for (const PurseResult& purse : quote.purses)
        if (const PointsRules* rules = ticket.context->rules->purse(purse.purse_id))
            tell_earning(purse.purse_id, purse.points, *rules, story);
    const Tier* after = ticket.context->rules->tier(quote.tier_after);
    if (after != nullptr && quote.tier_after != quote.tier) story.tell("tier_up", tier_figures(*after));
    if (totals.tax.value > 0) story.tell("tax", {{"amount", text(totals.tax.value)}});
    story.tell("due", {{"amount", text(totals.due.value)}});
    return story.end();
}

}  // namespace counterfoil::domain::pricing
