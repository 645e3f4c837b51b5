#include <algorithm>
#include <optional>
#include <string>

#include "codec/bytes.hpp"
#include "storage/ledger.hpp"

namespace counterfoil::storage {
namespace {

constexpr std::size_t kRowsPerBatch = 500;
constexpr std::size_t kBytesPerBatch = 4 * 1024 * 1024;

std::unexpected<Error> broken(JournalSeq seq, std::string what) {
    return fail(ErrorCode::corrupt, std::move(what), "journal entry " + std::to_string(seq.value),
                "stop the program, keep a copy of the file, and ask HQ for a new device epoch");
}

/// What the next row must look like. Without a value: the row before it is gone (only what HQ has safe may go).
struct Expected {
    JournalSeq seq;
    std::optional<Digest> prev_hash;
};

Result<void> verify_row(const domain::JournalRow& row, const Expected& expected, const Hasher& hasher) {
    if (row.seq != expected.seq) return broken(expected.seq, "the entry is missing");
    if (expected.prev_hash && row.prev_hash != *expected.prev_hash) {
        return broken(row.seq, "the entry does not follow its predecessor");
    }
    if (codec::chain_hash(hasher, row.prev_hash, row.body) != row.hash) return broken(row.seq, "the entry was changed");
    const auto entry = codec::decode_entry(row.body);
    if (!entry) return broken(row.seq, "the entry cannot be read: " + describe(entry.error()));
    if (entry->seq != row.seq || entry->epoch != row.epoch) return broken(row.seq, "the entry stands in another's place");
    return {};
}

}  // namespace

Result<domain::JournalHead> verify_chain(const ports::Journal& journal, const Hasher& hasher, JournalSeq from) {
    CF_TRY(head, journal.head());
    if (head.seq.value == 0) return head;
    if (from > head.seq) {
        return fail(ErrorCode::invalid_input, "the journal ends at entry " + std::to_string(head.seq.value),
                    "journal entry " + std::to_string(from.value), "begin at an entry that exists");
    }
    // One row earlier, so that the first one asked for has its predecessor.
    JournalSeq next{std::max<std::uint64_t>(from.value, 2) - 1};
    std::optional<Expected> expected;
    while (next <= head.seq) {
        CF_TRY(rows, journal.rows(next, kRowsPerBatch, kBytesPerBatch));
        if (rows.empty()) return broken(next, "the entry is missing");
        for (const auto& row : rows) {
            if (!expected) expected = Expected{row.seq, row.seq.value == 1 ? std::optional(Digest{}) : std::nullopt};
            CF_CHECK(verify_row(row, *expected, hasher));
            expected = Expected{row.seq.next(), row.hash};
            next = row.seq.next();
        }
    }
    return head;
}

}  // namespace counterfoil::storage
