// What a Database and its Statements share. Private to this module: nobody else includes it, nobody else sees sqlite3.h.
#pragma once

#include <sqlite3.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace counterfoil::sqlite_kit {

/// The statements that frame a unit of work; prepared at their first use and kept.
enum class Control { begin_immediate, commit, rollback, savepoint, release, rollback_to, count };

/// Owns the sqlite3 handle; lives until the Database and the last of its Statements are gone. One thread.
class Connection {
public:
    Connection(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    sqlite3* handle() const noexcept { return handle_; }
    const std::string& path() const noexcept { return path_; }
    bool in_transaction() const noexcept { return sqlite3_get_autocommit(handle_) == 0; }

    /// The Error for a result code just returned by a call on this connection; `name` says which statement.
    Error error(int code, std::string_view name) const;
    Result<void> control(Control which);
    Result<void> exec(std::string_view name, std::string_view text);

    /// From here on counts the frames of the write-ahead log and, with `limit` > 0, copies them back when there are as many.
    void watch_wal(int limit);
    int wal_frames() const noexcept { return wal_frames_; }
    std::optional<Error> take_checkpoint_error();

private:
    static int on_commit(void* self, sqlite3* handle, const char* schema, int frames);

    sqlite3* handle_;
    std::string path_;
    std::array<sqlite3_stmt*, static_cast<std::size_t>(Control::count)> controls_{};
    int checkpoint_limit_ = 0;
    int wal_frames_ = 0;
    std::optional<Error> checkpoint_error_;
};

/// The Error for a result code. `system_error` is errno of the failed call or 0; `where` is file and statement.
Error translate(int code, int system_error, std::string message, std::string where);

}  // namespace counterfoil::sqlite_kit
