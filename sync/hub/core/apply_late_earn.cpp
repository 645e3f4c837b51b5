#include "domain/clearing.hpp"
#include "hub/core/applying.hpp"
#include "hub/core/clearing.hpp"
#include "hub/core/earning.hpp"
#include "hub/core/growing.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/returning.hpp"

namespace counterfoil::hub {

using domain::EntryVerdict;

namespace {

/// Why HQ comes to another figure; an empty text where it does not.
Result<std::string> difference_of(Turn& turn, const EntryContext& context, const Original& original, const MemberRow& member,
                                  const domain::LateEarnEntry& entry) {
    CF_TRY(rules, turn.tx.reference().rules(entry.rules_hash));
    if (!rules) return std::string("rules_unknown");
    domain::Member as_named = member.member;
    as_named.tier = entry.points.tier;
    if (domain::late_earn(original.sold, as_named, *rules) != entry.points) return std::string("points_differ");
    const bool same_person = entry.approver_id == entry.staff_id || entry.approver_id == original.sale.basket.staff_id;
    // Nobody gives points to herself.
    if (same_person || (!member.member.staff_id.empty() && entry.approver_id == member.member.staff_id))
        return std::string("approver_needed");
    if (context.at - original.row.at > Millis{rules->late_earn_days * kDayMs}) return std::string("late_earn_over");
    const bool has_tier = rules->tier(member.member.tier) != nullptr;
    if ((has_tier ? member.member.tier : TierId{}) != entry.points.tier) return std::string("tier_differs");
    return std::string{};
}

}  // namespace

Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::LateEarnEntry& entry) {
    CF_CHECK(turn.count(entry.member_id, context.ref));
    CF_TRY(found, find_original(turn, entry.ticket, false));
    if (const auto* answer = std::get_if<Answer>(&found)) return Answer{EntryVerdict::finding, answer->code};
    const Original& original = std::get<Original>(found);
    // One ticket earns once, for one member: who was named first has it.
    if (!original.row.member_id.empty()) return Answer{EntryVerdict::conflict, "ticket_has_member"};
    if (original.row.entry->holder != context.ref.holder) return Answer{EntryVerdict::conflict, "ticket_not_here"};
    CF_TRY(member, live_row(turn.tx, entry.member_id));
    if (!member) return Answer{EntryVerdict::finding, "member_unknown"};
    if (member->member.state == domain::MemberState::erased) return Answer{EntryVerdict::finding, "erased"};
    CF_TRY(difference, difference_of(turn, context, original, *member, entry));

    // The member was promised this figure; where HQ comes to another one, the finding says so.
    CF_TRY(rules, turn.tx.reference().rules(entry.rules_hash));
    const domain::Rules named_by = rules.value_or(domain::Rules{});
    if (entry.points.earn.value > 0) CF_CHECK(earn(turn, *member, context, {PurseId(), entry.points.earn}, named_by));
    CF_CHECK(turn.tx.entries().name_member(entry.ticket, entry.member_id, entry.points.earn, context.ref));
    domain::TicketEntry grown = original.sale;
    domain::add_late_earn(grown.basket, grown.quote, entry);
    CF_CHECK(grow(turn, {context.ref, original.row.at}, grown));
    const std::string today = domain::text_of(domain::store_calendar(named_by, entry.ticket.store_id).day_of(context.at));
    CF_CHECK(keep_clearing(turn, context, {entry.rules_hash, original.sale.basket.entity_id}, today,
                           domain::clear_points(original.sale.basket.entity_id, PurseId(), entry.points.earn, Points{})));
    turn.touch(member->member.member_id);
    if (!difference.empty()) return Answer{EntryVerdict::finding, difference};
    return Answer{};
}

}  // namespace counterfoil::hub
