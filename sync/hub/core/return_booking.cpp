// What a return does to the member's points and coupons.
#include <algorithm>

#include "domain/entry_ids.hpp"
#include "domain/return_cards.hpp"
#include "domain/return_coupons.hpp"
#include "domain/return_points.hpp"
#include "hub/core/card_life.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/earning.hpp"
#include "hub/core/limits.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/returning.hpp"

namespace counterfoil::hub {

namespace {

/// Who stands for the ticket's member now.
Result<MemberRow> member_of(Turn& turn, const Original& original) {
    CF_TRY(member, live_row(turn.tx, original.row.member_id));
    if (member) return std::move(*member);
    return fail(ErrorCode::corrupt, "a ticket's member is not there", original.row.member_id.str());
}

Result<void> change_debt(Turn& turn, const EntryContext& context, const Original& original, const PurseId& purse,
                         Points delta) {
    if (delta.value == 0) return {};
    CF_TRY(member, member_of(turn, original));
    const Points before = domain::owed_in(member.member, purse);
    CF_CHECK(turn.tx.members().set_owed(member.member.member_id, purse, before + delta));
    const PointsCause cause = delta.value > 0 ? PointsCause::owed : PointsCause::netted;
    return turn.tx.rights().book({member.member.account_id, {}, cause, -delta.value, context.at, context.ref, purse});
}

std::vector<domain::BurntLot> burnt_by(const Original& original, const PurseId& purse) {
    std::vector<domain::BurntLot> burnt;
    for (const Redemption& one : original.redemptions) {
        if (one.outcome == RedemptionOutcome::refused || domain::coupon_of(one.right_id) || domain::card_of(one.right_id))
            continue;
        if (one.purse_id != purse) continue;
        burnt.push_back({domain::lot_of(one.right_id).value_or(LotId{}), Points{one.amount}, one.expires_at});
    }
    return burnt;
}

/// Burnt points go back as new lots; those that were owed lower the debt, as far as there still is one.
Result<void> restore(Turn& turn, const EntryContext& context, const Original& original, const domain::PurseReturn& back,
                     const domain::Rules& rules) {
    const PurseId& purse = back.purse_id;
    const std::vector<domain::BurntLot> burnt = burnt_by(original, purse);
    const auto earlier = original.given_back.find(purse);
    const Points before = earlier == original.given_back.end() ? Points{} : earlier->second;
    const std::int32_t grace_days = rules_of_purse(rules, purse).restore_grace_days;
    const auto restored = domain::restore_burnt(burnt, before, back.burn, context.at, grace_days);
    for (std::size_t i = 0; i < restored.size(); ++i) {
        Points left = restored[i].amount;
        CF_TRY(member, member_of(turn, original));
        Instant expires_at = restored[i].expires_at;
        if (restored[i].from.empty()) {
            const Points netted = std::min(left, domain::owed_in(member.member, purse));
            CF_CHECK(change_debt(turn, context, original, purse, Points{-netted.value}));
            left -= netted;
            expires_at = end_of_points(context.at, rules, purse);
        }
        if (left.value == 0) continue;
        RightRow lot;
        lot.right_id =
            domain::right_of(domain::lot_restored_by(turn.tools.hasher, context.ref.holder, context.ref.seq, i, purse));
        lot.account_id = member.member.account_id;
        lot.member_id = member.member.member_id;
        lot.total = lot.free = left.value;
        lot.available_at = context.at;
        lot.expires_at = expires_at;
        lot.purse_id = purse;
        CF_TRY(burnt_lot, turn.tx.rights().right(domain::right_of(restored[i].from)));
        lot.earned_at = burnt_lot ? burnt_lot->earned_at : original.row.at;
        CF_CHECK(turn.tx.rights().put(lot));
        CF_CHECK(turn.tx.rights().book(
            {lot.account_id, lot.right_id, PointsCause::restored, left.value, context.at, context.ref, purse}));
    }
    return {};
}

/// The ticket's own lot as it was made; where all of it went into a debt there is none, and no other is like it.
Result<domain::PointsLot> own_lot(Turn& turn, const Original& original, const PurseId& purse) {
    const EntryRef earned_by = original.row.late.value_or(*original.row.entry);
    const LotId id = domain::lot_earned_by(turn.tools.hasher, earned_by.holder, earned_by.seq, purse);
    CF_TRY(right, turn.tx.rights().right(domain::right_of(id)));
    if (!right) return domain::PointsLot{id, {}, original.row.at, kNever};
    return domain::PointsLot{id, Points{right->total}, right->available_at, right->expires_at};
}

/// Earned points are taken from what is free; what another disk holds may be spent already, so that much is owed.
Result<void> take(Turn& turn, const EntryContext& context, const Original& original, const domain::PursePoints& wanted,
                  const domain::Rules& all_rules) {
    const PurseId& purse = wanted.purse_id;
    const domain::PointsRules& rules = rules_of_purse(all_rules, purse);
    CF_TRY(member, member_of(turn, original));
    CF_TRY(members, family(turn.tx, member.member.member_id));
    CF_TRY(rows, lots_of_family(turn.tx, members));
    std::vector<domain::PointsLot> lots;
    for (const RightRow& row : rows)
        if (const auto lot = domain::lot_of(row.right_id); lot && row.purse_id == purse)
            lots.push_back({*lot, Points{row.free}, row.available_at, row.expires_at});
    CF_TRY(own, own_lot(turn, original, purse));
    const domain::ShortPoints policy =
        rules.short_points == domain::ShortPoints::forgive ? domain::ShortPoints::forgive : domain::ShortPoints::debt;
    const domain::EarnedTaken taken =
        domain::take_earned({lots, own, wanted.points, Money{}, policy, false, context.at}, rules);
    for (const domain::TakenLot& one : taken.lots) {
        const auto row = std::ranges::find(rows, domain::right_of(one.lot_id), &RightRow::right_id);
        row->free -= one.amount.value;
        row->ended += one.amount.value;
        CF_CHECK(turn.tx.rights().put(*row));
        CF_CHECK(turn.tx.rights().book(
            {row->account_id, row->right_id, PointsCause::taken, -one.amount.value, context.at, context.ref, purse}));
    }
    return change_debt(turn, context, original, purse, taken.owed);
}

/// What the ticket earned in the purse, as booked.
Points booked(const TicketRow& ticket, const PurseId& purse) {
    if (purse.empty()) return ticket.earned;
    const auto found = std::ranges::find(ticket.purses, purse, &TicketPurse::purse_id);
    return found == ticket.purses.end() ? Points{} : found->earned;
}

/// Of the purse's earned points those that the refund paid for.
Points deducted_from(const domain::ReturnEntry& entry, const PurseId& purse) {
    if (purse.empty()) return entry.deducted;
    const auto found = std::ranges::find(entry.deducted_in, purse, &domain::PurseDeduction::purse_id);
    return found == entry.deducted_in.end() ? Points{} : found->deducted;
}

/// The newest rules; of a purse that they do not have any more, those of the sale.
Result<domain::Rules> rules_for(Turn& turn, const Original& original, const PurseId& purse) {
    CF_TRY(current, turn.tx.reference().rules());
    if (current && current->purse(purse) != nullptr) return std::move(*current);
    CF_TRY(then, turn.tx.reference().rules(original.sale.quote.rules_hash));
    if (then && then->purse(purse) != nullptr) return std::move(*then);
    return current.value_or(domain::Rules{});
}

Result<void> book_points(Turn& turn, const EntryContext& context, const Original& original, const domain::ReturnEntry& entry,
                         const domain::Return& ours) {
    CF_TRY(member, live_row(turn.tx, original.row.member_id));
    if (!member) return {};
    std::vector<domain::PurseReturn> purses = ours.purses;
    purses.insert(purses.begin(), {PurseId(), ours.burn, ours.earn});
    for (const domain::PurseReturn& back : purses) {
        CF_TRY(rules, rules_for(turn, original, back.purse_id));
        CF_CHECK(restore(turn, context, original, back, rules));
        // What the refund paid for stays with the member. Nothing is taken that was never booked.
        const Points paid_for = std::min(back.earn, deducted_from(entry, back.purse_id));
        if (booked(original.row, back.purse_id).value > 0)
            CF_CHECK(take(turn, context, original, {back.purse_id, back.earn - paid_for}, rules));
    }
    turn.touch(member->member.member_id);
    return merge_lots(turn, member->member.account_id);
}

Result<std::vector<domain::CouponTerms>> terms_of(Turn& turn, const Original& original) {
    std::vector<domain::CouponTerms> terms;
    for (const domain::UsedCoupon& used : original.sale.quote.used) {
        const RightId right = domain::right_of(used.coupon_id);
        const bool was_taken = std::ranges::any_of(original.redemptions, [&](const Redemption& one) {
            return one.right_id == right && one.outcome == RedemptionOutcome::taken;
        });
        CF_TRY(coupon, turn.tx.rights().coupon(used.coupon_id));
        CF_TRY(rule, turn.tx.reference().coupon_template(used.template_id, used.template_version));
        if (!was_taken || !coupon || !rule) continue;
        terms.push_back({used.coupon_id, domain::end_of(*coupon, *rule), {rule->on_return, rule->extend_days}});
    }
    return terms;
}

/// Of a member that was erased: it gave up all that could come back to it.
Result<bool> is_nobodys(Turn& turn, const MemberId& owner) {
    if (owner.empty()) return false;
    CF_TRY(live, live_row(turn.tx, owner));
    return !live;
}

/// The old coupon stays used for ever; its code goes over to the new one, so that what the customer has in hand works again.
Result<void> give_back(Turn& turn, const EntryContext& context, const domain::CouponReturn& back) {
    CF_TRY(used, turn.tx.rights().coupon(back.coupon_id));
    if (!used) return fail(ErrorCode::corrupt, "a coupon that comes back is not there", back.coupon_id.str());
    CF_TRY(renewed, is_renewed(turn, back.coupon_id));
    if (renewed) return {};  // a person at HQ was first
    CF_TRY(nobodys, is_nobodys(turn, used->member_id));
    if (nobodys) return {};
    domain::Coupon again = *used;
    again.coupon_id = domain::coupon_given_back_by(turn.tools.hasher, context.ref.holder, context.ref.seq, back.coupon_id);
    again.from = back.coupon_id;
    again.state = domain::CouponState::issued;
    again.issued_at = context.at;
    again.valid_until = back.valid_until;
    again.used.reset();
    used->code = kPassedOnCode + again.coupon_id.str();
    CF_CHECK(turn.tx.rights().put_coupon(*used));
    CF_CHECK(turn.tx.rights().put_coupon(again));
    RightRow right;
    right.right_id = domain::right_of(again.coupon_id);
    right.account_id = again.account_id;
    right.member_id = again.member_id;
    right.total = right.free = 1;
    right.expires_at = again.valid_until;
    CF_CHECK(turn.tx.rights().put(right));
    CF_CHECK(uncount_use(turn, back.coupon_id));
    turn.touch(back.coupon_id);
    turn.touch(again.coupon_id);
    return {};
}

/// Used stays used: the uses that come back are a further right of their card.
Result<void> give_uses_back(Turn& turn, const EntryContext& context, const Original& original, const domain::Return& ours) {
    std::vector<domain::CardTerms> terms;
    for (const domain::UsedCard& used : original.sale.quote.cards) {
        CF_TRY(row, turn.tx.rights().card(used.card_id));
        if (row)
            terms.push_back(
                {used.card_id, row->card.valid_until, uses_of(original, used.card_id, RedemptionOutcome::refused)});
    }
    for (const domain::CardReturn& fate : domain::return_cards(original.sold, ours, terms, context.at)) {
        if (fate.fate != domain::CouponFate::given_back) continue;
        CF_TRY(view, view_card(turn.tx, fate.card_id));
        if (!view) return fail(ErrorCode::corrupt, "a card whose uses come back is not there", fate.card_id.str());
        CF_TRY(nobodys, is_nobodys(turn, view->row.member_id));
        if (nobodys) continue;
        // A person at HQ may have been first.
        const std::int64_t uses = std::min(fate.uses, view->used - view->row.given_back);
        if (uses > 0) CF_CHECK(renew_uses(turn, view->row, uses));
    }
    return {};
}

}  // namespace

Result<void> book_return(Turn& turn, const EntryContext& context, const Original& original, const domain::ReturnEntry& entry,
                         const domain::Return& ours, const std::vector<domain::GiftReturn>& gifts) {
    CF_CHECK(book_points(turn, context, original, entry, ours));
    CF_TRY(terms, terms_of(turn, original));
    for (const domain::CouponReturn& fate : domain::return_coupons(original.sold, ours, terms, context.at))
        if (fate.fate == domain::CouponFate::given_back) CF_CHECK(give_back(turn, context, fate));
    CF_CHECK(give_uses_back(turn, context, original, ours));
    ReturnRow row;
    row.entry = context.ref;
    row.return_key = entry.return_key;
    row.ticket = entry.ticket;
    row.member_id = original.row.member_id;
    row.at = context.at;
    row.voided = ours.voided;
    row.whole = ours.whole;
    row.refund = entry.refund();
    if (row.refund < Money{}) row.refund = Money{};
    row.burn = ours.burn;
    row.earn = ours.earn;
    row.purses = ours.purses;
    for (const domain::ReturnLine& line : ours.lines)
        row.lines.push_back({line.line_no, line.quantity});
    row.gifts = gifts;
    row.exchange = entry.exchange;
    return turn.tx.returns().put(row);
}

}  // namespace counterfoil::hub
