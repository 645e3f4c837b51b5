// One open SQLite file and the state that its statements share. Private to this module. Thread: the file's one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "storage/kit/database.hpp"

namespace counterfoil::storage {

class Session {
public:
    enum class Access { read_only, read_write };

    Session(sqlite_kit::Database database, Access access) : database_(std::move(database)), access_(access) {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    sqlite_kit::Database& database() noexcept { return database_; }
    const sqlite_kit::Database& database() const noexcept { return database_; }

    /// For the functions that change something: `permission` on a reader; outside a transaction the caller is wrong
    /// (asserted).
    Result<void> may_write() const;

    /// The first failure of the file since the last take. A caller may swallow an error, the transaction may not.
    void note(const Error& error);
    std::optional<Error> take_failure();

private:
    sqlite_kit::Database database_;
    Access access_;
    std::optional<Error> failure_;
};

/// The number as SQLite keeps it; `invalid_input` above 2^63 - 1. `what` names it for the reader of the error.
Result<std::int64_t> stored(std::uint64_t number, std::string_view what);

}  // namespace counterfoil::storage
