#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

// Effort is a count of sets, never time, so that all machines agree.
constexpr std::size_t kSetsMax = 4096;

using Set = std::vector<const Candidate*>;

/// Of two sets the lesser one is better, whatever order they were found in.
struct Merit {
    Money cost;
    std::size_t coupons = 0;
    std::size_t at_risk = 0;
    Money face_lost;
    std::vector<Instant> expiries;
    std::vector<CouponId> ids;
    auto operator<=>(const Merit&) const = default;
};

Merit merit_of(const AppliedSet& applied) {
    Merit merit;
    merit.cost = applied.cost;
    merit.coupons = applied.uses.size();
    for (const CouponUseOnTicket& use : applied.uses) {
        merit.at_risk += use.candidate->at_risk() ? 1U : 0U;
        merit.face_lost += use.face_lost;
        merit.expiries.push_back(use.candidate->valid_until);
        merit.ids.push_back(use.candidate->id());
    }
    std::ranges::sort(merit.expiries);
    std::ranges::sort(merit.ids);
    return merit;
}

/// How many sets of 1..most out of `candidates` there are, as far as kSetsMax + 1.
std::size_t count_sets(std::size_t candidates, std::size_t most) {
    std::size_t sum = 0;
    std::size_t of_size = 1;
    for (std::size_t size = 1; size <= std::min(candidates, most); ++size) {
        of_size = of_size * (candidates - size + 1) / size;
        sum += of_size;
        if (sum > kSetsMax) return kSetsMax + 1;
    }
    return sum;
}

class Search {
public:
    Search(const Ticket& ticket, std::size_t most, AppliedSet none) : ticket_(ticket), most_(most), best_(std::move(none)) {
        merit_ = merit_of(best_);
    }

    /// `usable` by merit of their own. Exact where all sets can be tried; else over the most promising coupons.
    AppliedSet run(const Set& usable) {
        Set open = without_twins(usable);
        while (count_sets(open.size(), most_) > kSetsMax)
            open.pop_back();
        extend(open, 0);
        return std::move(best_);
    }

private:
    /// Coupons of one template differ in expiry and id only, so no more than the ticket takes need be tried.
    Set without_twins(const Set& usable) const {
        std::map<TemplateId, std::size_t> seen;
        Set kept;
        for (const Candidate* candidate : usable) {
            const CouponTemplate& rule = candidate->rule();
            const auto limit = std::min(most_, static_cast<std::size_t>(std::max(rule.max_per_ticket, 1)));
            if (++seen[rule.template_id] <= limit) kept.push_back(candidate);
        }
        return kept;
    }

    void extend(const Set& open, std::size_t from) {
        if (chosen_.size() == most_) return;
        for (std::size_t i = from; i < open.size(); ++i) {
            chosen_.push_back(open[i]);
            if (auto applied = apply_coupons(ticket_, chosen_)) {
                Merit merit = merit_of(*applied);
                if (merit < merit_) {
                    merit_ = std::move(merit);
                    best_ = std::move(*applied);
                }
            }
            extend(open, i + 1);
            chosen_.pop_back();
        }
    }

    const Ticket& ticket_;
    std::size_t most_;
    AppliedSet best_;
    Merit merit_;
    Set chosen_;
};

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

/// Marks coupons that would save nothing and gives the others by merit of their own.
Set usable_ones(const Ticket& ticket, std::vector<Candidate>& candidates, const AppliedSet& none) {
    std::vector<std::pair<Merit, const Candidate*>> ranked;
    for (Candidate& candidate : candidates) {
        if (!candidate.reasons.empty()) continue;
        const auto applied = apply_coupons(ticket, {&candidate});
        if (!applied || applied->cost >= none.cost) {
            candidate.reasons.push_back(Refusal{"no_benefit"});
            continue;
        }
        candidate.alone = applied->cost;
        ranked.emplace_back(merit_of(*applied), &candidate);
    }
    std::ranges::sort(ranked, {}, [](const auto& entry) -> const Merit& { return entry.first; });
    Set usable;
    for (const auto& [merit, candidate] : ranked)
        usable.push_back(candidate);
    return usable;
}

Refusal why_left_out(const Candidate& candidate, const AppliedSet& best, std::size_t most, bool by_name) {
    if (!by_name) return Refusal{"better_offer", {}, {{"more", std::to_string((candidate.alone - best.cost).value)}}};
    const CouponTemplate& rule = candidate.rule();
    const auto same_rule = std::ranges::count_if(
        best.uses, [&](const CouponUseOnTicket& use) { return use.candidate->rule().template_id == rule.template_id; });
    const auto limit = std::max(rule.max_per_ticket, 1);
    if (same_rule >= limit) return Refusal{"ticket_limit", {}, {{"n", std::to_string(limit)}}};
    if (best.uses.size() >= most) return Refusal{"ticket_limit", {}, {{"n", std::to_string(most)}}};
    return Refusal{"no_benefit"};
}

}  // namespace

CouponDecision choose_coupons(const Ticket& ticket) {
    const auto most = static_cast<std::size_t>(std::max(ticket.context->rules->max_coupons, 1));
    Offers offers = gather(ticket);
    const AppliedSet none = *apply_coupons(ticket, {});
    const Set usable = usable_ones(ticket, offers.candidates, none);
    CouponDecision decision;
    decision.applied = Search(ticket, most, none).run(usable);
    decision.refused = std::move(offers.unknown);
    for (Candidate& candidate : offers.candidates) {
        const bool used = std::ranges::any_of(decision.applied.uses,
                                              [&](const CouponUseOnTicket& use) { return use.candidate == &candidate; });
        if (used) continue;
        if (candidate.reasons.empty())
            candidate.reasons.push_back(why_left_out(candidate, decision.applied, most, offers.by_name));
        decision.refused.push_back({candidate.id(), candidate.rule().name, candidate.reasons});
    }
    decision.candidates = std::move(offers.candidates);
    std::ranges::sort(decision.refused, {}, &RefusedCoupon::coupon_id);
    return decision;
}

}  // namespace counterfoil::domain::pricing
