#include "hub/core/identities.hpp"

#include <algorithm>
#include <set>

#include "domain/enrol.hpp"
#include "hub/core/coupon_issue.hpp"
#include "hub/core/enrolling.hpp"
#include "hub/core/erasing.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

using domain::Identity;
using domain::IdentityKind;
using domain::IdentityState;
using domain::Proof;

namespace {

constexpr const char* kByRule = "rule: the same proved identity";

Result<std::vector<Identity>> identities_of(HubTx& tx, const MemberId& id) {
    CF_TRY(members, family(tx, id));
    std::vector<Identity> all;
    for (const MemberRow& one : members)
        all.insert(all.end(), one.member.identities.begin(), one.member.identities.end());
    return all;
}

std::set<std::string> proved_union_ids(const std::vector<Identity>& identities) {
    std::set<std::string> ids;
    for (const Identity& one : identities)
        if (one.kind == IdentityKind::union_id && one.state == IdentityState::active && one.verified_by != Proof::none)
            ids.insert(one.value);
    return ids;
}

bool other_union_id(const std::vector<Identity>& a, const std::vector<Identity>& b) {
    const auto first = proved_union_ids(a);
    const auto second = proved_union_ids(b);
    if (first.empty() || second.empty()) return false;
    return std::ranges::none_of(first, [&](const std::string& id) { return second.contains(id); });
}

/// Whether all that ties the newcomer to the known one is phones whose proof is too old.
bool only_lapsed_phones(const std::vector<Identity>& newcomer, const std::vector<Identity>& known, std::int32_t trust_days,
                        Instant at) {
    bool lapsed = false;
    for (const Identity& one : known) {
        if (one.state != IdentityState::active) continue;
        const bool shared = std::ranges::any_of(newcomer, [&](const Identity& ours) { return same_identity(ours, one); });
        if (!shared) continue;
        if (!domain::phone_lapsed(one, trust_days, at)) return false;
        lapsed = true;
    }
    return lapsed;
}

Identity* find_identity(std::vector<Identity>& identities, const Identity& wanted) {
    const auto found = std::ranges::find_if(identities, [&](const Identity& one) { return same_identity(one, wanted); });
    return found == identities.end() ? nullptr : &*found;
}

}  // namespace

Result<domain::Rules> rules_in_force(HubTx& tx) {
    CF_TRY(rules, tx.reference().rules());
    return rules.value_or(domain::Rules{});
}

Result<std::vector<MemberId>> contest(HubTx& tx, std::vector<Identity>& identities, const MemberId& self) {
    std::vector<MemberId> owners;
    for (Identity& identity : identities) {
        if (identity.state != IdentityState::active) continue;
        CF_TRY(holder, tx.members().by_identity(identity.kind, identity.value));
        if (!holder || *holder == self) continue;
        identity.state = IdentityState::disputed;
        CF_TRY(live, live_id(tx, *holder));
        if (live != self && std::ranges::find(owners, live) == owners.end()) owners.push_back(std::move(live));
    }
    return owners;
}

Result<std::optional<std::string>> stands_against(HubTx& tx, const MemberRow& newcomer, const MemberRow& known, Instant at) {
    using Against = std::optional<std::string>;
    if (known.member.state != domain::MemberState::active || newcomer.member.state != domain::MemberState::active)
        return Against{"frozen"};
    CF_TRY(ours, identities_of(tx, newcomer.member.member_id));
    CF_TRY(theirs, identities_of(tx, known.member.member_id));
    if (other_union_id(ours, theirs)) return Against{"other_union_id"};
    const auto& birthday = known.member.birthday;
    if (birthday && newcomer.member.birthday && *birthday != *newcomer.member.birthday) return Against{"birthday_differs"};
    CF_TRY(rules, rules_in_force(tx));
    if (only_lapsed_phones(ours, theirs, rules.phone_trust, at)) return Against{"phone_lapsed"};
    return Against{};
}

