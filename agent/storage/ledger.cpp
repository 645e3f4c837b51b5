#include "storage/ledger.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/assert.hpp"
#include "storage/kit/migrate.hpp"
#include "storage/kit/transaction.hpp"
#include "storage/ledger_log.hpp"
#include "storage/ledger_parts.hpp"

namespace counterfoil::storage {
namespace {

using sqlite_kit::CheckpointMode;
using sqlite_kit::Database;

/// Small pages: a redemption touches about twenty places, and each costs a whole page in the log before the answer.
constexpr int kPageBytes = 1024;
constexpr std::uint64_t kFrameBytes = kPageBytes + 24;
constexpr std::uint64_t kEntriesVerifiedAtOpening = 100;

RoomCheck room_check(const std::string& path, const LedgerOptions& options) {
    auto free_space = options.free_space;
    if (!free_space) {
        auto folder = std::filesystem::path(path).parent_path().string();
        if (folder.empty()) folder = ".";
        free_space = [folder] { return free_space_of(folder); };
    }
    return [free_space, path, reserve = options.reserve_bytes]() -> Result<void> {
        CF_TRY(free_bytes, free_space());
        if (free_bytes >= reserve) return {};
        return fail(ErrorCode::full,
                    "only " + std::to_string(free_bytes / 1024) + " KiB are free on the disk; the last " +
                        std::to_string(reserve / 1024) + " KiB are kept for what is under way",
                    path, "free some disk space; until then nothing new is begun, what is held can be used or given back");
    };
}

class SqliteLedger final : public ports::LedgerStore {
public:
    SqliteLedger(Database database, const Hasher& hasher, LedgerOptions options)
        : options_(std::move(options)),
          session_(std::move(database), Session::Access::read_write),
          parts_(session_, hasher, room_check(session_.database().path(), options_)) {}

    Result<void> start(const Hasher& hasher) {
        CF_CHECK(sqlite_kit::migrate(session_.database(), ledger_sql::kMigrations));
        CF_CHECK(verify_newest(hasher));
        if (const auto grown = grow_log(session_, options_.log_bytes); !grown) warn("ledger.log_not_grown", grown.error());
        return {};
    }

    Result<void> transact(std::span<const ports::LedgerJob> jobs) override;
    ports::LedgerTx& view() override { return parts_; }

    Result<std::size_t> checkpoint() override {
        if (log_bytes() < options_.checkpoint_bytes) return 0;
        return move_log(session_);
    }

private:
    Result<void> verify_newest(const Hasher& hasher);
    Result<void> leave_old_transaction();
    Result<bool> run_jobs(std::span<const ports::LedgerJob> jobs);
    Result<bool> run_job(const ports::LedgerJob& job);
    std::uint64_t log_bytes() const;
    void bound_log();
    void warn(std::string_view event, const Error& error);

    LedgerOptions options_;
    Session session_;
    LedgerParts parts_;
};

Result<void> SqliteLedger::verify_newest(const Hasher& hasher) {
    CF_TRY(head, parts_.journal().head());
    if (head.seq.value == 0) return {};
    const JournalSeq from{head.seq.value - std::min(head.seq.value - 1, kEntriesVerifiedAtOpening)};
    auto verified = verify_chain(parts_.journal(), hasher, from);
    if (verified) return {};
    auto error = std::move(verified).error();
    error.where = session_.database().path() + ": " + error.where;
    return std::unexpected(std::move(error));
}

Result<void> SqliteLedger::transact(std::span<const ports::LedgerJob> jobs) {
    CF_CHECK(leave_old_transaction());
    session_.take_failure();
    {
        CF_TRY(transaction, sqlite_kit::Transaction::begin(session_.database()));
        CF_TRY(changed, run_jobs(jobs));
        if (!changed) return {};
        CF_CHECK(transaction.commit());
    }
    bound_log();
    return {};
}

/// A rollback that failed with the disk leaves its transaction open; it must not swallow the next one.
Result<void> SqliteLedger::leave_old_transaction() {
    if (!session_.database().in_transaction()) return {};
    return session_.database().rollback();
}

Result<bool> SqliteLedger::run_jobs(std::span<const ports::LedgerJob> jobs) {
    bool changed = false;
    // A job alone needs no part of its own: if it is refused, the whole transaction is undone.
    if (jobs.size() == 1) return run_job(jobs.front());
    for (const auto& job : jobs) {
        CF_TRY(savepoint, sqlite_kit::Savepoint::begin(session_.database()));
        CF_TRY(kept, run_job(job));
        if (kept) CF_CHECK(savepoint.release());
        changed = changed || kept;
    }
    return changed;
}

Result<bool> SqliteLedger::run_job(const ports::LedgerJob& job) {
    const bool keep = job(parts_);
    if (auto failure = session_.take_failure()) return std::unexpected(std::move(*failure));
    return keep;
}

std::uint64_t SqliteLedger::log_bytes() const {
    return static_cast<std::uint64_t>(session_.database().wal_frames()) * kFrameBytes;
}

/// Only for a writer that never rests: an idle gap's checkpoint costs nobody anything.
void SqliteLedger::bound_log() {
    if (log_bytes() <= options_.log_bytes_max) return;
    // The commit is durable; a log that cannot be moved now must not make it look failed.
    if (const auto moved = move_log(session_); !moved) warn("ledger.checkpoint_failed", moved.error());
}

void SqliteLedger::warn(std::string_view event, const Error& error) {
    if (options_.log != nullptr) options_.log->write(LogLevel::warning, event, {{"error", describe(error)}});
}

class SqliteLedgerReader final : public ReadOnlyLedger {
public:
    SqliteLedgerReader(Database database, const Hasher& hasher, const LedgerOptions& options)
        : session_(std::move(database), Session::Access::read_only),
          parts_(session_, hasher, room_check(session_.database().path(), options)) {}
    ports::LedgerTx& view() override { return parts_; }

private:
    Session session_;
    LedgerParts parts_;
};

}  // namespace

Result<std::unique_ptr<ports::LedgerStore>> open_ledger(const std::string& path, const Hasher& hasher,
                                                        LedgerOptions options) {
    CF_TRY(database, Database::open(path, {.page_bytes = kPageBytes, .vfs = options.vfs}));
    auto ledger = std::make_unique<SqliteLedger>(std::move(database), hasher, std::move(options));
    CF_CHECK(ledger->start(hasher));
    return ledger;
}

Result<std::unique_ptr<ReadOnlyLedger>> open_ledger_reader(const std::string& path, const Hasher& hasher,
                                                           const LedgerOptions& options) {
    CF_TRY(database, Database::open(path, {.read_only = true, .vfs = options.vfs}));
    CF_TRY(version, sqlite_kit::schema_version(database));
    if (version != ledger_sql::kMigrations.size()) {
        return fail(ErrorCode::conflict,
                    "the file has schema version " + std::to_string(version) + ", this program reads " +
                        std::to_string(ledger_sql::kMigrations.size()),
                    path, "use the program version that runs the agent");
    }
    return std::make_unique<SqliteLedgerReader>(std::move(database), hasher, options);
}

}  // namespace counterfoil::storage
