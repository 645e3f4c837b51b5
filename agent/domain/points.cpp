#include <algorithm>

#include "domain/arithmetic.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

/// What the basket and the rules allow, before the member's own wish.
struct BurnRoom {
    std::vector<std::int64_t> weights;  ///< per line; 0 where points are barred
    Money eligible;
    Money cap;                           ///< most value by the share of the eligible lines
    Points cap_points;                   ///< the same in points, whole steps
    Points available;                    ///< the member's balance
    const Candidate* barring = nullptr;  ///< a used coupon that allows no points
};

Points whole_steps(Points points, Points step) { return Points{points.value - points.value % step.value}; }

Money value_of(Points points, const PointsRules& rules) {
    return Money{floor_product(points.value, rules.burn_value.value, rules.burn_points.value)};
}

BurnRoom measure(const Ticket& ticket, const AppliedSet& applied) {
    const PointsRules& rules = ticket.context->rules->points;
    BurnRoom room;
    for (std::size_t i = 0; i < ticket.lines.size(); ++i) {
        const Money weight = ticket.lines[i].line->flags.bars_burn() ? Money{} : applied.costs[i];
        room.weights.push_back(weight.value);
        room.eligible += weight;
    }
    room.cap = Money{floor_product(room.eligible.value, rules.max_share_bp.value, kWhole.value)};
    room.cap_points =
        whole_steps(Points{floor_product(room.cap.value, rules.burn_points.value, rules.burn_value.value)}, rules.burn_step);
    if (ticket.member != nullptr) room.available = points_available(ticket.member->lots, ticket.basket->at);
    for (const CouponUseOnTicket& use : applied.uses)
        if (!use.candidate->rule().with_points) room.barring = use.candidate;
    return room;
}

/// The most that could be burnt now, given a proof; 0 where it would be less than the rules' least.
Points most(const Ticket& ticket, const BurnRoom& room) {
    const PointsRules& rules = ticket.context->rules->points;
    const QuoteContext& context = *ticket.context;
    const bool open = ticket.member != nullptr && ticket.member->state == MemberState::active &&
                      ticket.basket->buyer == Buyer::member && room.barring == nullptr && !context.points_barred &&
                      room.eligible >= rules.burn_min_spend;
    if (!open) return {};
    const Points points = whole_steps(std::min({room.available, context.burnable, room.cap_points}), rules.burn_step);
    return points < rules.burn_least ? Points{} : points;
}

Refusal refusal(std::string code, std::map<std::string, std::string> figures = {}) {
    return Refusal{std::move(code), {}, std::move(figures)};
}

/// Why `asked` points cannot be burnt on this basket; `asked` is the least possible burn where the member asked for the
/// most.
std::optional<Refusal> refuse_burn(const Ticket& ticket, const BurnRoom& room, Points asked) {
    const PointsRules& rules = ticket.context->rules->points;
    const QuoteContext& context = *ticket.context;
    const auto text = [](std::int64_t value) { return std::to_string(value); };
    if (ticket.basket->buyer == Buyer::staff) return refusal("staff_not_allowed");
    if (ticket.member != nullptr && ticket.member->state == MemberState::frozen) return refusal("frozen");
    if (asked > room.available) return refusal("pts_balance", {{"left", text(room.available.value)}});
    if (asked < rules.burn_least) return refusal("pts_min", {{"n", text(rules.burn_least.value)}});
    if (asked.value % rules.burn_step.value != 0) return refusal("pts_step", {{"n", text(rules.burn_step.value)}});
    if (room.eligible.value == 0) return refusal("pts_excluded");
    if (room.eligible < rules.burn_min_spend)
        return refusal("pts_min", {{"short", text((rules.burn_min_spend - room.eligible).value)}});
    if (asked > room.cap_points)
        return refusal("pts_share", {{"n", text(room.cap_points.value)}, {"cap", text(room.cap.value)}});
    if (!proves_for_spending(ticket.basket->proof)) return refusal("pts_proof");
    if (context.points_barred) return context.points_barred;
    if (asked > context.burnable) return refusal("pts_offline", {{"left", text(context.burnable.value)}});
    if (room.barring != nullptr) return refusal("pts_not_with_coupon", named(*room.barring));
    return std::nullopt;
}

/// The least that a burn can be: burn_least, in whole steps and above 0.
Points least_burn(const PointsRules& rules) {
    const Points up{rules.burn_least.value + rules.burn_step.value - 1};
    return std::max(rules.burn_step, whole_steps(up, rules.burn_step));
}

}  // namespace

PointsDecision decide_points(const Ticket& ticket, const AppliedSet& applied) {
    const PointsRules& rules = ticket.context->rules->points;
    const BurnRoom room = measure(ticket, applied);
    PointsDecision decision{{}, std::vector<std::int64_t>(ticket.lines.size(), 0), {}};
    decision.burnt = decision.values;
    PointsResult& result = decision.result;
    result.step = rules.burn_step;
    result.max = most(ticket, room);

    const auto* number = std::get_if<Points>(&ticket.basket->points);
    const bool all = std::holds_alternative<MaxPoints>(ticket.basket->points);
    if (!all && (number == nullptr || number->value == 0)) return decision;
    result.refused = refuse_burn(ticket, room, all ? least_burn(rules) : *number);
    if (result.refused) return decision;
    result.burn = all ? result.max : *number;
    result.value = value_of(result.burn, rules);
    result.at_risk = ticket.context->points_right == RightState::risk;
    decision.values = spread(result.value.value, room.weights);
    decision.burnt = spread(result.burn.value, room.weights);
    return decision;
}

}  // namespace counterfoil::domain::pricing
