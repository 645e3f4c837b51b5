#include "usecase/cards.hpp"

#include <algorithm>

#include "domain/line_amount.hpp"
#include "usecase/held.hpp"

namespace counterfoil::usecase {
namespace {

Refusal held_in(const StoreId& store) {
    Refusal refusal{.code = "held_elsewhere"};
    if (!store.empty()) refusal.figures["store"] = store.str();
    return refusal;
}

UnitsOnDevice units_of_card(const domain::Card& card, std::span<const domain::DeviceHold> open, const CheckoutId& checkout) {
    UnitsOnDevice sum;
    for (const domain::CardUses& part : domain::uses_by_right(card)) {
        const UnitsOnDevice units = units_of(open, part.right_id, checkout);
        sum.mine += units.mine;
        sum.idle += units.idle;
        sum.other += units.other;
    }
    return sum;
}

void judge_offline(domain::OfferedCard& offer, const domain::CardType* type, const RiskRoom& risk) {
    if (type == nullptr || type->offline != domain::OfflinePolicy::risk || !risk.in_touch) {
        offer.barred = Refusal{.code = "needs_network"};
    } else if (risk.left.value <= 0) {
        offer.barred = risk_limit(risk.left);
    } else {
        offer.right = domain::RightState::risk;
        offer.uses = offer.card.uses_left;
    }
}

domain::OfferedCard offer_of(const domain::Card& card, const domain::CardType* type,
                             std::span<const domain::DeviceHold> open, const RiskRoom& risk, const Situation& situation,
                             const StoreId& own_store) {
    domain::OfferedCard offer{.card = card, .uses = 0, .right = domain::RightState::none, .barred = {}};
    const UnitsOnDevice units = units_of_card(card, open, situation.checkout);
    const std::int64_t held = std::min(units.mine + units.idle, card.uses_left);
    if (held > 0) offer.right = domain::RightState::held;
    if (situation.reach == Reach::obtainable) {
        offer.uses = std::max(card.uses_left - units.other, held);
        if (offer.uses <= 0 && card.uses_left > 0) offer.barred = held_in(own_store);
    } else if (held > 0) {
        offer.uses = held;
    } else if (card.uses_left <= 0 || situation.ended) {
        offer.barred = Refusal{.code = "no_uses_left"};
    } else if (situation.reach == Reach::answered) {
        offer.right = domain::RightState::elsewhere;
        offer.barred = held_in(situation.held_by);
    } else {
        judge_offline(offer, type, risk);
    }
    return offer;
}

/// The most uses that the basket's goods could take.
std::int64_t most_uses(const domain::Basket& basket, const domain::CardType& type) {
    if (type.use_unit == domain::UseUnit::ticket) return 1;
    std::int64_t pieces = 0;
    for (const domain::BasketLine& line : basket.lines)
        if (domain::in_scope(type.scope, line)) pieces += line.weighed ? 1 : line.quantity.value / domain::kOnePiece.value;
    return pieces;
}

/// Whether it would come in if the coupons of the set were not to be had.
bool is_alternative(const domain::RefusedCard& refused) {
    return std::ranges::all_of(refused.reasons, [](const Refusal& reason) { return reason.code == "not_with_coupon"; });
}

}  // namespace

Result<std::vector<domain::OfferedCard>> offered_cards(const View& view, const domain::Rules& rules,
                                                       const domain::Member& member,
                                                       std::span<const domain::DeviceHold> open, const RiskRoom& risk,
                                                       const Situation& situation) {
    CF_TRY(device, view.ledger.device().state());
    std::vector<domain::OfferedCard> offers;
    for (const domain::Card& card : member.cards) {
        offers.push_back(offer_of(card, rules.card_type(card.card_type_id), open, risk, situation, device.store_id));
        if (!view.link.earn_only) continue;
        offers.back().barred = Refusal{.code = "device_suspended"};
        offers.back().uses = 0;
    }
    return offers;
}

void want_cards(const domain::Basket& basket, const domain::Quote& quote, const domain::Rules& rules,
                std::span<const domain::OfferedCard> cards, std::size_t most, std::vector<domain::WantedRight>& useful) {
    for (const domain::OfferedCard& offer : cards) {
        const domain::CardType* type = rules.card_type(offer.card.card_type_id);
        const auto used = std::ranges::find(quote.cards, offer.card.card_id, &domain::UsedCard::card_id);
        const auto refused = std::ranges::find(quote.refused_cards, offer.card.card_id, &domain::RefusedCard::card_id);
        std::int64_t uses = used == quote.cards.end() ? 0 : used->uses;
        if (uses == 0 && type != nullptr && refused != quote.refused_cards.end() && is_alternative(*refused))
            uses = most_uses(basket, *type);
        for (const domain::CardUses& part : domain::uses_by_right(offer.card)) {
            const std::int64_t wanted = std::min(uses, part.left);
            if (wanted <= 0 || most == 0) break;
            useful.push_back({.right_id = part.right_id, .least = 1, .most = wanted});
            uses -= wanted;
            --most;
        }
    }
}

}  // namespace counterfoil::usecase
