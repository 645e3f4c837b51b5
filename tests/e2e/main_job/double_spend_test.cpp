// One coupon, two stores, no link: both believe the customer, and HQ finds it out.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using namespace nlohmann::literals;

/// HQ's word on the till's newest ticket.
std::string verdict(const Till& till) {
    return till.http().get("/v1/tickets?limit=1").json().value("/tickets/0/hq"_json_pointer, "");
}

TEST(DoubleSpend, ShowsAsExactlyOneAcceptedAndOneConflict) {
    Site site;
    ASSERT_EQ(site.open(), "");
    const Till& first = site.till("S001", "till-1");
    ASSERT_EQ(site.trouble(), "");
    const Till& second = site.till("S002", "till-2");
    ASSERT_EQ(site.trouble(), "");
    const std::string member_id = member_id_of(first);
    const std::string coupon_id = coupon_id_of(first, kAmountOffCode);
    ASSERT_EQ(site.hq().stop(), 0);
    for (const Till* till : {&first, &second}) {
        ASSERT_TRUE(till->wait_link(false));
        const Reply opened = till->http().post("/v1/checkouts", basket("T-1", member_id, {coupon_id}));
        ASSERT_TRUE(uses(opened, coupon_id)) << opened.text();
        const Reply committed = Sale(opened).commit(*till, "key-1");
        ASSERT_EQ(committed.status, 200) << committed.text();
        EXPECT_TRUE(committed.json().value("at_risk", false));
    }

    ASSERT_EQ(site.hq().start(), "");
    ASSERT_TRUE(first.wait_synced()) << first.status();
    ASSERT_TRUE(second.wait_synced()) << second.status();
    std::size_t conflicts = 0;
    EXPECT_TRUE(until([&] {
        conflicts = first.status()["conflicts"].size() + second.status()["conflicts"].size();
        return conflicts >= 1;
    })) << "no till was told of the conflict";
    EXPECT_EQ(conflicts, 1U);
    const json questions = site.hq().http().get("/v1/questions").json().value("questions", json::array());
    ASSERT_EQ(questions.size(), 1U) << questions;
    EXPECT_EQ(questions[0].value("verdict", ""), "conflict");
    EXPECT_EQ(questions[0].value("right_id", ""), "coupon:" + coupon_id);

    const bool first_lost = !first.status()["conflicts"].empty();
    EXPECT_EQ(verdict(first_lost ? first : second), "conflict");
    EXPECT_EQ(verdict(first_lost ? second : first), "accepted");
    for (const Till* till : {&first, &second}) {
        EXPECT_TRUE(until([&] { return coupon_state(*till, kAmountOffCode) == "used"; }));
        EXPECT_TRUE(until([&] { return till->points(member_id) == site.hq().points(member_id); }))
            << till->points(member_id) << site.hq().points(member_id);
        EXPECT_EQ(till->verify_journal(), "");
    }
}

}  // namespace
}  // namespace counterfoil::e2e
