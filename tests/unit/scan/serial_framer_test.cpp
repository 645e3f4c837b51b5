#include "scan/serial_framer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace counterfoil::scan {
namespace {

using Frames = std::vector<Frame>;
using namespace std::string_literals;

constexpr Tick kStart{1000};
const std::string kDropped;  // an overlong frame, in scans()

Tick after(std::int64_t ms) { return kStart + Millis{ms}; }

Frames scans(std::initializer_list<std::string> texts) {
    Frames frames;
    for (const auto& text : texts)
        frames.push_back({.text = text, .overlong = text.empty()});
    return frames;
}

Frames frames_of(std::string_view bytes, SerialFramerConfig config = {}) {
    return SerialFramer(std::move(config)).feed(bytes, kStart);
}

TEST(SerialFramer, EndsAScanAtEachTerminator) {
    EXPECT_EQ(frames_of("one\rtwo\nthree\r\nfour\x03"), scans({"one", "two", "three", "four"}));
}

TEST(SerialFramer, WaitsForTheRest) {
    SerialFramer framer({});
    EXPECT_EQ(framer.feed("400638", kStart), Frames{});
    EXPECT_EQ(framer.feed("", kStart), Frames{});
    EXPECT_EQ(framer.feed("1333931\rnext", after(5)), scans({"4006381333931"}));
    EXPECT_EQ(framer.feed("\r", after(6)), scans({"next"}));
}

TEST(SerialFramer, MakesOneScanOfCrLfInTwoReads) {
    SerialFramer framer({});
    EXPECT_EQ(framer.feed("one\r", kStart), scans({"one"}));
    EXPECT_EQ(framer.tick(after(500)), std::nullopt);
    EXPECT_EQ(framer.feed("\ntwo\r", after(500)), scans({"two"}));
    EXPECT_EQ(framer.feed("\n", after(501)), Frames{});
}

TEST(SerialFramer, IgnoresEmptyFrames) {
    EXPECT_EQ(frames_of("\r\n\r\n\x03\x02\x03\x02\r"), Frames{});
    EXPECT_EQ(frames_of("\t\r\t\r", {.suffix = "\t"}), Frames{});
}

TEST(SerialFramer, TakesOneStxOffTheStart) {
    EXPECT_EQ(frames_of("\x02"
                        "a\x02"
                        "b\x03\x02\x02"
                        "c\x03"),
              scans({"a\x02"
                     "b",
                     "\x02"
                     "c"}));
}

TEST(SerialFramer, TakesExactlyOneSuffixOffTheEnd) {
    const SerialFramerConfig tab{.suffix = "\t"};
    EXPECT_EQ(frames_of("a\t\rb\t\t\rc\r\td\r", tab), scans({"a", "b\t", "c", "\td"}));
    EXPECT_EQ(frames_of("a\t\r"), scans({"a\t"})) << "no suffix configured";
    EXPECT_EQ(frames_of("a##\rb#\r", {.suffix = "##"}), scans({"a", "b#"}));
}

TEST(SerialFramer, TakesASuffixThatNamesItsTerminators) {
    EXPECT_EQ(frames_of("a\t\r\nb\t\r", {.suffix = "\t\r\n"}), scans({"a", "b"}));
    EXPECT_EQ(frames_of("a\r", {.suffix = "\r"}), scans({"a"}));
}

TEST(SerialFramer, NeverTrimsData) {
    const auto data = " \x1d\x1e\x04 trailing \xff\x80"s + '\0' + "  ";
    EXPECT_EQ(frames_of(data + "\r"), scans({data}));
}

TEST(SerialFramer, ClosesAnUnterminatedScanAfterSilence) {
    SerialFramer framer({.suffix = "\t", .inter_byte_timeout = Millis{80}});
    EXPECT_EQ(framer.deadline(), std::nullopt);
    framer.feed("40", kStart);
    framer.feed("06\t", after(50));
    EXPECT_EQ(framer.deadline(), after(130));
    EXPECT_EQ(framer.tick(after(129)), std::nullopt);
    EXPECT_EQ(framer.tick(after(130)), (Frame{.text = "4006"}));
    EXPECT_EQ(framer.deadline(), std::nullopt);
    EXPECT_EQ(framer.tick(after(1000)), std::nullopt);
}

TEST(SerialFramer, IsNotCutByALateReader) {
    SerialFramer framer({});
    framer.feed("400638", kStart);
    EXPECT_EQ(framer.feed("1333931\r", after(5000)), scans({"4006381333931"}));
}

TEST(SerialFramer, DropsAnOverlongScanOnceAndGoesOnAfterTheTerminator) {
    const std::string longest(kScanLengthMax, '7');
    EXPECT_EQ(frames_of(longest + "\rnext\r"), scans({longest, "next"}));
    EXPECT_EQ(frames_of(longest + "7\rnext\r"), scans({kDropped, "next"}));
    EXPECT_EQ(frames_of(longest + longest + longest + "\rnext\r"), scans({kDropped, "next"}));
}

TEST(SerialFramer, HearsAScannerWithoutTerminatorAgainAfterAnOverlongScan) {
    SerialFramer framer({.frame_length_max = 4});
    EXPECT_EQ(framer.feed("12345", kStart), scans({kDropped}));
    EXPECT_EQ(framer.feed("6789", after(10)), Frames{});
    EXPECT_EQ(framer.tick(after(90)), std::nullopt);
    framer.feed("1234", after(200));
    EXPECT_EQ(framer.tick(after(280)), (Frame{.text = "1234"}));
}

TEST(SerialFramer, ForgetsAnOpenFrameOnReset) {
    SerialFramer framer({.frame_length_max = 4});
    framer.feed("123", kStart);
    framer.reset();
    EXPECT_EQ(framer.deadline(), std::nullopt);
    EXPECT_EQ(framer.feed("45\r", after(1)), scans({"45"}));
    framer.feed("12345", after(2));
    framer.reset();
    EXPECT_EQ(framer.feed("6\r", after(3)), scans({"6"}));
}

TEST(SerialFramerConfig, NamesTheFieldThatIsWrong) {
    const auto where = [](const SerialFramerConfig& config) {
        const auto checked = check(config);
        return checked ? std::string() : checked.error().where;
    };
    EXPECT_EQ(where({}), "");
    EXPECT_EQ(where({.suffix = "123456789"}), "suffix");
    EXPECT_EQ(where({.suffix = "\r\t"}), "suffix");
    EXPECT_EQ(where({.inter_byte_timeout = Millis{9}}), "inter_byte_timeout_ms");
    EXPECT_EQ(where({.inter_byte_timeout = Millis{2001}}), "inter_byte_timeout_ms");
    EXPECT_EQ(where({.frame_length_max = 0}), "frame_length_max");
    EXPECT_EQ(where({.frame_length_max = 7090}), "frame_length_max");
}

// Bytes that are likely to meet the framer's rules: terminators, STX, the suffix, and some data.
std::string line_bytes() {
    return *rc::gen::container<std::string>(
        rc::gen::element('\r', '\n', '\x03', '\x02', '\t', 'a', 'b', ']', '\x1d', '\0', '\xff'));
}

RC_GTEST_PROP(SerialFramer, GivesTheSameScansHoweverTheReadsAreSplit, ()) {
    const SerialFramerConfig config{.suffix = *rc::gen::element<std::string>("", "\t", "b\t"), .frame_length_max = 6};
    const std::string bytes = line_bytes();
    SerialFramer split(config);
    Frames frames;
    for (std::size_t from = 0; from < bytes.size();) {
        const auto length = *rc::gen::inRange<std::size_t>(1, 6);
        for (auto& frame : split.feed(bytes.substr(from, length), after(static_cast<std::int64_t>(from))))
            frames.push_back(frame);
        from += length;
    }
    RC_ASSERT(frames == frames_of(bytes, config));
}

RC_GTEST_PROP(SerialFramer, GivesBackWhatWasFramed, ()) {
    const auto scans = *rc::gen::container<std::vector<std::string>>(
        rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::element('0', '9', 'Z', ' ', '\x1d', '\t', '\xe9'))));
    const auto terminator = *rc::gen::element<std::string>("\r", "\n", "\r\n", "\x03", "\t\r");
    const auto prefix = *rc::gen::element<std::string>("", "\x02");
    std::string bytes;
    for (const auto& scan : scans)
        bytes.append(prefix).append(scan).append(terminator);
    const auto frames = frames_of(bytes, {.suffix = terminator});
    RC_ASSERT(frames.size() == scans.size());
    const bool strips_tab = terminator == "\t\r";
    for (std::size_t i = 0; i < scans.size(); ++i) {
        RC_ASSERT(!frames[i].overlong);
        if (strips_tab || scans[i].back() != '\t') RC_ASSERT(frames[i].text == scans[i]);
    }
}

RC_GTEST_PROP(SerialFramer, NeverHoldsOrGivesMoreThanTheLimit, ()) {
    const auto frames = frames_of(line_bytes() + "\r", {.frame_length_max = 3});
    for (const auto& frame : frames)
        RC_ASSERT(frame.text.empty() == frame.overlong && frame.text.size() <= 3U);
}

}  // namespace
}  // namespace counterfoil::scan
