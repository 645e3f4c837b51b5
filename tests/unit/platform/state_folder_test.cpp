#include "platform/state_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "support/temporary_folder.hpp"

namespace counterfoil::platform {
namespace {

class StateFolderTest : public testing::Test {
protected:
    static mode_t mode(const std::string& path) {
        struct stat info {};
        EXPECT_EQ(stat(path.c_str(), &info), 0);
        return info.st_mode & 07777;
    }
    test_support::TemporaryFolder folder_;
    std::string path_ = folder_.file("a/b/state");
};

TEST_F(StateFolderTest, IsMadeWithItsParentsForItsOwnerOnlyAndLeftEmpty) {
    ASSERT_TRUE(create_state_folder(path_));
    EXPECT_EQ(mode(path_), 0700u);
    EXPECT_TRUE(std::filesystem::is_empty(path_));
    ASSERT_TRUE(create_state_folder(path_)) << "it is there already";
    ASSERT_TRUE(create_state_folder(path_ + "/")) << "as people write it";
}

TEST_F(StateFolderTest, RefusesAPathThroughAFile) {
    std::ofstream(folder_.file("a")) << "x";
    const auto below = create_state_folder(path_);
    ASSERT_FALSE(below);
    EXPECT_EQ(below.error().code, ErrorCode::not_found);
    EXPECT_FALSE(below.error().remedy.empty());
    const auto itself = create_state_folder(folder_.file("a"));
    ASSERT_FALSE(itself);
    EXPECT_EQ(itself.error().code, ErrorCode::conflict);
    EXPECT_FALSE(create_state_folder(""));
}

TEST_F(StateFolderTest, RefusesAFolderThatCannotBeWritten) {
    // sysfs takes no files from anybody, root included.
    const auto result = create_state_folder("/sys/kernel/counterfoil");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::permission);
    EXPECT_NE(result.error().what.find("state folder"), std::string::npos);
}

TEST_F(StateFolderTest, RefusesAFolderThatOthersMayWrite) {
    ASSERT_TRUE(create_state_folder(path_));
    for (const mode_t wide : {0770u, 0702u, 0777u}) {
        ASSERT_EQ(chmod(path_.c_str(), wide), 0);
        const auto result = create_state_folder(path_);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::permission);
        EXPECT_NE(result.error().remedy.find("chmod 700"), std::string::npos);
    }
    ASSERT_EQ(chmod(path_.c_str(), 0750), 0);
    EXPECT_TRUE(create_state_folder(path_));
}

TEST_F(StateFolderTest, RefusesAFolderOfAnotherUser) {
    // Root gives a folder away; everybody else finds one of root's.
    const bool root = geteuid() == 0;
    ASSERT_TRUE(create_state_folder(path_));
    if (root) {
        ASSERT_EQ(chown(path_.c_str(), 12345, 12345), 0);
    }
    const auto result = create_state_folder(root ? path_ : "/usr");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::permission);
    EXPECT_TRUE(result.error().what.starts_with(root ? "the state folder belongs to user 12345"
                                                     : "the state folder belongs to user 0"));
}

TEST_F(StateFolderTest, ASecondLockIsRefusedWithThePidOfTheFirst) {
    ASSERT_TRUE(create_state_folder(path_));
    {
        const auto first = StateLock::acquire(path_);
        ASSERT_TRUE(first);
        const auto second = StateLock::acquire(path_);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, ErrorCode::conflict);
        EXPECT_EQ(second.error().what, "the state folder is in use by process " + std::to_string(getpid()));
        EXPECT_EQ(second.error().where, path_);
    }
    EXPECT_TRUE(StateLock::acquire(path_)) << "free again";
}

TEST_F(StateFolderTest, AKilledProcessLeavesNoLock) {
    ASSERT_TRUE(create_state_folder(path_));
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0) {
        const auto lock = StateLock::acquire(path_);
        const char answer = lock ? 'y' : 'n';
        if (write(ready[1], &answer, 1) != 1) _exit(1);
        pause();
        _exit(0);
    }
    char answer = 0;
    ASSERT_EQ(read(ready[0], &answer, 1), 1);
    ASSERT_EQ(answer, 'y');
    const auto refused = StateLock::acquire(path_);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find(std::to_string(child)), std::string::npos);
    ASSERT_EQ(kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    close(ready[0]);
    close(ready[1]);
    EXPECT_TRUE(StateLock::acquire(path_));
}

}  // namespace
}  // namespace counterfoil::platform
