// Coupons that multiply points (domain rules parts 5 and 8). They take no money off, so they come after the set that does,
// and none is used that the basket did not ask for: it would be spent for what the member may want to keep it for.
#include <algorithm>
#include <map>
#include <tuple>

#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

/// The ticket with its set, before any coupon that multiplies points. No such coupon changes what is paid.
struct Earning {
    const Ticket& whole;
    Ticket split;
    std::vector<Money> paid;
    std::vector<std::int64_t> by_points;

    Earning(const Ticket& ticket, const AppliedSet& applied) : whole(ticket), split(split_ticket(ticket, applied)) {
        by_points = decide_points(split, applied).values;
        for (std::size_t i = 0; i < applied.costs.size(); ++i)
            paid.push_back(applied.costs[i] - Money{by_points[i]});
        // What third parties pay counts as paid.
        for (const CouponUseOnTicket& use : applied.uses)
            for (std::size_t k = 0; k < use.shares.size(); ++k)
                if (use.candidate->rule().funding == Funding::third_party)
                    paid[use.candidate->scope[k]] += Money{use.shares[k]};
        for (const Piece& piece : applied.pieces)
            if (piece.candidate->rule().funding == Funding::third_party) paid[piece.place] += piece.cost - piece.paid;
    }
    Points with(const AppliedSet& applied) const {
        return earn_points(split, split.context->rules->points, paid, by_points, multipliers_of_lines(applied)).sum;
    }
};

/// What is against the coupon beside the set; its own conditions apart.
std::vector<Refusal> reasons_beside(const Ticket& ticket, const Candidate& candidate, const AppliedSet& applied) {
    const bool running = candidate.rule().threshold_base == ThresholdBase::running;
    std::vector<Refusal> reasons =
        shortfalls(candidate.rule(), reached(ticket, candidate, running ? applied.after : applied.before, applied.pieces));
    const auto barring = std::ranges::find_if(
        applied.uses, [&](const CouponUseOnTicket& use) { return !go_together(use.candidate->rule(), candidate.rule()); });
    if (barring != applied.uses.end()) reasons.push_back(Refusal{"not_with_coupon", {}, named(*barring->candidate)});
    if (!reasons.empty()) return reasons;
    if (auto limit = limit_reached(*ticket.context->rules, candidate, applied.uses)) reasons.push_back(std::move(*limit));
    return reasons;
}

/// The set with the coupon, whose place among the others is that of the order of evaluation.
AppliedSet with_use(AppliedSet applied, const Candidate& candidate) {
    const auto place = std::ranges::find_if(
        applied.uses, [&](const CouponUseOnTicket& use) { return works_before(&candidate, use.candidate); });
    applied.uses.insert(place, CouponUseOnTicket{&candidate, {}, {}, {}, {}});
    return applied;
}

/// The points that the coupon adds to the set, or why it adds none.
Points try_coupon(const Earning& earning, Candidate& candidate, const AppliedSet& applied, Points before) {
    candidate.reasons = reasons_beside(earning.whole, candidate, applied);
    if (!candidate.reasons.empty()) return {};
    const Points added = earning.with(with_use(applied, candidate)) - before;
    if (added.value <= 0) candidate.reasons.push_back(Refusal{"no_benefit"});
    return std::max(added, Points{});
}

std::vector<Candidate*> open_ones(std::span<Candidate> candidates, bool asked) {
    std::vector<Candidate*> open;
    for (Candidate& candidate : candidates)
        if (candidate.adds_points() && candidate.open && candidate.asked == asked) open.push_back(&candidate);
    std::ranges::sort(open, works_before);
    return open;
}

void find_possible(const Earning& earning, const AppliedSet& applied, std::span<Candidate> candidates,
                   std::vector<PossibleCoupon>& possible) {
    // Of one template all add the same, and have the same against them.
    struct Tried {
        Points added;
        std::vector<Refusal> reasons;
    };
    std::map<TemplateId, Tried> tried;
    const Points before = earning.with(applied);
    for (Candidate* candidate : open_ones(candidates, false)) {
        const auto [known, is_new] = tried.try_emplace(candidate->rule().template_id);
        if (is_new) {
            known->second.added = try_coupon(earning, *candidate, applied, before);
            known->second.reasons = candidate->reasons;
        }
        candidate->reasons = known->second.reasons;
        if (candidate->reasons.empty()) possible.push_back({candidate->id(), candidate->rule().name, known->second.added});
    }
    std::ranges::stable_sort(possible,
                             [](const PossibleCoupon& one, const PossibleCoupon& other) { return one.earn > other.earn; });
}

}  // namespace

std::vector<const Candidate*> multipliers_of_lines(const AppliedSet& applied) {
    std::vector<const Candidate*> of_lines(applied.costs.size(), nullptr);
    // A line of which a coupon took all pieces is out of every other one's scope; split-off pieces stand behind the lines.
    std::vector<bool> taken(applied.costs.size(), false);
    for (const Piece& piece : applied.pieces)
        taken[piece.place] = true;
    for (const CouponUseOnTicket& use : applied.uses) {
        if (!use.candidate->adds_points()) continue;
        for (const std::size_t i : use.candidate->scope)
            if (!taken[i] && of_lines[i] == nullptr) of_lines[i] = use.candidate;
    }
    return of_lines;
}

AppliedSet add_multipliers(const Ticket& ticket, AppliedSet chosen, std::span<Candidate> candidates,
                           std::vector<PossibleCoupon>& possible) {
    if (std::ranges::none_of(candidates, [](const Candidate& one) { return one.adds_points() && one.open; })) return chosen;
    const Earning earning(ticket, chosen);
    for (Candidate* candidate : open_ones(candidates, true)) {
        try_coupon(earning, *candidate, chosen, earning.with(chosen));
        if (!candidate->reasons.empty()) continue;
        // Of those before it none is less: it is the last one in the order.
        chosen = with_use(std::move(chosen), *candidate);
    }
    find_possible(earning, chosen, candidates, possible);
    return chosen;
}

}  // namespace counterfoil::domain::pricing
