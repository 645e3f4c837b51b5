#include "hub/core/erasing.hpp"

#include <algorithm>
#include <map>

#include "codec/bytes.hpp"
#include "hub/core/card_life.hpp"
#include "hub/core/granting.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/member_feed.hpp"
#include "hub/core/units.hpp"

namespace counterfoil::hub {

namespace {

constexpr const char* kMember = "member";
constexpr const char* kExternal = "external_crm";

/// A digest, so that who was erased cannot be read out of the store, and is known again by whoever has the id.
Digest mark_of(const Hasher& hasher, const char* what, const std::string& id) {
    return hasher.sha256(as_bytes(std::string("counterfoil erased ") + what + "\n" + id));
}

bool is_alive(const domain::Coupon& coupon) {
    using domain::CouponState;
    return coupon.state == CouponState::issued || coupon.state == CouponState::frozen ||
           coupon.state == CouponState::in_transfer;
}

/// All rights of the members of which there are units left or held, and those that are held for them.
Result<std::vector<RightId>> open_rights(HubTx& tx, const std::vector<MemberRow>& members) {
    std::vector<RightId> rights;
    const auto add = [&](const RightId& id) {
        if (std::ranges::find(rights, id) == rights.end()) rights.push_back(id);
    };
    CF_TRY(lots, lots_of_family(tx, members));
    for (const RightRow& lot : lots)
        add(lot.right_id);
    for (const MemberRow& one : members) {
        CF_TRY(coupons, tx.rights().coupons_of(one.member.account_id));
        for (const CouponId& id : coupons)
            add(domain::right_of(id));
        CF_TRY(uses, tx.rights().card_rights(one.member.account_id));
        for (const RightRow& right : uses)
            add(right.right_id);
        CF_TRY(held, tx.holds().held_for(one.member.member_id));
        for (const RightId& id : held)
            add(id);
    }
    return rights;
}

bool is_of(const std::vector<MemberRow>& members, const domain::Hold& hold) {
    return std::ranges::any_of(members, [&](const MemberRow& one) {
        return one.member.member_id == hold.member_id || one.member.account_id == hold.account_id;
    });
}

Result<std::vector<HeldElsewhere>> held_of(HubTx& tx, const std::vector<MemberRow>& members) {
    std::map<std::string, HeldElsewhere> held;
    CF_TRY(rights, open_rights(tx, members));
    for (const RightId& id : rights) {
        CF_TRY(holds, tx.holds().of_right(id));
        for (const HoldRow& hold : holds) {
            if (hold.state == HoldState::reclaimed || !is_of(members, hold.hold)) continue;
            HeldElsewhere& one = held[hold.hold.hold_id.text()];
            one.hold_id = hold.hold.hold_id;
            one.state = hold.state;
            CF_TRY(device, tx.devices().find(hold.hold.hold_id.holder));
            if (device) one.store_id = device->store_id;
            for (const HeldUnits& units : hold.rights)
                if (units.right.right_id == id) one.units.push_back({id, units.unspent()});
        }
    }
    std::vector<HeldElsewhere> out;
    for (auto& [text, one] : held)
        out.push_back(std::move(one));
    return out;
}

void add_points(std::vector<domain::PursePoints>& list, const PurseId& purse, std::int64_t points) {
    domain::set_points_in(list, purse, domain::points_in(list, purse) + Points{points});
}

Result<void> add_coupons(Turn& turn, const MemberRow& member, ErasureView& view) {
    CF_TRY(ids, turn.tx.rights().coupons_of(member.member.account_id));
    for (const CouponId& id : ids) {
        CF_TRY(coupon, turn.tx.rights().coupon(id));
        if (!coupon || !is_alive(*coupon)) continue;
        if (coupon->state == domain::CouponState::in_transfer) view.transfers.push_back(id);
        view.coupons.push_back(std::move(*coupon));
    }
    CF_TRY(coming, turn.tx.operations().waiting_for(member.member.member_id));
    for (const OperationRow& operation : coming)
        if (operation.kind == OperationKind::transfer) view.transfers.push_back(CouponId{operation.subject});
    return {};
}

Result<ErasureView> view_of(Turn& turn, const std::vector<MemberRow>& members) {
    ErasureView view;
    view.member_id = members.front().member.member_id;
    CF_TRY(lots, lots_of_family(turn.tx, members));
    for (const RightRow& lot : lots)
        if (turn.now < lot.expires_at) add_points(view.points, lot.purse_id, lot.free + lot.held);
    for (const MemberRow& one : members) {
        if (one.member.member_id != view.member_id) view.merged.push_back(one.member.member_id);
        add_points(view.owed, PurseId(), one.member.owed.value);
        for (const domain::PursePoints& debt : one.member.owed_in)
            add_points(view.owed, debt.purse_id, debt.points.value);
        CF_CHECK(add_coupons(turn, one, view));
    }
    CF_TRY(cards, cards_of_family(turn.tx, members));
    std::erase_if(cards, [](const domain::Card& card) { return card.uses_left == 0; });
    view.cards = std::move(cards);
    CF_TRY(held, held_of(turn.tx, members));
    view.held = std::move(held);
    return view;
}

/// The member and all who went up in it.
Result<Outcome<std::vector<MemberRow>>> whole_family(Turn& turn, const MemberId& id) {
    CF_TRY(live, live_row(turn.tx, id));
    if (!live) {
        CF_TRY(refusal, no_such_member(turn, id, "/member_id"));
        return std::move(refusal);
    }
    CF_TRY(members, family(turn.tx, live->member.member_id));
    return std::move(members);
}

/// All that is free: nothing is held any more. What was owed is forgiven.
Result<void> give_up_lots(Turn& turn, const MemberRow& member) {
    CF_TRY(lots, turn.tx.rights().lots(member.member.account_id));
    for (RightRow& lot : lots) {
        const std::int64_t points = std::exchange(lot.free, 0);
        if (points == 0) continue;
        lot.ended += points;
        CF_CHECK(turn.tx.rights().put(lot));
        const PointsCause cause = turn.now < lot.expires_at ? PointsCause::given_up : PointsCause::expiry;
        CF_CHECK(
            turn.tx.rights().book({lot.account_id, lot.right_id, cause, -points, turn.now, std::nullopt, lot.purse_id}));
    }
    std::vector<domain::PursePoints> debts = member.member.owed_in;
    if (member.member.owed.value > 0) debts.push_back({PurseId(), member.member.owed});
    for (const domain::PursePoints& debt : debts)
        CF_CHECK(turn.tx.rights().book({member.member.account_id,
                                        {},
                                        PointsCause::forgiven,
                                        debt.points.value,
                                        turn.now,
                                        std::nullopt,
                                        debt.purse_id}));
    return {};
}

/// Used ones stay what they are; none is anybody's from here on.
Result<void> give_up_coupons(Turn& turn, const MemberRow& member, const MemberId& erased_id) {
    CF_TRY(ids, turn.tx.rights().coupons_of(member.member.account_id));
    for (const CouponId& id : ids) {
        CF_TRY(right, turn.tx.rights().right(domain::right_of(id)));
        if (right) CF_CHECK(end_free(turn, *right, true));
        CF_TRY(coupon, turn.tx.rights().coupon(id));
        if (!coupon) continue;
        if (is_alive(*coupon)) coupon->state = domain::CouponState::voided;
        coupon->member_id = erased_id;
        coupon->account_id = AccountId{erased_id.str()};
        CF_CHECK(turn.tx.rights().put_coupon(*coupon));
        turn.touch(id);
    }
    return {};
}

Result<void> give_up_cards(Turn& turn, const MemberRow& member, const MemberId& erased_id) {
    CF_TRY(rights, turn.tx.rights().card_rights(member.member.account_id));
    for (RightRow& right : rights)
        CF_CHECK(end_free(turn, right, true));
    CF_TRY(cards, turn.tx.rights().cards_of(member.member.account_id));
    for (CardRow& card : cards) {
        card.card.state = domain::CardState::voided;
        card.member_id = erased_id;
        card.account_id = AccountId{erased_id.str()};
        CF_CHECK(turn.tx.rights().put_card(card));
    }
    return {};
}

/// The member that the entry names, where its kind names one.
MemberId* named_in(domain::JournalBody& body) {
    if (auto* ticket = std::get_if<domain::TicketEntry>(&body)) return &ticket->basket.member_id;
    if (auto* risk = std::get_if<domain::RiskEntry>(&body)) return &risk->member_id;
    if (auto* enrolment = std::get_if<domain::EnrolEntry>(&body)) return &enrolment->member_id;
    if (auto* late = std::get_if<domain::LateEarnEntry>(&body)) return &late->member_id;
    return nullptr;
}

/// The entry names `erased_id` instead, and nothing of the person.
void rename(domain::JournalEntry& entry, const MemberId& erased_id) {
    if (MemberId* named = named_in(entry.body)) *named = erased_id;
    if (auto* risk = std::get_if<domain::RiskEntry>(&entry.body)) risk->account_id = AccountId{erased_id.str()};
    auto* enrolment = std::get_if<domain::EnrolEntry>(&entry.body);
    if (enrolment == nullptr) return;
    enrolment->person.identities.clear();
    enrolment->person.name.clear();
    enrolment->person.birthday.reset();
    enrolment->person.birth_year.reset();
    enrolment->person.guardian.reset();
}

/// What disks told of the member. A hash keeps telling that the entry was there, not what it said.
Result<void> rename_entries(Turn& turn, const std::vector<MemberRow>& members, const MemberRow& member,
                            const MemberId& erased_id) {
    std::map<domain::Holder, JournalSeq> disks;
    for (const MemberRow& one : members)
        disks.insert(one.applied.begin(), one.applied.end());
    for (const auto& [disk, seq] : disks) {
        CF_TRY(rows, turn.tx.erasures().entries_with(disk, "\"" + member.member.member_id.str() + "\""));
        for (EntryRow& row : rows) {
            auto entry = codec::decode_entry(row.body);
            MemberId* const named = entry ? named_in(entry->body) : nullptr;
            if (named == nullptr || *named != member.member.member_id) continue;
            rename(*entry, erased_id);
            row.body = codec::encode_entry(*entry);
            CF_CHECK(turn.tx.erasures().rewrite(row));
        }
    }
    return {};
}

Result<void> keep_marks(Turn& turn, const domain::Member& member, const MemberId& erased_id) {
    const Hasher& hasher = turn.tools.hasher;
    CF_CHECK(turn.tx.erasures().put({mark_of(hasher, kMember, member.member_id.str()), erased_id, turn.now}));
    for (const domain::Identity& identity : member.identities)
        if (identity.kind == domain::IdentityKind::external_crm)
            CF_CHECK(turn.tx.erasures().put({mark_of(hasher, kExternal, identity.value), erased_id, turn.now}));
    return {};
}

/// Devices keep the id, so that they say of it that it was erased, and nothing else.
Result<void> publish_erased(HubTx& tx, const MemberId& id) {
    domain::CachedMember gone;
    gone.member.member_id = id;
    gone.member.state = domain::MemberState::erased;
    CF_TRY(changed, publish(tx, {domain::FeedKind::member, id.str(), false, codec::encode_member(gone)}));
    static_cast<void>(changed);
    return {};
}

Result<MemberId> erase_one(Turn& turn, const std::vector<MemberRow>& members, const MemberRow& member) {
    const MemberId erased_id{"E-" + turn.tools.random.new_id()};
    CF_CHECK(give_up_lots(turn, member));
    CF_CHECK(give_up_coupons(turn, member, erased_id));
    CF_CHECK(give_up_cards(turn, member, erased_id));
    CF_CHECK(rename_entries(turn, members, member, erased_id));
    CF_CHECK(keep_marks(turn, member.member, erased_id));
    CF_CHECK(turn.tx.erasures().take_out(member.member, erased_id));
    CF_CHECK(publish_erased(turn.tx, member.member.member_id));
    return erased_id;
}

std::optional<Refusal> in_the_way(const ErasureView& view) {
    if (!view.held.empty()) {
        return Refusal{.code = "rights_held",
                       .field = "/member_id",
                       .figures = {{"store", view.held.front().store_id.str()}, {"n", std::to_string(view.held.size())}}};
    }
    if (view.transfers.empty()) return std::nullopt;
    return Refusal{.code = "transfer_open",
                   .field = "/member_id",
                   .figures = {{"n", std::to_string(view.transfers.size())}, {"coupon", view.transfers.front().str()}}};
}

}  // namespace

Result<std::optional<MemberId>> erased_as(HubTx& tx, const Hasher& hasher, const MemberId& id) {
    if (id.empty()) return std::optional<MemberId>{};
    CF_TRY(row, tx.erasures().find(mark_of(hasher, kMember, id.str())));
    return row ? std::optional{std::move(row->erased_id)} : std::optional<MemberId>{};
}

Result<bool> was_erased(HubTx& tx, const Hasher& hasher, const domain::Identity& identity) {
    if (identity.kind != domain::IdentityKind::external_crm) return false;
    CF_TRY(row, tx.erasures().find(mark_of(hasher, kExternal, identity.value)));
    return row.has_value();
}

Result<Refusal> no_such_member(Turn& turn, const MemberId& id, const char* field) {
    CF_TRY(erased, erased_as(turn.tx, turn.tools.hasher, id));
    return Refusal{.code = erased ? "erased" : "unknown_member", .field = field};
}

Result<Outcome<ErasureView>> view_erasure(Turn& turn, const MemberId& id) {
    CF_TRY(outcome, whole_family(turn, id));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    CF_TRY(view, view_of(turn, std::get<std::vector<MemberRow>>(outcome)));
    return std::move(view);
}

Result<Outcome<AskedBack>> ask_back(Turn& turn, const MemberId& id) {
    CF_TRY(outcome, whole_family(turn, id));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    const auto& members = std::get<std::vector<MemberRow>>(outcome);
    CF_TRY(held, held_of(turn.tx, members));
    for (const HeldElsewhere& one : held)
        for (const domain::Units& units : one.units)
            CF_CHECK(recall_right(turn, units.right_id, units.amount, "erasure"));
    return AskedBack{members.front().member.member_id, std::move(held)};
}

Result<Outcome<Erased>> erase_member(Turn& turn, const MemberId& id, const Who& who) {
    CF_TRY(outcome, whole_family(turn, id));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    const auto& members = std::get<std::vector<MemberRow>>(outcome);
    CF_TRY(view, view_of(turn, members));
    if (auto refusal = in_the_way(view)) return std::move(*refusal);
    Erased done;
    done.given_up = std::move(view);
    OperationRow& operation = done.operation;
    for (const MemberRow& member : members) {
        CF_TRY(erased_id, erase_one(turn, members, member));
        if (operation.subject.empty()) operation.subject = erased_id.str();
    }
    operation.kind = OperationKind::erase;
    operation.account_id = AccountId{operation.subject};
    operation.staff_id = who.staff_id;
    operation.reason = who.reason;
    operation.at = turn.now;
    operation.settled_at = turn.now;
    for (const domain::PursePoints& purse : done.given_up.points) {
        if (purse.purse_id.empty())
            operation.points = purse.points;
        else
            operation.purses.push_back(
                {purse.purse_id, purse.points, domain::points_in(done.given_up.owed, purse.purse_id)});
    }
    operation.owed = domain::points_in(done.given_up.owed, PurseId());
    CF_TRY(no, turn.tx.operations().add(operation));
    operation.no = no;
    return done;
}

Result<bool> rename_erased(Turn& turn, domain::JournalEntry& entry) {
    const MemberId* const named = named_in(entry.body);
    if (named == nullptr) return false;
    CF_TRY(erased_id, erased_as(turn.tx, turn.tools.hasher, *named));
    if (!erased_id) return false;
    rename(entry, *erased_id);
    return true;
}

}  // namespace counterfoil::hub
