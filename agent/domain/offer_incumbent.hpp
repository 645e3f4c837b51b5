// The best set of coupons that a search has found so far, and what makes another one better (domain rules part 6). Inside
// the domain only; pure.
#pragma once

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "base/assert.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {

using Coupons = std::vector<const Candidate*>;

/// Which of two sets of one weight is spent first.
struct Age {
    std::vector<Instant> expiries;
    std::vector<CouponId> ids;
    auto operator<=>(const Age&) const = default;
};

inline Age age_of(std::vector<Instant> expiries, std::vector<CouponId> ids) {
    std::ranges::sort(expiries);
    std::ranges::sort(ids);
    return {std::move(expiries), std::move(ids)};
}

/// The best set so far, and by how much another one must be better.
class Incumbent {
public:
    Incumbent(const Ticket& ticket, AppliedSet applied) : ticket_(ticket) { put(std::move(applied)); }

    const Weight& weight() const noexcept { return weight_; }
    const Age& age() const noexcept { return age_; }
    const AppliedSet& applied() const noexcept { return applied_; }
    AppliedSet take() { return std::move(applied_); }
    /// No set of that goal and cost, or more, is better.
    bool beats(Money goal, Money cost) const { return std::pair(goal, cost) > std::pair(weight_.goal, weight_.cost); }

    /// `weight` is the set's, but that its goal may be less: what is due is known only when the points are.
    void offer(const Weight& weight, const Coupons& set) {
        if (weight > weight_) return;
        auto applied = apply_coupons(ticket_, set);
        CF_ASSERT(applied && applied->cost == weight.cost);
        const Weight true_weight = aims_at_due(ticket_) ? weight_of(ticket_, *applied) : weight;
        if (true_weight > weight_ || (true_weight == weight_ && !breaks_tie(*applied))) return;
        put(std::move(*applied));
    }

private:
    void put(AppliedSet applied) {
        weight_ = weight_of(ticket_, applied);
        age_ = age_of(applied);
        due_ = due_of(ticket_, applied);
        applied_ = std::move(applied);
    }
    static Age age_of(const AppliedSet& applied) {
        std::vector<Instant> expiries;
        std::vector<CouponId> ids;
        for (const CouponUseOnTicket& use : applied.uses) {
            expiries.push_back(use.candidate->valid_until);
            ids.push_back(use.candidate->id());
        }
        return pricing::age_of(std::move(expiries), std::move(ids));
    }
    bool breaks_tie(const AppliedSet& applied) const {
        const Money due = due_of(ticket_, applied);
        return due != due_ ? due < due_ : age_of(applied) < age_;
    }

    const Ticket& ticket_;
    AppliedSet applied_;
    Weight weight_;
    Age age_;
    Money due_;
};

}  // namespace counterfoil::domain::pricing
