#include "hub/core/growing.hpp"

#include <algorithm>

#include "domain/tiers.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

namespace {

constexpr std::size_t kReviewsATick = 200;

Result<domain::Rules> current_rules(const Turn& turn) {
    CF_TRY(rules, turn.tx.reference().rules());
    return rules.value_or(domain::Rules{});
}

Instant review_after(const domain::Rules& rules, Instant at) {
    return domain::next_review(rules, at) + Millis{rules.growth.grace_days * kDayMs};
}

Result<std::int64_t> growth_between(const Turn& turn, const MemberId& id, Instant after, Instant until) {
    CF_TRY(members, family(turn.tx, id));
    std::int64_t growth = 0;
    for (const MemberRow& one : members) {
        CF_TRY(own, turn.tx.growth().sum(one.member.member_id, after, until));
        growth += own;
    }
    return growth;
}

/// Of the member and all that went up in it. Tickets from the future, by a device whose clock is ahead, count.
Result<std::int64_t> growth_now(const Turn& turn, const domain::Rules& rules, const MemberId& id) {
    return growth_between(turn, id, domain::months_before(turn.now, rules.growth.window_months, rules), kNever);
}

Result<void> set_tier(Turn& turn, MemberRow& member, const TierId& tier) {
    if (member.member.tier == tier) return {};
    member.member.tier = tier;
    turn.touch(member.member.member_id);
    return turn.tx.members().put(member);
}

/// Answers the tier to which the member was lifted, empty where it was not.
Result<TierId> lift(Turn& turn, const domain::Rules& rules, MemberRow& member) {
    const MemberId& id = member.member.member_id;
    CF_TRY(growth, growth_now(turn, rules, id));
    CF_TRY(known, turn.tx.growth().standing(id));
    StandingRow standing = known.value_or(StandingRow{id, 0, kNever});
    standing.growth = growth;
    const TierId tier = domain::tier_after(rules, member.member.tier, growth);
    const bool lifted = tier != member.member.tier;
    if (lifted || (standing.review_at == kNever && domain::growth_sets_tiers(rules)))
        standing.review_at = review_after(rules, turn.now);
    CF_CHECK(set_tier(turn, member, tier));
    CF_CHECK(turn.tx.growth().put(standing));
    turn.touch(id);
    return lifted ? tier : TierId{};
}

}  // namespace

Result<void> grow(Turn& turn, const EntryContext& context, const domain::TicketEntry& ticket) {
    if (ticket.quote.growth == 0) return {};
    CF_TRY(member, live_row(turn.tx, ticket.basket.member_id));
    if (!member) return {};
    CF_TRY(rules, current_rules(turn));
    GrowthRow row{ticket.basket.ticket_key(), ticket.basket.member_id, context.at, ticket.quote.growth, {}, {}};
    CF_CHECK(turn.tx.growth().put(row));
    const TierId before = member->member.tier;
    CF_TRY(lifted, lift(turn, rules, *member));
    if (lifted.empty()) return {};
    row.raised_from = before;
    row.raised_to = lifted;
    return turn.tx.growth().put(row);
}

Result<void> regrade(Turn& turn, const MemberId& id) {
    CF_TRY(member, turn.tx.members().member(id));
    if (!member) return {};
    CF_TRY(rules, current_rules(turn));
    if (!domain::growth_sets_tiers(rules)) return {};
    CF_TRY(lifted, lift(turn, rules, *member));
    static_cast<void>(lifted);
    return {};
}

Result<void> shrink(Turn& turn, const domain::TicketKey& ticket, std::int64_t left) {
    CF_TRY(row, turn.tx.growth().of_ticket(ticket));
    if (!row || row->growth <= left) return {};
    row->growth = left;
    CF_CHECK(turn.tx.growth().put(*row));
    CF_TRY(member, live_row(turn.tx, row->member_id));
    if (!member) return {};
    const MemberId& id = member->member.member_id;
    CF_TRY(rules, current_rules(turn));
    CF_TRY(growth, growth_now(turn, rules, id));
    CF_TRY(standing, turn.tx.growth().standing(id));
    if (standing) {
        standing->growth = growth;
        CF_CHECK(turn.tx.growth().put(*standing));
    }
    turn.touch(id);
    if (row->raised_to.empty() || member->member.tier != row->raised_to) return {};
    const domain::Tier* raised = rules.tier(row->raised_to);
    if (raised == nullptr || !raised->growth_from || growth >= *raised->growth_from) return {};
    return set_tier(turn, *member, domain::tier_after(rules, row->raised_from, growth));
}

Result<void> review_tiers(Turn& turn) {
    CF_TRY(due, turn.tx.growth().reviews_due(turn.now, kReviewsATick));
    if (due.empty()) return {};
    CF_TRY(rules, current_rules(turn));
    for (const MemberId& id : due) {
        CF_TRY(standing, turn.tx.growth().standing(id));
        CF_TRY(member, turn.tx.members().member(id));
        if (!standing || !member) continue;
        if (member->member.state == domain::MemberState::merged) {
            // Whoever took its place is looked at instead.
            CF_CHECK(turn.tx.growth().put(StandingRow{id, 0, kNever}));
            continue;
        }
        const Instant reviewed{standing->review_at.ms - rules.growth.grace_days * kDayMs};
        const Instant begin = domain::months_before(reviewed, rules.growth.window_months, rules);
        CF_TRY(at_review, growth_between(turn, id, begin, reviewed));
        CF_TRY(now, growth_now(turn, rules, id));
        CF_CHECK(set_tier(turn, *member,
                          domain::tier_after_review(rules, member->member.tier, std::max(at_review, now))));
        standing->growth = now;
        standing->review_at = domain::growth_sets_tiers(rules) ? review_after(rules, reviewed) : kNever;
        CF_CHECK(turn.tx.growth().put(*standing));
        turn.touch(id);
    }
    return {};
}

}  // namespace counterfoil::hub
