// The watch speaks up when the path may have appeared, and stays silent about its neighbours.
#include "linux/path_watch.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <fstream>

#include "e2e/serial/pty.hpp"

namespace counterfoil::drivers_linux {
namespace {

constexpr int kPatienceMs = 20'000;

bool hears_something(PathWatch& watch) {
    pollfd wait{watch.fd(), POLLIN, 0};
    return ::poll(&wait, 1, kPatienceMs) == 1;
}

TEST(PathWatch, TellsOfThePathAndNotOfItsNeighbours) {
    const ScratchFolder folder;
    auto watch = PathWatch::create((folder / "scanner").string());
    ASSERT_TRUE(watch.has_value());
    ASSERT_TRUE(watch->arm().has_value());
    EXPECT_FALSE(watch->drain()) << "nothing has happened";

    std::ofstream(folder / "neighbour") << "x";
    ASSERT_TRUE(hears_something(*watch));
    EXPECT_FALSE(watch->drain());

    std::ofstream(folder / "scanner") << "x";
    ASSERT_TRUE(hears_something(*watch));
    EXPECT_TRUE(watch->drain());
}

TEST(PathWatch, FollowsFoldersAsTheyComeAndGo) {
    const ScratchFolder folder;
    const auto path = folder / "serial" / "by-id" / "scanner";
    auto watch = PathWatch::create(path.string());
    ASSERT_TRUE(watch.has_value());
    ASSERT_TRUE(watch->arm().has_value());

    std::filesystem::create_directories(path.parent_path());
    ASSERT_TRUE(hears_something(*watch));
    EXPECT_TRUE(watch->drain());
    ASSERT_TRUE(watch->arm().has_value());

    std::filesystem::create_symlink("/dev/null", path);
    ASSERT_TRUE(hears_something(*watch));
    EXPECT_TRUE(watch->drain());

    std::filesystem::remove_all(folder / "serial");
    ASSERT_TRUE(hears_something(*watch));
    EXPECT_TRUE(watch->drain());
    EXPECT_TRUE(watch->arm().has_value()) << "back to the folder that is left";
}

TEST(PathWatch, ReadsARelativePathWithoutFolder) {
    auto watch = PathWatch::create("no-such-scanner");
    ASSERT_TRUE(watch.has_value());
    EXPECT_TRUE(watch->arm().has_value());
}

}  // namespace
}  // namespace counterfoil::drivers_linux
