#include "usecase/risk.hpp"

#include <algorithm>

namespace counterfoil::usecase {

Result<RiskRoom> risk_room(const View& view, const domain::Rules& rules, const MemberId& member,
                           const std::string& business_day) {
    CF_TRY(totals, view.ledger.effects().risk_totals(member, business_day));
    RiskRoom room{.in_touch = false, .face_max = rules.risk.face_max, .left = {}};
    room.in_touch = view.link.last_contact.ms != 0 && view.now - view.link.last_contact <= rules.risk.offline_max;
    const Money member_left = rules.risk.member_day_max - totals.member_day;
    const Money device_left = rules.risk.device_total_max - totals.device;
    room.left = std::max(Money{}, std::min(member_left, device_left));
    return room;
}

Refusal risk_limit(Money left) {
    return Refusal{.code = "risk_limit", .field = {}, .figures = {{"left", std::to_string(left.value)}}};
}

}  // namespace counterfoil::usecase