Result<std::uint64_t> note_candidate(Turn& turn, const MemberId& id, const MemberId& other, const std::string& why) {
    CF_TRY(open, turn.tx.persons().candidates_of(id));
    for (const CandidateRow& row : open)
        if (row.member_id == other || row.other_member_id == other) return row.no;
    CandidateRow row;
    row.member_id = id;
    row.other_member_id = other;
    row.why = why;
    row.at = turn.now;
    return turn.tx.persons().add_candidate(row);
}

Result<void> settle_candidates(Turn& turn, const MemberId& id, const StaffId& staff) {
    CF_TRY(open, turn.tx.persons().candidates_of(id));
    for (const CandidateRow& row : open) {
        CF_TRY(first, live_id(turn.tx, row.member_id));
        CF_TRY(second, live_id(turn.tx, row.other_member_id));
        if (first == second) CF_CHECK(turn.tx.persons().settle_candidate(row.no, CandidateState::merged, staff, turn.now));
    }
    return {};
}

namespace {

/// By itself: a phone that both have proved by an OTP of which neither is too old, or a union id.
bool unites(const Identity& ours, const Identity& theirs, std::int32_t trust_days, Instant now) {
    if (ours.kind == IdentityKind::union_id) return ours.verified_by != Proof::none;
    return ours.kind == IdentityKind::phone && ours.verified_by == Proof::otp && theirs.verified_by == Proof::otp &&
           !domain::phone_lapsed(theirs, trust_days, now);
}

OperationRow note_added(const Turn& turn, const MemberRow& row, const IdentityOrder& order, const std::string& kind) {
    OperationRow operation;
    operation.kind = OperationKind::add_identity;
    operation.subject = row.member.member_id.str();
    operation.other = kind;
    operation.account_id = row.member.account_id;
    operation.staff_id = order.who.staff_id;
    operation.reason = order.who.reason;
    operation.at = turn.now;
    operation.settled_at = turn.now;
    return operation;
}

std::string kind_text(IdentityKind kind) {
    switch (kind) {
        case IdentityKind::phone:
            return "phone";
        case IdentityKind::card_no:
            return "card_no";
        case IdentityKind::union_id:
            return "union_id";
        case IdentityKind::member_code:
            return "member_code";
        default:
            return "other";
    }
}

/// The member itself has it, or one that went up in it: proved anew where it was proved.
Result<bool> is_own(Turn& turn, const MemberId& live, const Identity& identity) {
    CF_TRY(holder, turn.tx.members().by_identity(identity.kind, identity.value));
    if (!holder) return false;
    CF_TRY(standing, live_id(turn.tx, *holder));
    if (standing != live) return false;
    CF_TRY(row, turn.tx.members().member(*holder));
    Identity* own = row ? find_identity(row->member.identities, identity) : nullptr;
    if (own != nullptr && identity.verified_by != Proof::none) {
        own->verified_by = identity.verified_by;
        own->verified_at = identity.verified_at;
        CF_CHECK(turn.tx.members().put(*row));
        turn.touch(live);
    }
    return true;
}

/// Another member has it: one person by rule, or a question for one.
Result<AddedIdentity> meet(Turn& turn, const IdentityOrder& order, MemberRow row, const MemberId& other) {
    const MemberId id = row.member.member_id;
    CF_TRY(known, turn.tx.members().member(other));
    CF_TRY(holder, turn.tx.members().by_identity(order.identity.kind, order.identity.value));
    CF_TRY(rules, rules_in_force(turn.tx));
    CF_TRY(owner, turn.tx.members().member(holder.value_or(other)));
    if (!known || !owner) return fail(ErrorCode::corrupt, "an identity belongs to nobody", other.str());
    Identity* theirs = find_identity(owner->member.identities, order.identity);
    if (theirs == nullptr) return fail(ErrorCode::corrupt, "an identity belongs to nobody", other.str());
    CF_TRY(against, stands_against(turn.tx, row, *known, turn.now));
    if (!against && !unites(order.identity, *theirs, rules.phone_trust, turn.now)) against = "not_proved";
    if (!against) {
        theirs->verified_by = order.identity.verified_by;
        theirs->verified_at = turn.now;
        CF_CHECK(turn.tx.members().put(*owner));
        CF_TRY(merged, merge_members(turn, {id, other, {order.who.staff_id, kByRule}}));
        if (const auto* done = std::get_if<Merged>(&merged))
            return AddedIdentity{"merged", done->survivor, done->operation, 0};
        against = std::get<Refusal>(merged).code;
    }
    if (find_identity(row.member.identities, order.identity) == nullptr) {
        row.member.identities.push_back(order.identity);
        row.member.identities.back().state = IdentityState::disputed;
        CF_CHECK(turn.tx.members().put(row));
    }
    turn.touch(id);
    CF_TRY(no, note_candidate(turn, id, other, *against));
    return AddedIdentity{"candidate", id, std::nullopt, no};
}

}  // namespace

