// Fields of enrolments (domain rules, part 12).
#pragma once

#include "codec/describe_member.ipp"
#include "domain/enrol.hpp"

namespace counterfoil::codec {

inline constexpr TextRule kConsentText{1, 64};
inline constexpr TextRule kEnrolKey{0, 200};

/// Nothing is ticked by default, and none is left unsaid: who asks must have asked for each.
template <class Io>
void describe(Io& io, Of<domain::ConsentPurposes>) {
    using T = domain::ConsentPurposes;
    io.need("membership", &T::membership);
    io.need("marketing", &T::marketing);
    io.need("sharing", &T::sharing);
}

template <class Io>
void describe(Io& io, Of<domain::Consent>) {
    using T = domain::Consent;
    io.need("text_version", &T::text_version, kConsentText);
    io.need("purposes", &T::purposes);
    io.need("channel", &T::channel, TextRule{1, 32});
}

template <class Io>
void describe(Io& io, Of<domain::Guardian>) {
    using T = domain::Guardian;
    io.need("name", &T::name, TextRule{1, 200});
    io.need("phone", &T::phone, TextRule{1, 32});
}

template <class Io>
void describe(Io& io, Of<domain::Enrolment>) {
    using T = domain::Enrolment;
    io.need("identities", &T::identities, {domain::kEnrolIdentitiesMax});
    io.may("name", &T::name);
    io.may("birthday", &T::birthday);
    io.may("birth_year", &T::birth_year, {1800, 2200});
    io.need("consent", &T::consent);
    io.may("guardian", &T::guardian);
    io.need("staff_id", &T::staff_id);
}

template <class Io>
void describe(Io& io, Of<domain::EnrolEntry>) {
    using T = domain::EnrolEntry;
    io.need("member_id", &T::member_id);
    io.may("idempotency_key", &T::idempotency_key, kEnrolKey);
    io.part(&T::person);
}

}  // namespace counterfoil::codec
