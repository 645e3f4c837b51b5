#include <algorithm>
#include <tuple>

#include "domain/arithmetic.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

constexpr std::int32_t kRankPercentOff = 30;
constexpr std::int32_t kRankAmountOff = 50;

std::int32_t rank_of(const CouponTemplate& rule) {
    if (rule.sequence != 0) return rule.sequence;
    return rule.kind == TemplateKind::percent_off ? kRankPercentOff : kRankAmountOff;
}

struct Discount {
    Money amount;
    Money face_lost;
};

Discount discount_on(const CouponTemplate& rule, Money sum) {
    switch (rule.kind) {
        case TemplateKind::amount_off: {
            const Money amount = std::min(rule.face, sum);
            return {amount, rule.face - amount};
        }
        case TemplateKind::percent_off: {
            Money amount = sum - pay_share(sum, rule.pay_bp);
            if (rule.max_discount) amount = std::min(amount, *rule.max_discount);
            return {amount, Money{}};
        }
    }
    return {};
}

}  // namespace

std::optional<AppliedSet> apply_coupons(const Ticket& ticket, std::vector<const Candidate*> set) {
    std::ranges::sort(set, {}, [](const Candidate* candidate) {
        return std::tuple(rank_of(candidate->rule()), candidate->valid_until, candidate->id());
    });
    AppliedSet applied;
    applied.start = starting_costs(ticket, set);
    applied.costs = applied.start;
    for (const Candidate* candidate : set) {
        if (below_threshold(ticket, *candidate, applied.start)) return std::nullopt;
        std::vector<std::int64_t> weights;
        weights.reserve(candidate->scope.size());
        Money sum;
        for (const std::size_t i : candidate->scope) {
            weights.push_back(applied.costs[i].value);
            sum += applied.costs[i];
        }
        const Discount discount = discount_on(candidate->rule(), sum);
        if (discount.amount.value <= 0) return std::nullopt;
        CouponUseOnTicket use{candidate, discount.amount, discount.face_lost, spread(discount.amount.value, weights)};
        for (std::size_t k = 0; k < use.shares.size(); ++k)
            applied.costs[candidate->scope[k]] -= Money{use.shares[k]};
        applied.uses.push_back(std::move(use));
    }
    for (const Money cost : applied.costs)
        applied.cost += cost;
    return applied;
}

}  // namespace counterfoil::domain::pricing
