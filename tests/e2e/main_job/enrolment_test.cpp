// A one-time code makes one device; anything else is refused and leaves nothing behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class Enrolment : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(hq_.start(), ""); }

    /// One line on stderr, status 1, and neither side keeps anything of it.
    void expect_refused(const Till& till, const Finished& tried, const std::string& says) {
        EXPECT_EQ(tried.status, 1) << tried.out;
        EXPECT_EQ(std::ranges::count(tried.err, '\n'), 1) << tried.err;
        EXPECT_THAT(tried.err, HasSubstr(says));
        EXPECT_FALSE(std::filesystem::exists(till.state_dir() + "/identity.toml"));
        EXPECT_FALSE(std::filesystem::exists(till.state_dir() + "/ledger.db"));
        EXPECT_FALSE(std::filesystem::exists(till.state_dir() + "/cache.db"));
    }
    std::size_t devices() { return hq_.http().get("/v1/status").json().value("devices", json::array()).size(); }

    test_support::TemporaryFolder folder_;
    Hq hq_{folder_.file("")};
    Till till_{folder_.file(""), "till-1"};
};

TEST_F(Enrolment, GivesKeysToTheDeviceOnlyAndBindsItToTheStore) {
    const Finished enrolled = till_.enrol(hq_, hq_.enrol_code("S001"));
    ASSERT_EQ(enrolled.status, 0) << enrolled.err;
    EXPECT_THAT(enrolled.out, HasSubstr("store S001"));
    const auto permissions = std::filesystem::status(till_.state_dir() + "/identity.toml").permissions();
    EXPECT_EQ(permissions, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const json devices = hq_.http().get("/v1/status").json().value("devices", json::array());
    ASSERT_EQ(devices.size(), 1U);
    EXPECT_EQ(devices[0].value("store_id", ""), "S001");
    EXPECT_EQ(devices[0].value("name", ""), "till-1");
}

TEST_F(Enrolment, AcceptsTheCodeAsPeopleTypeIt) {
    std::string code = hq_.enrol_code("S001");
    std::erase(code, '-');
    std::ranges::transform(code, code.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    EXPECT_EQ(till_.enrol(hq_, code).status, 0);
}

TEST_F(Enrolment, RefusesAWrongCodeAndTheRightOneStillWorks) {
    const std::string code = hq_.enrol_code("S001");
    std::string wrong = code;
    wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
    expect_refused(till_, till_.enrol(hq_, wrong), "wrong, used or too old");
    std::string unknown = code;
    unknown.front() = unknown.front() == 'A' ? 'B' : 'A';
    expect_refused(till_, till_.enrol(hq_, unknown), "wrong, used or too old");
    expect_refused(till_, till_.enrol(hq_, "ABC"), "code");
    EXPECT_EQ(devices(), 0U);
    EXPECT_EQ(till_.enrol(hq_, code).status, 0);
}

TEST_F(Enrolment, RefusesAUsedCode) {
    const std::string code = hq_.enrol_code("S001");
    ASSERT_EQ(till_.enrol(hq_, code).status, 0);
    const Till other(folder_.file(""), "till-2");
    expect_refused(other, other.enrol(hq_, code), "wrong, used or too old");
    EXPECT_EQ(devices(), 1U);
}

TEST_F(Enrolment, RefusesASecondDeviceInTheSameStateFolder) {
    ASSERT_EQ(till_.enrol(hq_, hq_.enrol_code("S001")).status, 0);
    const std::string identity = read_text_file(till_.state_dir() + "/identity.toml");
    const std::string code = hq_.enrol_code("S002");
    const Finished again = till_.enrol(hq_, code);
    EXPECT_EQ(again.status, 1);
    EXPECT_THAT(again.err, HasSubstr("already belongs to an enrolled device"));
    EXPECT_EQ(read_text_file(till_.state_dir() + "/identity.toml"), identity);
    EXPECT_EQ(devices(), 1U);
    const Till other(folder_.file(""), "till-2");
    EXPECT_EQ(other.enrol(hq_, code).status, 0) << "the code was spent by the refused attempt";
}

TEST_F(Enrolment, SaysWhoDidNotAnswer) {
    const std::string code = hq_.enrol_code("S001");
    ASSERT_EQ(hq_.stop(), 0);
    expect_refused(till_, till_.enrol(hq_, code), hq_.address());
}

TEST_F(Enrolment, RefusesAStoreWithoutAName) {
    const Finished made = hq_.command({"enrol-code", "--store", "no such store"});
    EXPECT_EQ(made.status, 1);
    EXPECT_THAT(made.err, HasSubstr("store id"));
    const Finished device = hq_.command({"enrol-code", "--store", "S001", "--device", "D-unknown"});
    EXPECT_EQ(device.status, 1);
    EXPECT_THAT(device.err, HasSubstr("no such device"));
}

}  // namespace
}  // namespace counterfoil::e2e
