#include <string>
#include <variant>

#include "codec/bytes.hpp"
#include "storage/ledger_parts.hpp"

namespace counterfoil::storage {
namespace {

using domain::EntryVerdict;
using sqlite_kit::Query;

// Stored numbers: 1 accepted ... 4 finding. New verdicts go behind.
static_assert(static_cast<int>(EntryVerdict::accepted) == 0 && static_cast<int>(EntryVerdict::finding) == 3);

struct KindName {
    std::string_view operator()(const domain::TicketEntry&) const { return "ticket"; }
    std::string_view operator()(const domain::ConsumeEntry&) const { return "consume"; }
    std::string_view operator()(const domain::ReleaseEntry&) const { return "release"; }
    std::string_view operator()(const domain::RefuseEntry&) const { return "refuse"; }
    std::string_view operator()(const domain::RiskEntry&) const { return "risk"; }
    std::string_view operator()(const domain::ReturnEntry&) const { return "return"; }
    std::string_view operator()(const domain::EnrolEntry&) const { return "enrol"; }
    std::string_view operator()(const domain::LateEarnEntry&) const { return "late_earn"; }
};

JournalSeq seq_at(const Query& row, int column) { return JournalSeq{static_cast<std::uint64_t>(row.int64(column))}; }
DeviceEpoch epoch_at(const Query& row, int column) { return DeviceEpoch{static_cast<std::uint64_t>(row.int64(column))}; }

}  // namespace

Result<JournalSeq> LedgerJournal::append(const domain::JournalBody& body, Instant at) {
    CF_CHECK(session_.may_write());
    CF_TRY(last, head());
    if (last.epoch.value == 0) {
        return fail(ErrorCode::conflict, "the device has no identity yet, so nothing can be written in its name",
                    session_.database().path(), "enrol the device first");
    }
    const domain::JournalEntry entry{last.epoch, last.seq.next(), at, body};
    const Bytes bytes = codec::encode_entry(entry);
    const Digest hash = codec::chain_hash(hasher_, last.hash, bytes);
    CF_CHECK(
        insert_entry_.run(entry.seq.value, entry.epoch.value, std::visit(KindName{}, body), at.ms, bytes, last.hash, hash));
    return entry.seq;
}

Result<domain::JournalHead> LedgerJournal::head() const {
    domain::JournalHead head;
    CF_TRY(written, select_head_.first([&](const Query& row) -> Result<void> {
        head.epoch = epoch_at(row, 0);
        head.seq = seq_at(row, 1);
        CF_TRY(hash, row.bytes<32>(2));
        head.hash = hash;
        return {};
    }));
    if (written) return head;
    CF_CHECK(select_epoch_.first([&](const Query& row) -> Result<void> {
        head.epoch = epoch_at(row, 0);
        return {};
    }));
    return head;
}

Result<std::vector<domain::JournalRow>> LedgerJournal::rows(JournalSeq from, std::size_t max_rows,
                                                            std::size_t max_bytes) const {
    std::vector<domain::JournalRow> rows;
    std::size_t bytes = 0;
    CF_TRY(first, stored(from.value, "journal entry"));
    CF_CHECK(select_entries_.each(
        [&](const Query& row) -> Result<bool> {
            const ByteView body = row.blob(2);
            if (!rows.empty() && bytes + body.size() > max_bytes) return false;
            bytes += body.size();
            CF_TRY(prev_hash, row.bytes<32>(3));
            CF_TRY(hash, row.bytes<32>(4));
            rows.push_back({epoch_at(row, 0), seq_at(row, 1), Bytes(body.begin(), body.end()), prev_hash, hash});
            return true;
        },
        first, max_rows));
    return rows;
}

Result<void> LedgerJournal::set_verdict(JournalSeq seq, EntryVerdict verdict, std::string_view code) {
    CF_CHECK(session_.may_write());
    CF_TRY(number, stored(seq.value, "journal entry"));
    CF_CHECK(upsert_verdict_.run(number, static_cast<int>(verdict) + 1, code));
    if (session_.database().changes() == 0) {
        return fail(ErrorCode::not_found, "there is no journal entry " + std::to_string(seq.value),
                    session_.database().path(),
                    "HQ answers for entries that this disk never wrote; see 'rolled-back disk' in the runbook");
    }
    // Pending is no answer: what was redeemed at risk still counts against the device's limit.
    if (verdict == EntryVerdict::pending) return {};
    return answer_risk_.run(number);
}

Result<void> LedgerJournal::set_applied(JournalSeq up_to, JournalSeq safe) {
    CF_CHECK(session_.may_write());
    CF_TRY(applied, stored(up_to.value, "applied entry"));
    CF_TRY(backed_up, stored(safe.value, "safe entry"));
    return update_progress_.run(applied, backed_up);
}

Result<JournalSeq> LedgerJournal::applied() const {
    JournalSeq seq;
    CF_CHECK(select_applied_.first([&](const Query& row) -> Result<void> {
        seq = seq_at(row, 0);
        return {};
    }));
    return seq;
}

Result<std::optional<EntryVerdict>> LedgerJournal::verdict(JournalSeq seq) const {
    CF_TRY(number, stored(seq.value, "journal entry"));
    std::optional<EntryVerdict> found;
    CF_CHECK(select_verdict_.first(
        [&](const Query& row) -> Result<void> {
            found = static_cast<EntryVerdict>(row.int64(0) - 1);  // 1..4 by the table's CHECK
            return {};
        },
        number));
    return found;
}

Result<std::vector<ports::Journal::Conflict>> LedgerJournal::conflicts(std::size_t limit) const {
    std::vector<Conflict> conflicts;
    CF_CHECK(select_conflicts_.each(
        [&](const Query& row) -> Result<bool> {
            CF_TRY(entry, codec::decode_entry(row.blob(2)));
            conflicts.push_back({seq_at(row, 0), std::string(row.text(1)), std::move(entry)});
            return true;
        },
        limit));
    return conflicts;
}

}  // namespace counterfoil::storage
