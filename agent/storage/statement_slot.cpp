#include "storage/statement_slot.hpp"

namespace counterfoil::storage {

template <class T>
Result<T> StatementSlot::noted(Result<T> result) {
    if (!result) session_->note(result.error());
    return result;
}

Result<void> StatementSlot::prepare() {
    if (statement_) return {};
    CF_TRY(statement, noted(session_->database().prepare(*sql_)));
    statement_.emplace(std::move(statement));
    return {};
}

Result<void> StatementSlot::run_with(std::span<const sqlite_kit::Param> params) {
    CF_CHECK(prepare());
    return noted(statement_->run_with(params));
}

Result<sqlite_kit::Query> StatementSlot::query_with(std::span<const sqlite_kit::Param> params) {
    CF_CHECK(prepare());
    return noted(statement_->query_with(params));
}

Result<bool> StatementSlot::next(sqlite_kit::Query& query) { return noted(query.next()); }

}  // namespace counterfoil::storage
