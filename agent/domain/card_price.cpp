// Benefit cards as prices of lines: which cards may be used, and what they take off (domain rules parts 4 and 8). Of base,
// tier price and card price a line has the lowest; they never add up.
#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "domain/arithmetic.hpp"
#include "domain/line_amount.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

using Reasons = std::vector<Refusal>;
using Coupons = std::span<const Candidate* const>;

// --- which cards may be used

void add(Reasons& reasons, Refusal reason) {
    const auto same = [&](const Refusal& one) { return one.code == reason.code; };
    if (std::ranges::none_of(reasons, same)) reasons.push_back(std::move(reason));
}

void check_person(const Ticket& ticket, Reasons& reasons) {
    if (ticket.basket->buyer == Buyer::staff) add(reasons, Refusal{"staff_not_allowed"});
    if (!proves_for_spending(ticket.basket->proof)) add(reasons, Refusal{"proof_needed"});
    if (ticket.member != nullptr && ticket.member->state == MemberState::frozen) add(reasons, Refusal{"frozen"});
}

void check_card(const OfferedCard& offer, Reasons& reasons) {
    if (offer.card.state == CardState::voided) add(reasons, Refusal{"voided"});
    if (offer.card.state == CardState::frozen) add(reasons, Refusal{"frozen"});
    if (offer.card.uses_left <= 0) add(reasons, Refusal{"no_uses_left"});
    if (offer.barred)
        add(reasons, *offer.barred);
    else if (offer.right == RightState::elsewhere)
        add(reasons, Refusal{"held_elsewhere"});
    else if (offer.uses <= 0)
        add(reasons, Refusal{"no_uses_left"});
}

void check_conditions(const Ticket& ticket, const UsableCard& card, Reasons& reasons) {
    const Basket& basket = *ticket.basket;
    const CardType& rule = *card.rule;
    const Instant from = std::max(card.offer->card.valid_from, rule.valid_from);
    auto late = check_period(basket.at, basket.clock_error, from, card.valid_until);
    if (late && is_freshly_held(basket, card.offer->right))
        late = check_period(*basket.held_since, basket.clock_error, from, card.valid_until);
    if (late) add(reasons, std::move(*late));
    if (!is_good_in(rule.stores, rule.regions, *ticket.context->rules, basket.store_id))
        add(reasons, Refusal{"wrong_store"});
    if (!rule.channels.empty() && std::ranges::find(rule.channels, basket.channel) == rule.channels.end())
        add(reasons, Refusal{"wrong_channel"});
}

bool takes_card(const PricedLine& priced) {
    const BasketLine& line = *priced.line;
    return priced.base.value > 0 && !line.flags.bars_tier_price() && !line.flags.gift && !line.override_price;
}

void find_lines(const Ticket& ticket, UsableCard& card, Reasons& reasons) {
    std::size_t excluded = 0;
    for (std::size_t i = 0; i < ticket.lines.size(); ++i) {
        if (!in_scope(card.rule->scope, *ticket.lines[i].line)) continue;
        if (takes_card(ticket.lines[i]))
            card.lines.push_back(i);
        else
            ++excluded;
    }
    if (!card.lines.empty()) return;
    if (excluded > 0)
        add(reasons, Refusal{"goods_excluded", {}, {{"n", std::to_string(excluded)}}});
    else
        add(reasons, Refusal{"no_goods_in_scope"});
}

void look_at(Ticket& ticket, const OfferedCard& offer) {
    UsableCard card;
    card.offer = &offer;
    card.rule = ticket.context->rules->card_type(offer.card.card_type_id);
    if (card.rule == nullptr) {
        ticket.refused_cards.push_back({offer.card.card_id, {}, {Refusal{"unknown_card"}}});
        return;
    }
    card.valid_until = std::min(offer.card.valid_until, card.rule->valid_until);
    Reasons reasons;
    check_person(ticket, reasons);
    check_card(offer, reasons);
    check_conditions(ticket, card, reasons);
    find_lines(ticket, card, reasons);
    if (reasons.empty()) {
        ticket.cards.push_back(std::move(card));
        return;
    }
    std::ranges::stable_sort(reasons, {}, [](const Refusal& reason) { return reason_rank(reason.code); });
    ticket.refused_cards.push_back({offer.card.card_id, card.rule->name, std::move(reasons)});
}

