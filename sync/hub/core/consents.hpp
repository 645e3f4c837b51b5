// Consents that are taken back. Each is a record of its own; none is ever changed. Private to this module.
#pragma once

#include <string>

#include "base/refusal.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/turn.hpp"

namespace counterfoil::hub {

struct WithdrawOrder {
    MemberId member_id;
    ConsentPurpose purpose = ConsentPurpose::marketing;
    std::string channel;       ///< where the member said so
    std::string text_version;  ///< empty: that of the newest consent
    Who who;
};
struct Withdrawn {
    ConsentRow record;
    domain::ConsentPurposes in_force;  ///< of the member and all who went up in it
};
/// What was never consented to is withdrawn as well: a no is always taken down. Refusals: unknown_member, erased,
/// erasure_needed (the membership: without it there is no member).
Result<Outcome<Withdrawn>> withdraw_consent(Turn& turn, const WithdrawOrder& order);

}  // namespace counterfoil::hub
