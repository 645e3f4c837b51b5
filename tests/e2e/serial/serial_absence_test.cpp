// A scanner that is pulled out, comes back, is not there yet, or may not be opened.
#include <gtest/gtest.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "e2e/serial/pty.hpp"

namespace counterfoil::drivers_linux {
namespace {

using Texts = std::vector<std::string>;

class SerialAbsenceTest : public ::testing::Test {
protected:
    void start(const std::filesystem::path& path) {
        auto scanner = start_scanner({.name = "till-1", .path = path.string()}, clock_, notes_);
        ASSERT_TRUE(scanner.has_value()) << describe(scanner.error());
        scanner_ = std::move(*scanner);
    }
    /// The change number `count` (from 1), after waiting for it.
    scan::DeviceChange change(std::size_t count) {
        const auto changes = notes_.changes(count);
        EXPECT_GE(changes.size(), count) << "no further change of the device was reported";
        return changes.size() < count ? scan::DeviceChange{} : changes[count - 1];
    }

    ScratchFolder folder_;
    SystemClock clock_;
    Notes notes_;
    std::unique_ptr<SerialScanner> scanner_;
};

TEST_F(SerialAbsenceTest, ComesBackUnderTheSameNameAfterReplug) {
    const auto link = folder_ / "scanner";
    auto pty = std::make_unique<Pty>();
    plug_in(*pty, link);
    start(link);
    ASSERT_TRUE(change(1).attached);
    pty->send("before\rlost with the pl");
    ASSERT_EQ(notes_.texts(1), Texts{"before"});

    pty.reset();
    const auto gone = change(2);
    EXPECT_FALSE(gone.attached);
    EXPECT_EQ(gone.reason.find("unplugged"), 0U) << gone.reason;
    EXPECT_EQ(gone.path, link.string());
    EXPECT_EQ(gone.source, "till-1");
    EXPECT_FALSE(gone.remedy.empty());

    pty = std::make_unique<Pty>();
    plug_in(*pty, link);
    EXPECT_TRUE(change(3).attached);
    pty->send("after\r");
    EXPECT_EQ(notes_.texts(2), (Texts{"before", "after"}));
    EXPECT_EQ(notes_.changes(3).size(), 3U);
}

TEST_F(SerialAbsenceTest, SurvivesManyReplugs) {
    const auto link = folder_ / "scanner";
    start(link);
    ASSERT_FALSE(change(1).attached);
    Texts expected;
    std::size_t changes = 1;
    for (int i = 0; i < 20; ++i) {
        Pty pty;
        plug_in(pty, link);
        ASSERT_TRUE(change(++changes).attached) << "replug " << i;
        expected.push_back("scan " + std::to_string(i));
        pty.send(expected.back() + "\r");
        ASSERT_EQ(notes_.texts(expected.size()), expected);
        { const Pty unplugged(std::move(pty)); }
        ASSERT_FALSE(change(++changes).attached);
    }
}

TEST_F(SerialAbsenceTest, WaitsForAFolderThatIsNotThereYet) {
    const auto link = folder_ / "serial" / "by-id" / "scanner";
    start(link);
    const auto absent = change(1);
    EXPECT_FALSE(absent.attached);
    EXPECT_NE(absent.reason.find("no such device"), std::string::npos) << absent.reason;
    EXPECT_FALSE(absent.remedy.empty());

    const Pty pty;
    std::filesystem::create_directories(link.parent_path());
    plug_in(pty, link);
    EXPECT_TRUE(change(2).attached);
    pty.send("here\r");
    EXPECT_EQ(notes_.texts(1), Texts{"here"});
}

TEST_F(SerialAbsenceTest, ReportsMissingPermissionOnceAndRecovers) {
    const Pty pty;
    ASSERT_EQ(::chmod(pty.device().c_str(), 0), 0);
    // Root may open anything: the scanner's thread inherits a file system user that may not. Each call answers the old
    // value.
    const bool root = ::geteuid() == 0;
    if (root) ::setfsuid(65534);
    start(pty.device());
    if (root) ::setfsuid(0);
    const auto refused = change(1);
    EXPECT_FALSE(refused.attached);
    EXPECT_NE(refused.reason.find("may not open"), std::string::npos) << refused.reason;
    EXPECT_NE(refused.remedy.find("group"), std::string::npos) << refused.remedy;

    ASSERT_EQ(::chmod(pty.device().c_str(), 0666), 0);
    EXPECT_TRUE(change(2).attached) << "the refusal came twice: " << notes_.whole_log();
    pty.send("allowed\r");
    EXPECT_EQ(notes_.texts(1), Texts{"allowed"});
}

TEST_F(SerialAbsenceTest, SaysThatAFileIsNoSerialLine) {
    const auto path = folder_ / "file";
    std::ofstream(path) << "not a line\r";
    start(path);
    const auto refused = change(1);
    EXPECT_FALSE(refused.attached);
    EXPECT_NE(refused.reason.find("no serial line"), std::string::npos) << refused.reason;
    EXPECT_NE(refused.remedy.find("tty"), std::string::npos);

    const Pty pty;
    plug_in(pty, path);
    EXPECT_TRUE(change(2).attached);
    EXPECT_EQ(notes_.scans(0).size(), 0U) << "nothing of the file was taken for a scan";
}

TEST_F(SerialAbsenceTest, StopsWhileTheDeviceIsAbsent) {
    start(folder_ / "never");
    ASSERT_FALSE(change(1).attached);
    const auto begin = std::chrono::steady_clock::now();
    scanner_->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST_F(SerialAbsenceTest, FreesTheLineWhenStopped) {
    const Pty pty;
    start(pty.device());
    ASSERT_TRUE(change(1).attached);
    scanner_->stop();
    start(pty.device());
    EXPECT_TRUE(change(2).attached);
    pty.send("again\r");
    EXPECT_EQ(notes_.texts(1), Texts{"again"});
}

}  // namespace
}  // namespace counterfoil::drivers_linux
