#include "storage/kit/transaction.hpp"

#include "base/assert.hpp"

namespace counterfoil::sqlite_kit {

Result<Transaction> Transaction::begin(Database& database) {
    CF_CHECK(database.begin_immediate());
    return Transaction(database);
}

Transaction::~Transaction() {
    // A full disk or an I/O error may have rolled back already.
    if (database_ == nullptr || !database_->in_transaction()) return;
    // A failed rollback leaves the connection inside the transaction, which the next begin reports.
    [[maybe_unused]] const auto undone = database_->rollback();
}

Result<void> Transaction::commit() {
    CF_ASSERT(database_ != nullptr);
    CF_CHECK(database_->commit());
    database_ = nullptr;
    return {};
}

Result<Savepoint> Savepoint::begin(Database& database) {
    // Without a transaction around it, a savepoint would start one that takes its lock late.
    CF_ASSERT(database.in_transaction());
    CF_CHECK(database.savepoint());
    return Savepoint(database);
}

Savepoint::~Savepoint() {
    if (database_ == nullptr || !database_->in_transaction()) return;
    // The two fail only together with the whole transaction, whose commit() then reports it.
    if (const auto undone = database_->rollback_to_savepoint(); !undone) return;
    [[maybe_unused]] const auto released = database_->release_savepoint();
}

Result<void> Savepoint::release() {
    CF_ASSERT(database_ != nullptr);
    CF_CHECK(database_->release_savepoint());
    database_ = nullptr;
    return {};
}

}  // namespace counterfoil::sqlite_kit
