#include "hub/core/member_life.hpp"

#include <algorithm>
#include <set>

#include "hub/core/erasing.hpp"
#include "hub/core/growing.hpp"
#include "hub/core/identities.hpp"

namespace counterfoil::hub {

using domain::MemberState;

namespace {

constexpr std::size_t kHistoryMax = 100;

std::int64_t points_in(const Turn& turn, const std::vector<RightRow>& lots, const PurseId& purse) {
    std::int64_t sum = 0;
    for (const RightRow& lot : lots)
        if (lot.purse_id == purse && turn.now < lot.expires_at) sum += lot.free + lot.held;
    return sum;
}

/// Purses beside the main one of which there are points or a debt.
std::set<PurseId> other_purses(const std::vector<RightRow>& lots, const domain::Member& member) {
    std::set<PurseId> purses;
    for (const RightRow& lot : lots)
        if (!lot.purse_id.empty()) purses.insert(lot.purse_id);
    for (const domain::PursePoints& debt : member.owed_in)
        purses.insert(debt.purse_id);
    return purses;
}

/// The coupons of the family's accounts go down the feed with another owner.
Result<void> touch_all(Turn& turn, const std::vector<MemberRow>& members) {
    for (const MemberRow& row : members) {
        turn.touch(row.member.member_id);
        CF_TRY(coupons, turn.tx.rights().coupons_of(row.member.account_id));
        for (const CouponId& id : coupons)
            turn.touch(id);
    }
    return {};
}

/// A debt goes from one account to another.
Result<void> book_owed(Turn& turn, const AccountId& from, const AccountId& to, const PurseId& purse, Points owed) {
    if (owed.value == 0) return {};
    CF_CHECK(turn.tx.rights().book({from, {}, PointsCause::merged, owed.value, turn.now, std::nullopt, purse}));
    return turn.tx.rights().book({to, {}, PointsCause::merged, -owed.value, turn.now, std::nullopt, purse});
}

Result<Outcome<MemberRow>> mergeable(Turn& turn, const MemberId& id, const char* field) {
    CF_TRY(row, turn.tx.members().member(id));
    if (!row) {
        CF_TRY(refusal, no_such_member(turn, id, field));
        return std::move(refusal);
    }
    switch (row->member.state) {
        case MemberState::active:
            return std::move(*row);
        case MemberState::frozen:
            return Refusal{.code = "frozen", .field = field};
        case MemberState::erased:
            return Refusal{.code = "erased", .field = field};
        case MemberState::merged:
            return Refusal{.code = "merged", .field = field};
    }
    return std::move(*row);
}

bool comes_before(const MemberRow& a, const MemberRow& b) {
    if (a.provisional != b.provisional) return b.provisional;
    if (a.enrolled_at != b.enrolled_at) return a.enrolled_at < b.enrolled_at;
    return a.member.member_id < b.member.member_id;
}

std::size_t identities_of(const std::vector<MemberRow>& members) {
    std::size_t count = 0;
    for (const MemberRow& row : members)
        count += row.member.identities.size();
    return count;
}

Result<TierId> higher_tier(Turn& turn, const TierId& a, const TierId& b) {
    CF_TRY(rules, turn.tx.reference().rules());
    const domain::Tier* first = rules ? rules->tier(a) : nullptr;
    const domain::Tier* second = rules ? rules->tier(b) : nullptr;
    if (first == nullptr || (second != nullptr && second->rank > first->rank)) return second == nullptr ? a : b;
    return a;
}

OperationRow operation_on(const Turn& turn, OperationKind kind, const MemberRow& subject, const MemberId& other,
                          const Who& who) {
    OperationRow row;
    row.kind = kind;
    row.subject = subject.member.member_id.str();
    row.other = other.str();
    row.account_id = subject.member.account_id;
    row.staff_id = who.staff_id;
    row.reason = who.reason;
    row.at = turn.now;
    row.settled_at = turn.now;
    return row;
}

/// `from` goes up in `into`: an alias from here on, and what it owes is the other's.
Result<void> join(Turn& turn, MemberRow from, MemberRow into) {
    const Points owed = std::exchange(from.member.owed, Points{});
    from.member.state = MemberState::merged;
    from.member.merged_into = into.member.member_id;
    const std::vector<domain::PursePoints> owed_in = std::exchange(from.member.owed_in, {});
    CF_CHECK(turn.tx.members().put(from));
    CF_CHECK(book_owed(turn, from.member.account_id, into.member.account_id, {}, owed));
    into.member.owed += owed;
    for (const domain::PursePoints& debt : owed_in) {
        CF_CHECK(book_owed(turn, from.member.account_id, into.member.account_id, debt.purse_id, debt.points));
        domain::set_owed_in(into.member, debt.purse_id, domain::owed_in(into.member, debt.purse_id) + debt.points);
    }
    CF_TRY(tier, higher_tier(turn, into.member.tier, from.member.tier));
    into.member.tier = tier;
    if (into.member.name.empty()) into.member.name = from.member.name;
    if (!into.member.birthday) into.member.birthday = from.member.birthday;
    if (into.member.home_store.empty()) into.member.home_store = from.member.home_store;
    if (into.member.staff_id.empty()) into.member.staff_id = from.member.staff_id;
    for (const auto& [holder, seq] : from.applied)
        into.applied[holder] = std::max(into.applied[holder], seq);
    return turn.tx.members().put(into);
}

}  // namespace

Result<Outcome<Merged>> merge_members(Turn& turn, const MergeOrder& order) {
    CF_TRY(first, mergeable(turn, order.member_id, "/member_id"));
    if (const auto* refusal = std::get_if<Refusal>(&first)) return *refusal;
    CF_TRY(second, mergeable(turn, order.other_member_id, "/other_member_id"));
    if (const auto* refusal = std::get_if<Refusal>(&second)) return *refusal;
    if (order.member_id == order.other_member_id) return Refusal{.code = "merge_with_self", .field = "/other_member_id"};
    MemberRow into = std::get<MemberRow>(std::move(first));
    MemberRow from = std::get<MemberRow>(std::move(second));
    if (comes_before(from, into)) std::swap(from, into);

    CF_TRY(joining, family(turn.tx, from.member.member_id));
    CF_TRY(there, family(turn.tx, into.member.member_id));
    CF_TRY(lots, lots_of_family(turn.tx, joining));
    CF_TRY(lots_there, lots_of_family(turn.tx, there));
    const bool too_large = joining.size() + there.size() > kFamilyMax || lots.size() + lots_there.size() > kMergedLotsMax ||
                           identities_of(joining) + identities_of(there) > kMergedIdentitiesMax;
    if (too_large) return Refusal{.code = "merge_too_large", .field = "/other_member_id"};

    OperationRow operation = operation_on(turn, OperationKind::merge, from, into.member.member_id, order.who);
    operation.points = Points{points_in(turn, lots, {})};
    operation.owed = from.member.owed;
    for (const PurseId& purse : other_purses(lots, from.member))
        operation.purses.push_back({purse, Points{points_in(turn, lots, purse)}, domain::owed_in(from.member, purse)});
    Merged merged{{}, into.member.member_id, from.member.member_id};
    CF_CHECK(join(turn, std::move(from), std::move(into)));
    CF_CHECK(regrade(turn, merged.survivor));
    CF_TRY(no, turn.tx.operations().add(operation));
    operation.no = no;
    merged.operation = std::move(operation);
    CF_CHECK(settle_candidates(turn, merged.merged, order.who.staff_id));
    CF_CHECK(settle_candidates(turn, merged.survivor, order.who.staff_id));
    turn.touch(merged.survivor);
    CF_CHECK(touch_all(turn, joining));
    return merged;
}

namespace {

Result<std::optional<OperationRow>> merge_of(Turn& turn, const MemberId& id) {
    CF_TRY(history, turn.tx.operations().of(id.str(), kHistoryMax));
    const auto found = std::ranges::find_if(history, [&](const OperationRow& operation) {
        return operation.kind == OperationKind::merge && operation.subject == id.str();
    });
    if (found == history.end()) return std::optional<OperationRow>{};
    return std::optional<OperationRow>{*found};
}

/// Free points of the purse, soonest expiry first, into lots of the same end in the account. Answers how many.
Result<std::int64_t> move_points(Turn& turn, std::vector<RightRow>& lots, const MemberRow& to, const PurseId& purse,
                                 std::int64_t wanted) {
    std::int64_t moved = 0;
    for (RightRow& lot : lots) {
        const std::int64_t amount = std::min(lot.free, wanted - moved);
        if (amount <= 0 || lot.purse_id != purse || lot.expires_at <= turn.now) continue;
        lot.free -= amount;
        lot.ended += amount;
        CF_CHECK(turn.tx.rights().put(lot));
        CF_CHECK(turn.tx.rights().book(
            {lot.account_id, lot.right_id, PointsCause::merged, -amount, turn.now, std::nullopt, purse}));
        RightRow fresh;
        fresh.right_id = domain::right_of(LotId{"S" + turn.tools.random.new_id()});
        fresh.account_id = to.member.account_id;
        fresh.member_id = to.member.member_id;
        fresh.total = amount;
        fresh.free = amount;
        fresh.available_at = lot.available_at;
        fresh.expires_at = lot.expires_at;
        fresh.purse_id = purse;
        fresh.earned_at = lot.earned_at;
        CF_CHECK(turn.tx.rights().put(fresh));
        CF_CHECK(turn.tx.rights().book(
            {fresh.account_id, fresh.right_id, PointsCause::merged, amount, turn.now, std::nullopt, purse}));
        moved += amount;
    }
    return moved;
}

/// Points and debts of two members that were one.
struct Parting {
    MemberRow& own;
    MemberRow& other;
    std::vector<RightRow> own_lots;
    std::vector<RightRow> other_lots;
};

/// Of one purse the smaller of what it brought in and what is left, and the smaller debt. Answers what it has from now on.
Result<OperationPurse> part(Turn& turn, Parting& parting, const OperationPurse& brought) {
    const PurseId& purse = brought.purse_id;
    const std::int64_t own_points = points_in(turn, parting.own_lots, purse);
    const std::int64_t due = std::min(brought.points.value, own_points + points_in(turn, parting.other_lots, purse));
    CF_TRY(moved, move_points(turn, parting.other_lots, parting.own, purse, std::max<std::int64_t>(due - own_points, 0)));
    domain::Member& own = parting.own.member;
    domain::Member& other = parting.other.member;
    const Points owed = std::min(brought.owed, domain::owed_in(other, purse));
    domain::set_owed_in(other, purse, domain::owed_in(other, purse) - owed);
    domain::set_owed_in(own, purse, domain::owed_in(own, purse) + owed);
    CF_CHECK(book_owed(turn, other.account_id, own.account_id, purse, owed));
    return OperationPurse{purse, Points{own_points + moved}, owed};
}

bool is_in(const std::vector<MemberRow>& members, const MemberId& id) {
    return std::ranges::any_of(members, [&](const MemberRow& row) { return row.member.member_id == id; });
}

}  // namespace

Result<Outcome<SplitOff>> split_member(Turn& turn, const MemberId& id, const Who& who) {
    CF_TRY(found, turn.tx.members().member(id));
    if (!found) {
        CF_TRY(refusal, no_such_member(turn, id, "/member_id"));
        return std::move(refusal);
    }
    MemberRow& own = *found;
    if (own.member.state != MemberState::merged) return Refusal{.code = "not_merged", .field = "/member_id"};
    CF_TRY(brought, merge_of(turn, id));
    CF_TRY(live, live_row(turn.tx, id));
    if (!brought || !live) return fail(ErrorCode::corrupt, "a merged member has no merge", id.str());

    CF_TRY(leaving, family(turn.tx, id));
    CF_TRY(staying, family(turn.tx, live->member.member_id));
    std::erase_if(staying, [&](const MemberRow& row) { return is_in(leaving, row.member.member_id); });
    CF_TRY(own_lots, lots_of_family(turn.tx, leaving));
    CF_TRY(other_lots, lots_of_family(turn.tx, staying));
    Parting parting{own, *live, std::move(own_lots), std::move(other_lots)};
    CF_TRY(main, part(turn, parting, {PurseId(), brought->points, brought->owed}));
    std::vector<OperationPurse> others;
    for (const OperationPurse& purse : brought->purses) {
        CF_TRY(has, part(turn, parting, purse));
        others.push_back(has);
    }
    own.member.state = MemberState::active;
    own.member.merged_into = MemberId{};
    // One person works under it: whoever brought it in has it again.
    if (live->member.staff_id == own.member.staff_id) live->member.staff_id = StaffId{};
    for (const auto& [holder, seq] : live->applied)
        own.applied[holder] = std::max(own.applied[holder], seq);
    CF_CHECK(turn.tx.members().put(own));
    CF_CHECK(turn.tx.members().put(*live));
    SplitOff out{operation_on(turn, OperationKind::split, own, live->member.member_id, who), main.points};
    out.operation.points = out.points;
    out.operation.owed = main.owed;
    out.operation.purses = std::move(others);
    CF_TRY(no, turn.tx.operations().add(out.operation));
    out.operation.no = no;
    turn.touch(live->member.member_id);
    CF_CHECK(touch_all(turn, leaving));
    return out;
}

}  // namespace counterfoil::hub
