// What a caller gets: success, refusals in two languages, failures that hide their insides, figures.
#include <gmock/gmock.h>

#include "support/golden/samples.hpp"
#include "unit/web/api_fixture.hpp"
#include "web/problem.hpp"

namespace counterfoil::test {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kCommit = R"({"quote_hash": ")" + std::string(64, 'a') + "\"}";
constexpr std::string_view kKey = "Idempotency-Key: k1\r\n";

class AnswerTest : public ApiTest {
protected:
    RawResponse commit() { return post("/v1/checkouts/K1/commit", kCommit, kKey); }
};

TEST_F(AnswerTest, SaysTheRefusalInTheCallersLanguage) {
    service.opened = Refusal{"unknown_checkout"};
    const auto english = ask("GET", "/v1/checkouts/K1");
    EXPECT_EQ(english.status, 404);
    EXPECT_THAT(english.body, HasSubstr(R"("title":"This checkout is not known")"));
    const auto chinese = ask("GET", "/v1/checkouts/K1", "", "Accept-Language: zh-CN,zh;q=0.9,en;q=0.8\r\n");
    EXPECT_EQ(chinese.status, 404);
    EXPECT_THAT(chinese.body, HasSubstr(R"("title":"没有找到该结算单")"));
}

TEST_F(AnswerTest, GivesEachRefusalItsStatusAndFigures) {
    const std::pair<std::string, int> statuses[] = {
        {"unknown_member", 404},  {"unknown_checkout", 404},  {"erased", 410},
        {"not_ready", 503},       {"not_enrolled", 503},      {"ticket_id_reused", 409},
        {"quote_stale", 409},     {"hold_gone", 409},         {"already_used", 409},
        {"no_uses_left", 409},    {"already_committed", 409}, {"checkout_cancelled", 409},
        {"ticket_not_here", 404}, {"over_returned", 409},     {"void_too_late", 409},
        {"basket_invalid", 422},  {"tenders_mismatch", 422},  {"idempotency_key_reused", 422},
        {"risk_limit", 422},      {"needs_network", 422},     {"device_suspended", 422},
        {"unknown_product", 422}};
    for (const auto& [code, status] : statuses) {
        service.committed = Refusal{code, "/tenders/0", {{"due", "100"}}};
        const auto got = commit();
        EXPECT_EQ(got.status, status) << code;
        EXPECT_THAT(got.body, HasSubstr("\"code\":\"" + code + "\""));
        EXPECT_THAT(got.body, HasSubstr(R"("field":"/tenders/0","figures":{"due":"100"})"));
    }
}

TEST_F(AnswerTest, HidesTheInsidesOfAFailure) {
    const std::tuple<ErrorCode, int, std::string> failures[] = {{ErrorCode::full, 507, "storage_full"},
                                                                {ErrorCode::io, 500, "storage_failed"},
                                                                {ErrorCode::corrupt, 500, "storage_corrupt"},
                                                                {ErrorCode::unavailable, 503, "unavailable"}};
    for (const auto& [error, status, code] : failures) {
        service.committed = fail(error, "disk I/O error 778", "ledger.db", "secret remedy");
        const auto got = commit();
        EXPECT_EQ(got.status, status);
        EXPECT_THAT(got.body, HasSubstr("\"code\":\"" + code + "\""));
        EXPECT_THAT(got.body, HasSubstr("\"remedy\":"));
        EXPECT_THAT(got.body, Not(HasSubstr("778")));
        EXPECT_THAT(got.body, Not(HasSubstr("ledger.db")));
        EXPECT_THAT(got.body, Not(HasSubstr("secret")));
    }
}

TEST_F(AnswerTest, SaysWhatIsWrongWithWhatTheServiceRefusesToRead) {
    service.card = fail(ErrorCode::not_found, "no such thing", "members", "look again");
    const auto got = ask("GET", "/v1/members/M1");
    EXPECT_EQ(got.status, 404);
    EXPECT_THAT(got.body, HasSubstr(R"("detail":"no such thing","field":"members","remedy":"look again")"));
}

TEST_F(AnswerTest, MarksARepeatAndCountsTheSaleOnce) {
    usecase::Committed sale;
    sale.seq = JournalSeq{7};
    service.committed = sale;
    const auto first = commit();
    EXPECT_EQ(first.status, 200);
    EXPECT_FALSE(first.headers.contains("idempotent-replay"));
    sale.replay = true;
    service.committed = sale;
    const auto again = commit();
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.headers.at("idempotent-replay"), "true");
    EXPECT_EQ(again.body, first.body);
    const auto figures = exchange(server.address(), "GET", "/metrics").body;
    EXPECT_THAT(figures, HasSubstr("counterfoil_tickets_total{at_risk=\"no\"} 1\n"));
    EXPECT_THAT(figures, HasSubstr("counterfoil_http_requests_total{route=\"/v1/checkouts/{}/commit\",status=\"200\"} 2\n"));
}

