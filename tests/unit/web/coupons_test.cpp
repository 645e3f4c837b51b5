// Single coupons over HTTP: what is asked of HQ, what is answered, what is refused before it gets there.
#include <nlohmann/json.hpp>

#include "unit/web/api_fixture.hpp"

namespace counterfoil::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kKey = "Idempotency-Key: k1\r\n";
const std::string kBy = R"({"staff_id":"G7","reason":"waited long"})";

class CouponsOverHttp : public ApiTest {
protected:
    void expect_refused(const RawResponse& got, const std::string& field) {
        EXPECT_EQ(got.status, 400) << got.body;
        EXPECT_THAT(got.body, HasSubstr("\"field\":\"" + field + "\""));
        EXPECT_TRUE(service.asked.empty());
    }
};

TEST_F(CouponsOverHttp, ACouponIsFoundByCodeAndShownById) {
    service.coupon_found = usecase::CouponView{.hq = R"({"coupon":{"coupon_id":"C1"},"unit":"free"})"};
    const json found = json::parse(ask("GET", "/v1/coupons?code=CFC1").body);
    EXPECT_EQ(found["source"], "hq");
    EXPECT_EQ(found["unit"], "free");
    EXPECT_FALSE(found.contains("data_age"));
    domain::Coupon coupon;
    coupon.coupon_id = CouponId{"C1"};
    service.coupon_found = usecase::CouponView{.hq = {}, .coupon = coupon, .coupon_template = {}, .data_age = Millis{7}};
    const json cached = json::parse(ask("GET", "/v1/coupons/C1").body);
    EXPECT_EQ(cached["source"], "cache");
    EXPECT_EQ(cached["data_age"], 7);
    EXPECT_EQ(cached["coupon"]["coupon_id"], "C1");
    EXPECT_THAT(service.asked, ElementsAre("coupon by code CFC1", "coupon C1"));
    service.coupon_found = Refusal{"unknown_coupon", "/code"};
    EXPECT_EQ(ask("GET", "/v1/coupons?code=none").status, 404);
    service.asked.clear();
    expect_refused(ask("GET", "/v1/coupons"), "?code");
}

TEST_F(CouponsOverHttp, AnIssueIsInTheNameOfTheGuideWhoAsks) {
    const std::string order = R"({"template_id":"T1","member_id":"M1","staff_id":"G7","reason":"r"})";
    EXPECT_EQ(post("/v1/coupons", order, kKey).status, 200);
    EXPECT_THAT(service.asked,
                ElementsAre(R"(hq coupons.issue  k1 {"issuer":{"party":"hq","staff_id":"G7"},"member_id":"M1",)"
                            R"("reason":"r","staff_id":"G7","template_id":"T1"})"));
    service.asked.clear();
    const std::string other =
        R"({"template_id":"T1","issuer":{"staff_id":"G8","campaign_id":"K"},"staff_id":"G7","reason":"r"})";
    EXPECT_EQ(post("/v1/coupons", other, kKey).status, 200);
    EXPECT_THAT(service.asked.at(0), HasSubstr(R"("issuer":{"campaign_id":"K","party":"hq","staff_id":"G8"})"));
}

TEST_F(CouponsOverHttp, ChangesGoToHqUnderTheirKey) {
    EXPECT_EQ(post("/v1/coupons/C1/void", kBy, kKey).status, 200);
    EXPECT_EQ(post("/v1/coupons/C1/give-back", kBy, kKey).status, 200);
    EXPECT_EQ(post("/v1/coupons/C1/transfer", R"({"to_member_id":"M2","staff_id":"G7","reason":"r"})", kKey).status, 200);
    EXPECT_THAT(service.asked,
                ElementsAre(HasSubstr("hq coupons.void C1 k1 "), HasSubstr("hq coupons.give_back C1 k1 "),
                            HasSubstr(R"(hq coupons.transfer C1 k1 {"reason":"r","staff_id":"G7","to_member_id":"M2"})")));
    service.hq_said = usecase::HqAnswer{R"({"operation":{}})", true};
    const auto again = post("/v1/coupons/C1/void", kBy, kKey);
    EXPECT_EQ(again.headers.at("idempotent-replay"), "true");
    EXPECT_EQ(again.body, R"({"operation":{}})");
}

TEST_F(CouponsOverHttp, WhatHqSaysIsPassedOn) {
    service.hq_said = Refusal{"quota_used_up", "/count", {{"left", "0"}}};
    EXPECT_EQ(post("/v1/coupons/C1/void", kBy, kKey).status, 422);
    service.hq_said = Refusal{"hq_out_of_reach"};
    EXPECT_EQ(post("/v1/coupons/C1/void", kBy, kKey).status, 503);
    service.hq_said = Refusal{"hq_not_answered"};
    EXPECT_EQ(post("/v1/coupons/C1/void", kBy, kKey).status, 504);
    service.hq_said = std::unexpected(Error{ErrorCode::invalid_input, "a number is expected", "/count"});
    const auto wrong = post("/v1/coupons/C1/void", kBy, kKey);
    EXPECT_EQ(wrong.status, 400);
    EXPECT_THAT(wrong.body, HasSubstr("\"field\":\"/count\""));
}

TEST_F(CouponsOverHttp, WhatIsWrongIsNamedAndReachesNobody) {
    expect_refused(post("/v1/coupons/C1/void", kBy), "Idempotency-Key");
    expect_refused(post("/v1/coupons/C1/void", R"({"reason":"r"})", kKey), "/staff_id");
    expect_refused(post("/v1/coupons/C1/void", R"({"staff_id":"a b","reason":"r"})", kKey), "/staff_id");
    expect_refused(post("/v1/coupons/C1/void", R"({"staff_id":"G7","reason":""})", kKey), "/reason");
    expect_refused(post("/v1/coupons/C1/void", R"({"staff_id":"G7","reason":"r","more":1})", kKey), "/more");
    expect_refused(post("/v1/coupons", R"({"issuer":7,"staff_id":"G7","reason":"r"})", kKey), "/issuer");
}

}  // namespace
}  // namespace counterfoil::test
