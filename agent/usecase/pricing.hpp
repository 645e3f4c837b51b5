// Prices a basket with the rights as this disk knows them: held, obtainable from HQ, at risk, or not to be had.
#pragma once

#include <optional>
#include <vector>

#include "usecase/checkout.hpp"
#include "usecase/shown.hpp"
#include "usecase/view.hpp"

namespace counterfoil::usecase {

enum class Reach {
    obtainable,  ///< the link is up: what is not here will be asked for
    answered,    ///< HQ has answered: what is not here is not to be had
    offline,     ///< HQ is out of reach, or grants nothing: held rights, and risk where policy allows
};

struct Situation {
    Reach reach = Reach::offline;
    StoreId held_by;      ///< answered: who has what HQ did not grant, where it said so
    bool ended = false;   ///< answered: the rights are no more
    bool limit = false;   ///< answered: the member has used as many as it may
    CheckoutId checkout;  ///< whose units count as own; empty for a mere quote
};
/// By the link alone, for quotes and for openings.
Situation situation_of(const View& view, const CheckoutId& checkout);
Situation situation_of(const Settlement& settlement, const CheckoutId& checkout);

struct Priced {
    domain::Quote quote;
    std::vector<domain::OfferedCoupon> coupons;
    /// What the quote needs or might need, held here or not: used coupons, their nearest alternatives, points lots.
    std::vector<domain::WantedRight> useful;
};
/// `basket` is completed. Refusals: unknown_member; erased; basket_invalid; currency_mismatch; exchange_unknown,
/// exchange_settled, exchange_member (usecase/set_off.hpp). Reads only.
Result<Outcome<Priced>> price(const View& view, const domain::Rules& rules, const domain::Basket& basket,
                              const Situation& situation);

/// The coupons of a member card or of a scan, with the state of each right as a quote would see it now.
Result<std::vector<domain::OfferedCoupon>> offered(const View& view, const std::optional<domain::Rules>& rules,
                                                   const std::vector<domain::Coupon>& coupons, const Situation& situation);

/// The rules, or the refusal not_ready before HQ's first data.
Result<Outcome<domain::Rules>> rules_in_force(const View& view);

}  // namespace counterfoil::usecase