TEST_F(AnswerTest, AReturnThatHqDoubtsIsToldOfWithWhatWasRefunded) {
    const domain::ReturnEntry back = test_support::sample_return();
    usecase::Status now;
    now.conflicts.push_back({JournalSeq{7}, "over_returned", {DeviceEpoch{1}, JournalSeq{7}, Instant{1}, back}});
    service.now = now;
    const auto told = ask("GET", "/v1/status").body;
    EXPECT_THAT(told, HasSubstr("\"value\":" + std::to_string(back.refunds.at(0).amount.value)));
}

TEST_F(AnswerTest, WritesFigures) {
    usecase::Status now;
    now.link.up = true;
    now.data_age = Millis{2500};
    now.pending_operations = 3;
    now.open_holds = 4;
    now.open_checkouts = 5;
    now.feed_position = FeedPosition{6};
    now.conflicts.emplace_back();
    service.now = now;
    metrics.scanned();
    ask("GET", "/v1/members/M1");
    ask("GET", "/v1/members/M2");
    ask("GET", "/v1/nothing");
    exchange(server.address(), "GET", "/v1/members/M1");
    for (int i = 0; i < 2; ++i) {  // the gauges can be set again
        const auto got = exchange(server.address(), "GET", "/metrics");
        EXPECT_EQ(got.status, 200);
        EXPECT_EQ(got.headers.at("content-type"), "text/plain; version=0.0.4");
        for (const std::string line :
             {"counterfoil_link_up 1", "counterfoil_data_age_seconds 2.5", "counterfoil_pending_operations 3",
              "counterfoil_open_holds 4", "counterfoil_open_checkouts 5", "counterfoil_feed_position 6",
              "counterfoil_conflicts 1", "counterfoil_scans_total 1",
              "counterfoil_http_requests_total{route=\"/v1/members/{}\",status=\"200\"} 2",
              "counterfoil_http_requests_total{route=\"/v1/members/{}\",status=\"401\"} 1",
              "counterfoil_http_requests_total{route=\"none\",status=\"404\"} 1"})
            EXPECT_THAT(got.body, HasSubstr(line + "\n"));
        EXPECT_THAT(got.body, Not(HasSubstr("M1")));
    }
    now.link.up = false;
    service.now = now;
    EXPECT_THAT(exchange(server.address(), "GET", "/metrics").body, HasSubstr("counterfoil_link_up 0\n"));
}

TEST_F(AnswerTest, TellsAliveFromReady) {
    EXPECT_EQ(exchange(server.address(), "GET", "/healthz").body, R"({"status":"ok"})");
    usecase::Status now;
    service.now = now;
    auto got = exchange(server.address(), "GET", "/readyz", "Accept-Language: zh\r\n");
    EXPECT_EQ(got.status, 503);
    EXPECT_THAT(got.body, HasSubstr("not_enrolled"));
    EXPECT_THAT(got.body, HasSubstr("本机尚未注册到总部"));
    now.enrolled = true;
    now.feed_position = FeedPosition{1};
    service.now = now;
    EXPECT_THAT(exchange(server.address(), "GET", "/readyz").body, HasSubstr("not_ready"));
    now.first_data = true;
    service.now = now;
    got = exchange(server.address(), "GET", "/readyz");
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.body, R"({"status":"ready"})");
    service.now = fail(ErrorCode::io, "disk gone", "ledger.db");
    EXPECT_EQ(exchange(server.address(), "GET", "/readyz").status, 500);
    EXPECT_EQ(exchange(server.address(), "GET", "/healthz").status, 200);
}

TEST(LanguageTest, GoesByTheWeights) {
    for (const char* const chinese : {"zh", "zh-CN", "ZH-Hans", "zh-CN,zh;q=0.9,en;q=0.8", "en;q=0.5,zh;q=0.8",
                                      "fr, zh;q=0.1", "zh, en", "en;q=0, zh;q=0.001", " zh"})
        EXPECT_TRUE(web::prefers_chinese(chinese)) << chinese;
    for (const char* const english : {"", "en", "en-US,zh;q=0.5", "zh;q=0.3,en;q=0.4", "fr", "*", "zho", "zh;q=0", "en, zh",
                                      ",,,;q=1", "zh;q=x", "q=1;zh"})
        EXPECT_FALSE(web::prefers_chinese(english)) << english;
}

}  // namespace
}  // namespace counterfoil::test
