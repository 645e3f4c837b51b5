// What a return does to the member's points and coupons.
#include <algorithm>

#include "domain/entry_ids.hpp"
#include "domain/return_cards.hpp"
#include "domain/return_coupons.hpp"
#include "domain/return_points.hpp"
#include "hub/core/card_life.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/earning.hpp"
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

Result<void> change_debt(Turn& turn, const EntryContext& context, const Original& original, Points delta) {
    if (delta.value == 0) return {};
    CF_TRY(member, member_of(turn, original));
    CF_CHECK(turn.tx.members().set_owed(member.member.member_id, member.member.owed + delta));
    const PointsCause cause = delta.value > 0 ? PointsCause::owed : PointsCause::netted;
    return turn.tx.rights().book({member.member.account_id, {}, cause, -delta.value, context.at, context.ref});
}

std::vector<domain::BurntLot> burnt_by(const Original& original) {
    std::vector<domain::BurntLot> burnt;
    for (const Redemption& one : original.redemptions) {
        if (one.outcome == RedemptionOutcome::refused || domain::coupon_of(one.right_id) || domain::card_of(one.right_id))
            continue;
        burnt.push_back({domain::lot_of(one.right_id).value_or(LotId{}), Points{one.amount}, one.expires_at});
    }
    return burnt;
}

/// Burnt points go back as new lots; those that were owed lower the debt, as far as there still is one.
Result<void> restore(Turn& turn, const EntryContext& context, const Original& original, Points amount,
                     const domain::Rules& rules) {
    const std::vector<domain::BurntLot> burnt = burnt_by(original);
    const auto restored =
        domain::restore_burnt(burnt, original.given_back, amount, context.at, rules.points.restore_grace_days);
    for (std::size_t i = 0; i < restored.size(); ++i) {
        Points left = restored[i].amount;
        CF_TRY(member, member_of(turn, original));
        Instant expires_at = restored[i].expires_at;
        if (restored[i].from.empty()) {
            const Points netted = std::min(left, member.member.owed);
            CF_CHECK(change_debt(turn, context, original, Points{-netted.value}));
            left -= netted;
            expires_at = end_of_points(context.at, rules);
        }
        if (left.value == 0) continue;
        RightRow lot;
        lot.right_id = domain::right_of(domain::lot_restored_by(turn.tools.hasher, context.ref.holder, context.ref.seq, i));
        lot.account_id = member.member.account_id;
        lot.member_id = member.member.member_id;
        lot.total = lot.free = left.value;
        lot.available_at = context.at;
        lot.expires_at = expires_at;
        CF_CHECK(turn.tx.rights().put(lot));
        CF_CHECK(turn.tx.rights().book(
            {lot.account_id, lot.right_id, PointsCause::restored, left.value, context.at, context.ref}));
    }
    return {};
}

/// The ticket's own lot as it was made; where all of it went into a debt there is none, and no other is like it.
Result<domain::PointsLot> own_lot(Turn& turn, const Original& original) {
    const EntryRef& sale = *original.row.entry;
    const LotId id = domain::lot_earned_by(turn.tools.hasher, sale.holder, sale.seq);
    CF_TRY(right, turn.tx.rights().right(domain::right_of(id)));
    if (!right) return domain::PointsLot{id, {}, original.row.at, kNever};
    return domain::PointsLot{id, Points{right->total}, right->available_at, right->expires_at};
}

/// Earned points are taken from what is free; what another disk holds may be spent already, so that much is owed.
Result<void> take(Turn& turn, const EntryContext& context, const Original& original, Points amount,
                  const domain::Rules& rules) {
    CF_TRY(member, member_of(turn, original));
    CF_TRY(members, family(turn.tx, member.member.member_id));
    CF_TRY(rows, lots_of_family(turn.tx, members));
    std::vector<domain::PointsLot> lots;
    for (const RightRow& row : rows)
        if (const auto lot = domain::lot_of(row.right_id))
            lots.push_back({*lot, Points{row.free}, row.available_at, row.expires_at});
    CF_TRY(own, own_lot(turn, original));
    const domain::ShortPoints policy =
        rules.points.short_points == domain::ShortPoints::forgive ? domain::ShortPoints::forgive : domain::ShortPoints::debt;
    const domain::EarnedTaken taken =
        domain::take_earned({lots, own, amount, Money{}, policy, false, context.at}, rules.points);
    for (const domain::TakenLot& one : taken.lots) {
        const auto row = std::ranges::find(rows, domain::right_of(one.lot_id), &RightRow::right_id);
        row->free -= one.amount.value;
        row->ended += one.amount.value;
        CF_CHECK(turn.tx.rights().put(*row));
        CF_CHECK(turn.tx.rights().book(
            {row->account_id, row->right_id, PointsCause::taken, -one.amount.value, context.at, context.ref}));
    }
    return change_debt(turn, context, original, taken.owed);
}

Result<void> book_points(Turn& turn, const EntryContext& context, const Original& original, const domain::ReturnEntry& entry,
                         const domain::Return& ours) {
    CF_TRY(member, live_row(turn.tx, original.row.member_id));
    if (!member) return {};
    CF_TRY(current, turn.tx.reference().rules());
    const domain::Rules rules = current.value_or(domain::Rules{});
    CF_CHECK(restore(turn, context, original, ours.burn, rules));
    // What the refund paid for stays with the member. Nothing is taken that was never booked.
    if (original.row.earned.value > 0)
        CF_CHECK(take(turn, context, original, ours.earn - std::min(ours.earn, entry.deducted), rules));
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

/// The old coupon stays used for ever; its code goes over to the new one, so that what the customer has in hand works again.
Result<void> give_back(Turn& turn, const EntryContext& context, const domain::CouponReturn& back) {
    CF_TRY(used, turn.tx.rights().coupon(back.coupon_id));
    if (!used) return fail(ErrorCode::corrupt, "a coupon that comes back is not there", back.coupon_id.str());
    CF_TRY(renewed, is_renewed(turn, back.coupon_id));
    if (renewed) return {};  // a person at HQ was first
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
        // A person at HQ may have been first.
        const std::int64_t uses = std::min(fate.uses, view->used - view->row.given_back);
        if (uses > 0) CF_CHECK(renew_uses(turn, view->row, uses));
    }
    return {};
}

}  // namespace

Result<void> book_return(Turn& turn, const EntryContext& context, const Original& original, const domain::ReturnEntry& entry,
                         const domain::Return& ours) {
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
    row.refund = entry.goods.totals.due - entry.deduction;
    if (row.refund < Money{}) row.refund = Money{};
    row.burn = ours.burn;
    row.earn = ours.earn;
    for (const domain::ReturnLine& line : ours.lines)
        row.lines.push_back({line.line_no, line.quantity});
    return turn.tx.returns().put(row);
}

}  // namespace counterfoil::hub
