// Gifts asked back when the goods that earned them are returned (domain rules part 9). Pure. Only coupons of kind gift that
// had a threshold: what they counted is in the ticket (GiftTerms). All depends on what has come back of the ticket
// altogether, so that no cut of returns takes more than the gift was worth, and nothing once the gift is back.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/amounts.hpp"
#include "base/ids.hpp"
#include "domain/returns.hpp"
#include "domain/rules.hpp"

namespace counterfoil::domain {

/// What the cashier wants done about gifts that are not brought back.
enum class GiftChoice {
    ask,     ///< nothing yet
    deduct,  ///< their value comes off the refund
    waive,   ///< a manager lets them go
};

/// What a return does about one gift: takes its value off the refund, as far as the refund reaches; lets it go; or gives
/// back what earlier returns took, as the gift is back now.
struct GiftReturn {
    CouponId coupon_id;
    std::int32_t line_no = 0;  ///< of the quote: the piece that was given
    Sku sku;
    Money gift_value;  ///< what the piece cost without the coupon
    Money deduction;
    Money refund;
    bool waived = false;
    bool operator==(const GiftReturn&) const = default;
};

/// Whether the rules let a cashier settle a gift so; `ask` settles nothing.
bool is_allowed(GiftChoice choice, GiftNotBack rule);

/// The gifts that `now` leaves without the goods that earned them, and about which nothing was decided before.
std::vector<GiftReturn> gifts_missing(const SoldTicket& before, const Return& now);

/// What `now`, made from `before`, does about each gift that it concerns, in the order of the ticket's coupons; `room` is
/// what may come off the refund altogether. A gift whose value no refund could bear yet is paid for by later ones. Under
/// `ask` gifts_missing() are left out: deciding about these comes first.
std::vector<GiftReturn> settle_gifts(const SoldTicket& before, const Return& now, GiftChoice choice, Money room);

Money deducted_for(std::span<const GiftReturn> gifts);
Money refunded_for(std::span<const GiftReturn> gifts);

/// Counts them as done, beside add_return().
void add_gifts(SoldTicket& ticket, std::span<const GiftReturn> gifts);

}  // namespace counterfoil::domain
