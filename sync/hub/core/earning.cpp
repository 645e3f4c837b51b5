#include "hub/core/earning.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "domain/entry_ids.hpp"

namespace counterfoil::hub {

namespace {

/// Moves what is free in `from` into `to`.
Result<void> merge(Turn& turn, RightRow& from, RightRow& to) {
    const std::int64_t amount = from.free;
    from.free = 0;
    from.ended += amount;
    to.free += amount;
    to.total += amount;
    to.available_at = std::max(to.available_at, from.available_at);
    CF_CHECK(turn.tx.rights().put(from));
    CF_CHECK(turn.tx.rights().put(to));
    CF_CHECK(turn.tx.rights().book({from.account_id, from.right_id, PointsCause::merged, -amount, turn.now, std::nullopt}));
    return turn.tx.rights().book({to.account_id, to.right_id, PointsCause::merged, amount, turn.now, std::nullopt});
}

}  // namespace

Instant end_of_points(Instant at, const domain::Rules& rules) {
    using namespace std::chrono;
    const domain::Calendar calendar = domain::brand_calendar(rules);
    const year_month_day day{calendar.day_of(at)};
    year_month_day first{day.year() + years{2}, January, std::chrono::day{1}};
    switch (rules.points.expiry) {
        case domain::PointsExpiry::end_of_next_year:
            break;
        case domain::PointsExpiry::rolling_months:
            first = (day.year() / day.month() + months{rules.points.expiry_months + 1}) / std::chrono::day{1};
            break;
        case domain::PointsExpiry::never:
            return kNever;
    }
    return calendar.begin_of(sys_days{first});
}

Result<void> earn(Turn& turn, const MemberRow& member, const EntryContext& context, Points amount,
                  const domain::Rules& rules) {
    const MemberId& id = member.member.member_id;
    const AccountId& account = member.member.account_id;
    const std::int64_t netted = std::min(member.member.owed.value, amount.value);
    if (netted > 0) {
        CF_CHECK(turn.tx.members().set_owed(id, member.member.owed - Points{netted}));
        CF_CHECK(turn.tx.rights().book({account, {}, PointsCause::netted, netted, context.at, context.ref}));
    }
    const std::int64_t left = amount.value - netted;
    turn.touch(id);
    if (left == 0) return {};
    RightRow lot;
    lot.right_id = domain::right_of(domain::lot_earned_by(turn.tools.hasher, context.ref.holder, context.ref.seq));
    lot.account_id = account;
    lot.member_id = id;
    lot.total = left;
    lot.free = left;
    lot.available_at = context.at + Millis{rules.points.pending_days * kDayMs};
    lot.expires_at = end_of_points(context.at, rules);
    CF_CHECK(turn.tx.rights().put(lot));
    CF_CHECK(turn.tx.rights().book({account, lot.right_id, PointsCause::earn, left, context.at, context.ref}));
    return merge_lots(turn, account);
}

Result<void> merge_lots(Turn& turn, const AccountId& account) {
    for (const bool pending_too : {false, true}) {
        CF_TRY(lots, turn.tx.rights().lots(account));
        if (lots.size() <= kLotsKept) return {};
        std::map<std::int64_t, RightRow*> keep;
        for (RightRow& lot : lots) {
            if (lot.held > 0 || lot.free == 0 || lot.expires_at <= turn.now) continue;
            if (!pending_too && lot.available_at > turn.now) continue;
            // Available points never become pending again: the second round merges pending ones only.
            if (pending_too && lot.available_at <= turn.now) continue;
            const auto [kept, is_first] = keep.emplace(lot.expires_at.ms, &lot);
            if (!is_first) CF_CHECK(merge(turn, lot, *kept->second));
        }
    }
    return {};
}

}  // namespace counterfoil::hub
