#include "hub/core/units.hpp"

#include <algorithm>

#include "hub/core/coupon_life.hpp"
#include "hub/core/granting.hpp"
#include "hub/core/limits.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

using domain::EntryVerdict;

namespace {

Result<void> book(Turn& turn, const RightRow& right, PointsCause cause, std::int64_t delta, Instant at,
                  const std::optional<EntryRef>& entry) {
    if (delta == 0 || !domain::lot_of(right.right_id)) return {};
    return turn.tx.rights().book({right.account_id, right.right_id, cause, delta, at, entry, right.purse_id});
}

/// What the right's coupon looks like once it is used.
Result<void> mark_used(Turn& turn, const RightId& right, const Claim& claim) {
    const auto id = domain::coupon_of(right);
    if (!id) return {};
    CF_TRY(coupon, turn.tx.rights().coupon(*id));
    if (!coupon) return {};
    coupon->state = domain::CouponState::used;
    coupon->used = domain::CouponUse{claim.ticket, claim.at};
    turn.touch(*id);
    CF_CHECK(count_use(turn, *coupon, claim));
    return turn.tx.rights().put_coupon(*coupon);
}

/// free -> used, up to the claim's amount. Answers how many.
Result<std::int64_t> take_free(Turn& turn, RightRow& right, const Claim& claim, std::int64_t wanted) {
    const std::int64_t taken = std::min(wanted, right.free);
    if (taken == 0) return 0;
    right.free -= taken;
    right.used += taken;
    CF_CHECK(turn.tx.rights().put(right));
    CF_CHECK(book(turn, right, PointsCause::risk, -taken, turn.now, claim.entry));
    CF_CHECK(mark_used(turn, right.right_id, claim));
    CF_CHECK(note_redemption(turn, right, claim, taken, RedemptionOutcome::taken));
    turn.touch(right.member_id);
    return taken;
}

/// Points of a purse are as good as one another: takes the member's other free ones. Answers what is left to take.
Result<std::int64_t> take_other_lots(Turn& turn, const RightRow& named, const Claim& claim, std::int64_t wanted) {
    CF_TRY(live, live_id(turn.tx, named.member_id));
    CF_TRY(members, family(turn.tx, live));
    CF_TRY(lots, lots_of_family(turn.tx, members));
    for (RightRow& lot : lots) {
        if (wanted == 0) break;
        if (lot.right_id == named.right_id || lot.purse_id != named.purse_id || lot.available_at > turn.now ||
            lot.expires_at <= turn.now)
            continue;
        CF_TRY(taken, take_free(turn, lot, claim, wanted));
        wanted -= taken;
    }
    return wanted;
}

/// What nobody can take becomes a debt of the member, beside the balance.
Result<void> owe(Turn& turn, const RightRow& right, const Claim& claim, std::int64_t amount) {
    CF_CHECK(note_redemption(turn, right, claim, amount, RedemptionOutcome::owed));
    CF_TRY(member, live_row(turn.tx, right.member_id));
    if (!member) return {};
    const Points before = domain::owed_in(member->member, right.purse_id);
    CF_CHECK(turn.tx.members().set_owed(member->member.member_id, right.purse_id, before + Points{amount}));
    turn.touch(member->member.member_id);
    return turn.tx.rights().book(
        {member->member.account_id, {}, PointsCause::owed, -amount, turn.now, claim.entry, right.purse_id});
}

Result<bool> is_frozen(Turn& turn, const RightId& right) {
    if (const auto card_id = domain::card_of(right)) {
        CF_TRY(card, turn.tx.rights().card(*card_id));
        return card && card->card.state == domain::CardState::frozen;
    }
    const auto id = domain::coupon_of(right);
    if (!id) return false;
    CF_TRY(coupon, turn.tx.rights().coupon(*id));
    return coupon && coupon->state == domain::CouponState::frozen;
}

/// Asked back, too: a grant that never came would hold the unit, and so the answer, for ever.
Result<void> wait_for_held(Turn& turn, const RightRow& right, const Claim& claim, std::int64_t remaining) {
    CF_CHECK(turn.tx.queue().put_risk(
        {claim.entry, right.right_id, right.account_id, right.member_id, claim.amount, remaining, claim.at, claim.ticket}));
    return recall_right(turn, right.right_id, remaining, "spent at risk");
}

/// A coupon, or uses of a card: what neither is free nor held is lost.
Result<Answer> claim_counted(Turn& turn, RightRow& right, const Claim& claim) {
    CF_TRY(frozen, is_frozen(turn, right.right_id));
    CF_TRY(taken, take_free(turn, right, claim, claim.amount));
    // The goods are gone; why it was on hold is for a person to look into.
    if (taken == claim.amount) return frozen ? Answer{EntryVerdict::finding, "frozen"} : Answer{};
    if (right.held > 0) {
        CF_CHECK(wait_for_held(turn, right, claim, claim.amount - taken));
        return Answer{EntryVerdict::pending, "held_elsewhere"};
    }
    CF_CHECK(note_redemption(turn, right, claim, claim.amount - taken, RedemptionOutcome::refused));
    return Answer{EntryVerdict::conflict, right.used > 0 ? "already_used" : "ended"};
}

}  // namespace

