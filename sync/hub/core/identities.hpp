// Whose identities are whose: what lets two members be taken for one person, what stands against it, and what becomes of a
// phone that is another person's by now. Private to this module.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/refusal.hpp"
#include "hub/core/member_life.hpp"
#include "hub/core/turn.hpp"

namespace counterfoil::hub {

/// The rules in force, or those of a programme that has none yet.
Result<domain::Rules> rules_in_force(HubTx& tx);

/// Who has one of the identities, by who stands for them now, each once; without `self`. What they have stays `disputed` in
/// the list, as at most one member has an identity.
Result<std::vector<MemberId>> contest(HubTx& tx, std::vector<domain::Identity>& identities, const MemberId& self);

/// What stands against taking the two for one person: frozen, other_union_id, birthday_differs, phone_lapsed (the only thing
/// that they share is a phone whose proof is too old at `at`). Nothing: they are one by what HQ knows.
Result<std::optional<std::string>> stands_against(HubTx& tx, const MemberRow& newcomer, const MemberRow& known, Instant at);

/// Notes that a person has to decide, once for each pair.
Result<std::uint64_t> note_candidate(Turn& turn, const MemberId& id, const MemberId& other, const std::string& why);

struct AddedIdentity {
    std::string result;  ///< added, verified (it was the member's already), merged, candidate
    MemberId member_id;  ///< who stands for the member now
    std::optional<OperationRow> operation;
    std::uint64_t candidate_no = 0;
};
struct IdentityOrder {
    MemberId member_id;
    domain::Identity identity;
    Who who;
};
/// Where another member has it, the two are merged by themselves only if it is a phone that both have proved by an OTP, or a
/// union id, and nothing stands against it; all else is for a person. Refusals: unknown_member, erased, identity_invalid.
Result<Outcome<AddedIdentity>> add_identity(Turn& turn, const IdentityOrder& order);

/// The member who stands for its family showed a code or an OTP: its phone, whichever of them brought it in, is its own from
/// here on for as long as the rules trust it. At most once a day, so that members do not go down the feed with each sale.
Result<void> note_proof(Turn& turn, const MemberId& live, domain::Proof proof, Instant at);

struct ReleaseOrder {
    MemberId member_id;
    std::string phone;
    domain::Proof verified_by = domain::Proof::none;
    std::optional<domain::Enrolment> enrol;
    Who who;
};
struct Released {
    OperationRow operation;
    std::optional<domain::Member> fresh;
};
/// The phone is taken off the member, who keeps all else; with `enrol` its new owner is enrolled, with nothing. Refusals:
/// unknown_member, proof_needed (nobody proved the phone by an OTP), not_this_phone, those of enrol_at_desk.
Result<Outcome<Released>> release_phone(Turn& turn, const ReleaseOrder& order);

struct Dismissed {
    CandidateRow candidate;
};
/// They are two persons: what was disputed stays with who has it. Refusal: unknown_candidate.
Result<Outcome<Dismissed>> dismiss_candidate(Turn& turn, std::uint64_t no, const Who& who);

/// Open candidates of which both sides are one member by now are settled.
Result<void> settle_candidates(Turn& turn, const MemberId& id, const StaffId& staff);

}  // namespace counterfoil::hub
