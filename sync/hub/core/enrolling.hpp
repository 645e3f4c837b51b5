// Persons who become members: at a device, whose provisional id HQ confirms or finds to be somebody it knows, and at HQ's
// own desk. Private to this module.
#pragma once

#include "base/refusal.hpp"
#include "domain/enrol.hpp"
#include "hub/core/turn.hpp"

namespace counterfoil::hub {

struct EnrolledAtDesk {
    domain::Member member;
};
/// The rules are those of a device (domain::check_enrolment); somebody who has one of the identities is refused:
/// already_member (figures: member_id). `place` is where the enrolment stands in the body, for the refusals' pointers.
Result<Outcome<EnrolledAtDesk>> enrol_at_desk(Turn& turn, const domain::Enrolment& person, const std::string& place);

/// What the member and all who went up in it let HQ do: a purpose counts only where nobody of them said no to it. Nothing
/// where none was ever asked.
Result<std::optional<domain::ConsentPurposes>> consent_in_force(HubTx& tx, const MemberId& id);

}  // namespace counterfoil::hub