Result<void> note_redemption(Turn& turn, const RightRow& right, const Claim& claim, std::int64_t amount,
                             RedemptionOutcome outcome) {
    if (amount <= 0) return {};
    const bool owed = outcome == RedemptionOutcome::owed;
    CF_CHECK(turn.tx.returns().add_redemption({claim.ticket, right.account_id, owed ? RightId{} : right.right_id, amount,
                                               owed ? kNever : right.expires_at, outcome, claim.entry, right.purse_id}));
    turn.recheck(claim.ticket);
    return {};
}

Result<Answer> use_held(Turn& turn, RightRow& right, const Claim& claim) {
    right.held -= claim.amount;
    right.used += claim.amount;
    CF_CHECK(turn.tx.rights().put(right));
    CF_CHECK(book(turn, right, PointsCause::burn, -claim.amount, claim.at, claim.entry));
    CF_CHECK(mark_used(turn, right.right_id, claim));
    CF_CHECK(note_redemption(turn, right, claim, claim.amount, RedemptionOutcome::taken));
    turn.touch(right.member_id);
    if (claim.at >= right.expires_at) return Answer{EntryVerdict::finding, "past_validity"};
    return Answer{};
}

Result<Answer> claim_units(Turn& turn, RightRow& right, const Claim& claim) {
    if (!domain::lot_of(right.right_id)) return claim_counted(turn, right, claim);
    CF_TRY(taken, take_free(turn, right, claim, claim.amount));
    std::int64_t left = claim.amount - taken;
    if (left > 0) {
        CF_TRY(still_left, take_other_lots(turn, right, claim, left));
        left = still_left;
    }
    const std::int64_t waiting = std::min(left, right.held);
    if (waiting > 0) CF_CHECK(wait_for_held(turn, right, claim, waiting));
    if (left > waiting) {
        CF_CHECK(owe(turn, right, claim, left - waiting));
        return Answer{EntryVerdict::conflict, "points_owed"};
    }
    return waiting > 0 ? Answer{EntryVerdict::pending, "held_elsewhere"} : Answer{};
}

Result<void> free_held(Turn& turn, const RightId& right_id, std::int64_t amount) {
    if (amount == 0) return {};
    CF_TRY(right, turn.tx.rights().right(right_id));
    if (!right) return fail(ErrorCode::corrupt, "a hold names a right that is not there", right_id.str());
    right->held -= amount;
    right->free += amount;
    CF_CHECK(turn.tx.rights().put(*right));
    return settle(turn, right_id);
}

