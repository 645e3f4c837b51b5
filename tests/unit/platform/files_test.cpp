#include "platform/files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>

#include "support/temporary_folder.hpp"

namespace counterfoil::platform {
namespace {

/// No file may grow beyond so many bytes: the way a full disk looks to a program, also for root.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &old_limit_);
        const rlimit limit{bytes, old_limit_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &old_limit_);
        std::signal(SIGXFSZ, old_handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit old_limit_{};
    void (*old_handler_)(int);
};

class FilesTest : public testing::Test {
protected:
    std::string content() const { return std::string(as_text(read_file(path_, 1'000'000).value())); }
    mode_t mode() const {
        struct stat info {};
        EXPECT_EQ(stat(path_.c_str(), &info), 0);
        return info.st_mode & 07777;
    }
    test_support::TemporaryFolder folder_;
    std::string path_ = folder_.file("settings");
};

TEST_F(FilesTest, WritesReplacesAndReads) {
    ASSERT_TRUE(write_file_durably(path_, as_bytes("old and long"), 0644));
    ASSERT_TRUE(write_file_durably(path_, as_bytes("new"), 0600));
    EXPECT_EQ(content(), "new");
    EXPECT_EQ(mode(), 0600u);
    EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

TEST_F(FilesTest, TheModeDoesNotDependOnTheUmask) {
    const auto old = umask(0077);
    const auto written = write_file_durably(path_, as_bytes("x"), 0644);
    umask(old);
    ASSERT_TRUE(written);
    EXPECT_EQ(mode(), 0644u);
}

TEST_F(FilesTest, KeepsTheOldFileWhenTheNewOneDoesNotFit) {
    ASSERT_TRUE(write_file_durably(path_, as_bytes("old"), 0600));
    Result<void> result;
    {
        const FileSizeLimit limit(1000);
        result = write_file_durably(path_, Bytes(5000, 'x'), 0600);
    }
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::full);
    EXPECT_EQ(result.error().where, path_);
    EXPECT_EQ(content(), "old");
    EXPECT_FALSE(std::filesystem::exists(path_ + ".new")) << "nothing half-written stays";
}

TEST_F(FilesTest, KeepsWhatIsThereWhenItCannotBeReplaced) {
    std::filesystem::create_directory(path_);
    const auto result = write_file_durably(path_, as_bytes("new"), 0600);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::conflict);
    EXPECT_TRUE(std::filesystem::is_directory(path_));
    EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

TEST_F(FilesTest, ALeftOverOfAPowerCutOrALinkInItsPlaceIsNoTrap) {
    const auto victim = folder_.file("victim");
    ASSERT_TRUE(write_file_durably(victim, as_bytes("mine"), 0600));
    std::filesystem::create_symlink(victim, path_ + ".new");
    ASSERT_TRUE(write_file_durably(path_, as_bytes("new"), 0600));
    EXPECT_EQ(content(), "new");
    EXPECT_EQ(as_text(read_file(victim, 100).value()), "mine");
}

TEST_F(FilesTest, ReadingIsBounded) {
    ASSERT_TRUE(write_file_durably(path_, Bytes(200'000, 'x'), 0600));
    EXPECT_EQ(read_file(path_, 200'000).value().size(), 200'000u);
    const auto too_long = read_file(path_, 199'999);
    ASSERT_FALSE(too_long);
    EXPECT_EQ(too_long.error().code, ErrorCode::full);
    EXPECT_NE(too_long.error().what.find("199999"), std::string::npos);
    const auto endless = read_file("/dev/zero", 1000);
    ASSERT_FALSE(endless);
    EXPECT_EQ(endless.error().code, ErrorCode::full);
}

TEST_F(FilesTest, ErrorsSayWhatAndWhere) {
    const auto missing = read_file(path_, 10);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
    EXPECT_EQ(missing.error().where, path_);
    EXPECT_EQ(read_file(folder_.file("."), 10).error().code, ErrorCode::conflict);
    const auto nowhere = write_file_durably(folder_.file("no/file"), as_bytes("x"), 0600);
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().code, ErrorCode::not_found);
    EXPECT_FALSE(nowhere.error().remedy.empty());
}

}  // namespace
}  // namespace counterfoil::platform
