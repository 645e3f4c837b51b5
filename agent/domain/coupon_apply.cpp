#include <algorithm>
#include <tuple>

#include "domain/arithmetic.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

constexpr std::int32_t kRankFixedPrice = 10;
constexpr std::int32_t kRankGift = 20;
constexpr std::int32_t kRankPercentOff = 30;
constexpr std::int32_t kRankSteppedOff = 40;
constexpr std::int32_t kRankAmountOff = 50;
constexpr std::int32_t kRankPointsMultiplier = 90;

std::int32_t rank_of(const CouponTemplate& rule) {
    if (rule.sequence != 0) return rule.sequence;
    switch (rule.kind) {
        case TemplateKind::fixed_price:
            return kRankFixedPrice;
        case TemplateKind::exchange:
        case TemplateKind::gift:
        case TemplateKind::pick_up:
            return kRankGift;
        case TemplateKind::percent_off:
            return kRankPercentOff;
        case TemplateKind::stepped_off:
            return kRankSteppedOff;
        case TemplateKind::points_multiplier:
            return kRankPointsMultiplier;
        case TemplateKind::amount_off:
            break;
    }
    return kRankAmountOff;
}

/// Before it meets what the goods cost. No product leaves 64 bits, as a step takes off no more than its threshold.
Money off_by_steps(const CouponTemplate& rule, Money spend) {
    if (rule.step_mode == StepMode::every) {
        const CouponStep& step = rule.steps.front();
        std::int64_t times = spend.value / step.threshold.value;
        if (rule.max_times > 0) times = std::min<std::int64_t>(times, rule.max_times);
        return Money{step.off.value * times};
    }
    Money off;
    for (const CouponStep& step : rule.steps)
        if (step.threshold <= spend) off = step.off;
    return off;
}

Discount at_most(Money face, Money sum) {
    const Money amount = std::min(face, sum);
    return {amount, face - amount};
}

}  // namespace

bool works_before(const Candidate* one, const Candidate* other) {
    // Of those that multiply points the greatest comes first; for all others the multiplier is one.
    const auto order = [](const Candidate* coupon) {
        const CouponTemplate& rule = coupon->rule();
        return std::tuple(level_of(rule), rank_of(rule), -rule.multiplier_bp.value, coupon->valid_until, coupon->id());
    };
    return order(one) < order(other);
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

bool are_twins(const Candidate& one, const Candidate& other) {
    return one.rule().template_id == other.rule().template_id && one.at_risk() == other.at_risk() &&
           one.offer->coupon.goods == other.offer->coupon.goods;
}

Discount discount_on(const CouponTemplate& rule, Money spend, Money sum) {
    switch (rule.kind) {
        case TemplateKind::amount_off:
            return at_most(rule.face, sum);
        case TemplateKind::stepped_off:
            return at_most(off_by_steps(rule, spend), sum);
        case TemplateKind::percent_off: {
            Money amount = sum - pay_share(sum, rule.pay_bp);
            if (rule.max_discount) amount = std::min(amount, *rule.max_discount);
            return {amount, Money{}};
        }
        case TemplateKind::fixed_price:
        case TemplateKind::exchange:
        case TemplateKind::gift:
        case TemplateKind::pick_up:
        case TemplateKind::points_multiplier:
            break;
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
    const auto orders = std::ranges::find_if_not(set, &Candidate::takes_pieces);
    AppliedSet applied;
    Start start = open_start(ticket, set);
    for (const Candidate* candidate : std::span(set.begin(), orders)) {
        const Money saved = take_pieces(ticket, *candidate, start);
        if (saved.value <= 0) return std::nullopt;
        applied.uses.push_back({candidate, saved, Money{}, {}});
    }
    price_by_cards(ticket, set, start);
    const std::vector<Money> before = start.costs;
    for (const Candidate* candidate : set) {
        const CouponTemplate& rule = candidate->rule();
        const bool running = rule.threshold_base == ThresholdBase::running;
        const Reached counted = reached(ticket, *candidate, running ? start.costs : before, start.pieces);
        if (!meets_threshold(rule, counted)) return std::nullopt;
        if (candidate->takes_pieces()) continue;
        const Discount discount = discount_on(rule, counted.spend, sum_of(start.costs, candidate->scope));
        if (discount.amount.value <= 0) return std::nullopt;
        applied.uses.push_back(
            {candidate, discount.amount, discount.face_lost, take_off(start.costs, candidate->scope, discount.amount)});
    }
    applied.before = before;
    applied.after = start.costs;
    place_pieces(ticket, start);
    applied.cost = sum_of(start.costs);
    applied.whole = std::move(start.whole);
    applied.pieces = std::move(start.pieces);
    applied.cards = std::move(start.cards);
    applied.costs = std::move(start.costs);
    return applied;
}

}  // namespace counterfoil::domain::pricing
