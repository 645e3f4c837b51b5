// Goods that come back, and sales that are made void.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// What the return would do now. Reads only. Refusals: ticket_not_here; over_returned; return_invalid; void_too_late;
/// risk_limit (more than the rules let this device refund without HQ; figures: left); gift_missing (figures: skus,
/// gift_value, choices; what the rules do not let the request decide); unknown_product; exchange_uneven; not_ready;
/// device_suspended.
Result<Outcome<ReturnPreview>> preview_return(const View& view, const ReturnRequest& request);

/// Entry, effects, row and the idempotent answer in one transaction. Writes. Refusals: those of the preview;
/// gift_missing (nothing is decided about a gift that stays); tenders_mismatch (the refunds do not add up);
/// exchange_unknown and exchange_settled (of a kept refund that is to be paid out);
/// idempotency_key_reused; ticket_id_reused (another return has this return_key). The same key with the same digest, and the
/// same return under its return_key, get the first answer with `replay`.
Result<Outcome<Returned>> take_return(const View& view, const ReturnRequest& request);

/// The answer of the return that the journal entry tells of, as this device works it out today.
Result<Outcome<Returned>> returned_by(const View& view, JournalSeq seq);

}  // namespace counterfoil::usecase
