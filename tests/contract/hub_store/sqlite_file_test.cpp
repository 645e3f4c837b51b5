// What is particular to the SQLite file and to the epoch's file beside it.
#include <filesystem>
#include <fstream>

#include "contract/hub_store/store_contract.hpp"
#include "hub/store/hub_epoch.hpp"
#include "hub/store/sql.hpp"
#include "hub/store/sqlite_store.hpp"
#include "platform/crypto.hpp"
#include "storage/kit/database.hpp"
#include "storage/kit/migrate.hpp"
#include "support/fault_vfs/fault_vfs.hpp"

namespace counterfoil::hub {
namespace {

using test_support::FaultVfs;
using test_support::TemporaryFolder;

const platform::Sha256Hasher kHasher;
constexpr int kCommits = 5;

HubJob put_lot(int number) {
    return [number](HubTx& tx) {
        return tx.rights().put(sample_right("lot:" + std::to_string(number) + "a", 1)).has_value() &&
               tx.rights().put(sample_right("lot:" + std::to_string(number) + "b", 1)).has_value();
    };
}

/// Answers how many commits were acknowledged.
int work(const std::string& folder, const FaultVfs& vfs) {
    auto store = open_sqlite_store(folder, kHasher, vfs.name());
    if (!store) return 0;
    for (int i = 0; i < kCommits; ++i) {
        if (!(*store)->transact(put_lot(i))) return i;
        if (i == 2 && !(*store)->checkpoint()) return i + 1;
    }
    return kCommits;
}

void expect_sound(const std::string& folder, const FaultVfs& vfs, int acknowledged, std::int64_t at) {
    auto store = open_sqlite_store(folder, kHasher, vfs.name());
    ASSERT_TRUE(store.has_value()) << at << ": " << describe(store.error());
    for (int i = 0; i < kCommits; ++i) {
        const auto a = (*store)->view().rights().right(RightId{"lot:" + std::to_string(i) + "a"});
        const auto b = (*store)->view().rights().right(RightId{"lot:" + std::to_string(i) + "b"});
        ASSERT_TRUE(a.has_value() && b.has_value()) << at;
        EXPECT_EQ(a->has_value(), b->has_value()) << at << ": half a commit";
        EXPECT_TRUE(a->has_value() || i >= acknowledged) << at << ": an acknowledged commit is lost";
    }
}

TEST(HubPowerCut, LosesNoAcknowledgedCommitAtAnyOperation) {
    std::int64_t operations = 0;
    {
        const TemporaryFolder folder;
        const FaultVfs vfs;
        ASSERT_EQ(work(folder.file(""), vfs), kCommits);
        operations = vfs.operations();
    }
    for (std::int64_t at = 0; at <= operations; ++at) {
        const TemporaryFolder folder;
        FaultVfs vfs;
        vfs.power_off_at(at);
        const int acknowledged = work(folder.file(""), vfs);
        vfs.cut(static_cast<std::uint64_t>(at), static_cast<int>(at * 35 % 101));
        expect_sound(folder.file(""), vfs, acknowledged, at);
        if (testing::Test::HasFailure()) return;
    }
}

TEST(HubFullDisk, AFailedCommitLeavesNothingAndTheStoreGoesOn) {
    const TemporaryFolder folder;
    FaultVfs vfs;
    auto store = open_sqlite_store(folder.file(""), kHasher, vfs.name());
    ASSERT_TRUE(store.has_value());
    vfs.set_free_bytes(0);
    const HubJob jobs[] = {put_lot(1), put_lot(2)};
    const auto full = (*store)->transact(jobs);
    ASSERT_FALSE(full.has_value());
    EXPECT_EQ(full.error().code, ErrorCode::full) << describe(full.error());
    vfs.set_free_bytes(std::nullopt);
    EXPECT_FALSE((*store)->view().rights().right(RightId{"lot:1a"})->has_value());
    EXPECT_TRUE((*store)->transact(put_lot(1)).has_value());
}

TEST(HubEpochFile, BeginsWithOneAndRises) {
    const TemporaryFolder folder;
    EXPECT_EQ(*open_hub_epoch(folder.file("")), HubEpoch{1});
    EXPECT_EQ(*open_hub_epoch(folder.file("")), HubEpoch{1});
    EXPECT_EQ(*raise_hub_epoch(folder.file("")), HubEpoch{2});
    EXPECT_EQ(*open_hub_epoch(folder.file("")), HubEpoch{2});
}

TEST(HubEpochFile, ADatabaseWithoutItIsNotOpenedUnnoticed) {
    const TemporaryFolder folder;
    std::ofstream(folder.file("hub.db")) << "x";
    const auto epoch = open_hub_epoch(folder.file(""));
    EXPECT_EQ(epoch.error().code, ErrorCode::corrupt);
    EXPECT_FALSE(epoch.error().remedy.empty());
}

TEST(HubEpochFile, NonsenseIsRefused) {
    for (const char* text : {"", "0", "-1", "x", "1x", "99999999999999999999", "18446744073709551615"}) {
        const TemporaryFolder folder;
        std::ofstream(folder.file("hub_epoch")) << text;
        EXPECT_EQ(open_hub_epoch(folder.file("")).error().code, ErrorCode::corrupt) << text;
    }
}

TEST(HubFile, ADamagedDatabaseIsSaidToBeOne) {
    const TemporaryFolder folder;
    std::ofstream(folder.file("hub.db")) << std::string(8192, 'x');
    const auto store = open_sqlite_store(folder.file(""), kHasher);
    ASSERT_FALSE(store.has_value());
    EXPECT_EQ(store.error().code, ErrorCode::corrupt);
}

TEST(HubFile, LotsOfBeforeAreAsOldAsTheirFirstPoints) {
    const TemporaryFolder folder;
    auto database = sqlite_kit::Database::open(folder.file("hub.db"));
    ASSERT_TRUE(database.has_value());
    ASSERT_TRUE(sqlite_kit::migrate(*database, sql::kMigrations.first(16)).has_value());
    const auto done = database->exec(
        "lots",
        "INSERT INTO rights (right_id, account_id, member_id, total, free, held, used, ended, available_at, expires_at)"
        " VALUES ('lot:L1', 'A1', 'M1', 5, 5, 0, 0, 0, 0, 9), ('lot:L2', 'A1', 'M1', 5, 5, 0, 0, 0, 0, 9);"
        "INSERT INTO points_line (account_id, right_id, cause, delta, at)"
        " VALUES ('A1', 'lot:L1', 2, 3, 20), ('A1', 'lot:L1', 2, 4, 10), ('A1', 'lot:L1', 3, -2, 5)");
    ASSERT_TRUE(done.has_value()) << describe(done.error());
    ASSERT_TRUE(sqlite_kit::migrate(*database, sql::kMigrations).has_value());
    EXPECT_EQ(database->read_int64("old", "SELECT earned_at FROM rights WHERE right_id = 'lot:L1'"), 10);
    EXPECT_EQ(database->read_int64("odd", "SELECT earned_at FROM rights WHERE right_id = 'lot:L2'"), 0);
}

/// The steps that SQLite takes for a statement, one a line.
std::string plan_of(sqlite_kit::Database& database, const sqlite_kit::Sql& sql) {
    const std::string text = "EXPLAIN QUERY PLAN " + std::string(sql.text);
    auto statement = database.prepare({sql.name, text});
    EXPECT_TRUE(statement.has_value()) << describe(statement.error());
    auto rows = statement->query("x");
    EXPECT_TRUE(rows.has_value()) << describe(rows.error());
    std::string plan;
    while (*rows->next())
        plan += std::string(rows->text(3)) + "\n";
    return plan;
}

TEST(HubFile, WhatRunsForACheckoutOrASaleIsFoundByAnIndex) {
    const TemporaryFolder folder;
    ASSERT_TRUE(open_sqlite_store(folder.file(""), kHasher).has_value());
    auto database = sqlite_kit::Database::open(folder.file("hub.db"));
    ASSERT_TRUE(database.has_value());
    const std::vector<std::pair<sqlite_kit::Sql, std::vector<std::string>>> wanted{
        {sql::kSelectUsesOfMember, {"coupon_use_member"}},
        {sql::kSelectCardRights, {"rights_card"}},
        {sql::kSelectHoldsOfRight, {"hold_right_unspent"}},
        {sql::kSelectHeldFor, {"hold_member"}},
        {sql::kSelectMergeCandidatesOf, {"merge_candidate_member", "merge_candidate_other"}},
    };
    for (const auto& [statement, indexes] : wanted) {
        const std::string plan = plan_of(*database, statement);
        EXPECT_EQ(plan.find("SCAN"), std::string::npos) << statement.name << ":\n" << plan;
        for (const std::string& index : indexes)
            EXPECT_NE(plan.find(index), std::string::npos) << statement.name << ":\n" << plan;
    }
}

}  // namespace
}  // namespace counterfoil::hub
