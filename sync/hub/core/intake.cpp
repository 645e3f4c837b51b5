#include "hub/core/intake.hpp"

#include "codec/bytes.hpp"
#include "hub/core/applying.hpp"
#include "hub/core/erasing.hpp"
#include "hub/core/granting.hpp"
#include "protocol/codec.hpp"

namespace counterfoil::hub {

using domain::EntryVerdict;
using domain::JournalRow;

namespace {

/// The batch in itself: one epoch, no gap, an unbroken chain, and the disk's signature on its end.
Result<void> check(const Turn& turn, const DeviceRow& device, const protocol::Entries& batch) {
    const auto bad = [](const char* what) { return fail(ErrorCode::invalid_input, what, "entries"); };
    if (batch.rows.empty() || batch.rows.size() > protocol::kEntriesRowsMax) return bad("1 to 256 rows are expected");
    JournalSeq seq = batch.from_seq;
    const Digest* prev = nullptr;
    for (const JournalRow& row : batch.rows) {
        if (row.epoch != device.holder.epoch || row.seq != seq || seq.value == 0) return bad("the rows have a gap");
        if (prev != nullptr && row.prev_hash != *prev) return bad("the rows are no chain");
        if (codec::chain_hash(turn.tools.hasher, row.prev_hash, row.body) != row.hash) return bad("a row's hash is wrong");
        prev = &row.hash;
        seq = seq.next();
    }
    const JournalRow& last = batch.rows.back();
    if (batch.head != domain::JournalHead{last.epoch, last.seq, last.hash}) return bad("the head is not the last row's");
    const Bytes signed_bytes = protocol::entries_signing_bytes(batch.holder, batch.head);
    if (turn.tools.verifier.verify(device.signing_key, signed_bytes, batch.signature)) return {};
    return fail(ErrorCode::permission, "the signature is not this disk's", "entries");
}

/// Of a member that was erased while this was on its way: the sale counts, nobody earns or owes by it.
Result<Answer> apply_erased(Turn& turn, const EntryContext& context, const domain::JournalBody& body) {
    Answer answer{EntryVerdict::finding, "erased"};
    // Nobody is enrolled under the id that stands in.
    if (std::holds_alternative<domain::EnrolEntry>(body)) return answer;
    CF_TRY(applied, std::visit([&](const auto& known) { return apply(turn, context, known); }, body));
    take_gravest(answer, std::move(applied));
    return answer;
}

/// `body` becomes what is kept of the row.
Result<Answer> apply_row(Turn& turn, const EntryRef& ref, const JournalRow& row, Bytes& body) {
    auto entry = codec::decode_entry(row.body);
    // It is signed and in its place: what HQ cannot read is kept and shown, not lost.
    if (!entry) {
        turn.tools.log.write(LogLevel::error, "entry.undecodable",
                             {{"entry", ref.text()}, {"error", describe(entry.error())}});
        return Answer{EntryVerdict::finding, "undecodable"};
    }
    if (entry->epoch != row.epoch || entry->seq != row.seq) return Answer{EntryVerdict::finding, "misplaced"};
    const EntryContext context{ref, entry->at};
    CF_TRY(erased, rename_erased(turn, *entry));
    if (erased) {
        body = codec::encode_entry(*entry);
        return apply_erased(turn, context, entry->body);
    }
    return std::visit([&](const auto& told) { return apply(turn, context, told); }, entry->body);
}

EntryRow to_store(const Turn& turn, const EntryRef& ref, const JournalRow& row, const Answer& answer) {
    EntryRow out;
    out.entry = ref;
    out.body = row.body;
    out.hash = row.hash;
    out.verdict = answer.verdict;
    out.code = answer.code;
    out.received_at = turn.now;
    return out;
}

Result<protocol::EntryResult> keep_aside(Turn& turn, DeviceRow& device, const EntryRef& ref, const JournalRow& row) {
    EntryRow kept = to_store(turn, ref, row, {EntryVerdict::pending, "quarantined"});
    kept.aside = true;
    CF_CHECK(turn.tx.entries().add(kept));
    if (row.seq > device.aside.seq) device.aside = {row.epoch, row.seq, row.hash};
    return protocol::EntryResult{row.seq, kept.verdict, kept.code};
}

/// One row in its turn. A disk of which two branches exist is quarantined here at the latest.
Result<protocol::EntryResult> take_row(Turn& turn, DeviceRow& device, const JournalRow& row) {
    const EntryRef ref{device.holder, row.seq};
    if (row.seq <= device.head.seq) {
        CF_TRY(known, turn.tx.entries().entry(ref));
        if (known && known->hash == row.hash) return protocol::EntryResult{row.seq, known->verdict, known->code};
        if (device.state != DeviceState::quarantined) CF_CHECK(quarantine(turn, device, "fork"));
    } else if (device.state != DeviceState::quarantined && row.prev_hash != device.head.hash) {
        CF_CHECK(quarantine(turn, device, "fork"));
    }
    if (device.state == DeviceState::quarantined) return keep_aside(turn, device, ref, row);
    Bytes body = row.body;
    CF_TRY(answer, apply_row(turn, ref, row, body));
    EntryRow kept = to_store(turn, ref, row, answer);
    kept.body = std::move(body);
    CF_CHECK(turn.tx.entries().add(kept));
    device.head = {row.epoch, row.seq, row.hash};
    return protocol::EntryResult{row.seq, answer.verdict, answer.code};
}

}  // namespace

Result<void> take_entries(Turn& turn, DeviceRow& device, const protocol::Entries& batch) {
    CF_CHECK(check(turn, device, batch));
    if (device.state != DeviceState::quarantined && batch.from_seq > device.head.seq.next()) {
        turn.send(device.holder, protocol::EntriesWanted{device.holder.epoch, device.head.seq.next()});
        return {};
    }
    protocol::Applied applied{device.holder.epoch, batch.head.seq, {}, device.safe_seq};
    for (const JournalRow& row : batch.rows) {
        CF_TRY(result, take_row(turn, device, row));
        applied.results.push_back(std::move(result));
    }
    if (device.state != DeviceState::quarantined) applied.seq = device.head.seq;
    turn.send(device.holder, std::move(applied));
    return {};
}

Result<void> take_closed(Turn& turn, const DeviceRow& device, const protocol::Closed& closed) {
    if (!closed.hold_id || closed.hold_id->holder != device.holder) return {};
    CF_TRY(hold, turn.tx.holds().find(*closed.hold_id));
    if (!hold || hold->state == HoldState::closed) return {};
    if (closed.seq > device.head.seq) {
        turn.send(device.holder, protocol::EntriesWanted{device.holder.epoch, device.head.seq.next()});
        return {};
    }
    // All its entries are here, and none answers for these units: for a person, never free by itself.
    turn.tools.log.write(LogLevel::warning, "hold.unaccounted", {{"hold", closed.hold_id->text()}});
    return {};
}

}  // namespace counterfoil::hub
