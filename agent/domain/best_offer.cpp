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
    if (const auto* asked = std::get_if<std::vector<CouponId>>(&ticket.basket->coupons)) {
        offers.by_name = true;
        for (const CouponId& id : std::set<CouponId>(asked->begin(), asked->end())) {
            if (const auto found = by_id.find(id); found != by_id.end())
                offers.candidates.push_back(check_coupon(ticket, *found->second));
            else
                offers.unknown.push_back({id, {}, {Refusal{"unknown_coupon"}}});
        }
        return offers;
    }
    for (const auto& [id, offer] : by_id)
        offers.candidates.push_back(check_coupon(ticket, *offer));
    return offers;
}

/// What the ticket costs with each coupon alone.
void weigh_alone(const Ticket& ticket, std::span<Candidate> candidates) {
    for (Candidate& candidate : candidates) {
        if (!candidate.reasons.empty()) continue;
        const Candidate* const set[] = {&candidate};
        Start start = open_start(ticket, set);
        if (candidate.takes_pieces()) {
            const Money saved = take_pieces(ticket, candidate, start);
            if (saved.value <= 0) continue;
            price_by_cards(ticket, set, start);
            candidate.alone = Weight{sum_of(start.costs) + start.paid, candidate.at_risk() ? 1U : 0U, 1, {}};
            continue;
        }
        price_by_cards(ticket, set, start);
        const std::vector<Money>& costs = start.costs;
        const Money spend = reached(ticket, candidate, costs).spend;
        const Discount discount = discount_on(candidate.rule(), spend, sum_of(costs, candidate.scope));
        if (discount.amount.value <= 0) continue;
        candidate.alone = Weight{sum_of(costs) - discount.amount, candidate.at_risk() ? 1U : 0U, 1, discount.face_lost};
    }
}

/// By how much the best set is cheaper than this coupon alone; a tie is no better offer.
Refusal better(const Candidate& candidate, const AppliedSet& best) {
    const Money more = candidate.alone->cost - best.cost;
    if (more.value <= 0) return Refusal{"no_benefit"};
    return Refusal{"better_offer", {}, {{"more", std::to_string(more.value)}}};
}

Refusal ticket_limit(std::size_t most) { return Refusal{"ticket_limit", {}, {{"n", std::to_string(most)}}}; }

/// The limit that keeps the coupon off the ticket: its template's, its group's or the ticket's; nothing where none does.
std::optional<Refusal> full(const Candidate& candidate, const AppliedSet& best, std::size_t most) {
    const CouponTemplate& rule = candidate.rule();
    const auto of_template = static_cast<std::size_t>(std::max(rule.max_per_ticket, 1));
    std::size_t of_group = limit_of_group(rule);
    std::size_t same_template = 0;
    std::size_t same_group = 0;
    std::size_t same_level = 0;
    for (const CouponUseOnTicket& use : best.uses) {
        const CouponTemplate& other = use.candidate->rule();
        same_template += other.template_id == rule.template_id ? 1U : 0U;
        if (prices_pieces(other.kind) != prices_pieces(rule.kind)) continue;
        ++same_level;
        if (other.stack_group != rule.stack_group) continue;
        ++same_group;
        of_group = std::min(of_group, limit_of_group(other));
    }
    if (same_template >= of_template) return ticket_limit(of_template);
    if (same_template >= candidate.left) return candidate.limit;
    if (same_group >= of_group) return ticket_limit(of_group);
    if (prices_pieces(rule.kind)) most = static_cast<std::size_t>(kPieceCouponsMax);
    return same_level >= most ? std::optional{ticket_limit(most)} : std::nullopt;
}

/// A card prices some of its lines, which it does not go with.
bool meets_card(const Candidate& candidate, const AppliedSet& best) {
    if (candidate.rule().with_card || candidate.takes_pieces()) return false;
    return std::ranges::any_of(
        best.cards, [&](const CardShare& share) { return std::ranges::binary_search(candidate.scope, share.line); });
}

/// Why a coupon that could be used on its own is not in the best set.
std::vector<Refusal> why_left_out(const Candidate& candidate, const AppliedSet& best, std::size_t most, bool by_name) {
    std::vector<Refusal> reasons;
    const auto barring = std::ranges::find_if(
        best.uses, [&](const CouponUseOnTicket& use) { return !go_together(use.candidate->rule(), candidate.rule()); });
    if (barring != best.uses.end()) reasons.push_back(Refusal{"not_with_coupon", {}, named(*barring->candidate)});
    if (meets_card(candidate, best)) reasons.push_back(Refusal{"not_with_card"});
    if (!by_name) {
        reasons.push_back(better(candidate, best));
    } else if (reasons.empty()) {
        reasons.push_back(full(candidate, best, most).value_or(Refusal{"no_benefit"}));
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

}  // namespace

CouponDecision choose_coupons(const Ticket& ticket) {
    const auto most = static_cast<std::size_t>(std::max(ticket.context->rules->max_coupons, 1));
    Offers offers = gather(ticket);
    weigh_alone(ticket, offers.candidates);
    FoundOffer found = find_best_offer(ticket, offers.candidates);
    const Money without = apply_coupons(ticket, {})->cost;

    CouponDecision decision;
    if (!offers.by_name) decision.best = BestOffer{found.applied.cost, found.proved, found.bound, found.nodes};
    decision.applied = std::move(found.applied);
    std::map<Nearness, RefusedCoupon> refused;
    for (RefusedCoupon& unknown : offers.unknown)
        refused.emplace(Nearness{2, Money{}, Quantity{}, unknown.coupon_id}, std::move(unknown));
    for (Candidate& candidate : offers.candidates) {
        const bool used = std::ranges::any_of(decision.applied.uses,
                                              [&](const CouponUseOnTicket& use) { return use.candidate == &candidate; });
        if (used) continue;
        if (candidate.reasons.empty()) {
            const bool helps = candidate.alone && candidate.alone->cost < without;
            if (helps)
                candidate.reasons = why_left_out(candidate, decision.applied, most, offers.by_name);
            else if (meets_card(candidate, decision.applied))
                candidate.reasons = {Refusal{"not_with_card"}, Refusal{"no_benefit"}};
            else
                candidate.reasons = {Refusal{"no_benefit"}};
        }
        refused.emplace(nearness_of(candidate), RefusedCoupon{candidate.id(), candidate.rule().name, candidate.reasons});
    }
    decision.candidates = std::move(offers.candidates);
    for (auto& [nearness, coupon] : refused)
        decision.refused.push_back(std::move(coupon));
    return decision;
}

}  // namespace counterfoil::domain::pricing