// --- what they take off

/// Lines of coupons of the set that go without cards.
std::vector<bool> barred_lines(const Ticket& ticket, Coupons set) {
    std::vector<bool> barred(ticket.lines.size(), false);
    for (const Candidate* candidate : set)
        if (candidate->goes_without_cards())
            for (const std::size_t i : candidate->scope)
                barred[i] = true;
    return barred;
}

std::int64_t pieces_of(const PricedLine& line, Quantity quantity) {
    return line.line->weighed ? 1 : quantity.value / kOnePiece.value;
}

/// A card that makes a line cheaper, by so much if it prices all of it.
struct Saving {
    std::size_t card = 0;
    std::size_t line = 0;
    Money amount;
    std::int64_t pieces = 1;
};

std::vector<Saving> savings_of(const Ticket& ticket, Coupons set, std::span<const Money> whole) {
    const std::vector<bool> barred = barred_lines(ticket, set);
    std::vector<Saving> savings;
    for (std::size_t c = 0; c < ticket.cards.size(); ++c) {
        for (const std::size_t i : ticket.cards[c].lines) {
            const PricedLine& line = ticket.lines[i];
            const Money amount = whole[i] - pay_share(line.list, ticket.cards[c].rule->pay_bp);
            if (!barred[i] && amount > Money{}) savings.push_back({c, i, amount, pieces_of(line, line.quantity)});
        }
    }
    // Both products fit: amounts and pieces are bounded. Cards are by id and lines by number, so equals keep that order.
    std::ranges::stable_sort(savings, [&](const Saving& one, const Saving& other) {
        const std::int64_t mine = one.amount.value * other.pieces;
        const std::int64_t theirs = other.amount.value * one.pieces;
        if (mine != theirs) return mine > theirs;
        return ticket.cards[one.card].valid_until < ticket.cards[other.card].valid_until;
    });
    return savings;
}

}  // namespace

void find_cards(Ticket& ticket) {
    // Where nobody is named there is nobody whose cards they could be.
    if (ticket.context->cards.empty() && !std::holds_alternative<std::vector<CardId>>(ticket.basket->cards)) return;
    std::map<CardId, const OfferedCard*> known;
    if (ticket.member != nullptr)
        for (const OfferedCard& offer : ticket.context->cards)
            known.emplace(offer.card.card_id, &offer);
    if (const auto* asked = std::get_if<std::vector<CardId>>(&ticket.basket->cards)) {
        for (const CardId& id : std::set<CardId>(asked->begin(), asked->end())) {
            if (const auto found = known.find(id); found != known.end())
                look_at(ticket, *found->second);
            else
                ticket.refused_cards.push_back({id, {}, {Refusal{"unknown_card"}}});
        }
        return;
    }
    for (const auto& [id, offer] : known)
        look_at(ticket, *offer);
}

void price_by_cards(const Ticket& ticket, Coupons set, Start& start) {
    if (ticket.cards.empty()) return;
    std::vector<Quantity> taken(ticket.lines.size());
    for (const Piece& piece : start.pieces)
        taken[piece.line] = std::max(taken[piece.line], piece.to);
    std::vector<std::int64_t> left;
    for (const UsableCard& card : ticket.cards)
        left.push_back(card.offer->uses);
    for (const Saving& saving : savings_of(ticket, set, start.whole)) {
        const PricedLine& line = ticket.lines[saving.line];
        const CardType& rule = *ticket.cards[saving.card].rule;
        const Quantity from = taken[saving.line];
        if (from >= line.quantity || left[saving.card] == 0) continue;
        const bool by_piece = rule.use_unit == UseUnit::piece;
        const std::int64_t open = pieces_of(line, line.quantity - from);
        const std::int64_t pieces = by_piece ? std::min(open, left[saving.card]) : open;
        const Quantity to = pieces == open ? line.quantity : from + Quantity{pieces * kOnePiece.value};
        const PricedLine run = cut(line, start.whole[saving.line], from, to);
        const Money price = pay_share(run.list, rule.pay_bp);
        const Money saved = run.member_price - price;
        if (saved.value <= 0) continue;
        start.cards.push_back({saving.card, saving.line, by_piece ? pieces : 0, saved, run.base - price});
        start.costs[saving.line] -= saved;
        taken[saving.line] = to;
        if (by_piece) left[saving.card] -= pieces;
    }
}

