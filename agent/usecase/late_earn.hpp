// A member who was named after payment: earns on what is left of the ticket, once, within the rules' days, on the word of
// another member of staff.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// Writes. The same key again gets the first answer. Refusals: ticket_not_here; ticket_has_member; late_earn_over (figures:
/// days); staff_not_allowed; approver_needed; unknown_member; erased; nothing_to_earn; not_ready; idempotency_key_reused.
Result<Outcome<LateEarned>> name_member(const View& view, const LateEarnRequest& request);

}  // namespace counterfoil::usecase
