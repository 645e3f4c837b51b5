// Members and coupons as they go down the feed. Private to this module.
#pragma once

#include "hub/core/store.hpp"

namespace counterfoil::hub {

/// The member with its lots (free and held points, not ended), its identities and `applied`, and those of whom it has taken
/// the place; a merged one without any. Nothing where HQ does not know it.
Result<std::optional<domain::CachedMember>> member_view(HubTx& tx, const MemberId& id);

/// Appends the row's present form to the feed, unless the feed has it so already. True if it changed.
Result<bool> publish(HubTx& tx, domain::FeedRow row);
Result<void> publish_member(HubTx& tx, const MemberId& id);
Result<void> publish_coupon(HubTx& tx, const CouponId& id);

}  // namespace counterfoil::hub
