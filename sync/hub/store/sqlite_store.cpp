#include "hub/store/sqlite_store.hpp"

#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"
#include "storage/kit/migrate.hpp"
#include "storage/kit/transaction.hpp"

namespace counterfoil::hub {

namespace {

constexpr std::int64_t kCacheKib = 64 * 1024;
constexpr int kLogFramesMax = 16 * 1024;  ///< so that a hub without idle moments does not fill the disk with its log

class SqliteTx final : public HubTx {
public:
    SqliteTx(sqlite_kit::Database& database, const Hasher& hasher)
        : statements_(database),
          members_(statements_),
          persons_(statements_),
          erasures_(statements_),
          rights_(statements_),
          holds_(statements_),
          queue_(statements_),
          entries_(statements_),
          returns_(statements_),
          devices_(statements_),
          feed_(statements_),
          reference_(statements_, hasher),
          operations_(statements_),
          quotas_(statements_),
          growth_(statements_),
          uses_(statements_),
          books_(statements_) {}
    Members& members() override { return members_; }
    Persons& persons() override { return persons_; }
    Erasures& erasures() override { return erasures_; }
    Rights& rights() override { return rights_; }
    Holds& holds() override { return holds_; }
    Queue& queue() override { return queue_; }
    Entries& entries() override { return entries_; }
    Returns& returns() override { return returns_; }
    Devices& devices() override { return devices_; }
    Feed& feed() override { return feed_; }
    Reference& reference() override { return reference_; }
    Operations& operations() override { return operations_; }
    Quotas& quotas() override { return quotas_; }
    Growth& growth() override { return growth_; }
    Uses& uses() override { return uses_; }
    Books& books() override { return books_; }

private:
    Statements statements_;
    SqliteMembers members_;
    SqlitePersons persons_;
    SqliteErasures erasures_;
    SqliteRights rights_;
    SqliteHolds holds_;
    SqliteQueue queue_;
    SqliteEntries entries_;
    SqliteReturns returns_;
    SqliteDevices devices_;
    SqliteFeed feed_;
    SqliteReference reference_;
    SqliteOperations operations_;
    SqliteQuotas quotas_;
    SqliteGrowth growth_;
    SqliteUses uses_;
    SqliteBooks books_;
};

class SqliteStore final : public HubStore {
public:
    SqliteStore(sqlite_kit::Database database, const Hasher& hasher)
        : database_(std::move(database)), tx_(database_, hasher) {}

    Result<void> transact(std::span<const HubJob> jobs) override {
        CF_TRY(transaction, sqlite_kit::Transaction::begin(database_));
        for (const HubJob& job : jobs) {
            // A full disk or an I/O error inside a job may have undone the whole transaction already.
            if (!database_.in_transaction())
                return fail(ErrorCode::io, "the transaction was undone by an error inside it", "hub.db");
            CF_TRY(savepoint, sqlite_kit::Savepoint::begin(database_));
            if (job(tx_)) CF_CHECK(savepoint.release());
        }
        return transaction.commit();
    }

    HubTx& view() override { return tx_; }

    Result<std::size_t> checkpoint() override {
        CF_TRY(frames, database_.checkpoint(sqlite_kit::CheckpointMode::passive));
        return static_cast<std::size_t>(frames.in_log - frames.moved);
    }

private:
    sqlite_kit::Database database_;
    SqliteTx tx_;
};

}  // namespace

Result<std::unique_ptr<HubStore>> open_sqlite_store(const std::string& folder, const Hasher& hasher,
                                                    const std::string& vfs) {
    sqlite_kit::OpenOptions options;
    options.cache_kib = kCacheKib;
    options.wal_autocheckpoint_frames = kLogFramesMax;
    options.vfs = vfs;
    CF_TRY(database, sqlite_kit::Database::open(folder + "/hub.db", options));
    CF_CHECK(sqlite_kit::migrate(database, sql::kMigrations));
    return std::unique_ptr<HubStore>(std::make_unique<SqliteStore>(std::move(database), hasher));
}

}  // namespace counterfoil::hub
