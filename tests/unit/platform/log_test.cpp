#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "platform/logfmt.hpp"
#include "platform/spdlog_log.hpp"
#include "platform/system_clock.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::platform {
namespace {

constexpr Instant kAt{1'767'323'045'678};  // 2026-01-02T03:04:05.678Z

std::string value_of(const std::string& value) {
    const auto line = format_logfmt(kAt, LogLevel::info, "e", {{"v", value}});
    return line.substr(line.find(" v=") + 3);
}

TEST(Logfmt, ALineHasTimeLevelEventAndTypedFields) {
    EXPECT_EQ(format_logfmt(kAt, LogLevel::warning, "redeem.accepted",
                            {{"ticket", std::string("S001-17")}, {"due", std::int64_t{-5}}, {"at_risk", true}}),
              "time=2026-01-02T03:04:05.678Z level=warning event=redeem.accepted ticket=S001-17 due=-5 at_risk=true");
}

TEST(Logfmt, AValueCannotForgeALineOrAField) {
    EXPECT_EQ(value_of("x\ntime=2026 level=error event=fake"), "\"x\\ntime=2026 level=error event=fake\"");
    EXPECT_EQ(value_of("x\" admin=true y=\""), "\"x\\\" admin=true y=\\\"\"");
    EXPECT_EQ(value_of("back\\"), "\"back\\\\\"");
    EXPECT_EQ(value_of("a=b"), "\"a=b\"");
    EXPECT_EQ(value_of(""), "\"\"");
    EXPECT_EQ(value_of(std::string("nul\0\x1b[2J", 8)), "\"nul\\u0000\\u001b[2J\"");
    EXPECT_EQ(value_of("\r\t\x7f"), "\"\\r\\t\\u007f\"");
}

TEST(Logfmt, InvisibleCharactersThatBreakOrTurnTheTextAreShown) {
    EXPECT_EQ(value_of("a\u2028b"), "\"a\\u2028b\"");
    EXPECT_EQ(value_of("a\u202eb"), "\"a\\u202eb\"");
    EXPECT_EQ(value_of("a\u0085b"), "\"a\\u0085b\"");
    EXPECT_EQ(value_of("\ufeff"), "\"\\ufeff\"");
}

TEST(Logfmt, OtherTextIsKeptAndWhatIsNoUtf8IsShownAsBytes) {
    EXPECT_EQ(value_of("\u4f1a\u5458 \U0001f600"), "\"\u4f1a\u5458 \U0001f600\"");
    EXPECT_EQ(value_of("a\xff\xc3"), "\"a\\xff\\xc3\"");
    EXPECT_EQ(value_of("\xc0\x8a"), "\"\\xc0\\x8a\"") << "an overlong line end";
    EXPECT_EQ(value_of("\xed\xa0\x80"), "\"\\xed\\xa0\\x80\"") << "a surrogate";
}

TEST(Logfmt, NamesAreCleanedAndLongValuesCut) {
    const auto line = format_logfmt(kAt, LogLevel::info, "odd event\n", {{"a b=\n", std::int64_t{1}}});
    EXPECT_EQ(line, "time=2026-01-02T03:04:05.678Z level=info event=\"odd event\\n\" a_b__=1");
    const auto cut = value_of(std::string(kLogValueBytesMax - 1, 'x') + "\u4f1a\u5458");
    EXPECT_EQ(cut, "\"" + std::string(kLogValueBytesMax - 1, 'x') + "... (+6 bytes)\"");
}

TEST(Logfmt, TimesAtTheEdge) {
    EXPECT_EQ(format_utc(Instant{0}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(format_utc(Instant{-1}), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(format_utc(Instant{1'709'164'800'000}), "2024-02-29T00:00:00.000Z");
    EXPECT_EQ(format_utc(kNever), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(format_utc(Instant{INT64_MIN}), "0000-01-01T00:00:00.000Z");
}

class SpdlogLogTest : public testing::Test {
protected:
    std::vector<std::string> lines(const std::string& path) const {
        std::ifstream in(path);
        std::vector<std::string> result;
        for (std::string line; std::getline(in, line);)
            result.push_back(line);
        return result;
    }
    test_support::TemporaryFolder folder_;
    std::string path_ = folder_.file("agent.log");
    SystemClock clock_;
};

TEST_F(SpdlogLogTest, WritesEachEventAtOnceAndDropsLesserOnes) {
    auto log = SpdlogLog::open({.level = LogLevel::info, .file = path_}, clock_).value();
    log->write(LogLevel::debug, "too.small", {});
    log->write(LogLevel::info, "start {} %s", {});
    log->write(LogLevel::error, "stop", {{"why", std::string("a\nb")}});
    const auto written = lines(path_);
    ASSERT_EQ(written.size(), 2u);
    EXPECT_TRUE(written[0].ends_with("level=info event=\"start {} %s\""));
    EXPECT_TRUE(written[1].ends_with("level=error event=stop why=\"a\\nb\""));
}

TEST_F(SpdlogLogTest, RotatesAndKeepsABoundedNumberOfFiles) {
    auto log = SpdlogLog::open({.file = path_, .file_bytes_max = 1000, .files_kept = 2}, clock_).value();
    for (int i = 0; i < 200; ++i)
        log->write(LogLevel::info, "event", {{"n", std::int64_t{i}}});
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(path_).parent_path())) {
        EXPECT_LE(entry.file_size(), 1000u);
        ++files;
    }
    EXPECT_EQ(files, 3u);
    EXPECT_TRUE(lines(path_).back().ends_with(" n=199"));
}

TEST_F(SpdlogLogTest, ManyThreadsNeverMixLines) {
    auto log = SpdlogLog::open({.file = path_}, clock_).value();
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&log] {
                for (int i = 0; i < 250; ++i)
                    log->write(LogLevel::info, "e", {{"v", std::string(100, 'x')}});
            });
        }
    }
    const auto written = lines(path_);
    ASSERT_EQ(written.size(), 1000u);
    for (const auto& line : written)
        ASSERT_TRUE(line.ends_with(" event=e v=" + std::string(100, 'x')));
}

TEST_F(SpdlogLogTest, AFileThatCannotBeOpenedIsAClearError) {
    const auto missing = SpdlogLog::open({.file = folder_.file("no/agent.log")}, clock_);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
    EXPECT_EQ(missing.error().where, folder_.file("no/agent.log"));
    EXPECT_FALSE(missing.error().remedy.empty());
}

TEST_F(SpdlogLogTest, LinesThatTheDiskRefusesAreCounted) {
    auto log = SpdlogLog::open({.file = "/dev/full", .files_kept = 0}, clock_);
    ASSERT_TRUE(log);
    (*log)->write(LogLevel::info, "lost", {});
    EXPECT_EQ((*log)->lines_lost(), 1u);
}

TEST(SpdlogLog, WithoutAFileWritesToStandardError) {
    const SystemClock clock;
    auto log = SpdlogLog::open({}, clock).value();
    testing::internal::CaptureStderr();
    log->write(LogLevel::info, "hello", {});
    EXPECT_TRUE(testing::internal::GetCapturedStderr().ends_with(" level=info event=hello\n"));
}

}  // namespace
}  // namespace counterfoil::platform
