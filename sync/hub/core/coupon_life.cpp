#include "hub/core/coupon_life.hpp"

#include <algorithm>

#include "hub/core/coupon_issue.hpp"
#include "hub/core/granting.hpp"
#include "hub/core/limits.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/returning.hpp"
#include "hub/core/units.hpp"

namespace counterfoil::hub {

using domain::Coupon;
using domain::CouponState;

namespace {

constexpr std::size_t kSuccessorHashBytes = 16;

/// The id of the coupon that takes another's place: there can be but one, whoever works it out.
CouponId successor_of(const Turn& turn, const CouponId& id) {
    const std::string text = "counterfoil coupon after\n" + id.str();
    const Digest digest = turn.tools.hasher.sha256(as_bytes(text));
    return CouponId{"N-" + to_base32(ByteView(digest).first(kSuccessorHashBytes))};
}

/// Why a coupon cannot be handed on or withdrawn as far as its state tells; nothing where it can.
std::optional<Refusal> refusal_of(const Coupon& coupon) {
    switch (coupon.state) {
        case CouponState::issued:
            return std::nullopt;
        case CouponState::used: {
            Refusal refusal{.code = "already_used"};
            if (coupon.used) {
                refusal.figures["at"] = std::to_string(coupon.used->at.ms);
                refusal.figures["store"] = coupon.used->ticket_key.store_id.str();
            }
            return refusal;
        }
        case CouponState::in_transfer:
            return Refusal{.code = "in_transfer"};
        case CouponState::expired:
            return Refusal{.code = "expired", .field = {}, .figures = {{"until", std::to_string(coupon.valid_until.ms)}}};
        case CouponState::voided:
            return Refusal{.code = "voided"};
        case CouponState::frozen:
            return Refusal{.code = "frozen"};
    }
    return std::nullopt;
}

struct Found {
    Coupon coupon;
    RightRow right;
};

Result<Outcome<Found>> find(Turn& turn, const CouponId& id) {
    CF_TRY(coupon, turn.tx.rights().coupon(id));
    if (!coupon) return Refusal{.code = "unknown_coupon", .field = "/coupon_id"};
    CF_TRY(right, turn.tx.rights().right(domain::right_of(id)));
    if (!right) return fail(ErrorCode::corrupt, "a coupon has no right", id.str());
    return Found{std::move(*coupon), std::move(*right)};
}

Refusal expired_at(Instant until) {
    return Refusal{.code = "expired", .field = {}, .figures = {{"until", std::to_string(until.ms)}}};
}

OperationRow operation_on(const Turn& turn, OperationKind kind, const Coupon& coupon, const Who& who) {
    OperationRow row;
    row.kind = kind;
    row.subject = coupon.coupon_id.str();
    row.account_id = coupon.account_id;
    row.member_id = coupon.member_id;
    row.staff_id = who.staff_id;
    row.reason = who.reason;
    if (turn.asker) row.store_id = turn.asker->store_id;
    if (turn.asker) row.device_id = turn.asker->device_id;
    row.at = turn.now;
    row.settled_at = turn.now;
    return row;
}

/// Records the operation and answers with the coupon as it is now.
Result<Outcome<Changed>> record(Turn& turn, OperationRow operation, std::optional<Coupon> fresh) {
    CF_TRY(no, turn.tx.operations().add(operation));
    operation.no = no;
    const CouponId id{operation.subject};
    turn.touch(id);
    CF_TRY(coupon, turn.tx.rights().coupon(id));
    if (!coupon) return fail(ErrorCode::corrupt, "a coupon is not there any more", id.str());
    return Changed{std::move(operation), std::move(*coupon), std::move(fresh)};
}

/// A coupon of the same terms in the place of `old`.
Coupon after(const Turn& turn, const Coupon& old) {
    Coupon fresh = old;
    fresh.coupon_id = successor_of(turn, old.coupon_id);
    fresh.from = old.coupon_id;
    fresh.state = CouponState::issued;
    fresh.used.reset();
    if (fresh.member_id.empty()) fresh.account_id = AccountId{fresh.coupon_id.str()};
    return fresh;
}

/// free -> ended here, free there.
Result<Coupon> hand_on(Turn& turn, Coupon old, RightRow& right, const MemberRow& to) {
    Coupon fresh = after(turn, old);
    fresh.member_id = to.member.member_id;
    fresh.account_id = to.member.account_id;
    fresh.transfers_left = old.transfers_left - 1;
    CF_TRY(code, fresh_code(turn));
    fresh.code = code;
    CF_CHECK(end_free(turn, right, true));
    CF_CHECK(put_fresh(turn, fresh, right.expires_at));
    turn.touch(fresh.member_id);
    return fresh;
}

Wish transfer_wish(const Turn& turn, const RightRow& right) {
    Wish wish;
    wish.right_id = right.right_id;
    wish.account_id = right.account_id;
    wish.kind = WishKind::transfer;
    wish.member_id = right.member_id;
    wish.since = turn.now;
    wish.repeated_at = turn.now;
    return wish;
}

/// Who may be given it; a member that was merged stands for the one that took its place.
Result<Outcome<MemberRow>> receiver(Turn& turn, const Coupon& coupon, const MemberId& to) {
    CF_TRY(member, live_member(turn, to, "/to_member_id"));
    if (const auto* row = std::get_if<MemberRow>(&member)) {
        CF_TRY(owner, live_id(turn.tx, coupon.member_id));
        if (row->member.member_id == owner) return Refusal{.code = "transfer_to_self", .field = "/to_member_id"};
    }
    return std::move(member);
}

}  // namespace

Result<bool> is_renewed(Turn& turn, const CouponId& id) {
    CF_TRY(coupon, turn.tx.rights().coupon(id));
    if (coupon && coupon->code.starts_with(kPassedOnCode)) return true;
    CF_TRY(fresh, turn.tx.rights().coupon(successor_of(turn, id)));
    return fresh.has_value();
}

Result<std::optional<Coupon>> renew_coupon(Turn& turn, const Coupon& used, Instant until) {
    Coupon fresh = after(turn, used);
    CF_TRY(known, is_renewed(turn, used.coupon_id));
    if (known) return std::optional<Coupon>{};
    fresh.valid_until = until;
    CF_TRY(code, fresh_code(turn));
    fresh.code = code;
    CF_CHECK(put_fresh(turn, fresh, until));
    CF_CHECK(uncount_use(turn, used.coupon_id));
    turn.touch(fresh.member_id);
    return std::optional<Coupon>{std::move(fresh)};
}

Result<Outcome<Changed>> void_coupon(Turn& turn, const CouponId& id, const Who& who) {
    CF_TRY(outcome, find(turn, id));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    Found& found = std::get<Found>(outcome);
    const CouponState state = found.coupon.state;
    const bool alive = state == CouponState::issued || state == CouponState::frozen || state == CouponState::in_transfer;
    if (!alive) return *refusal_of(found.coupon);
    OperationRow operation = operation_on(turn, OperationKind::voiding, found.coupon, who);
    if (found.right.held > 0) {
        operation.state = OperationState::waiting;
        operation.settled_at = Instant{};
        // No device offers it any more; whoever holds it may still have sold it.
        found.coupon.state = CouponState::voided;
        CF_CHECK(turn.tx.rights().put_coupon(found.coupon));
    }
    CF_CHECK(withdraw_units(turn, found.right));
    return record(turn, std::move(operation), std::nullopt);
}

Result<Outcome<Changed>> give_back_coupon(Turn& turn, const CouponId& id, const Who& who) {
    CF_TRY(outcome, find(turn, id));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    const Found& found = std::get<Found>(outcome);
    if (found.coupon.state != CouponState::used) return Refusal{.code = "not_used", .field = "/coupon_id"};
    if (turn.now >= found.right.expires_at) return expired_at(found.right.expires_at);
    CF_TRY(owner, live_row(turn.tx, found.coupon.member_id));
    if (!owner && !found.coupon.member_id.empty()) return Refusal{.code = "erased", .field = "/coupon_id"};
    CF_TRY(fresh, renew_coupon(turn, found.coupon, found.right.expires_at));
    if (!fresh) return Refusal{.code = "already_given_back", .field = "/coupon_id"};
    OperationRow operation = operation_on(turn, OperationKind::give_back, found.coupon, who);
    operation.other = fresh->coupon_id.str();
    return record(turn, std::move(operation), std::move(fresh));
}

Result<Outcome<Changed>> transfer_coupon(Turn& turn, const CouponId& id, const MemberId& to, const Who& who) {
    CF_TRY(outcome, find(turn, id));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    Found& found = std::get<Found>(outcome);
    if (const auto refusal = refusal_of(found.coupon)) return *refusal;
    if (turn.now >= found.right.expires_at) return expired_at(found.right.expires_at);
    if (found.coupon.member_id.empty() || found.coupon.transfers_left <= 0)
        return Refusal{.code = "not_transferable", .field = "/coupon_id"};
    CF_TRY(member, receiver(turn, found.coupon, to));
    if (const auto* refusal = std::get_if<Refusal>(&member)) return *refusal;
    const MemberRow& row = std::get<MemberRow>(member);

    OperationRow operation = operation_on(turn, OperationKind::transfer, found.coupon, who);
    operation.other = successor_of(turn, id).str();
    operation.member_id = row.member.member_id;
    if (found.right.held == 0) {
        CF_TRY(fresh, hand_on(turn, found.coupon, found.right, row));
        return record(turn, std::move(operation), std::move(fresh));
    }
    operation.state = OperationState::waiting;
    operation.settled_at = Instant{};
    found.coupon.state = CouponState::in_transfer;
    CF_CHECK(turn.tx.rights().put_coupon(found.coupon));
    CF_CHECK(turn.tx.queue().put_wish(transfer_wish(turn, found.right)));
    CF_CHECK(recall_right(turn, found.right.right_id, found.right.held, "transfer"));
    return record(turn, std::move(operation), std::nullopt);
}

namespace {

/// What became of an operation that waited for the unit.
Result<OperationState> conclude(Turn& turn, const OperationRow& operation, const Coupon& coupon, RightRow& right) {
    if (right.used > 0) return OperationState::used;
    if (operation.kind == OperationKind::voiding)
        return coupon.state == CouponState::voided ? OperationState::done : OperationState::ended;
    if (right.free == 0) return OperationState::ended;
    CF_TRY(member, live_member(turn, operation.member_id, ""));
    const auto* to = std::get_if<MemberRow>(&member);
    CF_TRY(owner, live_id(turn.tx, coupon.member_id));
    if (to == nullptr || to->member.member_id == owner) {
        // Who was to have it is gone, or is its owner by now: it stays where it is.
        Coupon kept = coupon;
        kept.state = CouponState::issued;
        CF_CHECK(turn.tx.rights().put_coupon(kept));
        return OperationState::ended;
    }
    CF_TRY(fresh, hand_on(turn, coupon, right, *to));
    turn.touch(fresh.coupon_id);
    return OperationState::done;
}

}  // namespace

Result<void> conclude_operations(Turn& turn, RightRow& right, const std::vector<Wish>& wishes) {
    const auto id = domain::coupon_of(right.right_id);
    if (!id || right.held > 0) return {};
    const auto wish = std::ranges::find(wishes, WishKind::transfer, &Wish::kind);
    if (wish != wishes.end()) CF_CHECK(turn.tx.queue().drop_wish(*wish));
    CF_TRY(waiting, turn.tx.operations().waiting(id->str()));
    for (const OperationRow& operation : waiting) {
        CF_TRY(coupon, turn.tx.rights().coupon(*id));
        if (!coupon) return fail(ErrorCode::corrupt, "an operation waits for a coupon that is not there", id->str());
        CF_TRY(state, conclude(turn, operation, *coupon, right));
        CF_CHECK(turn.tx.operations().settle(operation.no, state, turn.now));
        turn.touch(*id);
    }
    return {};
}

}  // namespace counterfoil::hub