std::vector<Money> least_by_cards(const Ticket& ticket, Coupons set, const Start& start) {
    if (ticket.cards.empty()) return start.costs;
    // Each run of pieces, and each piece that a coupon takes, may round by a few units: these are allowed for.
    constexpr std::int64_t kPerCard = 5;
    constexpr std::int64_t kPerLine = 100;
    std::vector<Money> greatest(ticket.lines.size());
    std::vector<std::int64_t> cards(ticket.lines.size(), 0);
    for (const Saving& saving : savings_of(ticket, set, start.whole)) {
        greatest[saving.line] = std::max(greatest[saving.line], saving.amount);
        ++cards[saving.line];
    }
    std::vector<Money> least = start.costs;
    for (std::size_t i = 0; i < least.size(); ++i) {
        if (cards[i] == 0) continue;
        const Money off = greatest[i] + Money{kPerCard * cards[i] + kPerLine};
        least[i] = std::max(least[i] - off, Money{});
    }
    return least;
}

bool bars_cards(const Ticket& ticket, const Candidate& candidate) {
    if (!candidate.goes_without_cards()) return false;
    return std::ranges::any_of(ticket.cards, [&](const UsableCard& card) {
        return std::ranges::any_of(card.lines,
                                   [&](std::size_t i) { return std::ranges::binary_search(candidate.scope, i); });
    });
}

bool asks_no_more(const Ticket& ticket, const Candidate& candidate, Coupons set) {
    return std::ranges::all_of(candidate.scope, [&](std::size_t line) {
        bool no_tier = candidate.rule().with_tier_price;
        bool no_card = !candidate.goes_without_cards() || ticket.cards.empty();
        for (const Candidate* other : set) {
            if (other->takes_pieces() || !std::ranges::binary_search(other->scope, line)) continue;
            no_tier |= !other->rule().with_tier_price;
            no_card |= other->goes_without_cards();
        }
        return no_tier && no_card;
    });
}

std::vector<UsedCard> used_cards(const Ticket& ticket, const AppliedSet& applied) {
    std::vector<UsedCard> used;
    for (std::size_t c = 0; c < ticket.cards.size(); ++c) {
        const UsableCard& card = ticket.cards[c];
        UsedCard one{card.offer->card.card_id, card.rule->card_type_id, card.rule->version, 0, {}, false};
        one.at_risk = card.offer->right == RightState::risk;
        for (const CardShare& share : applied.cards) {
            if (share.card != c) continue;
            one.discount += share.discount;
            one.uses = card.rule->use_unit == UseUnit::ticket ? 1 : one.uses + share.uses;
        }
        if (one.uses > 0) used.push_back(std::move(one));
    }
    return used;
}

std::vector<RefusedCard> refused_cards(const Ticket& ticket, const AppliedSet& applied) {
    std::vector<RefusedCard> refused = ticket.refused_cards;
    for (std::size_t c = 0; c < ticket.cards.size(); ++c) {
        if (std::ranges::any_of(applied.cards, [&](const CardShare& share) { return share.card == c; })) continue;
        const UsableCard& card = ticket.cards[c];
        const auto barring = std::ranges::find_if(applied.uses, [&](const CouponUseOnTicket& use) {
            const Candidate& coupon = *use.candidate;
            return coupon.goes_without_cards() && std::ranges::any_of(card.lines, [&](std::size_t i) {
                       return std::ranges::binary_search(coupon.scope, i);
                   });
        });
        Refusal reason{"no_benefit"};
        if (barring != applied.uses.end()) reason = Refusal{"not_with_coupon", {}, named(*barring->candidate)};
        refused.push_back({card.offer->card.card_id, card.rule->name, {std::move(reason)}});
    }
    std::ranges::sort(refused, {}, &RefusedCard::card_id);
    return refused;
}

}  // namespace counterfoil::domain::pricing
