// Goods come back: in parts, to the last one, never more; through a kill -9; and HQ comes to the same figures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using namespace nlohmann::literals;

class Returns : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(site_.open(), "");
        till_ = &site_.till("S001", "till-1");
        ASSERT_EQ(site_.trouble(), "");
        member_id_ = member_id_of(*till_);
        before_ = till_->points(member_id_);
    }

    /// Five pieces with the coupon under a hold and 500 points; the sale's key.
    json sell() {
        json wanted = basket("T-1", member_id_, {coupon_id_of(*till_, kPercentOffCode)});
        wanted["basket"]["points"] = 500;
        const Reply opened = till_->http().post("/v1/checkouts", wanted);
        EXPECT_EQ(opened.json().value("acquire", ""), "granted") << opened.text();
        EXPECT_EQ(opened.json().value("/quote/points/burn"_json_pointer, 0), 500) << opened.text();
        const Sale sale(opened);
        due_ = sale.due;
        const Reply committed = sale.commit(*till_, "sale-1");
        EXPECT_EQ(committed.status, 200) << committed.text();
        return committed.json()["ticket"];
    }
    json request(const json& ticket, const std::string& id, int pieces) const {
        json return_key = ticket;
        return_key["ticket_id"] = id;
        json out = {{"ticket", ticket}, {"return_key", return_key}};
        if (pieces > 0) out["lines"] = json::array({{{"line_no", 1}, {"quantity", pieces * 1000}}});
        if (pieces == 0) out["voided"] = true;
        json asked = out;
        asked.erase("return_key");
        const Reply preview = till_->http().post("/v1/returns/preview", asked);
        if (preview.status == 200) out["refunds"] = json::array({{{"kind", "cash"}, {"amount", preview.json()["refund"]}}});
        return out;
    }
    Reply send(const json& request, const std::string& key) const {
        return till_->http().post("/v1/returns", request, {{"Idempotency-Key", key}});
    }
    static std::int64_t refund(const Reply& reply) { return reply.json().value("refund", std::int64_t{-1}); }

    Site site_;
    Till* till_ = nullptr;
    std::string member_id_;
    json before_;
    std::int64_t due_ = 0;
};

TEST_F(Returns, PartsAddUpThroughAKillAndHqAgrees) {
    const json ticket = sell();
    const json two = request(ticket, "R-1", 2);
    const Reply first = send(two, "return-1");
    ASSERT_EQ(first.status, 200) << first.text();
    EXPECT_EQ(first.json()["coupons"][0]["fate"], "stays_used") << first.text();

    const json rest = request(ticket, "R-2", 3);
    till_->kill();
    ASSERT_EQ(till_->start(), "");
    const Reply again = send(two, "return-1");
    EXPECT_EQ(again.body, first.body) << "the first answer, also after a kill";
    const Reply second = send(rest, "return-2");
    ASSERT_EQ(second.status, 200) << second.text();
    till_->kill();
    ASSERT_EQ(till_->start(), "");
    const Reply repeated = send(rest, "return-2");
    EXPECT_EQ(repeated.status, 200) << repeated.text();
    EXPECT_EQ(repeated.headers.at("idempotent-replay"), "true");
    EXPECT_EQ(repeated.json()["seq"], second.json()["seq"]);
    EXPECT_EQ(refund(first) + refund(second), due_) << "to the minor unit";
    EXPECT_TRUE(second.json().value("whole", false));

    const Reply over = send(request(ticket, "R-3", 1), "return-3");
    EXPECT_EQ(over.status, 409) << over.text();
    EXPECT_EQ(over.json().value("code", ""), "over_returned");
    const json shown = till_->http()
                           .get("/v1/tickets/S001/" + ticket["register_id"].get<std::string>() + "/" +
                                ticket["business_day"].get<std::string>() + "/T-1")
                           .json();
    EXPECT_EQ(shown["left"][0]["left"], 0) << shown;
    EXPECT_EQ(shown["returns"].size(), 2U) << shown;

    ASSERT_TRUE(till_->wait_synced()) << till_->status();
    EXPECT_TRUE(until([&] { return till_->points(member_id_) == site_.hq().points(member_id_); }))
        << till_->points(member_id_) << site_.hq().points(member_id_);
    EXPECT_EQ(site_.hq().points(member_id_), before_) << "as if nothing had been sold";
    EXPECT_EQ(site_.hq().http().get("/v1/questions").json()["questions"], json::array());
    EXPECT_TRUE(until([&] { return coupon_state(*till_, kPercentOffCode) == "issued"; }))
        << "the code in the customer's hand works again";
    EXPECT_EQ(till_->verify_journal(), "");
    const Reply reused =
        till_->http().post("/v1/quotes", basket("T-2", member_id_, {coupon_id_of(*till_, kPercentOffCode)}));
    EXPECT_TRUE(uses(reused, coupon_id_of(*till_, kPercentOffCode))) << reused.text();
}

