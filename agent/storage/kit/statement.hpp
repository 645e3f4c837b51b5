// A prepared statement and the run of it. Thread: the one of its Database. May block on the disk and up to busy_timeout.
//
//     CF_TRY(select, database.prepare(sql::kSelectHold));        // once, at start
//     CF_TRY(rows, select.query(right_id, Bytes{...}));          // binds ?1, ?2 ...; copies the values
//     for (;;) {
//         CF_TRY(more, rows.next());
//         if (!more) break;
//         use(rows.int64(0), rows.text(1));
//     }                                                          // `rows` resets the statement when it goes
//     CF_CHECK(insert.run(1, "text", std::nullopt));             // for statements whose rows nobody reads
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"
#include "storage/kit/sql.hpp"

namespace counterfoil::sqlite_kit {

class Connection;
class PreparedStatement;

/// A value to bind. Text and bytes are only referred to: the source lives until the call that takes the Param returns.
class Param {
public:
    Param(std::nullptr_t) {}
    Param(std::nullopt_t) {}
    template <std::integral T>
    Param(T value) : value_(static_cast<std::int64_t>(value)) {
        CF_ASSERT(std::in_range<std::int64_t>(value));
    }
    Param(bool value) : value_(std::int64_t{value ? 1 : 0}) {}
    Param(std::string_view text) : value_(text) {}
    Param(const std::string& text) : value_(std::string_view(text)) {}
    Param(const char* text) : value_(std::string_view(text)) {}
    Param(ByteView bytes) : value_(bytes) {}
    Param(const Bytes& bytes) : value_(ByteView(bytes)) {}
    template <std::size_t N>
    Param(const std::array<std::uint8_t, N>& bytes) : value_(ByteView(bytes)) {}
    template <class T>
    Param(const std::optional<T>& value) {
        if (value) *this = Param(*value);
    }

    const std::variant<std::monostate, std::int64_t, std::string_view, ByteView>& value() const noexcept { return value_; }

private:
    std::variant<std::monostate, std::int64_t, std::string_view, ByteView> value_;
};

/// One run of a Statement, from the first row to the last; resets the statement and forgets its values at its end.
/// Views are valid until the next next() or the end of the Query. Columns count from 0. A column that does not exist and a
/// type other than the stored one (NULL is a type) are asserted: STRICT tables hold what the schema says.
class Query {
public:
    Query(Query&&) noexcept = default;
    Query& operator=(Query&&) = delete;
    ~Query();

    /// True: a row is there. False: it was the last one; after that do not call it again.
    Result<bool> next();

    std::int64_t int64(int column) const;
    std::string_view text(int column) const;
    ByteView blob(int column) const;
    bool is_null(int column) const;

    std::optional<std::int64_t> optional_int64(int column) const;
    std::optional<std::string_view> optional_text(int column) const;
    std::optional<ByteView> optional_blob(int column) const;
    /// A blob of exactly N bytes, or the error `corrupt` that names statement and column.
    template <std::size_t N>
    Result<std::array<std::uint8_t, N>> bytes(int column) const {
        const auto stored = blob(column);
        if (stored.size() != N) return std::unexpected(wrong_size(column, N, stored.size()));
        std::array<std::uint8_t, N> out{};
        for (std::size_t i = 0; i < N; ++i)
            out[i] = stored[i];
        return out;
    }

private:
    friend class Statement;
    struct Reset {
        void operator()(PreparedStatement* statement) const;
    };
    explicit Query(PreparedStatement* statement) : statement_(statement) {}
    Error wrong_size(int column, std::size_t wanted, std::size_t found) const;

    std::unique_ptr<PreparedStatement, Reset> statement_;
};

/// Prepared once, run many times, one Query at a time (asserted). Keeps its connection open while it lives.
class Statement {
public:
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;
    ~Statement();

    /// Binds all parameters in order and copies them. The number of values must be the statement's (asserted).
    /// `unavailable`: another connection held the file longer than the busy timeout.
    template <class... Values>
    Result<Query> query(const Values&... values) {
        const std::array<Param, sizeof...(Values)> params{Param(values)...};
        return query_with(params);
    }
    /// Binds without copying, steps to the end, resets. Rows, if any, are dropped.
    template <class... Values>
    Result<void> run(const Values&... values) {
        const std::array<Param, sizeof...(Values)> params{Param(values)...};
        return run_with(params);
    }
    Result<Query> query_with(std::span<const Param> params);
    Result<void> run_with(std::span<const Param> params);

private:
    friend class Database;
    explicit Statement(std::unique_ptr<PreparedStatement> prepared);
    static Result<Statement> prepare(const std::shared_ptr<Connection>& connection, Sql sql);

    std::unique_ptr<PreparedStatement> prepared_;
};

}  // namespace counterfoil::sqlite_kit
