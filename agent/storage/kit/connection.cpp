#include "storage/kit/connection.hpp"

#include <cerrno>

#include "base/assert.hpp"

namespace counterfoil::sqlite_kit {
namespace {

struct Meaning {
    ErrorCode code;
    const char* remedy;
};

Meaning meaning_of(int primary_code) {
    switch (primary_code) {
        case SQLITE_FULL:
            return {ErrorCode::full, "free some disk space, then try again; nothing was changed"};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorCode::corrupt,
                    "stop the program, keep a copy of the file, and restore it from a backup or enrol again"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorCode::unavailable, "another program uses the file; close it or try again in a moment"};
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_AUTH:
            return {ErrorCode::permission,
                    "check that the file and its folder exist and that this user may read and write them"};
        case SQLITE_CONSTRAINT:
            return {ErrorCode::conflict, "the stored data forbids this change; nothing was changed"};
        case SQLITE_TOOBIG:
        case SQLITE_MISMATCH:
            return {ErrorCode::invalid_input, "the value does not fit the column; nothing was changed"};
        case SQLITE_INTERRUPT:
            return {ErrorCode::unavailable, "the program is shutting down; try again after it has started"};
        case SQLITE_NOMEM:
            return {ErrorCode::full, "free some memory, then try again; nothing was changed"};
        case SQLITE_IOERR:
            return {ErrorCode::io, "check the disk and the system log; the device may be failing"};
        default:
            return {ErrorCode::io, "this is a fault of the program; keep the log and report it"};
    }
}

const char* text_of(Control which) {
    switch (which) {
        case Control::begin_immediate:
            return "BEGIN IMMEDIATE";
        case Control::commit:
            return "COMMIT";
        case Control::rollback:
            return "ROLLBACK";
        // Savepoints of one name nest: SQLite means the innermost one.
        case Control::savepoint:
            return "SAVEPOINT step";
        case Control::release:
            return "RELEASE step";
        case Control::rollback_to:
            return "ROLLBACK TO step";
        case Control::count:
            break;
    }
    CF_ASSERT(false);
    return "";
}

}  // namespace

Error translate(int code, int system_error, std::string message, std::string where) {
    int primary = code & 0xff;
    // A full disk shows up as an I/O error where SQLite grows its shared memory file or truncates.
    if (primary == SQLITE_IOERR && (system_error == ENOSPC || system_error == EDQUOT)) primary = SQLITE_FULL;
    const auto meaning = meaning_of(primary);
    return Error{meaning.code, std::move(message) + " [sqlite " + std::to_string(code) + "]", std::move(where),
                 meaning.remedy};
}

Connection::~Connection() {
    for (auto* statement : controls_)
        sqlite3_finalize(statement);
    // Every Statement holds this connection alive, so none can be left open here.
    const int code = sqlite3_close(handle_);
    CF_ASSERT(code == SQLITE_OK);
}

Error Connection::error(int code, std::string_view name) const {
    // errmsg belongs to the last call; where another call came in between, the general text of the code is right.
    const bool current = (sqlite3_extended_errcode(handle_) & 0xff) == (code & 0xff);
    std::string message = current ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    return translate(code, sqlite3_system_errno(handle_), std::move(message), path_ + ": " + std::string(name));
}

Result<void> Connection::control(Control which) {
    auto*& statement = controls_[static_cast<std::size_t>(which)];
    const char* text = text_of(which);
    if (statement == nullptr) {
        const int code = sqlite3_prepare_v3(handle_, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK) return std::unexpected(error(code, text));
    }
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) {
        sqlite3_reset(statement);
        return {};
    }
    auto failure = error(code, text);
    sqlite3_reset(statement);
    return std::unexpected(std::move(failure));
}

Result<void> Connection::exec(std::string_view name, std::string_view text) {
    const std::string terminated(text);
    const int code = sqlite3_exec(handle_, terminated.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return std::unexpected(error(code, name));
    return {};
}

void Connection::watch_wal(int limit) {
    checkpoint_limit_ = limit;
    // SQLite's own automatic checkpoint is a WAL hook, too, so ours replaces it and does its work.
    sqlite3_wal_hook(handle_, &Connection::on_commit, this);
}

std::optional<Error> Connection::take_checkpoint_error() { return std::exchange(checkpoint_error_, std::nullopt); }

int Connection::on_commit(void* self, sqlite3* handle, const char* schema, int frames) {
    auto* connection = static_cast<Connection*>(self);
    connection->wal_frames_ = frames;
    if (connection->checkpoint_limit_ > 0 && frames >= connection->checkpoint_limit_) {
        const int code = sqlite3_wal_checkpoint_v2(handle, schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        // The commit is durable already; a checkpoint that could not run must not make it look failed. The owner asks for
        // it.
        if (code != SQLITE_OK && code != SQLITE_BUSY) connection->checkpoint_error_ = connection->error(code, "checkpoint");
    }
    return SQLITE_OK;
}

}  // namespace counterfoil::sqlite_kit
