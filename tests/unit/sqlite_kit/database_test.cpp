#include "storage/kit/database.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "storage/kit/transaction.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::sqlite_kit {
namespace {

class DatabaseTest : public testing::Test {
protected:
    Database open(const OpenOptions& options = {}) { return Database::open(path_, options).value(); }
    Database open_with_table() {
        auto database = open();
        EXPECT_TRUE(database.exec("schema", "CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT"));
        return database;
    }
    static std::int64_t count(Database& database) { return database.read_int64("count", "SELECT count(*) FROM t").value(); }

    test_support::TemporaryFolder folder_;
    std::string path_ = folder_.file("test.db");
};

TEST_F(DatabaseTest, IsSetUpForDurability) {
    auto database = open({.mmap_bytes = 1 << 20, .cache_kib = 4096, .busy_timeout_ms = 1234});
    EXPECT_EQ(database.read_int64("q", "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'").value(), 1);
    EXPECT_EQ(database.read_int64("q", "PRAGMA synchronous").value(), 2);
    EXPECT_EQ(database.read_int64("q", "PRAGMA foreign_keys").value(), 1);
    EXPECT_EQ(database.read_int64("q", "PRAGMA trusted_schema").value(), 0);
    EXPECT_EQ(database.read_int64("q", "PRAGMA busy_timeout").value(), 1234);
    EXPECT_EQ(database.read_int64("q", "PRAGMA cache_size").value(), -4096);
    EXPECT_EQ(database.read_int64("q", "PRAGMA mmap_size").value(), 1 << 20);
    EXPECT_EQ(database.read_int64("q", "PRAGMA journal_size_limit").value(), -1);
}

TEST_F(DatabaseTest, ANewFileHasThePageSizeThatWasAskedFor) {
    { auto database = open({.page_bytes = 1024}); }
    auto database = open({.page_bytes = 8192});
    EXPECT_EQ(database.read_int64("q", "PRAGMA page_size").value(), 1024) << "a file keeps the size it was made with";
}

TEST_F(DatabaseTest, ATransactionThatIsNotCommittedIsUndone) {
    auto database = open_with_table();
    {
        auto transaction = Transaction::begin(database).value();
        ASSERT_TRUE(database.exec("insert", "INSERT INTO t VALUES (1)"));
    }
    EXPECT_EQ(count(database), 0);
    {
        auto transaction = Transaction::begin(database).value();
        ASSERT_TRUE(database.exec("insert", "INSERT INTO t VALUES (1)"));
        ASSERT_TRUE(transaction.commit());
    }
    EXPECT_EQ(count(database), 1);
}

TEST_F(DatabaseTest, SavepointsNestAndAreUndoneAlone) {
    auto database = open_with_table();
    auto transaction = Transaction::begin(database).value();
    {
        auto kept = Savepoint::begin(database).value();
        ASSERT_TRUE(database.exec("insert", "INSERT INTO t VALUES (1)"));
        {
            auto undone = Savepoint::begin(database).value();
            ASSERT_TRUE(database.exec("insert", "INSERT INTO t VALUES (2)"));
        }
        ASSERT_TRUE(kept.release());
    }
    ASSERT_TRUE(transaction.commit());
    EXPECT_EQ(database.read_int64("sum", "SELECT sum(n) FROM t").value(), 1);
}

TEST_F(DatabaseTest, ASecondWriterGetsUnavailableAfterItsTimeout) {
    auto first = open_with_table();
    auto second = open({.busy_timeout_ms = 0});
    auto transaction = Transaction::begin(first).value();
    const auto refused = Transaction::begin(second);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_EQ(refused.error().where, path_ + ": BEGIN IMMEDIATE");
    ASSERT_TRUE(transaction.commit());
    EXPECT_TRUE(Transaction::begin(second));
}

TEST_F(DatabaseTest, ForeignKeysAreEnforced) {
    auto database = open_with_table();
    ASSERT_TRUE(database.exec("schema", "CREATE TABLE child (n INTEGER NOT NULL REFERENCES t) STRICT"));
    const auto orphan = database.exec("orphan", "INSERT INTO child VALUES (9)");
    ASSERT_FALSE(orphan);
    EXPECT_EQ(orphan.error().code, ErrorCode::conflict);
}

TEST_F(DatabaseTest, AFileThatIsNoDatabaseIsCorrupt) {
    std::ofstream(path_) << std::string(4096, 'x');
    const auto result = Database::open(path_);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::corrupt);
    EXPECT_NE(result.error().where.find(path_), std::string::npos);
}

TEST_F(DatabaseTest, AMissingFileOrFolderIsAPermissionError) {
    const auto missing = Database::open(path_, {.create = false});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::permission);
    std::ofstream(folder_.file("plain")) << "x";
    const auto below_a_file = Database::open(folder_.file("plain/test.db"));
    ASSERT_FALSE(below_a_file);
    EXPECT_EQ(below_a_file.error().code, ErrorCode::permission);
    EXPECT_FALSE(below_a_file.error().remedy.empty());
}

TEST_F(DatabaseTest, ReadOnlyDoesNotWrite) {
    auto writer = open_with_table();
    auto reader = open({.read_only = true});
    EXPECT_EQ(count(reader), 0);
    const auto write = reader.exec("insert", "INSERT INTO t VALUES (1)");
    ASSERT_FALSE(write);
    EXPECT_EQ(write.error().code, ErrorCode::permission);
}

TEST_F(DatabaseTest, WithoutAutomaticCheckpointTheLogGrowsUntilItIsAskedFor) {
    auto database = open_with_table();
    const int before = database.wal_frames();
    EXPECT_GT(before, 0);
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(database.exec("insert", "INSERT INTO t DEFAULT VALUES"));
    EXPECT_EQ(database.wal_frames(), before + 20);
    const auto frames = database.checkpoint(CheckpointMode::restart).value();
    EXPECT_EQ(frames.in_log, before + 20);
    EXPECT_EQ(frames.moved, before + 20);
    ASSERT_TRUE(database.exec("insert", "INSERT INTO t DEFAULT VALUES"));
    EXPECT_EQ(database.wal_frames(), 1) << "the log starts over and its file is used again";
}

TEST_F(DatabaseTest, AutomaticCheckpointKeepsTheLogShort) {
    { auto database = open_with_table(); }
    auto database = open({.wal_autocheckpoint_frames = 5});
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(database.exec("insert", "INSERT INTO t DEFAULT VALUES"));
        ASSERT_LE(database.wal_frames(), 6);
    }
    EXPECT_FALSE(database.take_checkpoint_error());
}

TEST_F(DatabaseTest, PassiveCheckpointLeavesWhatAReaderNeeds) {
    auto database = open_with_table();
    auto reader = open({.read_only = true});
    auto select = reader.prepare({"select", "SELECT count(*) FROM t"}).value();
    auto rows = select.query().value();
    ASSERT_TRUE(rows.next().value());
    ASSERT_TRUE(database.exec("insert", "INSERT INTO t VALUES (1)"));
    const auto frames = database.checkpoint(CheckpointMode::passive).value();
    EXPECT_LT(frames.moved, frames.in_log);
}

}  // namespace
}  // namespace counterfoil::sqlite_kit
