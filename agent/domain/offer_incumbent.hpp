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

inline Weight weight_of(const AppliedSet& applied) {
    Weight weight{applied.cost, 0, applied.uses.size(), {}};
    for (const CouponUseOnTicket& use : applied.uses) {
        weight.at_risk += use.candidate->at_risk() ? 1U : 0U;
        weight.face_lost += use.face_lost;
    }
    return weight;
}

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

inline bool asks_for_points(const Ticket& ticket) { return !std::holds_alternative<NoPoints>(ticket.basket->points); }

/// The best set so far, and by how much another one must be better.
class Incumbent {
public:
    Incumbent(const Ticket& ticket, AppliedSet applied) : ticket_(ticket) { put(std::move(applied)); }

    const Weight& weight() const noexcept { return weight_; }
    const Age& age() const noexcept { return age_; }
    const AppliedSet& applied() const noexcept { return applied_; }
    AppliedSet take() { return std::move(applied_); }

    void offer(const Weight& weight, const Coupons& set) {
        if (weight > weight_) return;
        auto applied = apply_coupons(ticket_, set);
        CF_ASSERT(applied && applied->cost == weight.cost);
        if (weight == weight_ && !breaks_tie(*applied)) return;
        put(std::move(*applied));
    }

private:
    void put(AppliedSet applied) {
        weight_ = weight_of(applied);
        age_ = age_of(applied);
        due_ = due_of(applied);
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
    Money due_of(const AppliedSet& applied) const {
        if (!asks_for_points(ticket_)) return applied.cost;
        return applied.cost - decide_points(split_ticket(ticket_, applied), applied).value;
    }
    bool breaks_tie(const AppliedSet& applied) const {
        const Money due = due_of(applied);
        return due != due_ ? due < due_ : age_of(applied) < age_;
    }

    const Ticket& ticket_;
    AppliedSet applied_;
    Weight weight_;
    Age age_;
    Money due_;
};

}  // namespace counterfoil::domain::pricing
