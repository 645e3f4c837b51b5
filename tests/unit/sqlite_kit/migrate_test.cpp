#include "storage/kit/migrate.hpp"

#include <gtest/gtest.h>

#include <array>

#include "support/temporary_folder.hpp"

namespace counterfoil::sqlite_kit {
namespace {

constexpr std::array kSteps{
    Migration{1, "first", "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1);"},
    Migration{2, "second", "INSERT INTO a VALUES (2);"},
    Migration{3, "third", "INSERT INTO a VALUES (3);"},
};

std::int64_t sum(Database& database) { return database.read_int64("sum", "SELECT sum(x) FROM a").value(); }

TEST(Migrate, AppliesOnlyWhatIsMissing) {
    test_support::TemporaryFolder folder;
    {
        auto database = Database::open(folder.file("a.db")).value();
        ASSERT_TRUE(migrate(database, std::span(kSteps).first(1)));
        EXPECT_EQ(schema_version(database).value(), 1u);
    }
    auto database = Database::open(folder.file("a.db")).value();
    ASSERT_TRUE(migrate(database, kSteps));
    ASSERT_TRUE(migrate(database, kSteps));
    EXPECT_EQ(schema_version(database).value(), 3u);
    EXPECT_EQ(sum(database), 6);
}

TEST(Migrate, RefusesAFileOfANewerProgramAndLeavesItAlone) {
    auto database = Database::open(":memory:").value();
    ASSERT_TRUE(migrate(database, kSteps));
    const auto older = migrate(database, std::span(kSteps).first(2));
    ASSERT_FALSE(older);
    EXPECT_EQ(older.error().code, ErrorCode::conflict);
    EXPECT_NE(older.error().what.find("version 3"), std::string::npos);
    EXPECT_NE(older.error().remedy.find("newer version"), std::string::npos);
    EXPECT_EQ(schema_version(database).value(), 3u);
}

TEST(Migrate, AFailingStepLeavesTheLastWholeOne) {
    auto database = Database::open(":memory:").value();
    std::array steps = kSteps;
    steps[2].sql = "INSERT INTO a VALUES (30); INSERT INTO no_such_table VALUES (1);";
    const auto result = migrate(database, steps);
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().where.find("migration 0003_third"), std::string::npos);
    EXPECT_EQ(schema_version(database).value(), 2u);
    EXPECT_EQ(sum(database), 3);
    EXPECT_FALSE(database.in_transaction());
}

TEST(Migrate, AStepMayNotEndItsTransaction) {
    auto database = Database::open(":memory:").value();
    const std::array steps{Migration{1, "sly", "CREATE TABLE a (x INTEGER); COMMIT;"}};
    const auto result = migrate(database, steps);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
    EXPECT_EQ(schema_version(database).value(), 0u);
}

TEST(Migrate, AnImpossibleVersionIsCorrupt) {
    auto database = Database::open(":memory:").value();
    ASSERT_TRUE(database.exec("forge", "PRAGMA user_version=-5"));
    const auto result = migrate(database, kSteps);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace counterfoil::sqlite_kit
