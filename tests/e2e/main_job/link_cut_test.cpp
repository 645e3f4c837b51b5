// The link is cut and comes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using namespace nlohmann::literals;
using ::testing::Contains;

class LinkCut : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(site_.open(), "");
        till_ = &site_.till("S001", "till-1");
        ASSERT_EQ(site_.trouble(), "");
        member_id_ = member_id_of(*till_);
        amount_off_ = coupon_id_of(*till_, kAmountOffCode);
        percent_off_ = coupon_id_of(*till_, kPercentOffCode);
        ASSERT_FALSE(member_id_.empty() || amount_off_.empty() || percent_off_.empty());
    }
    /// Sells with the coupon; answers whether it was at risk.
    bool sell_at_risk(const std::string& ticket, const std::string& coupon) {
        const Reply opened = till_->http().post("/v1/checkouts", basket(ticket, member_id_, {coupon}));
        EXPECT_EQ(opened.status, 201) << opened.text();
        EXPECT_TRUE(uses(opened, coupon)) << opened.text();
        const Reply committed = Sale(opened).commit(*till_, "key-" + ticket);
        EXPECT_EQ(committed.status, 200) << committed.text();
        return committed.json().value("at_risk", false);
    }
    void expect_agreement() {
        ASSERT_TRUE(till_->wait_synced()) << till_->status();
        EXPECT_EQ(till_->points(member_id_), site_.hq().points(member_id_));
        EXPECT_EQ(till_->status()["conflicts"], json::array());
        EXPECT_EQ(site_.hq().http().get("/v1/questions").json().value("questions", json()), json::array());
        EXPECT_EQ(till_->verify_journal(), "");
    }

    Site site_;
    Till* till_ = nullptr;
    std::string member_id_;
    std::string amount_off_;
    std::string percent_off_;
};

TEST_F(LinkCut, TheTillGoesOnAndReconcilesWhenHqIsBack) {
    ASSERT_EQ(site_.hq().stop(), 0);
    ASSERT_TRUE(till_->wait_link(false)) << till_->status();

    EXPECT_EQ(member_id_of(*till_), member_id_);
    const Reply quote = till_->http().post("/v1/quotes", basket("T-1", member_id_, {amount_off_}));
    EXPECT_TRUE(uses(quote, amount_off_)) << quote.text();
    const Reply refused = till_->http().post("/v1/quotes", basket("T-2", member_id_, {percent_off_}));
    EXPECT_EQ(refused.status, 200) << refused.text();
    EXPECT_THAT(refusal_codes(refused, percent_off_), Contains("needs_network")) << refused.text();
    EXPECT_FALSE(uses(refused, percent_off_));

    EXPECT_TRUE(sell_at_risk("T-1", amount_off_));
    const json dark = till_->status();
    EXPECT_EQ(dark.value("/link/state"_json_pointer, ""), "down");
    EXPECT_GE(dark.value("pending_operations", 0), 2) << dark;
    EXPECT_EQ(coupon_state(*till_, kAmountOffCode), "issued");
    const Reply twice = till_->http().post("/v1/quotes", basket("T-3", member_id_, {amount_off_}));
    EXPECT_THAT(refusal_codes(twice, amount_off_), Contains("already_used")) << twice.text();

    ASSERT_EQ(site_.hq().start(), "");
    expect_agreement();
    EXPECT_TRUE(until([&] { return coupon_state(*till_, kAmountOffCode) == "used"; }));
    const Reply held = till_->http().post("/v1/checkouts", basket("T-4", member_id_, {percent_off_}));
    EXPECT_EQ(held.json().value("acquire", ""), "granted") << held.text();
    EXPECT_EQ(Sale(held).commit(*till_, "key-T-4").status, 200);
    expect_agreement();
}

TEST_F(LinkCut, AHoldGrantedBeforeTheCutIsRedeemedWithoutRisk) {
    const Reply held = till_->http().post("/v1/checkouts", basket("T-1", member_id_, {percent_off_}));
    ASSERT_EQ(held.json().value("acquire", ""), "granted") << held.text();
    ASSERT_EQ(site_.hq().stop(), 0);
    ASSERT_TRUE(till_->wait_link(false));
    const Reply committed = Sale(held).commit(*till_, "key-1");
    ASSERT_EQ(committed.status, 200) << committed.text();
    EXPECT_FALSE(committed.json().value("at_risk", true));
    ASSERT_EQ(site_.hq().start(), "");
    expect_agreement();
}

TEST_F(LinkCut, ATillThatStartsInTheDarkServesFromItsDisk) {
    ASSERT_EQ(site_.hq().stop(), 0);
    ASSERT_EQ(till_->stop(), 0);
    ASSERT_EQ(till_->start(), "");
    EXPECT_EQ(till_->http().get("/readyz").status, 200);
    EXPECT_EQ(till_->status().value("/link/state"_json_pointer, ""), "down");
    EXPECT_TRUE(sell_at_risk("T-1", amount_off_));
    ASSERT_EQ(site_.hq().start(), "");
    expect_agreement();
}

TEST_F(LinkCut, HqKilledInTheMiddleOfASessionLosesNothing) {
    EXPECT_FALSE(sell_at_risk("T-1", amount_off_));
    site_.hq().kill();
    ASSERT_EQ(site_.hq().start(), "");
    expect_agreement();
    const json at_hq = site_.hq().http().get("/v1/members/" + member_id_).json();
    EXPECT_EQ(at_hq.value("tickets", 0), 1) << at_hq;
}

}  // namespace
}  // namespace counterfoil::e2e
