// Guards that undo what was not finished. Thread: the one of the Database, which must outlive the guard and not move.
#pragma once

#include "base/result.hpp"
#include "storage/kit/database.hpp"

namespace counterfoil::sqlite_kit {

/// One unit of work: all of it is durable when commit() returned without error, none of it otherwise.
/// One exception, as with any database: when commit() itself fails with `io`, a power cut right after may still keep it.
/// Idempotency keys answer that case.
class Transaction {
public:
    /// `unavailable`: another connection kept the write lock longer than the busy timeout.
    static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Result<void> commit();

private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_;
};

/// A part of a transaction that can be undone alone: how jobs that share one commit stay independent.
class Savepoint {
public:
    static Result<Savepoint> begin(Database& database);
    Savepoint(Savepoint&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
    Savepoint& operator=(Savepoint&&) = delete;
    ~Savepoint();

    /// Keeps the part; it becomes durable with the transaction around it.
    Result<void> release();

private:
    explicit Savepoint(Database& database) : database_(&database) {}
    Database* database_;
};

}  // namespace counterfoil::sqlite_kit
