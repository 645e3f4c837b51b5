// Prepared statements by their text, each made at its first use and kept. One thread, the Database's. Private to this
// module.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/hold.hpp"
#include "storage/kit/database.hpp"
#include "storage/kit/statement.hpp"

namespace counterfoil::hub {

class Statements {
public:
    explicit Statements(sqlite_kit::Database& database) : database_(database) {}

    template <class... Values>
    Result<sqlite_kit::Query> query(const sqlite_kit::Sql& sql, const Values&... values) {
        CF_TRY(statement, find(sql));
        return statement->query(values...);
    }
    template <class... Values>
    Result<void> run(const sqlite_kit::Sql& sql, const Values&... values) {
        CF_TRY(statement, find(sql));
        return statement->run(values...);
    }

private:
    Result<sqlite_kit::Statement*> find(const sqlite_kit::Sql& sql) {
        if (const auto found = prepared_.find(&sql); found != prepared_.end()) return &found->second;
        CF_TRY(statement, database_.prepare(sql));
        return &prepared_.emplace(&sql, std::move(statement)).first->second;
    }

    sqlite_kit::Database& database_;
    std::unordered_map<const sqlite_kit::Sql*, sqlite_kit::Statement> prepared_;
};

/// Calls `take(row)` for each row of a query; it answers Result<void>.
template <class Take>
Result<void> for_each_row(Result<sqlite_kit::Query> query, const Take& take) {
    CF_TRY(rows, std::move(query));
    for (;;) {
        CF_TRY(more, rows.next());
        if (!more) return {};
        CF_CHECK(take(rows));
    }
}

/// The first row as `read(row)` makes it, which answers Result<T>; nothing where there is no row.
template <class T, class Read>
Result<std::optional<T>> first_row(Result<sqlite_kit::Query> query, const Read& read) {
    CF_TRY(rows, std::move(query));
    CF_TRY(more, rows.next());
    if (!more) return std::optional<T>{};
    CF_TRY(value, read(rows));
    return std::optional<T>{std::move(value)};
}

/// All rows as `read(row)` makes them.
template <class T, class Read>
Result<std::vector<T>> all_rows(Result<sqlite_kit::Query> query, const Read& read) {
    std::vector<T> out;
    CF_CHECK(for_each_row(std::move(query), [&](const sqlite_kit::Query& row) -> Result<void> {
        CF_TRY(value, read(row));
        out.push_back(std::move(value));
        return {};
    }));
    return out;
}

template <class Id>
Id text_id(const sqlite_kit::Query& row, int column) {
    return Id{std::string(row.text(column))};
}
template <class Id>
Id number_id(const sqlite_kit::Query& row, int column) {
    return Id{static_cast<std::uint64_t>(row.int64(column))};
}
inline Instant instant(const sqlite_kit::Query& row, int column) { return Instant{row.int64(column)}; }
inline domain::Holder holder_at(const sqlite_kit::Query& row, int column) {
    return {text_id<DeviceId>(row, column), number_id<DeviceEpoch>(row, column + 1)};
}

/// A stored number as an enumerator of at most `last`, or the error `corrupt`.
template <class Enum>
Result<Enum> enumerator(const sqlite_kit::Query& row, int column, Enum last) {
    const std::int64_t number = row.int64(column);
    if (number < 0 || number > static_cast<std::int64_t>(last)) {
        return fail(ErrorCode::corrupt, "an unknown number " + std::to_string(number) + " is stored", "hub.db");
    }
    return static_cast<Enum>(number);
}

}  // namespace counterfoil::hub
