// A person becomes a member, with or without a link to HQ.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// Entry, its row and the idempotent answer in one transaction. Writes. The member has a provisional id and is shown and priced
/// from then on; HQ confirms it or says who this is. Refusals: not_ready; already_member (figures: member_id);
/// those of domain::check_enrolment; idempotency_key_reused. The same key with the same digest gets the same
/// member again with `replay`.
Result<Outcome<Enrolled>> enrol(const View& view, const EnrolRequest& request);

}  // namespace counterfoil::usecase