Result<void> end_free(Turn& turn, RightRow& right, bool withdrawn) {
    const std::int64_t amount = right.free;
    if (amount == 0) return {};
    right.free = 0;
    right.ended += amount;
    CF_CHECK(turn.tx.rights().put(right));
    CF_CHECK(book(turn, right, withdrawn ? PointsCause::withdrawn : PointsCause::expiry, -amount, turn.now, std::nullopt));
    turn.touch(right.member_id);
    const auto id = domain::coupon_of(right.right_id);
    if (!id) return {};
    CF_TRY(coupon, turn.tx.rights().coupon(*id));
    if (!coupon) return {};
    coupon->state = withdrawn ? domain::CouponState::voided : domain::CouponState::expired;
    turn.touch(*id);
    return turn.tx.rights().put_coupon(*coupon);
}

namespace {

/// Gives what is free to redemptions that wait for it; those that can get nothing any more are answered.
Result<void> serve_risks(Turn& turn, RightRow& right) {
    CF_TRY(risks, turn.tx.queue().risks(right.right_id));
    for (PendingRisk& risk : risks) {
        const Claim claim{risk.entry, risk.at, risk.remaining, risk.ticket};
        CF_TRY(taken, take_free(turn, right, claim, risk.remaining));
        risk.remaining -= taken;
        Answer answer;
        if (risk.remaining > 0) {
            if (right.held > 0) {
                CF_CHECK(turn.tx.queue().put_risk(risk));
                continue;
            }
            if (domain::lot_of(right.right_id)) {
                CF_TRY(left, take_other_lots(turn, right, claim, risk.remaining));
                if (left > 0) {
                    CF_CHECK(owe(turn, right, claim, left));
                    answer = {EntryVerdict::conflict, "points_owed"};
                }
            } else {
                CF_CHECK(note_redemption(turn, right, claim, risk.remaining, RedemptionOutcome::refused));
                answer = {EntryVerdict::conflict, right.used > 0 ? "already_used" : "ended"};
            }
            risk.remaining = 0;
        }
        CF_CHECK(turn.tx.queue().put_risk(risk));
        CF_TRY(entry, turn.tx.entries().entry(risk.entry));
        // Another part of the same entry may have failed already: that stays its answer.
        if (entry && entry->verdict == EntryVerdict::conflict) continue;
        CF_CHECK(turn.answer_late(risk.entry, answer.verdict, answer.code));
        CF_CHECK(turn.count(right.member_id, risk.entry));
    }
    return {};
}

Result<bool> withdraw_if_wished(Turn& turn, RightRow& right, const std::vector<Wish>& wishes) {
    const auto wish = std::ranges::find(wishes, WishKind::voiding, &Wish::kind);
    if (wish == wishes.end()) return false;
    CF_CHECK(end_free(turn, right, true));
    if (right.held == 0) CF_CHECK(turn.tx.queue().drop_wish(*wish));
    return true;
}

}  // namespace

Result<void> withdraw_units(Turn& turn, RightRow& right) {
    if (right.held > 0) {
        Wish wish;
        wish.right_id = right.right_id;
        wish.account_id = right.account_id;
        wish.kind = WishKind::voiding;
        wish.since = turn.now;
        wish.repeated_at = turn.now;
        CF_CHECK(turn.tx.queue().put_wish(wish));
        CF_CHECK(recall_right(turn, right.right_id, right.held, "withdrawn"));
    }
    return end_free(turn, right, true);
}

Result<void> settle(Turn& turn, const RightId& right_id) {
    CF_TRY(right, turn.tx.rights().right(right_id));
    if (!right) return fail(ErrorCode::corrupt, "a right is not there", right_id.str());
    CF_TRY(wishes, turn.tx.queue().wishes(right_id));
    CF_TRY(withdrawn, withdraw_if_wished(turn, *right, wishes));
    CF_CHECK(serve_risks(turn, *right));
    const bool over = turn.now >= right->expires_at && !turn.tools.config.recovery;
    if (!withdrawn && over) CF_CHECK(end_free(turn, *right, false));
    CF_CHECK(conclude_operations(turn, *right, wishes));
    if (withdrawn || over) return {};
    return grant_wishes(turn, *right, wishes);
}

}  // namespace counterfoil::hub
