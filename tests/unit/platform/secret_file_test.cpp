#include "platform/secret_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/files.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::platform {
namespace {

class SecretFileTest : public testing::Test {
protected:
    void write_text(std::string_view text, mode_t mode = 0600) const {
        ASSERT_TRUE(write_file_durably(path_, as_bytes(text), mode));
    }
    test_support::TemporaryFolder folder_;
    std::string path_ = folder_.file("identity.toml");
};

TEST_F(SecretFileTest, KeepsValuesInAFileThatOnlyItsOwnerReads) {
    const SecretValues values{
        {"device_id", "S001-1"}, {"journal_secret", "9d61b1"}, {"odd", "a \"quote\" \\ \n \u4f1a"}, {"empty", ""}};
    ASSERT_TRUE(write_secret_file(path_, values));
    struct stat info {};
    ASSERT_EQ(stat(path_.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777, 0600u);
    EXPECT_EQ(read_secret_file(path_).value(), values);
}

TEST_F(SecretFileTest, RefusesAFileThatOthersMayRead) {
    for (const mode_t mode : {0640u, 0604u, 0620u, 0610u}) {
        write_text("key = \"x\"\n", mode);
        const auto result = read_secret_file(path_);
        ASSERT_FALSE(result) << mode;
        EXPECT_EQ(result.error().code, ErrorCode::permission);
        EXPECT_NE(result.error().remedy.find("chmod 600"), std::string::npos);
    }
    write_text("key = \"x\"\n", 0400);
    EXPECT_TRUE(read_secret_file(path_));
}

TEST_F(SecretFileTest, RefusesAFileOfAnotherUser) {
    // Root gives a file away; everybody else finds one of root's.
    const bool root = geteuid() == 0;
    write_text("key = \"x\"\n");
    if (root) {
        ASSERT_EQ(chown(path_.c_str(), 12345, 12345), 0);
    }
    const auto result = read_secret_file(root ? path_ : "/etc/passwd");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::permission);
    EXPECT_EQ(result.error().what, root ? "the secret file belongs to user 12345" : "the secret file belongs to user 0");
}

TEST_F(SecretFileTest, DamageIsNamedByPlaceAndNeverQuoted) {
    write_text("a = \"fine\"\nkey = hunter2hunter2\n");
    const auto broken = read_secret_file(path_);
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, ErrorCode::corrupt);
    EXPECT_NE(broken.error().where.find("identity.toml:2:"), std::string::npos);
    EXPECT_EQ(describe(broken.error()).find("hunter2"), std::string::npos);

    write_text("key = 5\n");
    const auto wrong_type = read_secret_file(path_);
    ASSERT_FALSE(wrong_type);
    EXPECT_EQ(wrong_type.error().code, ErrorCode::corrupt);
    EXPECT_EQ(wrong_type.error().what, "'key' is no text");
}

TEST_F(SecretFileTest, MissingIsNotFound) { EXPECT_EQ(read_secret_file(path_).error().code, ErrorCode::not_found); }

TEST_F(SecretFileTest, NamesThatTheFileCannotHoldAreRefusedAndNothingIsWritten) {
    for (const char* name : {"", "a.b", "a b", "a\nb"}) {
        const auto result = write_secret_file(path_, {{name, "x"}});
        ASSERT_FALSE(result) << name;
        EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
    }
    EXPECT_EQ(read_secret_file(path_).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace counterfoil::platform