Result<Outcome<AddedIdentity>> add_identity(Turn& turn, const IdentityOrder& order) {
    CF_TRY(asked_for, live_member(turn, order.member_id, "/member_id"));
    if (const auto* refusal = std::get_if<Refusal>(&asked_for)) return *refusal;
    MemberRow found = std::get<MemberRow>(std::move(asked_for));
    CF_TRY(rules, rules_in_force(turn.tx));
    IdentityOrder asked = order;
    auto canonical = domain::canonical_identity(asked.identity.kind, asked.identity.value, rules.prefixes);
    if (!canonical)
        return Refusal{.code = "identity_invalid",
                       .field = "/value",
                       .figures = {{"rule", "a phone in E.164, or a number that begins with one of the rules' prefixes"}}};
    asked.identity.value = std::move(*canonical);
    asked.identity.source = "hq";
    asked.identity.verified_at = asked.identity.verified_by == Proof::none ? Instant{} : turn.now;
    const MemberId id = found.member.member_id;
    CF_TRY(own, is_own(turn, id, asked.identity));
    if (own) return AddedIdentity{"verified", id, std::nullopt, 0};
    CF_TRY(holder, turn.tx.members().by_identity(asked.identity.kind, asked.identity.value));
    if (holder) {
        CF_TRY(other, live_id(turn.tx, *holder));
        CF_TRY(met, meet(turn, asked, std::move(found), other));
        return std::move(met);
    }
    std::erase_if(found.member.identities, [&](const Identity& one) { return same_identity(one, asked.identity); });
    if (found.member.identities.size() >= kMergedIdentitiesMax)
        return Refusal{.code = "identity_invalid", .field = {}, .figures = {{"rule", "at most 64 of a member"}}};
    found.member.identities.push_back(asked.identity);
    CF_CHECK(turn.tx.members().put(found));
    OperationRow operation = note_added(turn, found, asked, kind_text(asked.identity.kind));
    CF_TRY(no, turn.tx.operations().add(operation));
    operation.no = no;
    turn.touch(id);
    return AddedIdentity{"added", id, std::move(operation), 0};
}

namespace {

bool is_own_phone(const Identity& one) { return one.kind == IdentityKind::phone && one.state == IdentityState::active; }

/// Whether it changed the row.
bool renew_phones(MemberRow& row, bool by_otp, Instant proved) {
    bool changed = false;
    for (Identity& one : row.member.identities) {
        // A code proves the member, and so keeps a phone alive that was proved before.
        if (!is_own_phone(one) || (!by_otp && one.verified_at.ms == 0)) continue;
        if (proved < one.verified_at + Millis{kDayMs} && !(by_otp && one.verified_by != Proof::otp)) continue;
        one.verified_at = std::max(one.verified_at, proved);
        if (by_otp) one.verified_by = Proof::otp;
        changed = true;
    }
    return changed;
}

}  // namespace

