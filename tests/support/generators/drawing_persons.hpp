// Persons who become members, drawn as everything else is.
#pragma once

#include "domain/enrol_entry.hpp"
#include "support/generators/domain_values.hpp"
#include "support/generators/drawing.hpp"

namespace counterfoil::test_support::drawing {

inline domain::Identity draw_identity() {
    domain::Identity one{draw_enum<domain::IdentityKind>(9), draw_text(1, 128)};
    one.state = draw_enum<domain::IdentityState>(3);
    one.verified_at = Instant{draw_amount()};
    one.verified_by = draw_enum<domain::Proof>(5);
    one.source = draw_text(0, 64);
    return one;
}

inline domain::EnrolEntry draw_enrolment() {
    domain::EnrolEntry out{draw_id<MemberId>(), draw_text(), {}};
    out.person.identities = draw_list(3, draw_identity);
    out.person.name = draw_text();
    if (draw_bool()) out.person.birthday = domain::Birthday{draw_int(1, 12), draw_int(1, 28)};
    if (draw_bool()) out.person.birth_year = draw_int(1800, 2200);
    out.person.consent = {draw(id_text()), {draw_bool(), draw_bool(), draw_bool()}, "store"};
    if (draw_bool()) out.person.guardian = domain::Guardian{draw(id_text()), "+8613800138000"};
    out.person.staff_id = draw_id<StaffId>();
    return out;
}

}  // namespace counterfoil::test_support::drawing
