// A scanner on a real tty (a pty pair), plugged in: what it sends arrives as scans.
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "e2e/serial/pty.hpp"

namespace counterfoil::drivers_linux {
namespace {

using Texts = std::vector<std::string>;

class SerialScannerTest : public ::testing::Test {
protected:
    void start(SerialScannerConfig config = {}) {
        config.name = "till-1";
        config.path = pty_.device();
        auto scanner = start_scanner(std::move(config), clock_, notes_);
        ASSERT_TRUE(scanner.has_value()) << describe(scanner.error());
        scanner_ = std::move(*scanner);
        const auto changes = notes_.changes(1);
        ASSERT_EQ(changes.size(), 1U);
        ASSERT_TRUE(changes[0].attached) << changes[0].reason;
    }

    SystemClock clock_;
    Notes notes_;
    Pty pty_;
    std::unique_ptr<SerialScanner> scanner_;
};

TEST_F(SerialScannerTest, DeliversAScanWithItsIdentifierAndTime) {
    start();
    const Instant before = clock_.now();
    pty_.send("]E06944571539306\r\n");
    const auto scans = notes_.scans(1);
    ASSERT_EQ(scans.size(), 1U);
    EXPECT_EQ(scans[0].source, "till-1");
    EXPECT_EQ(scans[0].aim, "]E0");
    EXPECT_EQ(scans[0].text, "6944571539306");
    EXPECT_GE(scans[0].at, before);
    EXPECT_LE(scans[0].at, clock_.now());
}

TEST_F(SerialScannerTest, PassesEveryByteThatIsNoTerminator) {
    start();
    std::string all;
    for (int byte = 0; byte < 256; ++byte) {
        if (byte != '\r' && byte != '\n' && byte != 3) all += static_cast<char>(byte);
    }
    pty_.send(all + "\r");
    EXPECT_EQ(notes_.texts(1), Texts{all});
}

TEST_F(SerialScannerTest, SeparatesTwoScansInOneReadAndJoinsOneInTwo) {
    start();
    pty_.send("one\rtwo\r\nthr");
    EXPECT_EQ(notes_.texts(2), (Texts{"one", "two"}));
    pty_.send("ee\r");
    EXPECT_EQ(notes_.texts(3), (Texts{"one", "two", "three"}));
}

TEST_F(SerialScannerTest, ClosesAScanWithoutTerminatorBySilence) {
    start({.suffix = "\t"});
    pty_.send("4006381333931\t");
    EXPECT_EQ(notes_.texts(1), Texts{"4006381333931"});
}

TEST_F(SerialScannerTest, DeliversManyScansInOrder) {
    start({.baud = 115200});
    Texts expected;
    std::string bytes;
    for (int i = 0; i < 2000; ++i) {
        expected.push_back("M:" + std::to_string(i));
        bytes += expected.back() + "\r\n";
    }
    pty_.send(bytes);
    EXPECT_EQ(notes_.texts(expected.size()), expected);
}

TEST_F(SerialScannerTest, DropsAnOverlongScanSaysSoAndGoesOn) {
    start();
    pty_.send(std::string(20000, '7') + "\rnext\r");
    EXPECT_EQ(notes_.texts(1), Texts{"next"});
    const auto dropped = notes_.logged("scan.dropped");
    ASSERT_TRUE(dropped.has_value());
    EXPECT_NE(dropped->find("longer than 7089 bytes"), std::string::npos) << *dropped;
}

TEST_F(SerialScannerTest, LivesThroughAnyBytes) {
    start();
    std::mt19937 random(7);
    std::string noise;
    for (int i = 0; i < 200'000; ++i)
        noise += static_cast<char>(random() & 255U);
    pty_.send(noise + "\rlast one\r");
    Texts texts = notes_.texts(1);
    while (texts.back() != "last one") {
        const auto more = notes_.texts(texts.size() + 1);
        ASSERT_GT(more.size(), texts.size()) << "the last scan never came";
        texts = more;
    }
    EXPECT_EQ(notes_.changes(1).size(), 1U) << "still attached";
}

TEST_F(SerialScannerTest, WritesNoScannedCodeIntoTheLog) {
    start();
    pty_.send("13812345678\r");
    ASSERT_EQ(notes_.texts(1), Texts{"13812345678"});
    const auto line = notes_.logged("scan.received");
    ASSERT_TRUE(line.has_value());
    EXPECT_NE(line->find("13*** (11)"), std::string::npos) << *line;
    EXPECT_EQ(notes_.whole_log().find("12345678"), std::string::npos);
}

TEST_F(SerialScannerTest, TakesMissingModemLinesAsAWarning) {
    start({.rts = false});
    EXPECT_TRUE(notes_.logged("scanner.line_setting_failed").has_value()) << "a pty has no DTR";
    pty_.send("works\r");
    EXPECT_EQ(notes_.texts(1), Texts{"works"});
}

TEST_F(SerialScannerTest, StopsWhileItWaitsForBytes) {
    start();
    pty_.send("half a sc");
    const auto begin = std::chrono::steady_clock::now();
    scanner_->stop();
    scanner_->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
    EXPECT_EQ(notes_.changes(1).size(), 1U);
}

TEST(SerialScannerConfig, NamesTheFieldThatIsWrong) {
    const SystemClock clock;
    Notes notes;
    const auto where = [&](SerialScannerConfig config) {
        auto scanner = start_scanner(std::move(config), clock, notes);
        return scanner ? std::string("accepted") : scanner.error().where;
    };
    EXPECT_EQ(where({.name = "", .path = "/dev/null"}), "name");
    EXPECT_EQ(where({.name = "a b", .path = "/dev/null"}), "name");
    EXPECT_EQ(where({.name = "s", .path = ""}), "path");
    EXPECT_EQ(where({.name = "s", .path = "/dev/null", .baud = 9601}), "baud");
    EXPECT_EQ(where({.name = "s", .path = "/dev/null", .suffix = "\r\t"}), "suffix");
    EXPECT_EQ(where({.name = "s", .path = "/dev/null", .inter_byte_timeout = Millis{0}}), "inter_byte_timeout_ms");
}

}  // namespace
}  // namespace counterfoil::drivers_linux
