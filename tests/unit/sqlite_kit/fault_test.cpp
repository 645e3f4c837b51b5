// What the kit promises when the disk is full, fails, or loses power; and that the harness would see a broken promise.
#include <gtest/gtest.h>

#include <optional>

#include "storage/kit/database.hpp"
#include "storage/kit/transaction.hpp"
#include "support/fault_vfs/fault_vfs.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::sqlite_kit {
namespace {

using test_support::FaultVfs;
using test_support::TemporaryFolder;

constexpr int kTransactions = 20;

/// Adds two rows a transaction until all are in or the power is off. Returns how many transactions were acknowledged.
int write_until_the_end(const std::string& path, const FaultVfs& vfs, Synchronous synchronous) {
    auto database = Database::open(path, {.synchronous = synchronous, .wal_autocheckpoint_frames = 8, .vfs = vfs.name()});
    if (!database || !database->exec("schema", "CREATE TABLE t (n INTEGER PRIMARY KEY, pad TEXT) STRICT")) return 0;
    int acknowledged = 0;
    for (int n = 0; n < kTransactions; ++n) {
        auto transaction = Transaction::begin(*database);
        const auto text = "INSERT INTO t VALUES (" + std::to_string(2 * n) + ", hex(zeroblob(600))), (" +
                          std::to_string(2 * n + 1) + ", hex(zeroblob(600)))";
        if (!transaction || !database->exec("insert", text) || !transaction->commit()) break;
        acknowledged = n + 1;
    }
    return acknowledged;
}

struct Sweep {
    int cuts = 0;
    int cuts_that_lost = 0;
    int damaged = 0;
};

/// Opens the file after a cut. Returns how many whole transactions are in it; nothing when it is damaged.
std::optional<int> recover(const std::string& path, const FaultVfs& vfs) {
    auto database = Database::open(path, {.vfs = vfs.name()});
    if (!database) return std::nullopt;
    const auto sound = database->read_int64("check", "SELECT count(*) FROM pragma_quick_check WHERE quick_check = 'ok'");
    if (!sound || *sound != 1) return std::nullopt;
    const auto tables = database->read_int64("tables", "SELECT count(*) FROM sqlite_schema WHERE name = 't'");
    if (!tables) return std::nullopt;
    if (*tables == 0) return 0;
    const auto rows = database->read_int64("rows", "SELECT count(*) FROM t");
    const auto last = database->read_int64("last", "SELECT coalesce(max(n), -1) FROM t");
    // Half a transaction or a gap is damage, too.
    if (!rows || !last || *rows % 2 != 0 || *last + 1 != *rows) return std::nullopt;
    return static_cast<int>(*rows / 2);
}

/// Cuts the power at every `stride`-th operation, with none, half and all of the unsynced sectors kept.
Sweep cut_everywhere(Synchronous synchronous, std::int64_t stride) {
    std::int64_t operations = 0;
    {
        TemporaryFolder folder;
        FaultVfs vfs;
        EXPECT_EQ(write_until_the_end(folder.file("t.db"), vfs, synchronous), kTransactions);
        operations = vfs.operations();
    }
    Sweep sweep;
    for (std::int64_t at = 0; at <= operations; at += stride) {
        for (const int keep_percent : {0, 50, 100}) {
            TemporaryFolder folder;
            FaultVfs vfs;
            vfs.power_off_at(at);
            const int acknowledged = write_until_the_end(folder.file("t.db"), vfs, synchronous);
            vfs.cut(static_cast<std::uint64_t>(at), keep_percent);
            const auto found = recover(folder.file("t.db"), vfs);
            ++sweep.cuts;
            if (!found) ++sweep.damaged;
            if (found && *found < acknowledged) ++sweep.cuts_that_lost;
        }
    }
    return sweep;
}

TEST(PowerCut, FullSynchronousLosesNoAcknowledgedCommit) {
    const auto sweep = cut_everywhere(Synchronous::full, 1);
    EXPECT_GT(sweep.cuts, 400);
    EXPECT_EQ(sweep.cuts_that_lost, 0);
    EXPECT_EQ(sweep.damaged, 0);
}

// The canary: if this one lost nothing, the test above would prove nothing.
TEST(PowerCut, NormalSynchronousLosesSomeAndDamagesNone) {
    const auto sweep = cut_everywhere(Synchronous::normal, 3);
    EXPECT_GT(sweep.cuts_that_lost, 10);
    EXPECT_EQ(sweep.damaged, 0);
}

class FaultTest : public testing::Test {
protected:
    static Database open_with_table(const std::string& path, const FaultVfs& vfs) {
        auto database = Database::open(path, {.vfs = vfs.name()}).value();
        EXPECT_TRUE(database.exec("schema", "CREATE TABLE t (pad TEXT) STRICT"));
        return database;
    }
    Result<void> insert() {
        CF_TRY(transaction, Transaction::begin(database_));
        CF_CHECK(database_.exec("insert_pad", "INSERT INTO t VALUES (hex(zeroblob(20000)))"));
        return transaction.commit();
    }
    std::int64_t count() { return database_.read_int64("count", "SELECT count(*) FROM t").value(); }

    TemporaryFolder folder_;
    FaultVfs vfs_;
    Database database_ = open_with_table(folder_.file("t.db"), vfs_);
};

TEST_F(FaultTest, AFullDiskChangesNothingAndWorkGoesOnWhenThereIsRoomAgain) {
    ASSERT_TRUE(insert());
    vfs_.set_free_bytes(10'000);
    const auto refused = insert();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::full);
    EXPECT_NE(refused.error().where.find("t.db: "), std::string::npos);
    EXPECT_NE(refused.error().remedy.find("free some disk space"), std::string::npos);
    EXPECT_FALSE(database_.in_transaction());
    EXPECT_EQ(count(), 1);
    vfs_.set_free_bytes(std::nullopt);
    ASSERT_TRUE(insert());
    EXPECT_EQ(count(), 2);
}

TEST_F(FaultTest, AFailedSyncIsAFailedCommit) {
    vfs_.fail_sync(1);
    const auto failed = insert();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::io);
    EXPECT_EQ(count(), 0);
    ASSERT_TRUE(insert());
    EXPECT_EQ(count(), 1);
}

TEST_F(FaultTest, AFailedWriteIsAFailedTransaction) {
    for (int nth = 1; nth <= 5; ++nth) {
        vfs_.fail_write(nth);
        const auto failed = insert();
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().code, ErrorCode::io);
    }
    EXPECT_EQ(count(), 0);
    ASSERT_TRUE(insert());
}

TEST_F(FaultTest, AFailedAutomaticCheckpointIsReportedWithoutFailingTheCommit) {
    { auto closed = std::move(database_); }
    database_ = Database::open(folder_.file("t.db"), {.wal_autocheckpoint_frames = 1, .vfs = vfs_.name()}).value();
    vfs_.fail_sync(3);  // the first two are the new log's head and the commit, the third is the checkpoint's
    ASSERT_TRUE(insert());
    const auto error = database_.take_checkpoint_error();
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ErrorCode::io);
    EXPECT_FALSE(database_.take_checkpoint_error());
    EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace counterfoil::sqlite_kit