TEST_F(Returns, AVoidedSaleIsAsIfItHadNotBeen) {
    const json ticket = sell();
    const Reply done = send(request(ticket, "V-1", 0), "void-1");
    ASSERT_EQ(done.status, 200) << done.text();
    EXPECT_EQ(refund(done), due_);
    EXPECT_EQ(send(request(ticket, "V-2", 0), "void-2").json().value("code", ""), "void_too_late");
    ASSERT_TRUE(till_->wait_synced()) << till_->status();
    EXPECT_TRUE(until([&] { return till_->points(member_id_) == before_; })) << till_->points(member_id_);
    EXPECT_EQ(site_.hq().points(member_id_), before_);
}

TEST_F(Returns, WithoutHqAnotherTillSendsTheCustomerToTheOneThatSold) {
    const json ticket = sell();
    ASSERT_TRUE(till_->wait_synced()) << till_->status();
    const Till& elsewhere = site_.till("S002", "till-2");
    ASSERT_EQ(site_.trouble(), "");
    ASSERT_EQ(site_.hq().stop(), 0);
    ASSERT_TRUE(elsewhere.wait_link(false)) << elsewhere.status();
    json asked = {{"ticket", ticket}, {"lines", json::array({{{"line_no", 1}, {"quantity", 1000}}})}};
    const Reply reply = elsewhere.http().post("/v1/returns/preview", asked);
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.json().value("code", ""), "ticket_not_here");
}

TEST_F(Returns, AnotherStoreTakesTheGoodsBackByHqsWordAndOnce) {
    const json ticket = sell();
    ASSERT_TRUE(till_->wait_synced()) << till_->status();
    const Till& elsewhere = site_.till("S002", "till-2");
    ASSERT_EQ(site_.trouble(), "");
    const std::string path = "/v1/tickets/S001/" + ticket["register_id"].get<std::string>() + "/" +
                             ticket["business_day"].get<std::string>() + "/T-1";
    EXPECT_EQ(elsewhere.http().get(path).json()["left"][0]["left"], 5000);
    json all = {{"ticket", ticket}, {"lines", json::array({{{"line_no", 1}, {"quantity", 5000}}})}};
    const Reply preview = elsewhere.http().post("/v1/returns/preview", all);
    ASSERT_EQ(preview.status, 200) << preview.text();
    EXPECT_EQ(refund(preview), due_);
    all["return_key"] = ticket;
    all["return_key"]["store_id"] = "S002";
    all["return_key"]["ticket_id"] = "R-1";
    all["refunds"] = json::array({{{"kind", "cash"}, {"amount", due_}}});
    const Reply done = elsewhere.http().post("/v1/returns", all, {{"Idempotency-Key", "return-1"}});
    ASSERT_EQ(done.status, 200) << done.text();
    EXPECT_FALSE(done.json().value("at_risk", true));
    const Reply again = elsewhere.http().post("/v1/returns", all, {{"Idempotency-Key", "return-1"}});
    EXPECT_EQ(again.body, done.body);

    ASSERT_TRUE(elsewhere.wait_synced()) << elsewhere.status();
    EXPECT_TRUE(until([&] { return site_.hq().points(member_id_) == before_; })) << site_.hq().points(member_id_);
    EXPECT_TRUE(until([&] { return coupon_state(*till_, kPercentOffCode) == "issued"; }));
    EXPECT_TRUE(until([&] { return till_->points(member_id_) == before_; })) << till_->points(member_id_);
    json more = {{"ticket", ticket}, {"lines", json::array({{{"line_no", 1}, {"quantity", 1000}}})}};
    const Reply over = till_->http().post("/v1/returns/preview", more);
    EXPECT_EQ(over.status, 409) << "the till that sold them asks, too: " << over.text();
    EXPECT_EQ(over.json().value("code", ""), "over_returned");
    EXPECT_EQ(site_.hq().http().get("/v1/questions").json()["questions"], json::array());
}

}  // namespace
}  // namespace counterfoil::e2e
