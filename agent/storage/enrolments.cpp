#include "storage/identity_kind.hpp"
#include "storage/ledger_parts.hpp"

namespace counterfoil::storage {

using sqlite_kit::Query;

Result<std::optional<JournalSeq>> LedgerEnrolments::find(const MemberId& id) const {
    std::optional<JournalSeq> found;
    CF_CHECK(select_enrolment_.first(
        [&](const Query& row) -> Result<void> {
            found = JournalSeq{static_cast<std::uint64_t>(row.int64(0))};
            return {};
        },
        id.str()));
    return found;
}

Result<std::optional<MemberId>> LedgerEnrolments::by_identity(domain::IdentityKind kind, std::string_view value) const {
    std::optional<MemberId> found;
    CF_CHECK(select_by_identity_.first(
        [&](const Query& row) -> Result<void> {
            found = MemberId(std::string(row.text(0)));
            return {};
        },
        stored_kind(kind), value));
    return found;
}

Result<void> LedgerEnrolments::put(const domain::EnrolEntry& entry, JournalSeq seq) {
    CF_CHECK(session_.may_write());
    CF_TRY(number, stored(seq.value, "journal entry of an enrolment"));
    CF_CHECK(insert_enrolment_.run(number, entry.member_id.str()));
    for (const domain::Identity& identity : entry.person.identities)
        CF_CHECK(insert_identity_.run(stored_kind(identity.kind), identity.value, number));
    return {};
}

}  // namespace counterfoil::storage
