// HQ's desk as people and programs use it: over HTTP with keys, at the command line, and down to a till.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"
#include "unit/web/description.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

const json kBy = {{"staff_id", "E17"}, {"reason", "asked for"}};

Headers key(const std::string& value) { return {{"Idempotency-Key", value}}; }

class HqDesk : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(site_.open(), "");
        const json coupon = hq().http().get("/v1/coupons?code=CFC000000000001").json();
        ASSERT_TRUE(coupon.contains("coupon")) << coupon.dump();
        id_ = coupon["coupon"]["coupon_id"];
        member_ = coupon["coupon"]["member_id"];
        template_ = coupon["coupon"]["template_id"];
    }
    Hq& hq() { return site_.hq(); }
    Reply post(const std::string& path, const json& body, const std::string& name) {
        return hq().http().post(path, body, key(name));
    }

    /// Empty where HQ's answer is as its description says.
    std::string flaw(const json& value, const std::string& schema) { return description_.flaw(value, schema); }

    Site site_;
    test::Description description_{test::file_text("docs/api/hub.openapi.yaml")};
    std::string id_;
    std::string member_;
    std::string template_;
};

TEST_F(HqDesk, AnIssuedCouponReachesTheTillAndAVoidTakesItAwayAgain) {
    Till& till = site_.till("S001", "till-1");
    ASSERT_EQ(site_.trouble(), "");
    json order = kBy;
    order.update({{"template_id", template_}, {"member_id", member_}});
    const Reply issued = post("/v1/coupons", order, "k1");
    ASSERT_EQ(issued.status, 200) << issued.text();
    const std::string fresh = issued.json()["coupons"][0]["coupon_id"];
    EXPECT_EQ(flaw(issued.json(), "Issued"), "");
    EXPECT_EQ(post("/v1/coupons", order, "k1").json(), issued.json());
    const auto offered = [&] {
        const json card = till.http().get("/v1/members/" + member_).json();
        return card.dump().find("\"" + fresh + "\"") != std::string::npos;
    };
    EXPECT_TRUE(until([&] { return offered(); }));
    const Reply voided = post("/v1/coupons/" + fresh + "/void", kBy, "k2");
    EXPECT_EQ(voided.json()["operation"]["state"], "done") << voided.text();
    EXPECT_EQ(flaw(voided.json(), "Changed"), "");
    EXPECT_EQ(flaw(hq().http().get("/v1/coupons/" + fresh).json(), "CouponView"), "");
    EXPECT_TRUE(until([&] {
        const json card = till.http().get("/v1/members/" + member_).json();
        return card.dump().find("\"void\"") != std::string::npos;
    }));
}

TEST_F(HqDesk, AGuideIssuesAtTheTillWithinTheQuota) {
    Till& till = site_.till("S001", "till-1");
    ASSERT_EQ(site_.trouble(), "");
    test::Description of_till{test::file_text("docs/api/agent.openapi.yaml")};
    const Finished quota = hq().command({"quota", "set", "Q1", "--template", template_, "--guide", "G7", "--total", "1"});
    ASSERT_EQ(quota.status, 0) << quota.err;
    const json order = {{"template_id", template_}, {"member_id", member_}, {"staff_id", "G7"}, {"reason", "waited long"}};
    const Reply issued = till.http().post("/v1/coupons", order, key("k1"));
    ASSERT_EQ(issued.status, 200) << issued.text();
    EXPECT_EQ(of_till.flaw(issued.json(), "CouponsIssued"), "");
    const std::string fresh = issued.json()["coupons"][0]["coupon_id"];
    EXPECT_EQ(till.http().post("/v1/coupons", order, key("k1")).json(), issued.json());
    EXPECT_EQ(till.http().post("/v1/coupons", order, key("k2")).code(), "quota_used_up");
    EXPECT_TRUE(until([&] {
        return till.http().get("/v1/members/" + member_).json().dump().find("\"" + fresh + "\"") != std::string::npos;
    }));
    const json shown = till.http().get("/v1/coupons/" + fresh).json();
    EXPECT_EQ(of_till.flaw(shown, "CouponView"), "") << shown.dump();
    EXPECT_EQ(shown["source"], "hq");
    EXPECT_EQ(shown["operations"][0]["store_id"], "S001");
    const Reply voided = till.http().post("/v1/coupons/" + fresh + "/void", kBy, key("k3"));
    EXPECT_EQ(of_till.flaw(voided.json(), "CouponChanged"), "") << voided.text();
    EXPECT_EQ(voided.json()["operation"]["state"], "done");
    EXPECT_EQ(till.http().get("/v1/coupons?code=none").code(), "unknown_coupon");
}

