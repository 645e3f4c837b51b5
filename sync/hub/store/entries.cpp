#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

Result<EntryRow> read_entry(const Query& row) {
    EntryRow out;
    out.entry = {holder_at(row, 0), number_id<JournalSeq>(row, 2)};
    out.aside = row.int64(3) != 0;
    const ByteView body = row.blob(4);
    out.body.assign(body.begin(), body.end());
    CF_TRY(hash, row.bytes<32>(5));
    out.hash = hash;
    CF_TRY(verdict, enumerator(row, 6, domain::EntryVerdict::finding));
    out.verdict = verdict;
    out.code = row.text(7);
    out.late = row.int64(8) != 0;
    out.received_at = instant(row, 9);
    return out;
}

namespace {

Result<TicketRow> read_ticket(const Query& row) {
    TicketRow out;
    out.key = {text_id<StoreId>(row, 0), text_id<RegisterId>(row, 1), std::string(row.text(2)), text_id<TicketId>(row, 3)};
    if (!row.is_null(4)) out.entry = EntryRef{holder_at(row, 4), number_id<JournalSeq>(row, 6)};
    out.member_id = text_id<MemberId>(row, 7);
    out.at = instant(row, 8);
    out.total = Money{row.int64(9)};
    out.due = Money{row.int64(10)};
    out.earned = Points{row.int64(11)};
    out.spent = Points{row.int64(12)};
    if (!row.is_null(13)) out.late = EntryRef{holder_at(row, 13), number_id<JournalSeq>(row, 15)};
    return out;
}

}  // namespace

Result<std::optional<EntryRow>> SqliteEntries::entry(const EntryRef& ref) const {
    return first_row<EntryRow>(
        run_.query(sql::kSelectEntry, ref.holder.device_id.str(), ref.holder.epoch.value, ref.seq.value), read_entry);
}

Result<void> SqliteEntries::add(const EntryRow& row) {
    const domain::Holder& holder = row.entry.holder;
    return run_.run(row.aside ? sql::kInsertEntryAside : sql::kInsertEntry, holder.device_id.str(), holder.epoch.value,
                    row.entry.seq.value, row.aside, row.body, row.hash, static_cast<int>(row.verdict), row.code, row.late,
                    row.received_at.ms);
}

Result<void> SqliteEntries::answer(const EntryRef& ref, domain::EntryVerdict verdict, std::string_view code) {
    return run_.run(sql::kUpdateAnswer, ref.holder.device_id.str(), ref.holder.epoch.value, ref.seq.value,
                    static_cast<int>(verdict), code);
}

Result<std::vector<EntryRow>> SqliteEntries::late_answers(const domain::Holder& holder, std::size_t limit) const {
    return all_rows<EntryRow>(run_.query(sql::kSelectLateAnswers, holder.device_id.str(), holder.epoch.value, limit),
                              read_entry);
}

Result<std::vector<EntryRow>> SqliteEntries::open_questions(std::size_t limit) const {
    return all_rows<EntryRow>(run_.query(sql::kSelectOpenQuestions, limit), read_entry);
}

Result<void> SqliteEntries::read_purses(TicketRow& row) const {
    const domain::TicketKey& key = row.key;
    return for_each_row(
        run_.query(sql::kSelectTicketPurses, key.store_id.str(), key.register_id.str(), key.business_day,
                   key.ticket_id.str()),
        [&](const Query& purse) -> Result<void> {
            row.purses.push_back({text_id<PurseId>(purse, 0), Points{purse.int64(1)}, Points{purse.int64(2)}});
            return {};
        });
}

Result<std::optional<TicketRow>> SqliteEntries::ticket(const domain::TicketKey& key) const {
    CF_TRY(row, first_row<TicketRow>(run_.query(sql::kSelectTicket, key.store_id.str(), key.register_id.str(),
                                                key.business_day, key.ticket_id.str()),
                                     read_ticket));
    if (row) CF_CHECK(read_purses(*row));
    return row;
}

Result<void> SqliteEntries::put_ticket(const TicketRow& row) {
    std::optional<std::string_view> device;
    std::optional<std::uint64_t> epoch;
    std::optional<std::uint64_t> seq;
    if (row.entry) {
        device = row.entry->holder.device_id.str();
        epoch = row.entry->holder.epoch.value;
        seq = row.entry->seq.value;
    }
    CF_CHECK(run_.run(sql::kInsertTicket, row.key.store_id.str(), row.key.register_id.str(), row.key.business_day,
                      row.key.ticket_id.str(), device, epoch, seq, row.member_id.str(), row.at.ms, row.total.value,
                      row.due.value, row.earned.value, row.spent.value));
    for (const TicketPurse& purse : row.purses)
        CF_CHECK(run_.run(sql::kInsertTicketPurse, row.key.store_id.str(), row.key.register_id.str(), row.key.business_day,
                          row.key.ticket_id.str(), purse.purse_id.str(), purse.earned.value, purse.spent.value));
    return {};
}

Result<void> SqliteEntries::name_member(const domain::TicketKey& key, const MemberId& member, Points earned,
                                        const EntryRef& late) {
    return run_.run(sql::kUpdateTicketMember, key.store_id.str(), key.register_id.str(), key.business_day,
                    key.ticket_id.str(), member.str(), earned.value, late.holder.device_id.str(), late.holder.epoch.value,
                    late.seq.value);
}

Result<bool> SqliteEntries::bought(const MemberId& id, Instant before) const {
    CF_TRY(found, first_row<bool>(run_.query(sql::kSelectBought, id.str(), before.ms),
                                  [](const Query&) -> Result<bool> { return true; }));
    return found.has_value();
}

Result<std::vector<TicketRow>> SqliteEntries::tickets_of(const MemberId& id) const {
    CF_TRY(rows, all_rows<TicketRow>(run_.query(sql::kSelectTicketsOf, id.str()), read_ticket));
    for (TicketRow& row : rows)
        CF_CHECK(read_purses(row));
    return std::move(rows);
}

}  // namespace counterfoil::hub
