#include <algorithm>

#include "domain/arithmetic.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

/// A purse with what of it may be burnt on this device.
struct Source {
    PurseId purse_id;
    const PointsRules* rules = nullptr;
    Points available;  ///< the member's balance
    Points burnable;
    RightState right = RightState::none;
    const Refusal* barred = nullptr;
};

/// What the basket and the rules allow, before the member's own wish.
struct BurnRoom {
    std::vector<std::int64_t> weights;  ///< per line; 0 where points are barred
    Money eligible;
    Money cap;                           ///< most value by the share of the eligible lines
    Points cap_points;                   ///< the same in points, whole steps
    const Candidate* barring = nullptr;  ///< a used coupon that allows no points
};

Points whole_steps(Points points, Points step) { return Points{points.value - points.value % step.value}; }

Money value_of(Points points, const PointsRules& rules) {
    return Money{floor_product(points.value, rules.burn_value.value, rules.burn_points.value)};
}

Source source_of(const Ticket& ticket, const PurseId& purse_id) {
    const QuoteContext& context = *ticket.context;
    Source source;
    source.purse_id = purse_id;
    source.rules = context.rules->purse(purse_id);
    if (ticket.member != nullptr) source.available = points_available(ticket.member->lots, ticket.basket->at, purse_id);
    if (purse_id.empty()) {
        source.burnable = context.burnable;
        source.right = context.points_right;
        if (context.points_barred) source.barred = &*context.points_barred;
    } else if (const PurseRight* own = context.purse(purse_id)) {
        source.burnable = own->burnable;
        source.right = own->right;
        if (own->barred) source.barred = &*own->barred;
    }
    return source;
}

/// `paid`: per line, what other purses have paid already.
BurnRoom measure(const Ticket& ticket, const AppliedSet& applied, const PointsRules& rules,
                 const std::vector<std::int64_t>& paid) {
    BurnRoom room;
    room.weights.reserve(ticket.lines.size());
    for (std::size_t i = 0; i < ticket.lines.size(); ++i) {
        const Money weight = ticket.lines[i].line->flags.bars_burn() ? Money{} : applied.costs[i] - Money{paid[i]};
        room.weights.push_back(weight.value);
        room.eligible += weight;
    }
    room.cap = Money{floor_product(room.eligible.value, rules.max_share_bp.value, kWhole.value)};
    room.cap_points =
        whole_steps(Points{floor_product(room.cap.value, rules.burn_points.value, rules.burn_value.value)}, rules.burn_step);
    for (const CouponUseOnTicket& use : applied.uses)
        if (!use.candidate->rule().with_points) room.barring = use.candidate;
    return room;
}

/// The most that could be burnt now, given a proof; 0 where it would be less than the rules' least.
Points most(const Ticket& ticket, const Source& source, const BurnRoom& room) {
    const PointsRules& rules = *source.rules;
    const bool open = ticket.member != nullptr && ticket.member->state == MemberState::active &&
                      ticket.basket->buyer == Buyer::member && room.barring == nullptr && source.barred == nullptr &&
                      room.eligible >= rules.burn_min_spend;
    if (!open) return {};
    const Points points = whole_steps(std::min({source.available, source.burnable, room.cap_points}), rules.burn_step);
    return points < rules.burn_least ? Points{} : points;
}

/// Figures that are points say how many decimals the purse's unit has, where it has any.
Refusal refusal(const PointsRules& rules, std::string code, std::map<std::string, std::string> figures = {}) {
    if (rules.unit_decimals > 0 && !figures.empty()) figures["unit_decimals"] = std::to_string(rules.unit_decimals);
    return Refusal{std::move(code), {}, std::move(figures)};
}

