// What a caller may send: every bad input gets a clear answer and reaches no service.
#include "unit/web/api_fixture.hpp"

namespace counterfoil::test {
namespace {

using testing::HasSubstr;

constexpr std::string_view kBasket =
    R"({"basket": {"ticket_id": "T1", "lines": [{"line_no": 1, "sku": "A", "quantity": 1000}]}})";
const std::string kHash(64, 'a');
const std::string kCommit = R"({"quote_hash": ")" + kHash + R"(", "tenders": [{"kind": "cash", "amount": 100}]})";
constexpr std::string_view kKey = "Idempotency-Key: k1\r\n";

class InputTest : public ApiTest {
protected:
    void expect_problem(const RawResponse& got, int status, std::string_view code, std::string_view part = {}) {
        EXPECT_EQ(got.status, status) << got.body;
        EXPECT_EQ(got.headers.contains("content-type") ? got.headers.at("content-type") : "", "application/problem+json");
        EXPECT_THAT(got.body, HasSubstr("\"code\":\"" + std::string(code) + "\""));
        EXPECT_THAT(got.body, HasSubstr("\"status\":" + std::to_string(status)));
        EXPECT_THAT(got.body, HasSubstr(std::string(part)));
        EXPECT_TRUE(service.asked.empty()) << service.asked.front();
    }
};

TEST_F(InputTest, WantsTheToken) {
    for (const std::string header :
         {"", "Authorization: Bearer wrong\r\n", "Authorization: Basic right\r\n", "Authorization: right\r\n",
          "Authorization: Bearer \r\n", "Authorization: Bearer right2\r\n"})
        for (const std::string target : {"/v1/status", "/v1/members/M1", "/v1/nothing", "/v1/events"}) {
            const auto got = exchange(server.address(), "GET", target, header);
            expect_problem(got, 401, "token_missing_or_wrong");
            EXPECT_EQ(got.headers.at("www-authenticate"), "Bearer");
        }
}

TEST_F(InputTest, KnowsItsPaths) {
    for (const std::string target : {"/v1", "/v1/", "/v1/status/", "/v1/members/", "/v1/members/a%20b", "/v1/members/M1/x",
                                     "/v1/checkouts/K1/commit/", "/V1/status", "//v1/status"})
        expect_problem(ask("GET", target), 404, "path_unknown");
    expect_problem(ask("GET", "/v1/members/" + std::string(65, 'x')), 404, "path_unknown");
    expect_problem(ask("GET", "/v1/checkouts/x%2Fcommit"), 400, "target_malformed");
}

TEST_F(InputTest, KnowsThePathsMethods) {
    const auto got = ask("DELETE", "/v1/status");
    expect_problem(got, 405, "method_not_allowed");
    EXPECT_EQ(got.headers.at("allow"), "GET, HEAD");
    EXPECT_EQ(ask("PUT", "/v1/checkouts/K1").headers.at("allow"), "GET, HEAD, DELETE");
    EXPECT_EQ(ask("OPTIONS", "/v1/quotes").headers.at("allow"), "POST");
    EXPECT_EQ(ask("get", "/v1/status").status, 405);
}

TEST_F(InputTest, AnswersHeadLikeGet) { EXPECT_EQ(exchange(server.address(), "HEAD", "/healthz").status, 200); }

TEST_F(InputTest, NamesTheLineAndColumnOfMalformedJson) {
    expect_problem(post("/v1/quotes", "{\n  \"basket\": nope}"), 400, "input_malformed", "\"field\":\"line 2 column ");
    expect_problem(post("/v1/quotes", "{"), 400, "input_malformed");
    expect_problem(post("/v1/quotes", ""), 400, "input_malformed");
    expect_problem(post("/v1/quotes", "{\"basket\":\"\xff\"}"), 400, "input_malformed");
    expect_problem(post("/v1/quotes", R"({"basket":1,"basket":2})"), 400, "input_malformed");
    expect_problem(post("/v1/quotes", std::string(100'000, '[')), 400, "input_malformed");
    expect_problem(post("/v1/quotes", R"({"basket":)" + std::string(2000, '[') + std::string(2000, ']') + "}"), 400,
                   "input_malformed");
}

TEST_F(InputTest, NamesThePointerOfAnUnknownKey) {
    expect_problem(post("/v1/identify", R"({"scan":"x","extra":1})"), 400, "input_malformed", "\"field\":\"/extra\"");
    expect_problem(post("/v1/identify", R"({"scan":"x","a/b~c":1})"), 400, "input_malformed", "\"field\":\"/a~1b~0c\"");
    expect_problem(post("/v1/quotes", R"({"basket":{"lines":[{"line_no":1,"quantity":1,"color":"red"}]}})"), 400,
                   "input_malformed", "\"field\":\"/basket/lines/0/color\"");
}

TEST_F(InputTest, NamesThePointerOfAWrongType) {
    for (const std::string body : {"[]", "1", "\"x\"", "null", "true"})
        expect_problem(post("/v1/identify", body), 400, "input_malformed", "a JSON object is expected");
    expect_problem(post("/v1/identify", "{}"), 400, "input_malformed", "\"field\":\"/scan\"");
    expect_problem(post("/v1/identify", R"({"scan":5})"), 400, "input_malformed", "\"field\":\"/scan\"");
    expect_problem(post("/v1/identify", R"({"scan":"x","symbology":"]Q1x"})"), 400, "input_malformed", "/symbology");
    expect_problem(post("/v1/identify", R"({"scan":")" + std::string(8193, 'x') + "\"}"), 400, "input_malformed", "8192");
    expect_problem(post("/v1/scan", R"({"scan":"x"})"), 400, "input_malformed", "\"field\":\"/scan\"");
    expect_problem(post("/v1/quotes", "{}"), 400, "input_malformed", "\"field\":\"/basket\"");
    expect_problem(post("/v1/quotes", R"({"basket":[]})"), 400, "input_malformed", "\"field\":\"/basket\"");
    const auto line = [&](const std::string& fields) {
        return post("/v1/quotes", R"({"basket":{"lines":[{"line_no":1,)" + fields + "}]}}");
    };
    for (const std::string quantity : {"-1", "0", "1.5", "1e3", "\"1\"", "99999999999999999999999999", "1000000001", "null"})
        expect_problem(line("\"quantity\":" + quantity), 400, "input_malformed", "/basket/lines/0/quantity");
    for (const std::string price : {"-1", "1.0", "1000000000001", "1e999", "true"})
        expect_problem(line("\"quantity\":1000,\"unit_price\":" + price), 400, "input_malformed", "");
}

TEST_F(InputTest, WantsJson) {
    for (const std::string type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "json"})
        expect_problem(post("/v1/quotes", kBasket, "Content-Type: " + type + "\r\n"), 415, "content_type_not_json");
}

TEST_F(InputTest, TakesJsonByAnyOfItsNames) {
    for (const std::string type : {"application/json", "Application/JSON; charset=utf-8", "application/json;v=1"})
        EXPECT_EQ(post("/v1/quotes", kBasket, "Content-Type: " + type + "\r\n").status, 200) << type;
}

TEST_F(InputTest, BoundsTheBody) {
    expect_problem(post("/v1/quotes", std::string(256 * 1024 + 1, ' ')), 413, "body_too_large");
    EXPECT_EQ(post("/v1/quotes", std::string(256 * 1024 - kBasket.size(), ' ') + std::string(kBasket)).status, 200);
}

TEST_F(InputTest, WantsAnIdempotencyKeyForACommit) {
    const std::string target = "/v1/checkouts/K1/commit";
    expect_problem(post(target, kCommit), 400, "input_malformed", "\"field\":\"Idempotency-Key\"");
    for (const std::string& key : {std::string(129, 'k'), std::string("a b"), std::string("\xe4\xbc\x9a"), std::string()})
        expect_problem(post(target, kCommit, "Idempotency-Key: " + key + "\r\n"), 400, "input_malformed", "Idempotency-Key");
    EXPECT_EQ(post(target, kCommit, "Idempotency-Key: " + std::string(128, 'k') + "\r\n").status, 200);
}

TEST_F(InputTest, WantsTheQuotesHashForACommit) {
    for (const std::string& hash : {std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g'), std::string()})
        expect_problem(post("/v1/checkouts/K1/commit", R"({"quote_hash":")" + hash + "\"}", kKey), 400, "input_malformed",
                       "\"field\":\"/quote_hash\"");
    expect_problem(post("/v1/checkouts/K1/commit", R"({"tenders":[]})", kKey), 400, "input_malformed", "/quote_hash");
}

TEST_F(InputTest, ReadsWhatACashierRoundsOff) {
    const auto with = [&](const std::string& rounding) {
        return post("/v1/checkouts/K1/commit", R"({"quote_hash":")" + kHash + R"(","rounding":)" + rounding + "}", kKey);
    };
    for (const char* wrong : {"-1", "0.5", "\"1\"", "1000000000001", "true"})
        expect_problem(with(wrong), 400, "input_malformed", "\"field\":\"/rounding\"");
    EXPECT_TRUE(service.asked.empty());
    EXPECT_EQ(with("99").status, 200);
    EXPECT_TRUE(service.asked.back().ends_with(" less 99"));
    EXPECT_EQ(with("null").status, 200);
    EXPECT_FALSE(service.asked.back().ends_with(" less 99"));
}

TEST_F(InputTest, NamesTheTenderThatIsWrong) {
    const auto with = [&](const std::string& tenders) {
        return post("/v1/checkouts/K1/commit", R"({"quote_hash":")" + kHash + R"(","tenders":)" + tenders + "}", kKey);
    };
    expect_problem(with("{}"), 400, "input_malformed", "\"field\":\"/tenders\"");
    expect_problem(with(R"([{"kind":"cash","amount":1},{"kind":"gold","amount":1}])"), 400, "input_malformed",
                   "\"field\":\"/tenders/1/kind\"");
    expect_problem(with(R"([{"kind":"cash","amount":-1}])"), 400, "input_malformed", "\"field\":\"/tenders/0/amount\"");
    std::string many = "[";
    for (int i = 0; i < 21; ++i)
        many += std::string(i == 0 ? "" : ",") + R"({"kind":"cash","amount":1})";
    expect_problem(with(many + "]"), 400, "input_malformed", "at most 20");
}

TEST_F(InputTest, ReadsWhatACommitPaysOut) {
    const auto with = [&](const std::string& refunds) {
        return post("/v1/checkouts/K1/commit", R"({"quote_hash":")" + kHash + R"(","refunds":)" + refunds + "}", kKey);
    };
    expect_problem(with("{}"), 400, "input_malformed", "\"field\":\"/refunds\"");
    expect_problem(with(R"([{"kind":"gold","amount":1}])"), 400, "input_malformed", "\"field\":\"/refunds/0/kind\"");
    EXPECT_EQ(with(R"([{"kind":"cash","amount":1},{"kind":"card","amount":2}])").status, 200);
    EXPECT_TRUE(service.asked.back().ends_with(" pays out 2"));
}

TEST_F(InputTest, NamesTheQueryParameterThatIsWrong) {
    for (const std::string limit : {"0", "501", "-1", "x", "", "1.5", "99999999999999999999", "+1", "1%20"})
        expect_problem(ask("GET", "/v1/products?limit=" + limit), 400, "input_malformed", "\"field\":\"?limit\"");
    expect_problem(ask("GET", "/v1/tickets?limit=201"), 400, "input_malformed", "from 1 to 200");
    expect_problem(ask("GET", "/v1/tickets?member=a%20b"), 400, "input_malformed", "\"field\":\"?member\"");
}

TEST_F(InputTest, AnswersWhatTheServerItselfRefuses) {
    const auto raw = [&](std::string_view bytes) {
        RawClient client(server.address());
        client.send(bytes);
        return client.response();
    };
    expect_problem(raw("nonsense\r\n\r\n"), 400, "http_malformed");
    expect_problem(raw("GET / HTTP/1.1\r\n\r\n"), 400, "host_missing");
    expect_problem(raw("GET / HTTP/1.1\r\nHost: other.example\r\n\r\n"), 421, "host_not_allowed");
    expect_problem(raw("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://other.example\r\n\r\n"), 403,
                   "origin_not_allowed");
    expect_problem(raw("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nExpect: x\r\n\r\n"), 417,
                   "expectation_unknown");
    expect_problem(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(9000, 'x') + "\r\n\r\n"), 431,
                   "header_too_large");
    std::vector<std::unique_ptr<RawClient>> crowd;
    for (int i = 0; i < 41; ++i)
        crowd.push_back(std::make_unique<RawClient>(server.address()));
    expect_problem(crowd.back()->response(), 503, "too_many_connections");
}

TEST_F(InputTest, HandsOnWhatIsRight) {
    EXPECT_EQ(post("/v1/identify", R"({"scan":"CFM1","symbology":"]Q1"})").status, 200);
    EXPECT_EQ(post("/v1/scan", R"({"code":"CFM2"})").status, 200);
    EXPECT_EQ(ask("GET", "/v1/members/M%31").status, 200);
    EXPECT_EQ(ask("GET", "/v1/products?q=a+b&after=S%261&limit=7").status, 200);
    EXPECT_EQ(ask("GET", "/v1/products").status, 200);
    EXPECT_EQ(post("/v1/quotes", kBasket).status, 200);
    EXPECT_EQ(post("/v1/checkouts", kBasket).status, 201);
    EXPECT_EQ(ask("GET", "/v1/checkouts/K1").status, 200);
    EXPECT_EQ(ask("DELETE", "/v1/checkouts/K1").status, 200);
    EXPECT_EQ(ask("GET", "/v1/tickets?member=M1&limit=3").status, 200);
    EXPECT_EQ(ask("GET", "/v1/tickets").status, 200);
    EXPECT_THAT(service.asked,
                testing::ElementsAre("identify CFM1 ]Q1", "scan CFM2 ", "member M1", "products a b S&1 7", "products   50",
                                     "quote of 1", "open T1", "checkout K1", "cancel K1", "tickets M1 3", "tickets  50"));
}

TEST_F(InputTest, DigestsACommitByItsContent) {
    const auto digest = [&](const std::string& target, const std::string& body) {
        EXPECT_EQ(post(target, body, kKey).status, 200);
        return service.asked.back().substr(service.asked.back().rfind(' '));
    };
    const std::string hash = "\"quote_hash\":\"" + kHash + "\"";
    const auto first = digest("/v1/checkouts/K1/commit", "{" + hash + ",\"tenders\":[]}");
    EXPECT_EQ(first, digest("/v1/checkouts/K1/commit", "{ \"tenders\" : [] , " + hash + "}"));
    EXPECT_NE(first, digest("/v1/checkouts/K2/commit", "{" + hash + ",\"tenders\":[]}"));
    EXPECT_NE(first, digest("/v1/checkouts/K1/commit", "{" + hash + "}"));
}

}  // namespace
}  // namespace counterfoil::test
