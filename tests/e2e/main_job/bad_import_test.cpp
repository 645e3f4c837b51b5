// An import is all or nothing, and its errors name file, line and field.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class BadImport : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(hq_.import_demo_data(40), "");
        ASSERT_EQ(hq_.start(), "");
        feed_head_ = feed_head();
        ASSERT_GT(feed_head_, 0);
    }
    std::int64_t feed_head() const { return hq_.http().get("/v1/status").json().value("feed_head", std::int64_t{0}); }
    void expect_nothing_imported(const Finished& ended) const {
        EXPECT_EQ(ended.status, 1) << ended.out;
        EXPECT_THAT(ended.err, HasSubstr("nothing was imported"));
        EXPECT_EQ(feed_head(), feed_head_);
        EXPECT_EQ(hq_.http().get("/v1/members/M-NEW").status, 404);
    }

    test_support::TemporaryFolder folder_;
    Hq hq_{folder_.file("")};
    std::int64_t feed_head_ = 0;
};

constexpr const char* kGoodMember =
    R"({"kind":"member","member_id":"M-NEW","identities":[{"kind":"member_code","value":"CFMNEW"}]})";

TEST_F(BadImport, NamesFileLineAndFieldOfEveryBadLine) {
    const std::string lines = std::string(kGoodMember) + "\n" + R"({"kind":"member","member_id":5})" + "\n" +
                              R"({"kind":"member","member_id":"M-X","identities":[{"kind":"phone"}]})" + "\n" +
                              "{\"kind\":\n" + R"({"kind":"spaceship"})" + "\n";
    const Finished ended = hq_.import_lines("bad.jsonl", lines);
    expect_nothing_imported(ended);
    EXPECT_THAT(ended.err, AllOf(HasSubstr("bad.jsonl:2: /member_id"), HasSubstr("bad.jsonl:3: /identities/0"),
                                 HasSubstr("bad.jsonl:4: "), HasSubstr("bad.jsonl:5: /kind")));
    EXPECT_THAT(ended.err, Not(HasSubstr("bad.jsonl:1:")));
}

TEST_F(BadImport, RefusesWhatContradictsItself) {
    const std::string twice =
        R"({"kind":"member","member_id":"M-OTHER","identities":[{"kind":"member_code","value":"CFMNEW"}]})";
    expect_nothing_imported(hq_.import_lines("twice.jsonl", std::string(kGoodMember) + "\n" + twice + "\n"));
    const std::string orphan =
        R"({"kind":"coupon","coupon_id":"C-NEW","code":"CFCNEW","template_id":"TPL-NONE","member_id":"M-NEW"})";
    const Finished ended = hq_.import_lines("orphan.jsonl", std::string(kGoodMember) + "\n" + orphan + "\n");
    expect_nothing_imported(ended);
    EXPECT_THAT(ended.err, HasSubstr("orphan.jsonl:2: /template_id"));
}

TEST_F(BadImport, NamesAFileThatIsNotThere) {
    const Finished ended = hq_.command({"import", folder_.file("none.jsonl")});
    expect_nothing_imported(ended);
    EXPECT_THAT(ended.err, HasSubstr("none.jsonl"));
}

TEST_F(BadImport, TakesTheGoodLinesAloneAndAgainWithoutAChange) {
    ASSERT_EQ(hq_.import_lines("good.jsonl", std::string(kGoodMember) + "\n").status, 0);
    EXPECT_EQ(hq_.http().get("/v1/members/M-NEW").status, 200);
    const std::int64_t after = feed_head();
    EXPECT_GT(after, feed_head_);
    const Finished again = hq_.import_lines("good.jsonl", std::string(kGoodMember) + "\n");
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_THAT(again.out, HasSubstr("1 unchanged"));
    EXPECT_EQ(feed_head(), after);
}

}  // namespace
}  // namespace counterfoil::e2e
