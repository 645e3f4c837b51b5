// One connection to one SQLite file, set up the one way that this product uses: write-ahead log, synchronous FULL, foreign
// keys on. A connection and everything made from it belong to one thread at a time. Calls block on the disk, and on another
// connection for at most busy_timeout_ms.
//
// Every error is an Error whose `where` names the file and the statement:
//   full (disk or memory), corrupt (damaged, or no database), unavailable (locked for longer than the busy timeout),
//   permission (missing, not ours, read only), conflict (a constraint), invalid_input (value too large), io (the rest).
// After any of them the transaction may be gone: leave it (the guards in transaction.hpp roll back) and start anew.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "storage/kit/sql.hpp"
#include "storage/kit/statement.hpp"

namespace counterfoil::sqlite_kit {

enum class Synchronous {
    full,    ///< a commit that returned survives a power cut
    normal,  ///< a power cut may undo the last commits; the file stays whole. Only for what can be fetched again
};

struct OpenOptions {
    bool read_only = false;
    bool create = true;  ///< false: a missing file is an error `permission`; ignored when read only
    Synchronous synchronous = Synchronous::full;
    std::int64_t mmap_bytes = 0;        ///< how much of the file may be mapped into memory; 0 = none
    std::int64_t cache_kib = 8 * 1024;  ///< page cache, 64 .. 1048576
    int page_bytes = 0;                 ///< of a file that is made now: a power of two, 512 .. 65536; 0 = SQLite's default
    int busy_timeout_ms = 2'000;        ///< 0 .. 60000
    int wal_autocheckpoint_frames = 0;  ///< 0 = none: the owner calls checkpoint() in idle moments
    std::string vfs = {};               ///< a registered SQLite VFS; empty = the system's
};

enum class CheckpointMode {
    passive,  ///< moves what it can without waiting for anybody
    restart,  ///< moves all and makes the next commit start at the head of the log; waits up to busy_timeout_ms for readers
};

struct CheckpointFrames {
    int in_log = 0;  ///< frames that were in the write-ahead log
    int moved = 0;   ///< of these, how many are now in the database file
};

class Database {
public:
    /// Opens or makes the file and sets the connection up. The path ":memory:" gives a private database for tests.
    static Result<Database> open(std::string path, const OpenOptions& options = {});
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    const std::string& path() const noexcept;

    /// The text must hold exactly one statement (`invalid_input` otherwise) and outlive nothing: it is copied.
    Result<Statement> prepare(Sql sql);
    /// Runs one or more statements whose rows nobody reads: schema changes, pragmas. Not for hot paths: it prepares each
    /// time.
    Result<void> exec(std::string_view name, std::string_view text);
    Result<void> exec(Sql sql) { return exec(sql.name, sql.text); }
    /// The first column of the first row of a statement without parameters.
    Result<std::int64_t> read_int64(std::string_view name, std::string_view text);

    /// Takes the write lock at once, so that no later statement can fail with `unavailable` half-way.
    Result<void> begin_immediate();
    Result<void> commit();
    Result<void> rollback();
    bool in_transaction() const noexcept;

    /// Savepoints nest; release() and rollback_to_savepoint() mean the innermost. rollback_to keeps the savepoint open.
    Result<void> savepoint();
    Result<void> release_savepoint();
    Result<void> rollback_to_savepoint();

    /// Never inside a transaction. `unavailable` when readers or another checkpoint stood in the way of all of it.
    Result<CheckpointFrames> checkpoint(CheckpointMode mode);
    /// Frames in the write-ahead log after the last commit of this connection; 0 before its first. Never blocks.
    int wal_frames() const noexcept;
    /// Why the last automatic checkpoint failed, once. The commit that caused it is durable all the same.
    std::optional<Error> take_checkpoint_error();

    std::int64_t changes() const noexcept;  ///< rows changed by the last insert, update or delete
    std::int64_t last_insert_rowid() const noexcept;

private:
    explicit Database(std::shared_ptr<Connection> connection);

    std::shared_ptr<Connection> connection_;
};

}  // namespace counterfoil::sqlite_kit