TEST_F(HqDesk, AMergeIsKnownAtTheTillAndASplitUndoesIt) {
    Till& till = site_.till("S001", "till-1");
    ASSERT_EQ(site_.trouble(), "");
    const std::string other = hq().demo_members().at(1);
    const auto available = [&](const std::string& member) {
        const json card = till.http().get("/v1/members/" + member).json();
        return card.contains("points") ? card["points"].value("available", -1) : -1;
    };
    const int own = available(member_);
    const int theirs = available(other);
    json order = kBy;
    order["other_member_id"] = other;
    const Reply merged = post("/v1/members/" + member_ + "/merge", order, "k1");
    ASSERT_EQ(merged.status, 200) << merged.text();
    EXPECT_EQ(flaw(merged.json(), "Merged"), "");
    EXPECT_TRUE(until([&] { return available(member_) == own + theirs && available(other) == own + theirs; }));
    const json at_hq = hq().http().get("/v1/members/" + other).json();
    EXPECT_EQ(flaw(at_hq, "Member"), "");
    EXPECT_EQ(at_hq["points"]["available"], own + theirs);
    const Reply split = post("/v1/members/" + std::string(merged.json()["merged_id"]) + "/split", kBy, "k2");
    EXPECT_EQ(flaw(split.json(), "SplitOff"), "") << split.text();
    EXPECT_TRUE(until([&] { return available(member_) == own && available(other) == theirs; }));
}

TEST_F(HqDesk, AMemberTakesAConsentBackAndLeaves) {
    Till& till = site_.till("S001", "till-1");
    ASSERT_EQ(site_.trouble(), "");
    EXPECT_TRUE(until([&] { return till.http().get("/v1/members/" + member_).status == 200; }));
    json no_more = kBy;
    no_more.update({{"purpose", "marketing"}, {"channel", "app"}});
    const Reply withdrawn = post("/v1/members/" + member_ + "/withdraw-consent", no_more, "k1");
    EXPECT_EQ(flaw(withdrawn.json(), "Withdrawn"), "") << withdrawn.text();
    EXPECT_EQ(flaw(hq().http().get("/v1/members/" + member_).json(), "Member"), "");
    const Finished at_desk =
        hq().command({"member", "withdraw", member_, "sharing", "--channel", "app", "--staff", "E17", "--reason", "asked"});
    EXPECT_EQ(at_desk.status, 0) << at_desk.err;
    const Finished membership = hq().command(
        {"member", "withdraw", member_, "membership", "--channel", "app", "--staff", "E17", "--reason", "asked"});
    EXPECT_EQ(membership.status, 1);
    EXPECT_THAT(membership.err, HasSubstr("erasure_needed"));

    EXPECT_EQ(flaw(hq().http().get("/v1/members/" + member_ + "/erasure").json(), "Erasure"), "");
    EXPECT_EQ(flaw(hq().http().post("/v1/members/" + member_ + "/ask-back", json::object()).json(), "AskedBack"), "");
    const Finished shown = hq().command({"member", "erase", member_});
    ASSERT_EQ(shown.status, 0) << shown.err;
    EXPECT_FALSE(json::parse(shown.out)["gives_up"]["coupons"].empty());
    EXPECT_EQ(till.http().get("/v1/members/" + member_).status, 200) << "it was only shown";
    EXPECT_NE(hq().command({"member", "erase", member_, "--confirm"}).status, 0) << "somebody has to say why";
    const Finished erased = hq().command({"member", "erase", member_, "--confirm", "--staff", "E17", "--reason", "letter"});
    ASSERT_EQ(erased.status, 0) << erased.err;
    EXPECT_EQ(flaw(json::parse(erased.out), "Erased"), "");
    EXPECT_TRUE(until([&] { return till.http().get("/v1/members/" + member_).code() == "erased"; }));
    EXPECT_EQ(hq().http().get("/v1/members/" + member_ + "/erasure").status, 410);
}

