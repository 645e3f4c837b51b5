// What HQ's description promises of cards, persons and tries, against the answers of a running HQ and of its commands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"
#include "unit/web/description.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class HqRoutes : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(site_.open(), "");
        member_ = hq().demo_members().at(0);
        other_ = hq().demo_members().at(1);
    }
    Hq& hq() { return site_.hq(); }
    json done(std::vector<std::string> arguments, const std::string& schema) {
        const Finished finished = hq().command(std::move(arguments));
        EXPECT_EQ(finished.status, 0) << finished.err;
        const json out = json::parse(finished.out, nullptr, false);
        EXPECT_EQ(flaw(out, schema), "") << finished.out;
        return out;
    }
    static std::vector<std::string> by(std::vector<std::string> arguments) {
        for (const char* one : {"--staff", "E17", "--reason", "asked for"})
            arguments.emplace_back(one);
        return arguments;
    }
    std::string flaw(const json& value, const std::string& schema) { return description_.flaw(value, schema); }
    json enrol(const std::string& phone) {
        return done({"member", "enrol", "--phone", phone, "--name", "Lin", "--consent-text", "2026-01", "--channel", "app",
                     "--agrees-membership", "--staff", "E17"},
                    "EnrolledMember")["member"];
    }

    Site site_;
    test::Description description_{test::file_text("docs/api/hub.openapi.yaml")};
    std::string member_;
    std::string other_;
};

TEST_F(HqRoutes, AllThatAreDescribedAreServed) {
    for (const std::string& route : description_.routes) {
        const auto space = route.find(' ');
        const std::string method = route.substr(0, space);
        std::string path = route.substr(space + 1);
        for (auto brace = path.find("{}"); brace != std::string::npos; brace = path.find("{}"))
            path.replace(brace, 2, "7");
        if (method == "PUT") continue;
        const Reply reply = method == "GET" ? hq().http().get(path) : hq().http().post(path, json::object());
        EXPECT_NE(reply.status, 0) << route;
        EXPECT_NE(reply.status, 405) << route;
        if (path == "/v1/coupons" && method == "GET") continue;  // with a code only
        EXPECT_NE(reply.code(), "path_unknown") << route;
        if (reply.status != 200) EXPECT_EQ(flaw(reply.json(), "Problem"), "") << route << " " << reply.body;
    }
}

TEST_F(HqRoutes, ACardIsShownAndUsesOfItComeBackOnlyOnceTheyWereSpent) {
    const Finished imported = hq().import_lines(
        "cards.jsonl",
        R"({"kind":"rules","version":2,"card_types":[{"card_type_id":"TEN","pay_bp":8000,"uses":10,"valid_days":365}]})"
        "\n"
        R"({"kind":"card","card_id":"K1","card_type_id":"TEN","member_id":")" +
            member_ + "\"}\n");
    ASSERT_EQ(imported.status, 0) << imported.err;
    const json shown = done({"card", "show", "K1"}, "CardView");
    EXPECT_EQ(shown, hq().http().get("/v1/cards/K1").json());
    EXPECT_EQ(shown["units"]["free"], 10);
    EXPECT_EQ(shown["card"]["member_id"], member_);
    const Finished early = hq().command(by({"card", "give-back", "K1"}));
    EXPECT_EQ(early.status, 1);
    EXPECT_THAT(early.err, HasSubstr("uses_not_spent"));
    EXPECT_EQ(hq().http().get("/v1/cards/K2").code(), "unknown_card");
}

TEST_F(HqRoutes, APersonIsEnrolledKnownByMoreAndMayBeSomebodyKnown) {
    const json person = enrol("13700137001");
    const std::string id = person["member_id"];
    EXPECT_EQ(flaw(hq().http().get("/v1/members/" + id).json(), "Member"), "");
    const json added = done(by({"member", "add-identity", id, "union_id", "u-1", "--verified-by", "code"}), "AddedIdentity");
    EXPECT_EQ(added["result"], "added");
    const std::string second = enrol("13700137002")["member_id"];
    const json met = done(by({"member", "add-identity", second, "phone", "13700137001"}), "AddedIdentity");
    EXPECT_EQ(met["result"], "candidate");
    const json listed = done({"member", "candidates"}, "CandidateList");
    EXPECT_EQ(listed, hq().http().get("/v1/merge-candidates").json());
    ASSERT_EQ(listed["candidates"].size(), 1U);
    EXPECT_EQ(listed["candidates"][0]["no"], met["candidate_no"]);
    const json dismissed = done(by({"member", "dismiss", listed["candidates"][0]["no"].dump()}), "Dismissed");
    EXPECT_EQ(dismissed["candidate"]["state"], "dismissed");
    EXPECT_TRUE(hq().http().get("/v1/merge-candidates").json()["candidates"].empty());
    const json released = done(by({"member", "release-phone", id, "13700137001", "--verified-by", "otp"}), "Released");
    EXPECT_EQ(released["operation"]["kind"], "release_phone");
    const Finished again = hq().command(by({"member", "release-phone", id, "13700137001", "--verified-by", "otp"}));
    EXPECT_EQ(again.status, 1);
    EXPECT_THAT(again.err, HasSubstr("not_this_phone"));
}

TEST_F(HqRoutes, MembersAreMergedAndSplitAtTheCommandLine) {
    const json merged = done(by({"member", "merge", member_, other_}), "Merged");
    EXPECT_EQ(hq().http().get("/v1/members/" + other_).json()["member_id"], merged["survivor_id"]);
    const json split = done(by({"member", "split", merged["merged_id"]}), "SplitOff");
    EXPECT_EQ(split["operation"]["kind"], "split");
    const std::string apart = merged["merged_id"];
    EXPECT_EQ(hq().http().get("/v1/members/" + apart).json()["member_id"], apart);
    EXPECT_EQ(hq().command(by({"member", "split", apart})).status, 1);
}

TEST_F(HqRoutes, ATemplateIsTriedAndLeavesNothing) {
    const json body = {{"basket",
                        {{"store_id", "S001"},
                         {"register_id", "R1"},
                         {"business_day", "2026-05-29"},
                         {"ticket_id", "T1"},
                         {"at", 1'780'000'000'000},
                         {"currency", "CNY"},
                         {"coupons", "best"},
                         {"lines", {{{"line_no", 1}, {"sku", "SHIRT"}, {"quantity", 1000}, {"unit_price", 10000}}}}}},
                       {"templates", {{{"template_id", "NEW"}, {"kind", "amount_off"}, {"face", 700}, {"bound", "bearer"}}}},
                       {"coupons", {{{"coupon_id", "X1"}, {"code", "CFCX1"}, {"template_id", "NEW"}}}}};
    const Reply tried = hq().http().post("/v1/templates/try", body);
    ASSERT_EQ(tried.status, 200) << tried.text();
    EXPECT_EQ(tried.json()["totals"]["due"], 9300);
    EXPECT_EQ(hq().http().get("/v1/coupons/X1").code(), "unknown_coupon");
    json wrong = body;
    wrong["templates"][0]["face"] = -1;
    const Reply refused = hq().http().post("/v1/templates/try", wrong);
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(flaw(refused.json(), "Problem"), "");
    EXPECT_THAT(refused.body, HasSubstr("/templates/0/face"));
}

}  // namespace
}  // namespace counterfoil::e2e
