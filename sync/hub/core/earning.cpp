#include "hub/core/earning.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>

#include "domain/clearing.hpp"
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
    CF_CHECK(turn.tx.rights().book(
        {from.account_id, from.right_id, PointsCause::merged, -amount, turn.now, std::nullopt, from.purse_id}));
    return turn.tx.rights().book(
        {to.account_id, to.right_id, PointsCause::merged, amount, turn.now, std::nullopt, to.purse_id});
}

}  // namespace

const domain::PointsRules& rules_of_purse(const domain::Rules& rules, const PurseId& purse) {
    const domain::PointsRules* own = rules.purse(purse);
    return own == nullptr ? rules.points : *own;
}

Instant end_of_points(Instant at, const domain::Rules& rules, const PurseId& purse) {
    using namespace std::chrono;
    const domain::Calendar calendar = domain::brand_calendar(rules);
    const year_month_day day{calendar.day_of(at)};
    year_month_day first{day.year() + years{2}, January, std::chrono::day{1}};
    const domain::PointsRules& points = rules_of_purse(rules, purse);
    switch (points.expiry) {
        case domain::PointsExpiry::end_of_next_year:
            break;
        case domain::PointsExpiry::rolling_months:
            first = (day.year() / day.month() + months{points.expiry_months + 1}) / std::chrono::day{1};
            break;
        case domain::PointsExpiry::never:
            return kNever;
    }
    return calendar.begin_of(sys_days{first});
}

Result<void> earn(Turn& turn, const MemberRow& member, const EntryContext& context, const domain::PursePoints& earned,
                  const domain::Rules& rules) {
    const MemberId& id = member.member.member_id;
    const AccountId& account = member.member.account_id;
    const PurseId& purse = earned.purse_id;
    const Points owed = domain::owed_in(member.member, purse);
    const std::int64_t netted = std::min(owed, earned.points).value;
    if (netted > 0) {
        CF_CHECK(turn.tx.members().set_owed(id, purse, owed - Points{netted}));
        CF_CHECK(turn.tx.rights().book({account, {}, PointsCause::netted, netted, context.at, context.ref, purse}));
    }
    const std::int64_t left = earned.points.value - netted;
    turn.touch(id);
    if (left == 0) return {};
    RightRow lot;
    lot.right_id = domain::right_of(domain::lot_earned_by(turn.tools.hasher, context.ref.holder, context.ref.seq, purse));
    lot.account_id = account;
    lot.member_id = id;
    lot.total = left;
    lot.free = left;
    lot.available_at = context.at + Millis{rules_of_purse(rules, purse).pending_days * kDayMs};
    lot.expires_at = end_of_points(context.at, rules, purse);
    lot.purse_id = purse;
    lot.earned_at = context.at;
    CF_CHECK(turn.tx.rights().put(lot));
    CF_CHECK(turn.tx.rights().book({account, lot.right_id, PointsCause::earn, left, context.at, context.ref, purse}));
    return merge_lots(turn, account);
}

Result<void> merge_lots(Turn& turn, const AccountId& account) {
    for (const bool pending_too : {false, true}) {
        CF_TRY(lots, turn.tx.rights().lots(account));
        if (lots.size() <= kLotsKept) return {};
        CF_TRY(known, turn.tx.reference().rules());
        const domain::Rules rules = known.value_or(domain::Rules{});
        const domain::Calendar calendar = domain::brand_calendar(rules);
        // Points that companies clear at different rates stay apart.
        std::map<std::tuple<PurseId, std::int64_t, std::string>, RightRow*> keep;
        for (RightRow& lot : lots) {
            if (lot.held > 0 || lot.free == 0 || lot.expires_at <= turn.now) continue;
            if (!pending_too && lot.available_at > turn.now) continue;
            // Available points never become pending again: the second round merges pending ones only.
            if (pending_too && lot.available_at <= turn.now) continue;
            const std::string earned_on = domain::text_of(calendar.day_of(lot.earned_at));
            const std::string since{domain::rates_since(rules, lot.purse_id, earned_on)};
            const auto [kept, is_first] = keep.emplace(std::tuple(lot.purse_id, lot.expires_at.ms, since), &lot);
            if (!is_first) CF_CHECK(merge(turn, lot, *kept->second));
        }
    }
    return {};
}

}  // namespace counterfoil::hub
