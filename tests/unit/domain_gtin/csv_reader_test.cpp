#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "support/test_data.hpp"

namespace counterfoil::test_support {
namespace {

class CsvReaderTest : public ::testing::Test {
protected:
    void SetUp() override {
        const auto name = std::string("counterfoil_csv_") + ::testing::UnitTest::GetInstance()->current_test_info()->name();
        path_ = std::filesystem::path(::testing::TempDir()) / name;
    }
    void TearDown() override { std::filesystem::remove(path_); }
    void write(const std::string& text) { std::ofstream(path_, std::ios::binary) << text; }
    std::filesystem::path path_;
};

TEST_F(CsvReaderTest, ReadsQuotesCommasAndLineEndsInsideQuotes) {
    write("id,name\r\n1,\"a, \"\"b\"\"\nc\"\n2,\n\"\",plain");
    CsvReader reader(path_);
    EXPECT_EQ(reader.header(), (std::vector<std::string>{"id", "name"}));
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader["name"], "a, \"b\"\nc");
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader["name"], "");
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader.fields(), (std::vector<std::string>{"", "plain"}));
    EXPECT_EQ(reader.record_no(), 3U);
    EXPECT_FALSE(reader.next());
    EXPECT_THROW(reader["price"], std::runtime_error);
}

TEST_F(CsvReaderTest, RefusesWhatIsNoCsv) {
    EXPECT_THROW(CsvReader{path_}, std::runtime_error) << "absent";
    write("");
    EXPECT_THROW(CsvReader{path_}, std::runtime_error) << "no header";
    write("a,b\n1\n");
    EXPECT_THROW(CsvReader{path_}.next(), std::runtime_error) << "too few fields";
    write("a,b\n1,\"open\n");
    EXPECT_THROW(CsvReader{path_}.next(), std::runtime_error) << "open quote";
}

TEST_F(CsvReaderTest, RefusesTruncatedGzip) {
    gzFile file = gzopen(path_.c_str(), "wb");
    ASSERT_NE(file, nullptr);
    for (int i = 0; i < 10000; ++i) gzprintf(file, "%d,%d\n", i, i * i);
    gzclose(file);
    std::filesystem::resize_file(path_, std::filesystem::file_size(path_) / 2);
    CsvReader reader(path_);
    EXPECT_THROW(while (reader.next()){}, std::runtime_error);
}

}  // namespace
}  // namespace counterfoil::test_support
