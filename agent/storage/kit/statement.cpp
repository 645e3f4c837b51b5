#include "storage/kit/statement.hpp"

#include <sqlite3.h>

#include "storage/kit/connection.hpp"

namespace counterfoil::sqlite_kit {

/// Stays at one address while its Statement moves, so that a running Query can point to it.
class PreparedStatement {
public:
    PreparedStatement(std::shared_ptr<Connection> owner, sqlite3_stmt* prepared, std::string_view named)
        : connection(std::move(owner)), handle(prepared), name(named) {}
    ~PreparedStatement() { sqlite3_finalize(handle); }
    PreparedStatement(const PreparedStatement&) = delete;
    PreparedStatement& operator=(const PreparedStatement&) = delete;

    std::unexpected<Error> failure(int code) const { return std::unexpected(connection->error(code, name)); }

    std::shared_ptr<Connection> connection;
    sqlite3_stmt* handle;
    std::string name;
    bool running = false;
};

namespace {

int bind(sqlite3_stmt* statement, int index, const Param& param, sqlite3_destructor_type lifetime) {
    if (const auto* number = std::get_if<std::int64_t>(&param.value())) return sqlite3_bind_int64(statement, index, *number);
    if (const auto* text = std::get_if<std::string_view>(&param.value())) {
        // A null pointer would bind NULL; an empty text is not NULL.
        const char* data = text->data() == nullptr ? "" : text->data();
        return sqlite3_bind_text64(statement, index, data, text->size(), lifetime, SQLITE_UTF8);
    }
    if (const auto* bytes = std::get_if<ByteView>(&param.value())) {
        if (bytes->empty()) return sqlite3_bind_zeroblob(statement, index, 0);
        return sqlite3_bind_blob64(statement, index, bytes->data(), bytes->size(), lifetime);
    }
    return sqlite3_bind_null(statement, index);
}

Result<void> bind_all(PreparedStatement& prepared, std::span<const Param> params, sqlite3_destructor_type lifetime) {
    CF_ASSERT(!prepared.running);
    CF_ASSERT(std::cmp_equal(sqlite3_bind_parameter_count(prepared.handle), params.size()));
    for (std::size_t i = 0; i < params.size(); ++i) {
        const int code = bind(prepared.handle, static_cast<int>(i) + 1, params[i], lifetime);
        if (code == SQLITE_OK) continue;
        auto failure = prepared.failure(code);
        sqlite3_clear_bindings(prepared.handle);
        return failure;
    }
    prepared.running = true;
    return {};
}

int column_type(const PreparedStatement& prepared, int column) {
    CF_ASSERT(column >= 0 && column < sqlite3_data_count(prepared.handle));
    return sqlite3_column_type(prepared.handle, column);
}

}  // namespace

void Query::Reset::operator()(PreparedStatement* statement) const {
    sqlite3_reset(statement->handle);  // repeats the error of the last step, which next() has reported
    sqlite3_clear_bindings(statement->handle);
    statement->running = false;
}

Query::~Query() = default;

Result<bool> Query::next() {
    const int code = sqlite3_step(statement_->handle);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return statement_->failure(code);
}

std::int64_t Query::int64(int column) const {
    CF_ASSERT(column_type(*statement_, column) == SQLITE_INTEGER);
    return sqlite3_column_int64(statement_->handle, column);
}

std::string_view Query::text(int column) const {
    CF_ASSERT(column_type(*statement_, column) == SQLITE_TEXT);
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_->handle, column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_->handle, column))};
}

ByteView Query::blob(int column) const {
    CF_ASSERT(column_type(*statement_, column) == SQLITE_BLOB);
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_->handle, column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_->handle, column))};
}

bool Query::is_null(int column) const { return column_type(*statement_, column) == SQLITE_NULL; }

std::optional<std::int64_t> Query::optional_int64(int column) const {
    if (is_null(column)) return std::nullopt;
    return int64(column);
}

std::optional<std::string_view> Query::optional_text(int column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::optional<ByteView> Query::optional_blob(int column) const {
    if (is_null(column)) return std::nullopt;
    return blob(column);
}

Error Query::wrong_size(int column, std::size_t wanted, std::size_t found) const {
    return Error{ErrorCode::corrupt,
                 "column " + std::to_string(column) + " holds " + std::to_string(found) + " bytes instead of " +
                     std::to_string(wanted),
                 statement_->connection->path() + ": " + statement_->name,
                 "stop the program, keep a copy of the file, and restore it from a backup or enrol again"};
}

Statement::Statement(std::unique_ptr<PreparedStatement> prepared) : prepared_(std::move(prepared)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;
Statement::~Statement() { CF_ASSERT(!prepared_ || !prepared_->running); }

Result<Statement> Statement::prepare(const std::shared_ptr<Connection>& connection, Sql sql) {
    const char* rest = sql.text.data();
    const char* const end = rest + sql.text.size();
    std::unique_ptr<PreparedStatement> prepared;
    while (rest < end) {
        sqlite3_stmt* handle = nullptr;
        const int code = sqlite3_prepare_v3(connection->handle(), rest, static_cast<int>(end - rest),
                                            SQLITE_PREPARE_PERSISTENT, &handle, &rest);
        if (code != SQLITE_OK) return std::unexpected(connection->error(code, sql.name));
        if (handle == nullptr) continue;  // white space or a comment
        if (prepared) {
            sqlite3_finalize(handle);
            return fail(ErrorCode::invalid_input, "more than one statement",
                        connection->path() + ": " + std::string(sql.name), "one statement a file");
        }
        prepared = std::make_unique<PreparedStatement>(connection, handle, sql.name);
    }
    if (!prepared) {
        return fail(ErrorCode::invalid_input, "no statement", connection->path() + ": " + std::string(sql.name),
                    "one statement a file");
    }
    return Statement(std::move(prepared));
}

Result<Query> Statement::query_with(std::span<const Param> params) {
    CF_CHECK(bind_all(*prepared_, params, SQLITE_TRANSIENT));
    return Query(prepared_.get());
}

Result<void> Statement::run_with(std::span<const Param> params) {
    CF_CHECK(bind_all(*prepared_, params, SQLITE_STATIC));
    Query query(prepared_.get());
    for (;;) {
        CF_TRY(more, query.next());
        if (!more) return {};
    }
}

}  // namespace counterfoil::sqlite_kit
