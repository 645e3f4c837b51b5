// The main job: a member code and a coupon scanned on a serial line are recognised, priced and redeemed, and HQ agrees.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"
#include "e2e/serial/pty.hpp"
#include "support/e2e/event_listener.hpp"

namespace counterfoil::e2e {
namespace {

using drivers_linux::Pty;
using nlohmann::json;
using namespace nlohmann::literals;
using ::testing::Contains;

std::string scanner_toml(const std::string& path) { return "[[scanners]]\nname = \"counter-1\"\npath = \"" + path + "\"\n"; }

class MainJob : public ::testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(site_.open(), ""); }
    Site site_;
};

TEST(FirstData, AreThereInFullWhenTheAgentSaysThatItIsReady) {
    Site site;
    ASSERT_EQ(site.open(2500), "");
    const Till& till = site.till("S001", "till-1");
    ASSERT_EQ(site.trouble(), "");
    EXPECT_EQ(till.status().value("feed_position", 0), site.hq().http().get("/v1/status").json().value("feed_head", -1));
    EXPECT_FALSE(coupon_id_of(till, kPercentOffCode).empty());
    EXPECT_TRUE(identify(till, kGtin).contains("product"));
}

/// Scans on the line; answers the data of the `identified` event.
json scan(const Pty& line, EventListener& events, const std::string& code) {
    line.send(code + "\r");
    return events.next("identified", [&](const json& data) {
        return data.value("value", "") == code || data.value("value", "").ends_with(code);
    });
}

TEST_F(MainJob, AScannedCouponIsRedeemedUnderAHoldAndHqAgrees) {
    const Pty line;
    const Till& till = site_.till("S001", "till-1", {.toml = scanner_toml(line.device())});
    ASSERT_EQ(site_.trouble(), "");
    const Till& elsewhere = site_.till("S002", "till-2");
    ASSERT_EQ(site_.trouble(), "");
    EventListener events(till.http().address(), till.http().token());
    ASSERT_TRUE(events.connected());

    const json member = scan(line, events, kMemberCode);
    ASSERT_EQ(member.value("kind", ""), "member_code") << member;
    EXPECT_EQ(member.value("source", ""), "counter-1");
    EXPECT_EQ(member.value("proof", ""), "code");
    const std::string member_id = member.value("/member/member_id"_json_pointer, "");
    const json coupon = scan(line, events, kPercentOffCode);
    ASSERT_EQ(coupon.value("kind", ""), "coupon") << coupon;
    const std::string coupon_id = coupon.value("/coupon/coupon_id"_json_pointer, "");
    EXPECT_EQ(coupon.value("/coupon/member_id"_json_pointer, ""), member_id);
    const json product = scan(line, events, kGtin);
    EXPECT_TRUE(product.contains("product")) << product;

    const json wanted = basket("T-1", member_id, {coupon_id});
    const Reply quote = till.http().post("/v1/quotes", wanted);
    ASSERT_EQ(quote.status, 200) << quote.text();
    EXPECT_TRUE(uses(quote, coupon_id)) << quote.text();

    const Reply opened = till.http().post("/v1/checkouts", wanted);
    ASSERT_EQ(opened.status, 201) << opened.text();
    EXPECT_EQ(opened.json().value("acquire", ""), "granted") << opened.text();
    EXPECT_EQ(opened.json().value("/coupons/0/right"_json_pointer, ""), "held") << opened.text();
    const Sale sale(opened);
    const Reply committed = sale.commit(till, "key-1");
    ASSERT_EQ(committed.status, 200) << committed.text();
    EXPECT_FALSE(committed.json().value("at_risk", true));
    EXPECT_FALSE(committed.headers.contains("idempotent-replay"));
    const Reply again = sale.commit(till, "key-1");
    EXPECT_EQ(again.body, committed.body);
    EXPECT_EQ(again.headers.at("idempotent-replay"), "true");

    ASSERT_TRUE(till.wait_synced()) << till.status();
    EXPECT_EQ(till.points(member_id), site_.hq().points(member_id));
    EXPECT_GT(till.points(member_id).value("pending", 0) + till.points(member_id).value("available", 0), 1200);
    const json at_hq = site_.hq().http().get("/v1/members/" + member_id).json();
    EXPECT_EQ(at_hq.value("tickets", 0), 1) << at_hq;
    EXPECT_TRUE(until([&] { return coupon_state(till, kPercentOffCode) == "used"; }));
    EXPECT_EQ(till.verify_journal(), "");

    ASSERT_TRUE(until([&] { return coupon_state(elsewhere, kPercentOffCode) == "used"; }))
        << "the feed did not bring the use to the other store";
    const Reply refused = elsewhere.http().post("/v1/checkouts", basket("T-1", member_id, {coupon_id}));
    ASSERT_EQ(refused.status, 201) << refused.text();
    EXPECT_FALSE(uses(refused, coupon_id));
    EXPECT_THAT(refusal_codes(refused, coupon_id), Contains("already_used"));
    EXPECT_TRUE(elsewhere.wait_synced());
    EXPECT_EQ(elsewhere.points(member_id), site_.hq().points(member_id));
}

