#include <gtest/gtest.h>

#include "storage/kit/migrate.hpp"
#include "test_sql.hpp"

namespace counterfoil::sqlite_kit {
namespace {

TEST(EmbeddedSql, NamesComeFromFiles) {
    EXPECT_EQ(test_sql::kInsertNote.name, "insert_note");
    ASSERT_EQ(test_sql::kMigrations.size(), 2u);
    EXPECT_EQ(test_sql::kMigrations[0].number, 1u);
    EXPECT_EQ(test_sql::kMigrations[1].name, "note_author");
}

TEST(EmbeddedSql, TextIsKeptByteForByte) {
    auto database = Database::open(":memory:").value();
    auto statement = database.prepare(test_sql::kSelectOddText).value();
    auto rows = statement.query("x").value();
    ASSERT_TRUE(rows.next().value());
    EXPECT_EQ(rows.text(0), R"(semi;colon [bracket] \backslash @at@ $<x> ${y} "quote")");
}

TEST(EmbeddedSql, MigrationsAndStatementsWorkTogether) {
    auto database = Database::open(":memory:").value();
    ASSERT_TRUE(migrate(database, test_sql::kMigrations));
    auto insert = database.prepare(test_sql::kInsertNote).value();
    EXPECT_TRUE(insert.run("a", Bytes{1, 2}));
    EXPECT_EQ(database.changes(), 1);
}

}  // namespace
}  // namespace counterfoil::sqlite_kit
