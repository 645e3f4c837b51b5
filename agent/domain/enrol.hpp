// What an enrolment must be like, wherever it is taken (domain rules part 2). Pure; any thread.
#pragma once

#include <cstddef>
#include <string>

#include "base/refusal.hpp"
#include "domain/enrol_entry.hpp"
#include "domain/rules.hpp"

namespace counterfoil::domain {

inline constexpr std::size_t kEnrolIdentitiesMax = 8;

/// As it is kept: identities in the one form in which a scan means them, the year of birth only where a guardian consents.
/// `today` is the day where the person stands, "2026-11-22". Refusals, each with the pointer of what is wrong:
/// enrolment_invalid (figures: rule), consent_needed, guardian_needed (figures: min_age).
Outcome<Enrolment> check_enrolment(Enrolment person, const Rules& rules, const std::string& today);

/// Says of each identity when and by what it was proved and who brought it. One that came without a proof was not proved.
void stamp_identities(Enrolment& person, const std::string& source, Instant at);

/// The new member as device and HQ show it: no points, and the tier that no growth gives.
Member member_of(const EnrolEntry& entry, const Rules& rules, const StoreId& home_store);

/// The canonical form of one identity, or nothing where it cannot be what it says: a phone in E.164, a card or member code as
/// a scanner reads it by the rules' prefixes.
std::optional<std::string> canonical_identity(IdentityKind kind, const std::string& value, const CodePrefixes& prefixes);

}  // namespace counterfoil::domain
