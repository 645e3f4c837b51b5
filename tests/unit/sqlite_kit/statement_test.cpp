#include "storage/kit/statement.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "storage/kit/database.hpp"

namespace counterfoil::sqlite_kit {
namespace {

class StatementTest : public testing::Test {
protected:
    static Database open_with_table() {
        auto database = Database::open(":memory:").value();
        EXPECT_TRUE(database.exec("schema", "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT, b BLOB) STRICT"));
        return database;
    }
    Database database_ = open_with_table();
    Statement insert_ = database_.prepare({"insert", "INSERT INTO t (n, s, b) VALUES (?1, ?2, ?3)"}).value();
    Statement select_ = database_.prepare({"select", "SELECT n, s, b FROM t WHERE id = ?1"}).value();
};

TEST_F(StatementTest, KeepsEveryKindOfValue) {
    const std::string text("nul\0inside", 10);
    ASSERT_TRUE(insert_.run(std::numeric_limits<std::int64_t>::min(), text, Bytes{0, 255, 7}));
    auto rows = select_.query(database_.last_insert_rowid()).value();
    ASSERT_TRUE(rows.next().value());
    EXPECT_EQ(rows.int64(0), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(rows.text(1), text);
    const auto blob = rows.blob(2);
    EXPECT_EQ(Bytes(blob.begin(), blob.end()), (Bytes{0, 255, 7}));
    EXPECT_FALSE(rows.next().value());
}

TEST_F(StatementTest, EmptyIsNotNull) {
    ASSERT_TRUE(insert_.run(nullptr, std::string_view{}, ByteView{}));
    auto rows = select_.query(1).value();
    ASSERT_TRUE(rows.next().value());
    EXPECT_TRUE(rows.is_null(0));
    EXPECT_EQ(rows.optional_text(1), "");
    ASSERT_TRUE(rows.optional_blob(2).has_value());
    EXPECT_EQ(rows.blob(2).size(), 0u);
}

TEST_F(StatementTest, OptionalsBecomeNullOrValue) {
    ASSERT_TRUE(insert_.run(std::optional<std::int64_t>{5}, std::optional<std::string_view>{}, std::nullopt));
    auto rows = select_.query(1).value();
    ASSERT_TRUE(rows.next().value());
    EXPECT_EQ(rows.optional_int64(0), 5);
    EXPECT_EQ(rows.optional_text(1), std::nullopt);
    EXPECT_EQ(rows.optional_blob(2).has_value(), false);
}

TEST_F(StatementTest, QueryCopiesItsValues) {
    auto echo = database_.prepare({"echo", "SELECT ?1"}).value();
    auto rows = echo.query(std::string(200, 'x')).value();  // the temporary is gone before the first step
    ASSERT_TRUE(rows.next().value());
    EXPECT_EQ(rows.text(0), std::string(200, 'x'));
}

TEST_F(StatementTest, RunsAgainAfterAFailedRunAndAfterAnUnfinishedQuery) {
    auto insert = database_.prepare({"insert_id", "INSERT INTO t (id) VALUES (?1)"}).value();
    ASSERT_TRUE(insert.run(1));
    const auto failed = insert.run(1);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::conflict);
    EXPECT_EQ(failed.error().where, ":memory:: insert_id");
    EXPECT_NE(failed.error().what.find("UNIQUE"), std::string::npos);
    EXPECT_FALSE(failed.error().remedy.empty());
    ASSERT_TRUE(insert.run(2));

    auto all = database_.prepare({"all", "SELECT id FROM t ORDER BY id"}).value();
    for (int round = 0; round < 2; ++round) {
        auto rows = all.query().value();
        ASSERT_TRUE(rows.next().value());
        EXPECT_EQ(rows.int64(0), 1);
    }
}

TEST_F(StatementTest, FixedSizeBytesOfAnotherSizeAreCorrupt) {
    ASSERT_TRUE(insert_.run(1, "s", Bytes(31)));
    auto rows = select_.query(1).value();
    ASSERT_TRUE(rows.next().value());
    const auto digest = rows.bytes<32>(2);
    ASSERT_FALSE(digest);
    EXPECT_EQ(digest.error().code, ErrorCode::corrupt);
    EXPECT_TRUE(rows.bytes<31>(2));
}

TEST_F(StatementTest, OneStatementAText) {
    const auto two = database_.prepare({"two", "SELECT 1; SELECT 2"});
    ASSERT_FALSE(two);
    EXPECT_EQ(two.error().code, ErrorCode::invalid_input);
    EXPECT_FALSE(database_.prepare({"none", " -- only words\n"}));
    EXPECT_TRUE(database_.prepare({"one", "-- why\nSELECT 1; -- done\n"}));
}

TEST_F(StatementTest, ABadStatementIsNamed) {
    const auto bad = database_.prepare({"typo", "SELEKT 1"});
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().where, ":memory:: typo");
}

TEST_F(StatementTest, DoubleQuotesAreNeverText) { EXPECT_FALSE(database_.prepare({"quoted", "SELECT \"no such column\""})); }

TEST_F(StatementTest, OutlivesItsDatabaseObject) {
    auto statement = [] {
        auto database = Database::open(":memory:").value();
        return database.prepare({"one", "SELECT 1"}).value();
    }();
    auto rows = statement.query().value();
    EXPECT_TRUE(rows.next().value());
}

using StatementDeathTest = StatementTest;

TEST_F(StatementDeathTest, WrongNumberOfValuesIsAFaultOfTheProgram) {
    EXPECT_DEATH(static_cast<void>(insert_.run(1)), "assertion failed");
}

TEST_F(StatementDeathTest, TwoQueriesAtOnceAreAFaultOfTheProgram) {
    EXPECT_DEATH(
        {
            auto first = select_.query(1);
            auto second = select_.query(1);
        },
        "assertion failed");
}

}  // namespace
}  // namespace counterfoil::sqlite_kit
