// Where the page is looked for, and the cookie that a token gives.
#include "daemon/screen.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/crypto.hpp"
#include "support/temporary_folder.hpp"
#include "unit/web/fake_ports.hpp"

namespace counterfoil::daemon {
namespace {

using testing::HasSubstr;

TEST(ScreenFolder, IsBesideTheProgramUnlessItIsSet) {
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    EXPECT_EQ(screen_folder({}), (program.parent_path().parent_path() / "share/counterfoil/screen").string());
    platform::AgentConfig config;
    config.screen_dir = "/srv/screen";
    EXPECT_EQ(screen_folder(config), "/srv/screen");
}

TEST(ScreenPage, IsReadOrItsAbsenceIsSaid) {
    const test_support::TemporaryFolder folder;
    const platform::Sha256Hasher hasher;
    test::RememberingLog log;
    EXPECT_EQ(read_screen(folder.file("nowhere"), hasher, log).size(), 0U);
    ASSERT_EQ(log.lines.size(), 1U);
    EXPECT_THAT(log.lines[0], testing::StartsWith("screen.absent path=" + folder.file("nowhere") + " reason="));
    EXPECT_THAT(log.lines[0], HasSubstr("remedy=install the screen there, or set `screen_dir`"));
    std::ofstream(folder.file("index.html")) << "page";
    EXPECT_EQ(read_screen(folder.file(""), hasher, log).size(), 1U);
    EXPECT_EQ(log.lines.size(), 1U);
}

TEST(ScreenCookie, IsTheTokensAndDoesNotTellIt) {
    const std::string token = "GQ2X7LBN4ZC6WPTM5ADKEY3HUQ";
    const auto cookie = make_screen_cookie(token);
    EXPECT_EQ(make_screen_cookie(token).name, cookie.name);
    EXPECT_EQ(make_screen_cookie(token).value, cookie.value);
    const auto other = make_screen_cookie("HQ2X7LBN4ZC6WPTM5ADKEY3HUQ");
    EXPECT_NE(other.name, cookie.name);
    EXPECT_NE(other.value, cookie.value);
    EXPECT_THAT(cookie.name, testing::MatchesRegex("counterfoil_screen_[0-9a-f]{8}"));
    EXPECT_THAT(cookie.value, testing::MatchesRegex("[0-9a-f]{64}"));
    EXPECT_THAT(cookie.value, testing::Not(HasSubstr(cookie.name.substr(cookie.name.size() - 8))));
    EXPECT_TRUE(cookie.is_right(cookie.value));
    EXPECT_FALSE(cookie.is_right(other.value));
    EXPECT_FALSE(cookie.is_right(""));
    EXPECT_FALSE(cookie.is_right(token));
}

TEST(ScreenCookie, IsTheSameInEveryVersion) {
    // Computed with `printf '%s' LABEL | openssl dgst -sha256 -hmac TOKEN`: an update must not end all screens.
    const auto cookie = make_screen_cookie("GQ2X7LBN4ZC6WPTM5ADKEY3HUQ");
    EXPECT_EQ(cookie.name, "counterfoil_screen_694df383");
    EXPECT_EQ(cookie.value, "fa1d67dc5342cebaac3ae30dea3da33189840f1d38de5e7a94ee0f24464e8242");
}

}  // namespace
}  // namespace counterfoil::daemon
