// What each kind of journal entry does at HQ, and what is answered to it. Private to this module.
#pragma once

#include "hub/core/turn.hpp"

namespace counterfoil::hub {

struct EntryContext {
    EntryRef ref;
    Instant at;
};

Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::TicketEntry& ticket);
Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::ConsumeEntry& consume);
Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::ReleaseEntry& release);
Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::RefuseEntry& refuse);
Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::RiskEntry& risk);

Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::ReturnEntry& entry);
Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::EnrolEntry& entry);
Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::LateEarnEntry& entry);

/// Prices the ticket again from its basket, under the rules and template versions that it names. Nothing where HQ comes to
/// the same figures; else what differs, as a code: rules_unknown, entity_differs, coupon_unknown, template_unknown,
/// card_unknown, tier_differs, quote_refused, cards_differ, totals_differ, lines_differ, coupons_differ, clearing_differs,
/// growth_differs, points_differ, staff_quota, sold_to_self.
Result<std::optional<std::string>> find_difference(Turn& turn, const domain::TicketEntry& ticket);

}  // namespace counterfoil::hub