TEST_F(MainJob, PointsAreBurntUnderAHoldAndHqAgrees) {
    const Till& till = site_.till("S001", "till-1");
    ASSERT_EQ(site_.trouble(), "");
    const std::string member_id = member_id_of(till);
    const std::int64_t before = till.points(member_id).value("available", std::int64_t{0});
    json wanted = basket("T-1", member_id);
    wanted["basket"]["points"] = 500;

    const Reply opened = till.http().post("/v1/checkouts", wanted);
    ASSERT_EQ(opened.status, 201) << opened.text();
    EXPECT_EQ(opened.json().value("acquire", ""), "granted") << opened.text();
    ASSERT_EQ(opened.json().value("/quote/points/burn"_json_pointer, 0), 500) << opened.text();
    ASSERT_EQ(Sale(opened).commit(till, "key-1").status, 200);

    ASSERT_TRUE(till.wait_synced()) << till.status();
    EXPECT_EQ(till.points(member_id).value("available", std::int64_t{0}), before - 500);
    EXPECT_EQ(till.points(member_id), site_.hq().points(member_id));
}

TEST_F(MainJob, ACancelledCheckoutGivesTheCouponBackToOthers) {
    const Till& till = site_.till("S001", "till-1");
    ASSERT_EQ(site_.trouble(), "");
    const Till& elsewhere = site_.till("S002", "till-2");
    ASSERT_EQ(site_.trouble(), "");
    const std::string member_id = member_id_of(till);
    const std::string coupon_id = coupon_id_of(till, kPercentOffCode);

    const Reply held = till.http().post("/v1/checkouts", basket("T-1", member_id, {coupon_id}));
    ASSERT_EQ(held.json().value("acquire", ""), "granted") << held.text();
    const Reply meanwhile = elsewhere.http().post("/v1/checkouts", basket("T-1", member_id, {coupon_id}));
    ASSERT_EQ(meanwhile.status, 201) << meanwhile.text();
    EXPECT_FALSE(uses(meanwhile, coupon_id)) << "two stores hold one coupon";

    const Reply cancelled = till.http().remove("/v1/checkouts/" + Sale(held).checkout_id);
    EXPECT_EQ(cancelled.json().value("state", ""), "cancelled") << cancelled.text();
    ASSERT_TRUE(till.wait_synced());
    // HQ remembers who asked; the cashier there only has to look again.
    const std::string waiting = "/v1/checkouts/" + Sale(meanwhile).checkout_id;
    EXPECT_TRUE(until([&] {
        return elsewhere.http().get(waiting).json().value("/coupons/0/right"_json_pointer, "") == "held";
    })) << elsewhere.http().get(waiting).text();
    const Reply now = elsewhere.http().post("/v1/checkouts", basket("T-1", member_id, {coupon_id}));
    ASSERT_TRUE(uses(now, coupon_id)) << now.text();
    EXPECT_EQ(Sale(now).commit(elsewhere, "key-1").status, 200);
    EXPECT_TRUE(elsewhere.wait_synced());
    EXPECT_EQ(site_.hq().http().get("/v1/questions").json().value("questions", json()), json::array());
}

}  // namespace
}  // namespace counterfoil::e2e
