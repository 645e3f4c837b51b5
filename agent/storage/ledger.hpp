// The ledger in one SQLite file (ports/ledger.hpp). Every commit is durable before it is answered: write-ahead log,
// synchronous FULL. The log's file is made large once and written again and again, so that a commit never waits for the file
// to grow, and so that entries still find room when the disk is full.
//
// Errors everywhere: io, full, corrupt, unavailable (another process keeps the file locked).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "ports/ledger.hpp"

namespace counterfoil::storage {

struct LedgerOptions {
    /// New holds and new checkouts are refused with `full` when less than this is free, so that what is already held can
    /// always be consumed or released (rights.md: a full disk refuses checkouts, not releases).
    std::uint64_t reserve_bytes = 8 * 1024 * 1024;
    /// Free bytes where the ledger lies; by default the file system's word.
    std::function<Result<std::uint64_t>()> free_space = {};
    /// To what size the log's file is grown at opening; 0 = not at all. What it cannot get is a warning, no error.
    std::uint64_t log_bytes = 4 * 1024 * 1024;
    /// checkpoint() leaves a log alone that is shorter: each move costs syncs and wears the disk.
    std::uint64_t checkpoint_bytes = 1024 * 1024;
    /// A log of this size is moved into the file right after the commit, should there never be an idle gap.
    std::uint64_t log_bytes_max = 64 * 1024 * 1024;
    Log* log = nullptr;    ///< outlives the store; nobody hears warnings without it
    std::string vfs = {};  ///< a registered SQLite VFS; empty = the system's
};

/// Opens or makes the file, brings it to this program's schema and verifies the newest entries. `corrupt`: the chain does
/// not hold; nothing was changed. `conflict`: the file was written by a newer program. `hasher` outlives the store.
Result<std::unique_ptr<ports::LedgerStore>> open_ledger(const std::string& path, const Hasher& hasher,
                                                        LedgerOptions options = {});

/// What is committed, for another thread or process than the writer's. One instance belongs to one thread.
class ReadOnlyLedger {
public:
    virtual ~ReadOnlyLedger() = default;
    /// Functions that change something answer ErrorCode::permission.
    virtual ports::LedgerTx& view() = 0;
};

/// The file must exist and have this program's schema: `permission`, `conflict`.
Result<std::unique_ptr<ReadOnlyLedger>> open_ledger_reader(const std::string& path, const Hasher& hasher,
                                                           const LedgerOptions& options = {});

/// Recomputes the hash chain from `from` (1: all of it) to the head and answers the head. `corrupt` names the first entry
/// that is missing, was changed or does not follow its predecessor. Reads in batches; about 1 GB a second is hashed.
Result<domain::JournalHead> verify_chain(const ports::Journal& journal, const Hasher& hasher, JournalSeq from);

/// Bytes that this user may still write in the folder's file system.
Result<std::uint64_t> free_space_of(const std::string& folder);

}  // namespace counterfoil::storage
