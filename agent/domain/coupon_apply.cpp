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

}  // namespace

bool works_before(const Candidate* one, const Candidate* other) {
    return std::tuple(rank_of(one->rule()), one->valid_until, one->id()) <
           std::tuple(rank_of(other->rule()), other->valid_until, other->id());
}

Money sum_of(std::span<const Money> costs) {
    Money sum;
    for (const Money cost : costs)
        sum += cost;
    return sum;
}

Money sum_of(std::span<const Money> costs, std::span<const std::size_t> scope) {
    Money sum;
    for (const std::size_t i : scope)
        sum += costs[i];
    return sum;
}

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

std::vector<std::int64_t> take_off(std::span<Money> costs, std::span<const std::size_t> scope, Money amount) {
    std::vector<std::int64_t> weights;
    weights.reserve(scope.size());
    for (const std::size_t i : scope)
        weights.push_back(costs[i].value);
    std::vector<std::int64_t> shares = spread(amount.value, weights);
    for (std::size_t k = 0; k < scope.size(); ++k)
        costs[scope[k]] -= Money{shares[k]};
    return shares;
}

std::optional<AppliedSet> apply_coupons(const Ticket& ticket, std::vector<const Candidate*> set) {
    std::ranges::sort(set, works_before);
    AppliedSet applied;
    applied.start = starting_costs(ticket, set);
    applied.costs = applied.start;
    for (const Candidate* candidate : set) {
        if (!meets_threshold(ticket, *candidate, applied.start)) return std::nullopt;
        const Discount discount = discount_on(candidate->rule(), sum_of(applied.costs, candidate->scope));
        if (discount.amount.value <= 0) return std::nullopt;
        applied.uses.push_back(
            {candidate, discount.amount, discount.face_lost, take_off(applied.costs, candidate->scope, discount.amount)});
    }
    applied.cost = sum_of(applied.costs);
    return applied;
}

}  // namespace counterfoil::domain::pricing
