#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

namespace {

Result<CandidateRow> read_candidate(const Query& row) {
    CandidateRow out;
    out.no = static_cast<std::uint64_t>(row.int64(0));
    out.member_id = text_id<MemberId>(row, 1);
    out.other_member_id = text_id<MemberId>(row, 2);
    out.why = row.text(3);
    out.at = instant(row, 4);
    CF_TRY(state, enumerator(row, 5, CandidateState::dismissed));
    out.state = state;
    out.staff_id = text_id<StaffId>(row, 6);
    out.settled_at = instant(row, 7);
    return out;
}

}  // namespace

Result<void> SqlitePersons::add_consent(const ConsentRow& row) {
    const domain::ConsentPurposes& purposes = row.consent.purposes;
    return run_.run(sql::kInsertConsent, row.member_id.str(), row.consent.text_version, purposes.membership ? 1 : 0,
                    purposes.marketing ? 1 : 0, purposes.sharing ? 1 : 0, row.consent.channel,
                    row.guardian ? row.guardian->name : std::string{}, row.guardian ? row.guardian->phone : std::string{},
                    row.birth_year.value_or(0), row.at.ms, row.device_id.str(), row.staff_id.str(),
                    row.withdrawn ? static_cast<int>(*row.withdrawn) : 0, row.reason);
}

Result<std::vector<ConsentRow>> SqlitePersons::consents(const MemberId& id) const {
    return all_rows<ConsentRow>(run_.query(sql::kSelectConsents, id.str()), [&](const Query& row) -> Result<ConsentRow> {
        ConsentRow out;
        out.member_id = id;
        out.consent.text_version = row.text(0);
        out.consent.purposes = {row.int64(1) != 0, row.int64(2) != 0, row.int64(3) != 0};
        out.consent.channel = row.text(4);
        if (!row.text(5).empty()) out.guardian = domain::Guardian{std::string(row.text(5)), std::string(row.text(6))};
        if (row.int64(7) != 0) out.birth_year = static_cast<std::int32_t>(row.int64(7));
        out.at = instant(row, 8);
        out.device_id = text_id<DeviceId>(row, 9);
        out.staff_id = text_id<StaffId>(row, 10);
        if (row.int64(11) != 0) {
            CF_TRY(withdrawn, enumerator(row, 11, ConsentPurpose::sharing));
            out.withdrawn = withdrawn;
        }
        out.reason = row.text(12);
        return out;
    });
}

Result<std::uint64_t> SqlitePersons::add_candidate(const CandidateRow& row) {
    CF_TRY(no, first_row<std::uint64_t>(
                   run_.query(sql::kInsertMergeCandidate, row.member_id.str(), row.other_member_id.str(), row.why, row.at.ms,
                              static_cast<int>(row.state), row.staff_id.str(), row.settled_at.ms),
                   [](const Query& given) -> Result<std::uint64_t> { return static_cast<std::uint64_t>(given.int64(0)); }));
    if (!no) return fail(ErrorCode::io, "no number came back", "hub.db");
    return *no;
}

Result<std::optional<CandidateRow>> SqlitePersons::candidate(std::uint64_t no) const {
    return first_row<CandidateRow>(run_.query(sql::kSelectMergeCandidate, no), read_candidate);
}

Result<std::vector<CandidateRow>> SqlitePersons::candidates(std::size_t limit) const {
    return all_rows<CandidateRow>(run_.query(sql::kSelectMergeCandidates, limit), read_candidate);
}

Result<std::vector<CandidateRow>> SqlitePersons::candidates_of(const MemberId& id) const {
    return all_rows<CandidateRow>(run_.query(sql::kSelectMergeCandidatesOf, id.str()), read_candidate);
}

Result<void> SqlitePersons::settle_candidate(std::uint64_t no, CandidateState state, const StaffId& staff, Instant at) {
    return run_.run(sql::kUpdateMergeCandidate, no, static_cast<int>(state), staff.str(), at.ms);
}

}  // namespace counterfoil::hub
