// Uneven exchanges: what a return of this device kept for a new ticket, and who used it up (domain/set_off.hpp).
#pragma once

#include "usecase/shapes.hpp"
#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// A return that kept its refund, or a part of it, under the tender `exchange`.
struct KeptRefund {
    JournalSeq seq;  ///< of the return
    domain::TicketKey ticket;
    MemberId member_id;  ///< whose ticket it was; empty: nobody's
    Money kept;          ///< > 0
    std::string currency;
    std::int32_t exponent = 2;
    std::size_t coupons_awaited = 0;  ///< that it gave back, and that HQ has not made yet
};

/// What the return has kept and nobody has used up. Refusals, at `field`: exchange_unknown (this device took no such return,
/// or it kept nothing); exchange_settled (figures: ticket, by which it was used up).
Result<Outcome<KeptRefund>> find_kept(const View& view, const domain::TicketKey& return_key, const char* field);

/// The quote's `exchange`, where the basket names a return. Refusals: those of find_kept; exchange_member (another
/// member's); currency_mismatch.
Result<std::optional<Refusal>> set_off(const View& view, const domain::Basket& basket, domain::Quote& quote);

/// What a return pays that an earlier one had kept for an exchange which did not come about; 0 where it names none.
/// Refusals: those of find_kept; return_invalid (figures: rule).
Result<Outcome<Money>> paid_out_by(const View& view, const ReturnRequest& request);

/// As the entry `by` tells; the second one that tries finds exchange_settled. Writes.
Result<std::optional<Refusal>> use_up(const View& view, const domain::TicketKey& return_key, const char* field,
                                      JournalSeq by);

}  // namespace counterfoil::usecase
