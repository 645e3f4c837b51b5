#include "domain/return_points.hpp"

#include <algorithm>
#include <tuple>

#include "domain/arithmetic.hpp"

namespace counterfoil::domain {
namespace {

Instant reopened(Instant expires_at, Instant at, std::int32_t grace_days) {
    return expires_at <= at ? at + Millis{grace_days * kDayMs} : expires_at;
}

/// 0: the ticket's own pending points, 1: its bucket, 2: others.
int closeness(const PointsLot& lot, const EarnedReturn& wanted) {
    if (lot.lot_id == wanted.earned.lot_id && lot.available_at > wanted.at) return 0;
    return lot.expires_at == wanted.earned.expires_at ? 1 : 2;
}

std::vector<const PointsLot*> in_order_of_taking(const EarnedReturn& wanted) {
    std::vector<const PointsLot*> order;
    for (const PointsLot& lot : wanted.lots)
        if (lot.amount.value > 0 && wanted.at < lot.expires_at) order.push_back(&lot);
    std::ranges::sort(order, {}, [&](const PointsLot* lot) {
        return std::tuple(closeness(*lot, wanted), lot->expires_at, lot->available_at, lot->lot_id);
    });
    return order;
}

/// Only as many points as whole minor units pay for, and no more money than they are worth.
void deduct(EarnedTaken& taken, Points missing, Money refund, const PointsRules& rules) {
    const Points payable{floor_product(refund.value, rules.burn_points.value, rules.burn_value.value)};
    const Money money{floor_product(std::min(missing, payable).value, rules.burn_value.value, rules.burn_points.value)};
    const Points exact{floor_product(money.value, rules.burn_points.value, rules.burn_value.value)};
    const bool is_whole = exact.value * rules.burn_value.value == money.value * rules.burn_points.value;
    taken.deduction = money;
    taken.deducted = is_whole ? exact : exact + Points{1};
}

}  // namespace

std::vector<RestoredLot> restore_burnt(std::span<const BurntLot> burnt, Points before, Points amount, Instant at,
                                       std::int32_t grace_days) {
    std::vector<RestoredLot> restored;
    for (auto lot = burnt.rbegin(); lot != burnt.rend() && amount.value > 0; ++lot) {
        const Points skipped = std::min(before, lot->amount);
        before -= skipped;
        const Points back = std::min(amount, lot->amount - skipped);
        if (back.value == 0) continue;
        amount -= back;
        restored.push_back({lot->lot_id, back, reopened(lot->expires_at, at, grace_days)});
    }
    return restored;
}

EarnedTaken take_earned(const EarnedReturn& wanted, const PointsRules& rules) {
    EarnedTaken taken;
    Points missing = wanted.amount;
    for (const PointsLot* lot : in_order_of_taking(wanted)) {
        if (missing.value == 0) return taken;
        const Points points = std::min(missing, lot->amount);
        taken.lots.push_back({lot->lot_id, points});
        missing -= points;
    }
    if (wanted.short_points == ShortPoints::forgive) {
        taken.forgiven = missing;
        return taken;
    }
    if (wanted.short_points == ShortPoints::deduct_refund && wanted.balance_is_sure)
        deduct(taken, missing, wanted.refund, rules);
    taken.owed = missing - taken.deducted;
    return taken;
}

}  // namespace counterfoil::domain
