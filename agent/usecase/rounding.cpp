#include "usecase/rounding.hpp"

#include <algorithm>

#include "usecase/pricing.hpp"
#include "usecase/sealing.hpp"

namespace counterfoil::usecase {
namespace {

/// All that the quote took off, whoever pays for it; what is due but for the rounding.
bool same_price(const domain::Quote& first, const domain::Quote& rounded) {
    domain::Totals expected = first.totals;
    expected.due += first.totals.rounding - rounded.totals.rounding;
    expected.rounding = rounded.totals.rounding;
    expected.tax = rounded.totals.tax;
    const auto same_coupon = [](const domain::UsedCoupon& one, const domain::UsedCoupon& other) {
        return one.coupon_id == other.coupon_id && one.template_version == other.template_version &&
               one.discount == other.discount;
    };
    const auto same_card = [](const domain::UsedCard& one, const domain::UsedCard& other) {
        return one.card_id == other.card_id && one.uses == other.uses && one.discount == other.discount;
    };
    return std::ranges::equal(first.cards, rounded.cards, same_card) && rounded.totals == expected &&
           rounded.tier == first.tier && burnt_by(rounded) == burnt_by(first) &&
           std::ranges::equal(first.used, rounded.used, same_coupon);
}

/// Whether what is spent is at risk was settled when the quote was made. What a coupon adds to the points was not: that is a
/// matter of what is paid. Both quotes are of the same price.
void keep_risk(const domain::Quote& settled, domain::Quote& quote) {
    for (std::size_t i = 0; i < quote.used.size(); ++i)
        quote.used[i].at_risk = settled.used[i].at_risk;
    for (std::size_t i = 0; i < quote.cards.size(); ++i)
        quote.cards[i].at_risk = settled.cards[i].at_risk;
    quote.points.at_risk = settled.points.at_risk;
    for (domain::PurseResult& purse : quote.purses)
        if (const domain::PointsResult* first = settled.purse(purse.purse_id)) purse.points.at_risk = first->at_risk;
}

Refusal stale(const char* cause) {
    return Refusal{.code = "quote_stale", .field = "/quote_hash", .figures = {{"cause", cause}}};
}

}  // namespace

domain::PointsChoice burnt_by(const domain::Quote& quote) {
    domain::EachPurse each;
    if (quote.points.burn.value > 0) each.wanted.emplace(PurseId(), quote.points.burn);
    for (const domain::PurseResult& purse : quote.purses)
        if (purse.points.burn.value > 0) each.wanted.emplace(purse.purse_id, purse.points.burn);
    if (each.wanted.empty()) return domain::NoPoints{};
    if (each.wanted.size() == 1 && quote.points.burn.value > 0) return quote.points.burn;
    return each;
}

domain::Basket as_used(domain::Basket basket, const domain::Quote& quote) {
    std::vector<CouponId> used;
    used.reserve(quote.used.size());
    for (const domain::UsedCoupon& coupon : quote.used)
        used.push_back(coupon.coupon_id);
    basket.coupons = std::move(used);
    // Also where none was used: what is not named must not come in when the ticket is priced again.
    std::vector<CardId> cards;
    for (const domain::UsedCard& card : quote.cards)
        cards.push_back(card.card_id);
    if (!quote.cards.empty() || !quote.refused_cards.empty()) basket.cards = std::move(cards);
    basket.points = burnt_by(quote);
    return basket;
}

Result<Outcome<domain::Checkout>> round_checkout(const View& view, domain::Checkout checkout, Money rounding) {
    if (rounding == checkout.basket.rounding) return checkout;
    CF_TRY(in_force, rules_in_force(view));
    if (const auto* refusal = std::get_if<Refusal>(&in_force)) return *refusal;
    const domain::Rules& rules = std::get<domain::Rules>(in_force);
    if (rules.hash != checkout.quote.rules_hash) return stale("other_rules");
    domain::Basket basket = as_used(checkout.basket, checkout.quote);
    basket.rounding = rounding;
    CF_TRY(outcome, price(view, rules, basket, situation_of(view, checkout.checkout_id)));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    domain::Quote& quote = std::get<Priced>(outcome).quote;
    if (!same_price(checkout.quote, quote)) return stale("other_price");
    keep_risk(checkout.quote, quote);
    seal(view, rules, basket, quote);
    checkout.basket = std::move(basket);
    checkout.quote = std::move(quote);
    return checkout;
}

}  // namespace counterfoil::usecase
