#include "hub/core/enrolling.hpp"

#include <algorithm>

#include "hub/core/applying.hpp"
#include "hub/core/identities.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

using domain::EntryVerdict;
using domain::Identity;
using domain::IdentityState;

namespace {

constexpr const char* kAlreadyMember = "already_member";
constexpr const char* kKnown = "enrolled with an identity of this member";

Result<void> keep_consent(Turn& turn, const MemberId& id, const domain::Enrolment& person, const DeviceId& device,
                          Instant at) {
    ConsentRow row;
    row.member_id = id;
    row.consent = person.consent;
    row.guardian = person.guardian;
    row.birth_year = person.birth_year;
    row.at = at;
    row.device_id = device;
    row.staff_id = person.staff_id;
    return turn.tx.persons().add_consent(row);
}

std::string day_at(const domain::Rules& rules, const StoreId& store, Instant at) {
    return domain::text_of(domain::store_calendar(rules, store).day_of(at));
}

/// Without what the device itself said of the identities: as the person gave it.
domain::Enrolment as_given(domain::Enrolment person) {
    for (Identity& identity : person.identities) {
        identity.source.clear();
        identity.verified_at = Instant{};
    }
    return person;
}

/// It is M: what M has already is not claimed beside it, and is proved where the newcomer proved it.
Result<void> yield_identities(Turn& turn, MemberRow& newcomer) {
    for (const Identity& identity : newcomer.member.identities) {
        if (identity.state != IdentityState::disputed || identity.verified_by == domain::Proof::none) continue;
        CF_TRY(holder, turn.tx.members().by_identity(identity.kind, identity.value));
        if (!holder) continue;
        CF_TRY(row, turn.tx.members().member(*holder));
        if (!row) continue;
        for (Identity& theirs : row->member.identities) {
            if (!same_identity(theirs, identity) || theirs.verified_at >= identity.verified_at) continue;
            theirs.verified_at = identity.verified_at;
            theirs.verified_by = identity.verified_by;
        }
        CF_CHECK(turn.tx.members().put(*row));
    }
    std::erase_if(newcomer.member.identities,
                  [](const Identity& identity) { return identity.state == IdentityState::disputed; });
    return turn.tx.members().put(newcomer);
}

/// 'This is M', where one of the newcomer's identities is M's and nothing stands against it: all that the newcomer has or
/// will be named in is M's from here on. Answers why not otherwise.
Result<std::optional<std::string>> rehome(Turn& turn, MemberRow& newcomer, const MemberId& known, const StaffId& staff,
                                          Instant at) {
    CF_TRY(row, turn.tx.members().member(known));
    if (!row) return fail(ErrorCode::corrupt, "an identity belongs to nobody", known.str());
    CF_TRY(against, stands_against(turn.tx, newcomer, *row, at));
    if (against) return std::move(against);
    MemberRow yielding = newcomer;
    CF_CHECK(yield_identities(turn, yielding));
    CF_TRY(merged, merge_members(turn, {newcomer.member.member_id, known, {staff, kKnown}}));
    if (!std::holds_alternative<Refusal>(merged)) return std::optional<std::string>{};
    CF_CHECK(turn.tx.members().put(newcomer));
    return std::optional{std::get<Refusal>(merged).code};
}

Result<void> confirm(Turn& turn, MemberRow& row) {
    row.provisional = false;
    turn.touch(row.member.member_id);
    return turn.tx.members().put(row);
}

}  // namespace

Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::EnrolEntry& entry) {
    CF_TRY(there, turn.tx.members().member(entry.member_id));
    if (there) return Answer{EntryVerdict::finding, "member_known"};
    CF_TRY(device, turn.device(context.ref.holder));
    CF_TRY(rules, rules_in_force(turn.tx));
    const StoreId store = device == nullptr ? StoreId{} : device->store_id;

    MemberRow row;
    row.member = domain::member_of(entry, rules, store);
    row.enrolled_at = context.at;
    row.provisional = true;
    CF_TRY(owners, contest(turn.tx, row.member.identities, entry.member_id));
    CF_CHECK(turn.tx.members().put(row));
    CF_CHECK(keep_consent(turn, entry.member_id, entry.person, context.ref.holder.device_id, context.at));
    CF_CHECK(turn.count(entry.member_id, context.ref));

    Answer answer;
    const auto checked = domain::check_enrolment(as_given(entry.person), rules, day_at(rules, store, context.at));
    if (const auto* refusal = std::get_if<Refusal>(&checked)) answer = {EntryVerdict::finding, refusal->code};
    std::optional<std::string> against;
    if (owners.size() > 1) against = "several_members";
    if (owners.size() == 1) {
        CF_TRY(why_not, rehome(turn, row, owners.front(), entry.person.staff_id, context.at));
        against = std::move(why_not);
        if (!against) {
            CF_CHECK(turn.count(entry.member_id, context.ref));
            if (answer.code.empty()) answer.code = kAlreadyMember;
            return answer;
        }
    }
    CF_CHECK(confirm(turn, row));
    for (const MemberId& other : owners) {
        CF_TRY(no, note_candidate(turn, entry.member_id, other, *against));
        static_cast<void>(no);
        take_gravest(answer, {EntryVerdict::finding, "merge_candidate"});
    }
    return answer;
}

Result<Outcome<EnrolledAtDesk>> enrol_at_desk(Turn& turn, const domain::Enrolment& given, const std::string& place) {
    CF_TRY(rules, rules_in_force(turn.tx));
    auto checked = domain::check_enrolment(given, rules, day_at(rules, StoreId{}, turn.now));
    if (auto* refusal = std::get_if<Refusal>(&checked)) {
        refusal->field = place + refusal->field;
        return std::move(*refusal);
    }
    domain::EnrolEntry entry{
        MemberId{"M" + turn.tools.random.new_id()}, {}, std::get<domain::Enrolment>(std::move(checked))};
    for (std::size_t i = 0; i < entry.person.identities.size(); ++i) {
        const Identity& identity = entry.person.identities[i];
        CF_TRY(holder, turn.tx.members().by_identity(identity.kind, identity.value));
        if (!holder) continue;
        CF_TRY(live, live_id(turn.tx, *holder));
        return Refusal{.code = kAlreadyMember,
                       .field = place + "/identities/" + std::to_string(i) + "/value",
                       .figures = {{"member_id", live.str()}}};
    }
    domain::stamp_identities(entry.person, "hq", turn.now);
    MemberRow row;
    row.member = domain::member_of(entry, rules, StoreId{});
    row.enrolled_at = turn.now;
    CF_CHECK(turn.tx.members().put(row));
    CF_CHECK(keep_consent(turn, entry.member_id, entry.person, DeviceId{}, turn.now));
    turn.touch(entry.member_id);
    return EnrolledAtDesk{std::move(row.member)};
}

Result<std::optional<domain::ConsentPurposes>> consent_in_force(HubTx& tx, const MemberId& id) {
    std::optional<domain::ConsentPurposes> in_force;
    CF_TRY(members, family(tx, id));
    for (const MemberRow& one : members) {
        CF_TRY(consents, tx.persons().consents(one.member.member_id));
        if (consents.empty()) continue;
        const domain::ConsentPurposes& said = consents.front().consent.purposes;
        if (!in_force) in_force = domain::ConsentPurposes{true, true, true};
        in_force->membership = in_force->membership && said.membership;
        in_force->marketing = in_force->marketing && said.marketing;
        in_force->sharing = in_force->sharing && said.sharing;
    }
    return in_force;
}

}  // namespace counterfoil::hub
