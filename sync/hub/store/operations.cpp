#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

namespace {

Result<OperationRow> read_operation(const Query& row) {
    OperationRow out;
    out.no = static_cast<std::uint64_t>(row.int64(0));
    CF_TRY(kind, enumerator(row, 1, OperationKind::erase));
    out.kind = kind;
    CF_TRY(state, enumerator(row, 2, OperationState::ended));
    out.state = state;
    out.subject = row.text(3);
    out.other = row.text(4);
    out.account_id = text_id<AccountId>(row, 5);
    out.member_id = text_id<MemberId>(row, 6);
    out.staff_id = text_id<StaffId>(row, 7);
    out.reason = row.text(8);
    out.at = instant(row, 9);
    out.settled_at = instant(row, 10);
    out.points = Points{row.int64(11)};
    out.owed = Points{row.int64(12)};
    out.store_id = text_id<StoreId>(row, 13);
    out.device_id = text_id<DeviceId>(row, 14);
    return out;
}

Result<QuotaRow> read_quota(const Query& row) {
    return QuotaRow{std::string(row.text(0)), text_id<TemplateId>(row, 1), std::string(row.text(2)),
                    text_id<StaffId>(row, 3)};
}

}  // namespace

Result<std::uint64_t> SqliteOperations::add(const OperationRow& row) {
    CF_TRY(no,
           first_row<std::uint64_t>(
               run_.query(sql::kInsertOperation, static_cast<int>(row.kind), static_cast<int>(row.state), row.subject,
                          row.other, row.account_id.str(), row.member_id.str(), row.staff_id.str(), row.reason, row.at.ms,
                          row.settled_at.ms, row.points.value, row.owed.value, row.store_id.str(), row.device_id.str()),
               [](const Query& given) -> Result<std::uint64_t> { return static_cast<std::uint64_t>(given.int64(0)); }));
    if (!no) return fail(ErrorCode::io, "no number came back", "hub.db");
    for (const OperationPurse& purse : row.purses)
        CF_CHECK(run_.run(sql::kInsertOperationPurse, *no, purse.purse_id.str(), purse.points.value, purse.owed.value));
    return *no;
}

Result<std::vector<OperationRow>> SqliteOperations::with_purses(Result<std::vector<OperationRow>> read) const {
    CF_TRY(rows, std::move(read));
    for (OperationRow& row : rows)
        CF_CHECK(for_each_row(run_.query(sql::kSelectOperationPurses, row.no), [&](const Query& purse) -> Result<void> {
            row.purses.push_back({text_id<PurseId>(purse, 0), Points{purse.int64(1)}, Points{purse.int64(2)}});
            return {};
        }));
    return std::move(rows);
}

Result<void> SqliteOperations::settle(std::uint64_t no, OperationState state, Instant at) {
    return run_.run(sql::kUpdateOperation, no, static_cast<int>(state), at.ms);
}

Result<std::vector<OperationRow>> SqliteOperations::of(std::string_view id, std::size_t limit) const {
    return with_purses(all_rows<OperationRow>(run_.query(sql::kSelectOperations, id, limit), read_operation));
}

Result<std::vector<OperationRow>> SqliteOperations::waiting(std::string_view subject) const {
    return with_purses(all_rows<OperationRow>(run_.query(sql::kSelectOperationsWaiting, subject), read_operation));
}

Result<std::vector<OperationRow>> SqliteOperations::waiting_for(const MemberId& id) const {
    return with_purses(all_rows<OperationRow>(run_.query(sql::kSelectOperationsWaitingFor, id.str()), read_operation));
}

Result<std::optional<FirstAnswer>> SqliteOperations::first_answer(std::string_view key) const {
    return first_row<FirstAnswer>(run_.query(sql::kSelectFirstAnswer, key), [](const Query& row) -> Result<FirstAnswer> {
        FirstAnswer out;
        out.key = row.text(0);
        CF_TRY(request, row.bytes<32>(1));
        out.request = request;
        const ByteView answer = row.blob(2);
        out.answer.assign(answer.begin(), answer.end());
        out.at = instant(row, 3);
        return out;
    });
}

Result<void> SqliteOperations::keep_answer(const FirstAnswer& answer) {
    return run_.run(sql::kInsertFirstAnswer, answer.key, answer.request, answer.answer, answer.at.ms);
}

Result<void> SqliteOperations::drop_answers_before(Instant at) { return run_.run(sql::kDeleteFirstAnswersBefore, at.ms); }

Result<std::optional<QuotaRow>> SqliteQuotas::find(std::string_view quota_id) const {
    return first_row<QuotaRow>(run_.query(sql::kSelectQuota, quota_id), read_quota);
}

Result<std::optional<QuotaRow>> SqliteQuotas::of(const TemplateId& id, std::string_view campaign_id,
                                                 const StaffId& staff) const {
    return first_row<QuotaRow>(run_.query(sql::kSelectQuotaOf, id.str(), campaign_id, staff.str()), read_quota);
}

Result<std::vector<QuotaRow>> SqliteQuotas::list(std::size_t limit) const {
    return all_rows<QuotaRow>(run_.query(sql::kSelectQuotas, limit), read_quota);
}

Result<void> SqliteQuotas::put(const QuotaRow& row) {
    return run_.run(sql::kUpsertQuota, row.quota_id, row.template_id.str(), row.campaign_id, row.staff_id.str());
}

}  // namespace counterfoil::hub
