// Redeeming without a hold: only where policy says so, and within the floor limits (rights.md, the four ways, `risk`).
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// What may still be redeemed at risk now.
struct RiskRoom {
    bool in_touch = false;  ///< the last contact with HQ is not longer ago than the limit
    Money face_max;         ///< one coupon or one burn
    Money left;             ///< this member today and this device in all: the smaller
};
Result<RiskRoom> risk_room(const View& view, const domain::Rules& rules, const MemberId& member,
                           const std::string& business_day);

Refusal risk_limit(Money left);

}  // namespace counterfoil::usecase
