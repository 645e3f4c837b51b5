#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

struct Offers {
    std::vector<Candidate> candidates;
    std::vector<RefusedCoupon> unknown;
    bool by_name = false;
};

/// The context's coupons, or those that were asked for; each once and by id, so that no order of theirs can matter.
Offers gather(const Ticket& ticket) {
    Offers offers;
    std::map<CouponId, const OfferedCoupon*> by_id;
    for (const OfferedCoupon& offer : ticket.context->coupons) {
        const OfferedCoupon*& known = by_id[offer.coupon.coupon_id];
        if (known == nullptr || offer.barred) known = &offer;
    }
    std::set<CouponId> asked;
    if (const auto* ids = std::get_if<std::vector<CouponId>>(&ticket.basket->coupons)) {
        offers.by_name = true;
        asked.insert(ids->begin(), ids->end());
    }
    for (const CouponId& id : asked)
        if (!by_id.contains(id)) offers.unknown.push_back({id, {}, {Refusal{"unknown_coupon"}}});
    for (const auto& [id, offer] : by_id) {
        const bool multiplies = multiplies_points(offer->coupon_template.kind);
        const bool is_asked = asked.contains(id);
        // What multiplies points is looked at in any case, and used only where it is asked for.
        if (offers.by_name && !is_asked && !multiplies) continue;
        offers.candidates.push_back(check_coupon(ticket, *offer));
        offers.candidates.back().asked = is_asked || !multiplies;
    }
    return offers;
}

/// What the ticket costs with each coupon alone.
void weigh_alone(const Ticket& ticket, std::span<Candidate> candidates) {
    for (Candidate& candidate : candidates) {
        if (!candidate.reasons.empty() || candidate.adds_points()) continue;
        const Candidate* const set[] = {&candidate};
        if (aims_at_due(ticket)) {
            if (const auto applied = apply_coupons(ticket, {&candidate})) candidate.alone = weight_of(ticket, *applied);
            continue;
        }
        Start start = open_start(ticket, set);
        if (candidate.takes_pieces()) {
            const Money saved = take_pieces(ticket, candidate, start);
            if (saved.value <= 0) continue;
            price_by_cards(ticket, set, start);
            const Money cost = sum_of(start.costs) + start.paid;
            candidate.alone = Weight{cost, cost, candidate.at_risk() ? 1U : 0U, 1, {}};
            continue;
        }
        price_by_cards(ticket, set, start);
        const std::vector<Money>& costs = start.costs;
        const Money spend = reached(ticket, candidate, costs).spend;
        const Discount discount = discount_on(candidate.rule(), spend, sum_of(costs, candidate.scope));
        if (discount.amount.value <= 0) continue;
        const Money cost = sum_of(costs) - discount.amount;
        candidate.alone = Weight{cost, cost, candidate.at_risk() ? 1U : 0U, 1, discount.face_lost};
    }
}

/// By how much the best set is better than this coupon alone, by what the rules make least; a tie is no better offer.
Refusal better(const Candidate& candidate, Money best) {
    const Money more = candidate.alone->goal - best;
    if (more.value <= 0) return Refusal{"no_benefit"};
    return Refusal{"better_offer", {}, {{"more", std::to_string(more.value)}}};
}

/// A card prices some of its lines, which it does not go with.
bool meets_card(const Candidate& candidate, const AppliedSet& best) {
    if (!candidate.goes_without_cards()) return false;
    return std::ranges::any_of(
        best.cards, [&](const CardShare& share) { return std::ranges::binary_search(candidate.scope, share.line); });
}

/// Why a coupon that could be used on its own is not in the best set.
std::vector<Refusal> why_left_out(const Ticket& ticket, const Candidate& candidate, const AppliedSet& best, Money goal,
                                  bool by_name) {
    std::vector<Refusal> reasons;
    const auto barring = std::ranges::find_if(
        best.uses, [&](const CouponUseOnTicket& use) { return !go_together(use.candidate->rule(), candidate.rule()); });
    if (barring != best.uses.end()) reasons.push_back(Refusal{"not_with_coupon", {}, named(*barring->candidate)});
    if (meets_card(candidate, best)) reasons.push_back(Refusal{"not_with_card"});
    if (!by_name) {
        reasons.push_back(better(candidate, goal));
    } else if (reasons.empty()) {
        reasons.push_back(limit_reached(*ticket.context->rules, candidate, best.uses).value_or(Refusal{"no_benefit"}));
    }
    return reasons;
}

/// Where a refused coupon stands: those that only lack money come first, the least first; then those that lack pieces.
using Nearness = std::tuple<int, Money, Quantity, CouponId>;

Nearness nearness_of(const Candidate& candidate) {
    const Reached& lacking = candidate.lacking;
    if (candidate.open && lacking.spend > Money{}) return {0, lacking.spend, lacking.pieces, candidate.id()};
    if (candidate.open && lacking.pieces > Quantity{}) return {1, Money{}, lacking.pieces, candidate.id()};
    return {2, Money{}, Quantity{}, candidate.id()};
}

bool is_used(const AppliedSet& applied, const Candidate& candidate) {
    return std::ranges::any_of(applied.uses, [&](const CouponUseOnTicket& use) { return use.candidate == &candidate; });
}

/// The reasons of those that take money off and could be used on their own.
void give_reasons(const Ticket& ticket, const AppliedSet& best, Offers& offers) {
    const Money without = weight_of(ticket, *apply_coupons(ticket, {})).goal;
    const Money goal = weight_of(ticket, best).goal;
    for (Candidate& candidate : offers.candidates) {
        if (candidate.adds_points() || !candidate.reasons.empty() || is_used(best, candidate)) continue;
        const bool helps = candidate.alone && candidate.alone->goal < without;
        if (helps)
            candidate.reasons = why_left_out(ticket, candidate, best, goal, offers.by_name);
        else if (meets_card(candidate, best))
            candidate.reasons = {Refusal{"not_with_card"}, Refusal{"no_benefit"}};
        else
            candidate.reasons = {Refusal{"no_benefit"}};
    }
}

}  // namespace

CouponDecision choose_coupons(const Ticket& ticket) {
    Offers offers = gather(ticket);
    weigh_alone(ticket, offers.candidates);
    FoundOffer found = find_best_offer(ticket, offers.candidates);

    CouponDecision decision;
    if (!offers.by_name) decision.best = BestOffer{found.applied.cost, found.proved, found.bound, found.nodes};
    give_reasons(ticket, found.applied, offers);
    decision.applied = add_multipliers(ticket, std::move(found.applied), offers.candidates, decision.also_possible);
    std::map<Nearness, RefusedCoupon> refused;
    for (RefusedCoupon& unknown : offers.unknown)
        refused.emplace(Nearness{2, Money{}, Quantity{}, unknown.coupon_id}, std::move(unknown));
    for (const Candidate& candidate : offers.candidates) {
        const bool is_possible = candidate.reasons.empty();
        const bool is_wanted = candidate.asked || !offers.by_name;
        if (is_possible || !is_wanted || is_used(decision.applied, candidate)) continue;
        refused.emplace(nearness_of(candidate), RefusedCoupon{candidate.id(), candidate.rule().name, candidate.reasons});
    }
    decision.candidates = std::move(offers.candidates);
    for (auto& [nearness, coupon] : refused)
        decision.refused.push_back(std::move(coupon));
    return decision;
}

}  // namespace counterfoil::domain::pricing
