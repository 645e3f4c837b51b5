// Enrolments over HTTP: what reaches the service, what is answered, what is refused before it gets there.
#include "unit/web/api_fixture.hpp"

namespace counterfoil::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kKey = "Idempotency-Key: k1\r\n";
const std::string kIdentities = R"("identities":[{"kind":"phone","value":"13800138000"}])";
const std::string kConsent =
    R"("consent":{"text_version":"1","channel":"store","purposes":{"membership":true,"marketing":false,"sharing":false}})";

class EnrolOverHttp : public ApiTest {
protected:
    static std::string person(const std::string& more = "") {
        return "{" + kIdentities + "," + kConsent + R"(,"name":"Lin","staff_id":"E1")" + more + "}";
    }
    void expect_refused(const RawResponse& got, const std::string& field) {
        EXPECT_EQ(got.status, 400) << got.body;
        EXPECT_THAT(got.body, HasSubstr("\"field\":\"" + field + "\""));
        EXPECT_TRUE(service.asked.empty());
    }
};

TEST_F(EnrolOverHttp, APersonReachesTheService) {
    EXPECT_EQ(post("/v1/members", person(), kKey).status, 200);
    EXPECT_THAT(service.asked, ElementsAre("enrol Lin 1 by E1 k1"));
    usecase::Enrolled again;
    again.replay = true;
    service.enrolled = again;
    const auto got = post("/v1/members", person(R"(,"birthday":"05-06","birth_year":1990)"), kKey);
    EXPECT_EQ(got.headers.at("idempotent-replay"), "true");
    EXPECT_THAT(got.body, HasSubstr("\"confirmed\":false"));
}

TEST_F(EnrolOverHttp, WhatIsWrongIsNamedAndReachesNobody) {
    expect_refused(post("/v1/members", person()), "Idempotency-Key");
    expect_refused(post("/v1/members", "{" + kConsent + R"(,"staff_id":"E1"})", kKey), "/identities");
    expect_refused(post("/v1/members", "{" + kIdentities + R"(,"staff_id":"E1"})", kKey), "/consent");
    expect_refused(post("/v1/members", "{" + kIdentities + "," + kConsent + "}", kKey), "/staff_id");
    expect_refused(post("/v1/members", person(R"(,"birthday":"13-40")"), kKey), "/birthday");
    expect_refused(post("/v1/members", person(R"(,"guardian":{"name":"Mei"})"), kKey), "/guardian/phone");
    expect_refused(post("/v1/members", person(R"(,"tier":"gold")"), kKey), "/tier");
    std::string silent = person();
    silent.replace(silent.find(R"("marketing":false,)"), 18, "");
    expect_refused(post("/v1/members", silent, kKey), "/consent/purposes/marketing");
}

TEST_F(EnrolOverHttp, WhoIsKnownIsNamed) {
    service.enrolled = Refusal{"already_member", "/identities/0/value", {{"member_id", "M7"}}};
    const auto got = post("/v1/members", person(), kKey);
    EXPECT_EQ(got.status, 409);
    EXPECT_THAT(got.body, HasSubstr("\"member_id\":\"M7\""));
}

}  // namespace
}  // namespace counterfoil::test