Result<void> note_proof(Turn& turn, const MemberId& live, Proof proof, Instant at) {
    if (!domain::proves_for_spending(proof)) return {};
    CF_TRY(members, family(turn.tx, live));
    std::ptrdiff_t phones = 0;
    for (const MemberRow& row : members)
        phones += std::ranges::count_if(row.member.identities, is_own_phone);
    // Of several phones nobody knows which one the OTP went to.
    const bool by_otp = proof == Proof::otp && phones == 1;
    for (MemberRow& row : members) {
        if (!renew_phones(row, by_otp, std::min(at, turn.now))) continue;
        CF_CHECK(turn.tx.members().put(row));
        turn.touch(live);
    }
    return {};
}

Result<Outcome<Released>> release_phone(Turn& turn, const ReleaseOrder& order) {
    CF_TRY(live, live_row(turn.tx, order.member_id));
    if (!live) {
        CF_TRY(refusal, no_such_member(turn, order.member_id, "/member_id"));
        return std::move(refusal);
    }
    if (order.verified_by != Proof::otp) return Refusal{.code = "proof_needed", .field = "/verified_by"};
    const Identity phone{IdentityKind::phone,
                         domain::canonical_identity(IdentityKind::phone, order.phone, {}).value_or(order.phone)};
    CF_TRY(holder, turn.tx.members().by_identity(phone.kind, phone.value));
    CF_TRY(standing, live_id(turn.tx, holder.value_or(MemberId{})));
    if (!holder || standing != live->member.member_id) return Refusal{.code = "not_this_phone", .field = "/phone"};
    CF_TRY(row, turn.tx.members().member(*holder));
    Identity* taken = row ? find_identity(row->member.identities, phone) : nullptr;
    if (taken == nullptr) return fail(ErrorCode::corrupt, "an identity belongs to nobody", holder->str());
    taken->state = IdentityState::released;
    CF_CHECK(turn.tx.members().put(*row));
    turn.touch(standing);

    Released done;
    done.operation = note_added(turn, *row, {order.member_id, phone, order.who}, kind_text(IdentityKind::phone));
    done.operation.kind = OperationKind::release_phone;
    CF_TRY(no, turn.tx.operations().add(done.operation));
    done.operation.no = no;
    if (!order.enrol) return done;
    const auto& wanted = order.enrol->identities;
    const bool names_it = std::ranges::any_of(wanted, [&](const Identity& one) {
        return one.kind == IdentityKind::phone &&
               domain::canonical_identity(IdentityKind::phone, one.value, {}) == std::optional{phone.value};
    });
    if (!names_it)
        return Refusal{.code = "enrolment_invalid", .field = "/enrol/identities", .figures = {{"rule", "the phone itself"}}};
    CF_TRY(enrolled, enrol_at_desk(turn, *order.enrol, "/enrol"));
    if (const auto* refusal = std::get_if<Refusal>(&enrolled)) return *refusal;
    done.fresh = std::get<EnrolledAtDesk>(std::move(enrolled)).member;
    return done;
}

Result<Outcome<Dismissed>> dismiss_candidate(Turn& turn, std::uint64_t no, const Who& who) {
    CF_TRY(row, turn.tx.persons().candidate(no));
    if (!row || row->state != CandidateState::open) return Refusal{.code = "unknown_candidate", .field = "/no"};
    CF_CHECK(turn.tx.persons().settle_candidate(no, CandidateState::dismissed, who.staff_id, turn.now));
    row->state = CandidateState::dismissed;
    row->staff_id = who.staff_id;
    row->settled_at = turn.now;
    CF_TRY(claimant, turn.tx.members().member(row->member_id));
    CF_TRY(other, live_id(turn.tx, row->other_member_id));
    if (claimant) {
        std::vector<Identity> left;
        for (const Identity& one : claimant->member.identities) {
            CF_TRY(holder, turn.tx.members().by_identity(one.kind, one.value));
            CF_TRY(standing, live_id(turn.tx, holder.value_or(MemberId{})));
            if (one.state != IdentityState::disputed || standing != other) left.push_back(one);
        }
        claimant->member.identities = std::move(left);
        CF_CHECK(turn.tx.members().put(*claimant));
        turn.touch(row->member_id);
    }
    return Dismissed{std::move(*row)};
}

}  // namespace counterfoil::hub