TEST_F(HqDesk, TellsWhatIsWrong) {
    EXPECT_EQ(hq().http().get("/v1/coupons/none").code(), "unknown_coupon");
    EXPECT_EQ(hq().http().get("/v1/coupons/none").status, 404);
    const Reply keyless = hq().http().post("/v1/coupons/" + id_ + "/void", kBy);
    EXPECT_EQ(keyless.status, 400);
    EXPECT_THAT(keyless.body, HasSubstr("Idempotency-Key"));
    const Reply anonymous = post("/v1/coupons/" + id_ + "/void", {{"staff_id", "E17"}}, "k1");
    EXPECT_EQ(anonymous.status, 400);
    EXPECT_THAT(anonymous.body, HasSubstr("/reason"));
    EXPECT_EQ(post("/v1/coupons/" + id_ + "/give-back", kBy, "k1").code(), "not_used");
    EXPECT_EQ(hq().http().get("/v1/coupons/" + id_).json()["operations"].size(), 0U) << "nothing was done";
}

TEST_F(HqDesk, ServesPeopleAtTheCommandLineBesideTheRunningHub) {
    const Finished none = hq().command({"coupon", "issue", "--template", template_, "--member", member_, "--guide", "G7",
                                        "--staff", "E17", "--reason", "gift"});
    EXPECT_EQ(none.status, 1);
    EXPECT_THAT(none.err, HasSubstr("no_quota"));
    const Finished quota = hq().command({"quota", "set", "Q1", "--template", template_, "--guide", "G7", "--total", "1"});
    ASSERT_EQ(quota.status, 0) << quota.err;
    const Finished issued = hq().command({"coupon", "issue", "--template", template_, "--member", member_, "--guide", "G7",
                                          "--staff", "E17", "--reason", "gift"});
    ASSERT_EQ(issued.status, 0) << issued.err;
    EXPECT_EQ(json::parse(issued.out)["left"], 0);
    const std::string fresh = json::parse(issued.out)["coupons"][0]["coupon_id"];
    const Finished shown = hq().command({"coupon", "show", fresh});
    EXPECT_EQ(json::parse(shown.out), hq().http().get("/v1/coupons/" + fresh).json());
    EXPECT_EQ(flaw(hq().http().get("/v1/quotas").json(), "QuotaList"), "");
    EXPECT_EQ(hq().http().get("/v1/quotas").json()["quotas"][0]["issued"], 1);
    EXPECT_EQ(hq().command({"coupon", "void", fresh, "--staff", "E17"}).status == 0, false) << "a reason is needed";
}

TEST_F(HqDesk, ASaleThatWasRoundedOffIsInTheBooks) {
    const Finished imported = hq().import_lines(
        "companies.jsonl",
        R"({"kind":"rules","version":2,"stores":[{"store_id":"S001","entity_id":"E-1"}],"clearing":{"clearing_per_1000":800}})"
        "\n");
    ASSERT_EQ(imported.status, 0) << imported.err;
    Till& till = site_.till("S001", "till-1");
    ASSERT_EQ(site_.trouble(), "");
    const Reply opened = till.http().post("/v1/checkouts", basket("T-1", member_, {}, 1));
    const Sale sale(opened);
    json body = sale.body();
    body["rounding"] = 50;
    body["tenders"][0]["amount"] = sale.due - 50;
    const Reply committed = till.http().post(sale.path(), body, key("sale-1"));
    ASSERT_EQ(committed.status, 200) << committed.text();
    const json quote = committed.json()["quote"];
    EXPECT_EQ(quote["totals"]["due"], sale.due - 50);
    EXPECT_EQ(quote["totals"]["rounding"], 50);
    ASSERT_TRUE(till.wait_synced());
    EXPECT_EQ(hq().http().get("/v1/questions").json()["questions"].size(), 0U);

    const Finished clearing = hq().command({"clearing", "--from", "2000-01-01", "--to", "2100-01-01"});
    ASSERT_EQ(clearing.status, 0) << clearing.err;
    const json owed = json::parse(clearing.out);
    EXPECT_EQ(owed["debtor"], "E-1");
    EXPECT_EQ(owed["creditor"], "pool");
    EXPECT_EQ(owed["points"], quote["points"]["earn"]);
    const Finished accounts = hq().command({"accounts", "--from", "2000-01-01", "--to", "2100-01-01"});
    EXPECT_THAT(accounts.out, HasSubstr("\"figure\":\"points_issued\",\"points\":" + quote["points"]["earn"].dump()));
    const Finished wrong = hq().command({"clearing", "--from", "2026-02-30", "--to", "2100-01-01"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_THAT(wrong.err, HasSubstr("2026-02-30"));
}

}  // namespace
}  // namespace counterfoil::e2e
