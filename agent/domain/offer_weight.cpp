// What makes one set of coupons better than another (domain rules part 6).
#include <algorithm>
#include <variant>

#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {

bool asks_for_points(const Ticket& ticket) {
    const auto asks = [&](const PurseId& purse) {
        return !std::holds_alternative<NoPoints>(ticket.basket->points_of(purse));
    };
    return asks(PurseId()) || std::ranges::any_of(ticket.context->rules->purses, asks, &Purse::purse_id);
}

bool aims_at_due(const Ticket& ticket) {
    return ticket.context->rules->best_objective == BestObjective::due && asks_for_points(ticket);
}

Money due_of(const Ticket& ticket, const AppliedSet& applied) {
    if (!asks_for_points(ticket)) return applied.cost;
    return applied.cost - decide_points(split_ticket(ticket, applied), applied).value;
}

Weight weight_of(const Ticket& ticket, const AppliedSet& applied) {
    const Money goal = aims_at_due(ticket) ? due_of(ticket, applied) : applied.cost;
    Weight weight{goal, applied.cost, 0, applied.uses.size(), {}};
    for (const CouponUseOnTicket& use : applied.uses) {
        weight.at_risk += use.candidate->at_risk() ? 1U : 0U;
        weight.face_lost += use.face_lost;
    }
    return weight;
}

}  // namespace counterfoil::domain::pricing
