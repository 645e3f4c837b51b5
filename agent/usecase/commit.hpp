// The sale: ticket, consumes, releases, risks, effects and the idempotent answer, in one transaction.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// Writes, and never another total than the quote's that the request names, less the rounding that it names.
/// Refusals: unknown_checkout; checkout_cancelled; idempotency_key_reused; ticket_id_reused; quote_stale (another hash, its
/// life is over, or it is to be rounded and what it was made from has changed); basket_invalid (rounding); tenders_mismatch;
/// hold_gone (units were given back meanwhile); already_used; risk_limit; needs_network; pts_balance; device_suspended. The
/// same key with the same digest, and the same ticket with the same content, get the first answer with `replay`.
Result<Outcome<Committed>> commit(const View& view, const CommitRequest& request);

}  // namespace counterfoil::usecase
