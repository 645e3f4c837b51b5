// What a ticket and its returns make companies owe one another. Pure: everything is read off the priced ticket (domain rules
// part 10). What the selling company bears itself makes no entry.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/amounts.hpp"
#include "base/ids.hpp"
#include "domain/bearers.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {

struct Basket;
struct Quote;
struct Return;
struct Rules;
struct SoldTicket;

enum class ClearingCause {
    tier_price,
    coupon,         ///< a discount: the bearers owe the seller their shares
    third_party,    ///< a tender: likewise
    points_earned,  ///< the seller owes the pool
    points_burnt,   ///< the pool owes the seller
    refund,         ///< the seller owes whoever paid the refund
};

/// Points stay points here: money is taken for them once a period.
struct ClearingEntry {
    EntityId debtor;
    EntityId creditor;
    ClearingCause cause = ClearingCause::coupon;
    std::string id;                ///< coupon_id, for coupons
    Money amount;                  ///< >= 0
    Points points;                 ///< >= 0
    PurseId purse_id = PurseId();  ///< of the points
    bool operator==(const ClearingEntry&) const = default;
};

/// A coupon of the ticket with those who bear it.
struct BorneCoupon {
    CouponId coupon_id;
    bool third_party = false;
    Money discount;
    std::span<const Bearer> bearers;  ///< empty: HQ
    std::string issued_by;            ///< the issuer's party; a store_id for a store
};

/// The company that the store belongs to; empty: none is named, and its tickets are cleared with nobody.
EntityId entity_of(const Rules& rules, const StoreId& store);

/// What 1000 points of the purse cost the company that were earned on the day (YYYY-MM-DD): its own newest rate of by then,
/// else that of all companies.
Money clearing_rate(const Rules& rules, const PurseId& purse, const EntityId& company, std::string_view day);
/// The day since which the purse's rates are as on `day`; empty: since before any change.
std::string_view rates_since(const Rules& rules, const PurseId& purse, std::string_view day);

/// What the seller owes the pool for points of a purse, and the pool the seller.
std::vector<ClearingEntry> clear_points(const EntityId& seller, const PurseId& purse, Points earned, Points burnt);

/// In the order of the causes, coupons as listed, each one's bearers as listed; points purse by purse. Nothing where the
/// basket names no entity.
std::vector<ClearingEntry> clear_ticket(const Basket& basket, const Quote& quote, const Rules& rules,
                                        std::span<const BorneCoupon> coupons);

/// How a return was paid out, and by whom.
struct PaidBack {
    EntityId entity_id;                      ///< of the store that took the goods; empty: none is named
    Points deducted;                         ///< earned points that the refund paid for: they stay issued
    Money refund;                            ///< what was paid out
    std::vector<PursePoints> deducted_in{};  ///< the same of purses beside the main one
};

/// The ticket's entries turned round, as far as the goods come back: each by Part of what its instrument is worth, so that
/// any order and any cut of returns ends in the ticket's own figures. `ticket` is as it was before this return.
std::vector<ClearingEntry> clear_return(const SoldTicket& ticket, const Return& goods, const PaidBack& paid);

}  // namespace counterfoil::domain
