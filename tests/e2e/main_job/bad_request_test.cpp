// Requests that are malformed, too large, or not allowed: a clear answer, and nothing is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/bad_input_site.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class BadRequest : public BadInput {};

TEST_F(BadRequest, MalformedJsonNamesWhatIsExpected) {
    for (const char* body : {"", "{", "[]", "5", "\"text\"", "{\"scan\":}", "{\"scan\":\"a\",\"scan\":\"b\"}", "\xff\xfe",
                             "{\"scan\":\"\xc3\x28\"}", "{\"scan\":NaN}"}) {
        expect_problem(post_text("/v1/identify", body), 400, "input_malformed");
        expect_problem(post_text("/v1/quotes", body), 400, "input_malformed");
    }
    const std::string deep = "{\"basket\":" + std::string(5000, '[') + std::string(5000, ']') + "}";
    expect_problem(post_text("/v1/quotes", deep), 400, "input_malformed");
}

TEST_F(BadRequest, WrongTypesAndUnknownKeysAreNamed) {
    expect_field(post("/v1/identify", {{"scan", 5}}), "/scan");
    expect_field(post("/v1/identify", {{"scan", nullptr}}), "/scan");
    expect_field(post("/v1/identify", {{"symbology", "]E0"}}), "/scan");
    expect_field(post("/v1/identify", {{"scan", "x"}, {"colour", "red"}}), "/colour");
    expect_field(post("/v1/identify", {{"scan", std::string(9000, 'x')}}), "/scan");
    expect_field(post("/v1/scan", {{"code", json::array()}}), "/code");
    expect_field(post("/v1/quotes", {{"basket", "all of it"}}), "/basket");
    expect_field(post("/v1/quotes", json::object()), "/basket");
    expect_field(till().http().get("/v1/products?limit=many"), "?limit");
    expect_field(till().http().get("/v1/tickets?limit=0"), "?limit");
    expect_field(till().http().get("/v1/tickets?member=%20"), "?member");
}

TEST_F(BadRequest, AHugeBodyIsCutOff) {
    const Reply reply = post_text("/v1/identify", "{\"scan\":\"" + std::string(1024 * 1024, 'x') + "\"}");
    expect_problem(reply, 413, "body_too_large");
}

TEST_F(BadRequest, WrongTokensPathsAndMethodsAreRefused) {
    const HttpClient stranger(till().http().address(), "/nonexistent");
    expect_problem(stranger.get("/v1/status"), 401, "token_missing_or_wrong");
    expect_problem(stranger.post("/v1/identify", {{"scan", "x"}}), 401, "token_missing_or_wrong");
    EXPECT_EQ(stranger.get("/healthz").status, 200);
    expect_problem(till().http().get("/v1/nothing"), 404, "path_unknown");
    expect_problem(till().http().get("/v1/identify"), 405, "method_not_allowed");
    expect_problem(post_text("/v1/identify", "scan=x", {{"Content-Type", "text/plain"}}), 415, "content_type_not_json");
    expect_problem(post_text("/v1/identify", "{}", {{"Host", "elsewhere.example"}}), 421, "host_not_allowed");
    expect_problem(post_text("/v1/identify", "{}", {{"Origin", "http://elsewhere.example"}}), 403, "origin_not_allowed");
    const HttpClient stranger_at_hq(site().hq().address(), "/nonexistent");
    expect_problem(stranger_at_hq.get("/v1/questions"), 401, "token_missing_or_wrong");
    expect_problem(stranger_at_hq.post("/v1/enrol", {{"code_id", 5}}), 400, "input_malformed");
    expect_problem(stranger_at_hq.post("/v1/enrol", {{"device_name", std::string(8000, 'A')}}), 413, "body_too_large");
}

TEST_F(BadRequest, UnknownAndDamagedCodesAreNamedAsSuch) {
    const auto kind_of = [&](const std::string& code) {
        const Reply reply = post("/v1/identify", {{"scan", code}});
        EXPECT_EQ(reply.status, 200) << reply.text();
        EXPECT_FALSE(reply.json().value("found", true)) << reply.text();
        return reply.json().value("kind", "");
    };
    EXPECT_EQ(kind_of("WHATEVER"), "unknown");
    EXPECT_EQ(kind_of("CFM999999999999"), "member_code");
    EXPECT_EQ(kind_of("CFC999999999999"), "coupon");
    EXPECT_EQ(kind_of("2000000000016"), "damaged");
    EXPECT_EQ(kind_of("CFM0000\n"), "damaged");
    EXPECT_EQ(kind_of(""), "damaged");
    EXPECT_EQ(kind_of(std::string(600, '7')), "damaged");
    EXPECT_EQ(kind_of("134567890123456789"), "wechat_pay");
}

TEST_F(BadRequest, UnknownMembersProductsAndCheckoutsAreNamed) {
    expect_problem(till().http().get("/v1/members/M-nobody"), 404, "unknown_member");
    expect_problem(post("/v1/quotes", basket("T-1", "M-nobody")), 404, "unknown_member");
    expect_problem(post("/v1/checkouts", basket("T-1", "M-nobody")), 404, "unknown_member");
    expect_problem(till().http().get("/v1/checkouts/C-none"), 404, "unknown_checkout");
    expect_problem(till().http().remove("/v1/checkouts/C-none"), 404, "unknown_checkout");
    json unpriced = basket("T-1");
    unpriced["basket"]["lines"][0] = {{"line_no", 1}, {"sku", "NO-SUCH"}, {"quantity", 1000}};
    expect_problem(post("/v1/quotes", unpriced), 422, "unknown_product");
    EXPECT_EQ(site().hq().http().get("/v1/members/M-nobody").status, 404);
}

TEST_F(BadRequest, AProblemSpeaksTheCallersLanguageAndIsOneDocument) {
    const Reply reply = till().http().post("/v1/quotes", basket("T-1", "M-nobody"), {{"Accept-Language", "zh-CN"}});
    EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
    const json problem = reply.json();
    EXPECT_EQ(problem.value("status", 0), 404);
    EXPECT_FALSE(problem.value("type", "").empty());
    const std::string english = post("/v1/quotes", basket("T-1", "M-nobody")).json().value("title", "");
    EXPECT_FALSE(english.empty());
    EXPECT_NE(problem.value("title", ""), english);
}

}  // namespace
}  // namespace counterfoil::e2e