/// Why `asked` points cannot be burnt on this basket; `asked` is the least possible burn where the member asked for the
/// most.
std::optional<Refusal> refuse_burn(const Ticket& ticket, const Source& source, const BurnRoom& room, Points asked) {
    const PointsRules& rules = *source.rules;
    const auto no = [&](std::string code, std::map<std::string, std::string> figures = {}) {
        return refusal(rules, std::move(code), std::move(figures));
    };
    const auto text = [](std::int64_t value) { return std::to_string(value); };
    if (ticket.basket->buyer == Buyer::staff) return no("staff_not_allowed");
    if (ticket.member != nullptr && ticket.member->state == MemberState::frozen) return no("frozen");
    if (asked > source.available) return no("pts_balance", {{"left", text(source.available.value)}});
    if (asked < rules.burn_least) return no("pts_min", {{"n", text(rules.burn_least.value)}});
    if (asked.value % rules.burn_step.value != 0) return no("pts_step", {{"n", text(rules.burn_step.value)}});
    if (room.eligible.value == 0) return no("pts_excluded");
    if (room.eligible < rules.burn_min_spend)
        return no("pts_min", {{"short", text((rules.burn_min_spend - room.eligible).value)}});
    if (asked > room.cap_points) return no("pts_share", {{"n", text(room.cap_points.value)}, {"cap", text(room.cap.value)}});
    if (!proves_for_spending(ticket.basket->proof)) return no("pts_proof");
    if (source.barred != nullptr) return *source.barred;
    if (asked > source.burnable) return no("pts_offline", {{"left", text(source.burnable.value)}});
    if (room.barring != nullptr) return no("pts_not_with_coupon", named(*room.barring));
    return std::nullopt;
}

/// The least that a burn can be: burn_least, in whole steps and above 0.
Points least_burn(const PointsRules& rules) {
    const Points up{rules.burn_least.value + rules.burn_step.value - 1};
    return std::max(rules.burn_step, whole_steps(up, rules.burn_step));
}

PurseBurn burn(const Ticket& ticket, const AppliedSet& applied, const PurseId& purse_id,
               const std::vector<std::int64_t>& paid) {
    const Source source = source_of(ticket, purse_id);
    const PointsRules& rules = *source.rules;
    const BurnRoom room = measure(ticket, applied, rules, paid);
    PurseBurn burn{purse_id, &rules, {}, std::vector<std::int64_t>(ticket.lines.size(), 0), {}};
    burn.burnt = burn.values;
    PointsResult& result = burn.result;
    result.step = rules.burn_step;
    result.max = most(ticket, source, room);

    const PointsChoice choice = ticket.basket->points_of(purse_id);
    const auto* number = std::get_if<Points>(&choice);
    const bool all = std::holds_alternative<MaxPoints>(choice);
    if (!all && (number == nullptr || number->value == 0)) return burn;
    result.refused = refuse_burn(ticket, source, room, all ? least_burn(rules) : *number);
    if (result.refused) return burn;
    result.burn = all ? result.max : *number;
    result.value = value_of(result.burn, rules);
    result.at_risk = source.right == RightState::risk;
    burn.values = spread(result.value.value, room.weights);
    burn.burnt = spread(result.burn.value, room.weights);
    return burn;
}

}  // namespace

std::vector<BurnCap> burn_caps(const Ticket& ticket) {
    std::vector<BurnCap> caps;
    const bool open = ticket.member != nullptr && ticket.member->state == MemberState::active &&
                      ticket.basket->buyer == Buyer::member && proves_for_spending(ticket.basket->proof);
    const auto add = [&](const PurseId& purse_id) {
        const Source source = source_of(ticket, purse_id);
        const PointsChoice choice = ticket.basket->points_of(purse_id);
        const Points all = std::min(source.available, source.burnable);
        const auto* number = std::get_if<Points>(&choice);
        const Points most = std::holds_alternative<MaxPoints>(choice) ? all : number == nullptr ? Points{} : *number;
        if (!open || source.barred != nullptr || most > all) return;
        caps.push_back({value_of(most, *source.rules), source.rules->max_share_bp});
    };
    add(PurseId());
    for (const Purse& purse : ticket.context->rules->purses)
        add(purse.purse_id);
    return caps;
}

PointsDecision decide_points(const Ticket& ticket, const AppliedSet& applied) {
    PointsDecision decision;
    decision.values.assign(ticket.lines.size(), 0);
    const auto add = [&](const PurseId& purse_id) {
        PurseBurn one = burn(ticket, applied, purse_id, decision.values);
        for (std::size_t i = 0; i < one.values.size(); ++i)
            decision.values[i] += one.values[i];
        decision.value += one.result.value;
        decision.purses.push_back(std::move(one));
    };
    add(PurseId());
    for (const Purse& purse : ticket.context->rules->purses)
        add(purse.purse_id);
    return decision;
}

}  // namespace counterfoil::domain::pricing
