#include "storage/kit/database.hpp"

#include <sqlite3.h>

#include "base/assert.hpp"
#include "storage/kit/connection.hpp"

namespace counterfoil::sqlite_kit {
namespace {

constexpr const char* kOpening = "open";

Result<void> harden(Connection& connection) {
    struct Switch {
        int option;
        int on;
    };
    // DEFENSIVE: SQL cannot write to the schema table. No DQS: "name" in double quotes is never silently a text.
    for (const auto [option, on] :
         {Switch{SQLITE_DBCONFIG_DEFENSIVE, 1}, Switch{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
          Switch{SQLITE_DBCONFIG_ENABLE_FKEY, 1}, Switch{SQLITE_DBCONFIG_DQS_DML, 0}, Switch{SQLITE_DBCONFIG_DQS_DDL, 0}}) {
        int now = -1;
        const int code = sqlite3_db_config(connection.handle(), option, on, &now);
        if (code != SQLITE_OK || now != on) return std::unexpected(connection.error(code, kOpening));
    }
    return {};
}

/// Reads the first column of the first row as text: how a pragma says what it did.
Result<std::string> read_text(Connection& connection, const char* text) {
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(connection.handle(), text, -1, &statement, nullptr);
    if (code == SQLITE_OK) code = sqlite3_step(statement);
    if (code != SQLITE_ROW) {
        auto failure = connection.error(code, text);
        sqlite3_finalize(statement);
        return std::unexpected(std::move(failure));
    }
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    std::string value = data == nullptr ? "" : data;
    sqlite3_finalize(statement);
    return value;
}

Result<void> use_write_ahead_log(Connection& connection) {
    CF_TRY(mode, read_text(connection, "PRAGMA journal_mode=WAL"));
    const bool in_memory = connection.path() == ":memory:";
    if (mode == "wal" || (in_memory && mode == "memory")) return {};
    return fail(ErrorCode::io, "the write-ahead log cannot be used here; journal mode is '" + mode + "'",
                connection.path() + ": " + kOpening, "put the file on a local disk, not on a network share");
}

Result<void> set_up(Connection& connection, const OpenOptions& options) {
    CF_CHECK(harden(connection));
    sqlite3_busy_timeout(connection.handle(), options.busy_timeout_ms);
    std::string pragmas = "PRAGMA cache_size=-" + std::to_string(options.cache_kib) +
                          ";PRAGMA mmap_size=" + std::to_string(options.mmap_bytes) +
                          ";PRAGMA journal_size_limit=-1;PRAGMA temp_store=MEMORY;";
    pragmas += options.synchronous == Synchronous::full ? "PRAGMA synchronous=FULL;" : "PRAGMA synchronous=NORMAL;";
    if (options.page_bytes != 0) pragmas += "PRAGMA page_size=" + std::to_string(options.page_bytes) + ";";
    if (options.read_only) pragmas += "PRAGMA query_only=ON;";
    CF_CHECK(connection.exec(kOpening, pragmas));
    if (!options.read_only) CF_CHECK(use_write_ahead_log(connection));
    // The first real read: says now that the file is no database or cannot be read, not at the first customer.
    CF_TRY(ignored, read_text(connection, "PRAGMA schema_version"));
    static_cast<void>(ignored);
    connection.watch_wal(options.wal_autocheckpoint_frames);
    return {};
}

}  // namespace

Database::Database(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(std::string path, const OpenOptions& options) {
    CF_ASSERT(options.busy_timeout_ms >= 0 && options.busy_timeout_ms <= 60'000);
    CF_ASSERT(options.cache_kib >= 64 && options.cache_kib <= 1'048'576);
    CF_ASSERT(options.mmap_bytes >= 0 && options.wal_autocheckpoint_frames >= 0);
    CF_ASSERT(options.page_bytes == 0 || (options.page_bytes >= 512 && options.page_bytes <= 65'536));
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options.create && !options.read_only) flags |= SQLITE_OPEN_CREATE;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
    if (handle == nullptr) return std::unexpected(translate(code, 0, sqlite3_errstr(code), path + ": " + kOpening));
    auto connection = std::make_shared<Connection>(handle, std::move(path));
    if (code != SQLITE_OK) return std::unexpected(connection->error(code, kOpening));
    CF_CHECK(set_up(*connection, options));
    return Database(std::move(connection));
}

const std::string& Database::path() const noexcept { return connection_->path(); }

Result<Statement> Database::prepare(Sql sql) { return Statement::prepare(connection_, sql); }

Result<void> Database::exec(std::string_view name, std::string_view text) { return connection_->exec(name, text); }

Result<std::int64_t> Database::read_int64(std::string_view name, std::string_view text) {
    CF_TRY(statement, prepare({name, text}));
    CF_TRY(rows, statement.query());
    CF_TRY(found, rows.next());
    if (!found || rows.is_null(0)) {
        return fail(ErrorCode::not_found, "no value", path() + ": " + std::string(name), "the file may be incomplete");
    }
    return rows.int64(0);
}

Result<void> Database::begin_immediate() { return connection_->control(Control::begin_immediate); }
Result<void> Database::commit() { return connection_->control(Control::commit); }
Result<void> Database::rollback() { return connection_->control(Control::rollback); }
bool Database::in_transaction() const noexcept { return connection_->in_transaction(); }
Result<void> Database::savepoint() { return connection_->control(Control::savepoint); }
Result<void> Database::release_savepoint() { return connection_->control(Control::release); }
Result<void> Database::rollback_to_savepoint() { return connection_->control(Control::rollback_to); }

Result<CheckpointFrames> Database::checkpoint(CheckpointMode mode) {
    CF_ASSERT(!in_transaction());
    CheckpointFrames frames;
    const int code =
        sqlite3_wal_checkpoint_v2(connection_->handle(), "main",
                                  mode == CheckpointMode::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART,
                                  &frames.in_log, &frames.moved);
    if (code != SQLITE_OK) return std::unexpected(connection_->error(code, "checkpoint"));
    return frames;
}

int Database::wal_frames() const noexcept { return connection_->wal_frames(); }
std::optional<Error> Database::take_checkpoint_error() { return connection_->take_checkpoint_error(); }
std::int64_t Database::changes() const noexcept { return sqlite3_changes64(connection_->handle()); }
std::int64_t Database::last_insert_rowid() const noexcept { return sqlite3_last_insert_rowid(connection_->handle()); }

}  // namespace counterfoil::sqlite_kit
