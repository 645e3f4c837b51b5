// A checkout from its opening to its end: takes rights that are here, wishes for those that are not, gives back the rest.
#pragma once

#include <optional>
#include <vector>

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// What to ask of HQ; request_no is stored with the checkout before anything is sent.
struct AcquireWish {
    RequestNo request_no;
    MemberId member_id;  ///< empty where only bearer coupons are wanted
    std::vector<domain::WantedRight> wanted;
    std::vector<std::string> codes = {};  ///< of the basket: what HQ needs to know coupons of other issuers by
};

struct Opened {
    CheckoutAnswer answer;
    std::optional<AcquireWish> wish;  ///< set: settle_checkout() follows when HQ has answered or stays silent
};

/// How the acquire of a checkout ended. `offline`: HQ did not answer in time, or the link went down meanwhile.
struct Settlement {
    domain::AcquireState state = domain::AcquireState::offline;  ///< granted, refused or offline
    std::string reason;                                          ///< refused: held_by, queued, limit, recovering, ended
    StoreId held_by;
};

/// Writes. An open checkout of the same ticket key is superseded: its units pass on to the new one.
/// Refusals: those of quote(), and ticket_id_reused for a ticket that is already committed.
Result<Outcome<Opened>> open_checkout(const View& view, const QuoteRequest& request);

/// Reads. The open checkout of a ticket: what it holds is that sale's own.
Result<std::optional<domain::Checkout>> open_of_ticket(const View& view, const domain::TicketKey& key);

/// Writes. Prices the checkout again with what is now held; nothing happens to one that is over or already settled.
/// Refusal: unknown_checkout.
Result<Outcome<CheckoutAnswer>> settle_checkout(const View& view, const CheckoutId& id, const Settlement& settlement);

/// Reads. Refusal: unknown_checkout.
Result<Outcome<CheckoutAnswer>> checkout(const View& view, const CheckoutId& id);

/// Writes; repeating it is harmless. Gives the units back. Refusals: unknown_checkout; already_committed.
Result<Outcome<CheckoutAnswer>> cancel(const View& view, const CheckoutId& id);

/// Writes. A checkout that nobody touched for kCheckoutIdleMax loses its units and stays open: a commit that needs them is
/// answered hold_gone. One older than kCheckoutAgeMax is cancelled. True where something was given back or cancelled.
Result<bool> sweep_checkout(const View& view, const CheckoutId& id);

}  // namespace counterfoil::usecase
