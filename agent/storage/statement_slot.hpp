// A statement of one file: prepared at its first run, kept, and run without repeating the error handling at each place.
// Private to this module. Thread: the one of its Session, which outlives it.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "base/result.hpp"
#include "storage/kit/statement.hpp"
#include "storage/session.hpp"

namespace counterfoil::storage {

class StatementSlot {
public:
    StatementSlot(Session& session, const sqlite_kit::Sql& sql) : session_(&session), sql_(&sql) {}
    StatementSlot(const StatementSlot&) = delete;
    StatementSlot& operator=(const StatementSlot&) = delete;

    /// For statements whose rows nobody reads.
    template <class... Values>
    Result<void> run(const Values&... values) {
        const std::array<sqlite_kit::Param, sizeof...(Values)> params{sqlite_kit::Param(values)...};
        return run_with(params);
    }

    /// Gives each row to `on_row(const Query&) -> Result<bool>`, until that answers false: enough.
    template <class OnRow, class... Values>
    Result<void> each(OnRow&& on_row, const Values&... values) {
        const std::array<sqlite_kit::Param, sizeof...(Values)> params{sqlite_kit::Param(values)...};
        CF_TRY(query, query_with(params));
        for (;;) {
            CF_TRY(found, next(query));
            if (!found) return {};
            CF_TRY(go_on, on_row(std::as_const(query)));
            if (!go_on) return {};
        }
    }

    /// Gives the first row to `on_row(const Query&) -> Result<void>`. False: there is none.
    template <class OnRow, class... Values>
    Result<bool> first(OnRow&& on_row, const Values&... values) {
        const std::array<sqlite_kit::Param, sizeof...(Values)> params{sqlite_kit::Param(values)...};
        CF_TRY(query, query_with(params));
        CF_TRY(found, next(query));
        if (found) CF_CHECK(on_row(std::as_const(query)));
        return found;
    }

    template <class... Values>
    Result<bool> exists(const Values&... values) {
        return first([](const sqlite_kit::Query&) -> Result<void> { return {}; }, values...);
    }

private:
    Result<void> prepare();
    Result<void> run_with(std::span<const sqlite_kit::Param> params);
    Result<sqlite_kit::Query> query_with(std::span<const sqlite_kit::Param> params);
    Result<bool> next(sqlite_kit::Query& query);
    template <class T>
    Result<T> noted(Result<T> result);

    Session* session_;
    const sqlite_kit::Sql* sql_;
    std::optional<sqlite_kit::Statement> statement_;
};

}  // namespace counterfoil::storage
