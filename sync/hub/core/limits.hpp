// Limits per member, day and store at HQ: what is used, what is held, what an acquire may still get (domain rules part 5).
// Private to this module.
#pragma once

#include <string_view>

#include "domain/quote.hpp"
#include "hub/core/turn.hpp"
#include "hub/core/units.hpp"

namespace counterfoil::hub {

/// The coupon was used by the claim's ticket.
Result<void> count_use(Turn& turn, const domain::Coupon& coupon, const Claim& claim);
/// It came back: limits count it no more.
Result<void> uncount_use(Turn& turn, const CouponId& coupon);

/// What the members used of templates that have limits, by template_id; at most domain::kUsesMax, the newest.
Result<std::vector<domain::TemplateUses>> uses_shown(HubTx& tx, const std::vector<MemberRow>& members);

/// For pricing a ticket again: uses of its coupons' templates by all other tickets that HQ knows by now. The context has the
/// coupons, and the member where there is one.
Result<void> count_other_uses(Turn& turn, const domain::Basket& basket, const std::vector<MemberRow>& members,
                              domain::QuoteContext& context);

/// Whether the members used a birthday coupon in the birthday year of `day`; the newest such day, or an empty text.
Result<std::string> birthday_used(HubTx& tx, const std::vector<MemberRow>& members, std::string_view day);

/// What the members took of the staff's quota in one month, or in the newest where none is named.
Result<std::optional<domain::StaffMonth>> staff_month_of(HubTx& tx, const std::vector<MemberRow>& members,
                                                         const std::string& month = {});
/// Goods of a staff's ticket came back: `left` of the quota stays taken.
Result<void> keep_staff_purchase(Turn& turn, const domain::TicketKey& ticket, Money left);

/// What one member's limit leaves of a coupon.
enum class Room {
    free,
    used_up,  ///< the member has used as many as it may
    held,     ///< with those that are held for it, it could
};
struct RoomFor {
    Room room = Room::free;
    RightId held;  ///< Room::held: one of those in the way; empty where it is one of `taking`
};
/// `taking`: rights that the same acquire gets already. Of a bearer coupon the limit is that of `member`.
Result<RoomFor> room_for(Turn& turn, const domain::Coupon& coupon, const MemberId& member,
                         const std::vector<RightId>& taking);

}  // namespace counterfoil::hub
