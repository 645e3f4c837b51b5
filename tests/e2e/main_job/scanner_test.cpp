// Scanners of a running agent: unplugged, plugged in again, two at once, and one that sends rubbish.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"
#include "e2e/serial/pty.hpp"
#include "support/e2e/event_listener.hpp"

namespace counterfoil::e2e {
namespace {

using drivers_linux::plug_in;
using drivers_linux::Pty;
using drivers_linux::ScratchFolder;
using nlohmann::json;
using namespace nlohmann::literals;

bool attached(const json& device) { return device.value("attached", false); }
bool detached(const json& device) { return !device.value("attached", true); }

class Scanner : public ::testing::Test {
protected:
    void start(const std::string& toml) {
        ASSERT_EQ(site_.open(), "");
        till_ = &site_.till("S001", "till-1", {.toml = toml});
        ASSERT_EQ(site_.trouble(), "");
        events_ = std::make_unique<EventListener>(till_->http().address(), till_->http().token());
        ASSERT_TRUE(events_->connected());
    }
    json next_identified() { return events_->next("identified"); }

    Site site_;
    Till* till_ = nullptr;
    std::unique_ptr<EventListener> events_;
};

TEST_F(Scanner, UnpluggedAndPluggedInAgainGoesOn) {
    const ScratchFolder folder;
    const auto link = folder / "scanner";
    auto line = std::make_unique<Pty>();
    plug_in(*line, link);
    start("[[scanners]]\nname = \"counter-1\"\npath = \"" + link.string() + "\"\n");
    ASSERT_TRUE(until([&] { return attached(till_->status().value("/devices/0"_json_pointer, json::object())); }));
    line->send(std::string(kMemberCode) + "\r");
    EXPECT_EQ(next_identified().value("kind", ""), "member_code");

    for (int i = 0; i < 3; ++i) {
        line->send("CFM0000000");  // lost with the plug
        line.reset();
        const json gone = events_->next("device", detached);
        ASSERT_EQ(gone.value("name", ""), "counter-1") << gone;
        EXPECT_FALSE(gone.value("detail", "").empty());
        EXPECT_FALSE(attached(till_->status().value("/devices/0"_json_pointer, json::object())));

        line = std::make_unique<Pty>();
        plug_in(*line, link);
        ASSERT_EQ(events_->next("device", attached).value("name", ""), "counter-1");
        line->send(std::string(kAmountOffCode) + "\r");
        const json scanned = next_identified();
        EXPECT_EQ(scanned.value("kind", ""), "coupon") << scanned;
        EXPECT_EQ(scanned.value("found", false), true) << scanned;
    }
}

TEST_F(Scanner, SplitReadsAndTwoLinesAtOnceDoNotMix) {
    const Pty first;
    const Pty second;
    start("[[scanners]]\nname = \"counter-1\"\npath = \"" + first.device() +
          "\"\n[[scanners]]\nname = \"counter-2\"\npath = \"" + second.device() +
          "\"\nbaud = 115200\nsuffix = \"\\r\\n\"\n");
    ASSERT_TRUE(until([&] {
        const json devices = till_->status().value("devices", json::array());
        return devices.size() == 2 && attached(devices[0]) && attached(devices[1]);
    }));
    const std::string member = kMemberCode;
    first.send(member.substr(0, 4));
    second.send(std::string(kAmountOffCode) + "\r\n");
    const json by_second = next_identified();
    EXPECT_EQ(by_second.value("source", ""), "counter-2") << by_second;
    EXPECT_EQ(by_second.value("kind", ""), "coupon");
    first.send(member.substr(4) + "\r" + kGtin + "\r");
    const json by_first = next_identified();
    EXPECT_EQ(by_first.value("source", ""), "counter-1") << by_first;
    EXPECT_EQ(by_first.value("kind", ""), "member_code");
    EXPECT_EQ(next_identified().value("kind", ""), "product");
}

TEST_F(Scanner, RubbishIsNamedAsSuchAndTheNextCodeIsRead) {
    const Pty line;
    start("[[scanners]]\nname = \"counter-1\"\npath = \"" + line.device() + "\"\n");
    ASSERT_TRUE(until([&] { return attached(till_->status().value("/devices/0"_json_pointer, json::object())); }));
    line.send("\x02\x7f\xff rubbish\r");
    line.send("2000000000016\r");  // a wrong check digit
    line.send(std::string(kMemberCode) + "\r");
    bool damaged = false;
    const json read = events_->next("identified", [&](const json& data) {
        damaged |= data.value("kind", "") == "damaged";
        return data.value("kind", "") == "member_code";
    });
    EXPECT_EQ(read.value("found", false), true) << read;
    EXPECT_TRUE(damaged);
}

TEST_F(Scanner, ACodeByHandTakesTheSamePath) {
    start("");
    const Finished scanned = till_->command({"scan", kMemberCode});
    EXPECT_EQ(scanned.status, 0) << scanned.err;
    EXPECT_EQ(json::parse(scanned.out, nullptr, false).value("kind", ""), "member_code") << scanned.out;
    const json seen = next_identified();
    EXPECT_EQ(seen.value("source", ""), "manual") << seen;
    EXPECT_EQ(seen.value("kind", ""), "member_code");
}

TEST_F(Scanner, AListenerThatComesBackMissesNothing) {
    start("");
    ASSERT_EQ(till_->command({"scan", kMemberCode}).status, 0);
    ASSERT_TRUE(next_identified().is_object());
    events_.reset();
    ASSERT_EQ(till_->command({"scan", kAmountOffCode}).status, 0);
    // A listener that names a run which is not this one is told everything that is kept.
    EventListener back(till_->http().address(), till_->http().token(), "?run=another&after=0");
    ASSERT_TRUE(back.connected());
    EXPECT_EQ(back.next("identified").value("kind", ""), "member_code");
    EXPECT_EQ(back.next("identified").value("kind", ""), "coupon");
}

}  // namespace
}  // namespace counterfoil::e2e
