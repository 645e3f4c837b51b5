// Returns over HTTP: what reaches the service, what is answered, what is refused before it gets there.
#include "unit/web/api_fixture.hpp"

namespace counterfoil::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kTicket = R"({"store_id":"S1","register_id":"R1","business_day":"2026-03-02","ticket_id":"T1"})";
const std::string kReturn = R"({"store_id":"S1","register_id":"R1","business_day":"2026-03-02","ticket_id":"X1"})";
const std::string kLines = R"([{"line_no":1,"quantity":1000}])";
constexpr std::string_view kKey = "Idempotency-Key: k1\r\n";

class ReturnsOverHttp : public ApiTest {
protected:
    static std::string body(const std::string& more) { return "{\"ticket\":" + kTicket + more + "}"; }
    static std::string whole(const std::string& more) { return body(",\"return_key\":" + kReturn + more); }
    void expect_refused(const RawResponse& got, const std::string& field) {
        EXPECT_EQ(got.status, 400) << got.body;
        EXPECT_THAT(got.body, HasSubstr("\"field\":\"" + field + "\""));
        EXPECT_TRUE(service.asked.empty());
    }
};

TEST_F(ReturnsOverHttp, ATicketIsAskedForByItsWholeKey) {
    EXPECT_EQ(ask("GET", "/v1/tickets/S1/R1/2026-03-02/T1").status, 200);
    EXPECT_THAT(service.asked, ElementsAre("ticket S1/R1/2026-03-02/T1"));
    EXPECT_EQ(ask("GET", "/v1/tickets/S1/R1/2026-03-02").status, 404);
    service.detail = Refusal{"ticket_not_here", "/ticket"};
    const auto got = ask("GET", "/v1/tickets/S1/R1/2026-03-02/T2", "", "Accept-Language: zh-CN\r\n");
    EXPECT_EQ(got.status, 404);
    EXPECT_THAT(got.body, HasSubstr("请到原收银机办理"));
}

TEST_F(ReturnsOverHttp, APreviewNeedsNoKey) {
    EXPECT_EQ(post("/v1/returns/preview", body(",\"lines\":" + kLines)).status, 200);
    EXPECT_EQ(post("/v1/returns/preview", body(",\"voided\":true")).status, 200);
    EXPECT_THAT(service.asked, ElementsAre("preview S1/R1/2026-03-02/T1 1", "preview S1/R1/2026-03-02/T1 void 0"));
}

TEST_F(ReturnsOverHttp, AReturnIsToldWhole) {
    const std::string text = whole(",\"lines\":" + kLines + R"(,"refunds":[{"kind":"cash","amount":5}],"staff_id":"E1")");
    EXPECT_EQ(post("/v1/returns", text, kKey).status, 200);
    EXPECT_THAT(service.asked, ElementsAre("return S1/R1/2026-03-02/T1 as S1/R1/2026-03-02/X1 1 1 E1 k1"));
    usecase::Returned again;
    again.replay = true;
    service.returned = again;
    EXPECT_EQ(post("/v1/returns", text, kKey).headers.at("idempotent-replay"), "true");
}

TEST_F(ReturnsOverHttp, GiftsAreDecidedAboutAndGoodsExchanged) {
    const std::string gifts = R"(,"gifts":"waive","approver_id":"E2","staff_id":"E1")";
    const std::string exchange = R"(,"exchange":[{"line_no":2,"quantity":1000,"gtin":"6901234567892","from_sku":"M"}])";
    EXPECT_EQ(post("/v1/returns/preview", body(",\"lines\":" + kLines + gifts)).status, 200);
    EXPECT_EQ(service.last_return.gifts, domain::GiftChoice::waive);
    EXPECT_EQ(service.last_return.approver_id, StaffId{"E2"});
    EXPECT_EQ(post("/v1/returns", whole(exchange), kKey).status, 200) << "nothing need come back";
    ASSERT_EQ(service.last_return.exchange.size(), 1U);
    EXPECT_EQ(service.last_return.exchange[0].gtin, "06901234567892");
    EXPECT_EQ(service.last_return.exchange[0].from_sku, Sku{"M"});
    EXPECT_EQ(service.last_return.gifts, domain::GiftChoice::ask);
    EXPECT_EQ(post("/v1/returns", whole(exchange + ",\"lines\":" + kLines), kKey).status, 200);
    EXPECT_EQ(service.last_return.lines.size(), 1U);
}

TEST_F(ReturnsOverHttp, WhatIsWrongWithGiftsAndExchangesIsNamed) {
    expect_refused(post("/v1/returns", whole(",\"lines\":" + kLines + ",\"gifts\":\"keep\""), kKey), "/gifts");
    expect_refused(post("/v1/returns", whole(",\"lines\":" + kLines + ",\"approver_id\":\"a b\""), kKey), "/approver_id");
    expect_refused(post("/v1/returns", whole(",\"exchange\":[]"), kKey), "/exchange");
    expect_refused(post("/v1/returns", whole(R"(,"exchange":[{"line_no":1,"quantity":1000}])"), kKey), "/exchange/0/sku");
    expect_refused(
        post("/v1/returns", whole(R"(,"exchange":[{"line_no":1,"quantity":1000,"sku":"A","gtin":"6901234567892"}])"), kKey),
        "/exchange/0/sku");
    expect_refused(
        post("/v1/returns", whole(R"(,"voided":true,"exchange":[{"line_no":1,"quantity":1000,"sku":"A"}])"), kKey),
        "/exchange");
}

TEST_F(ReturnsOverHttp, AKeptRefundIsPaidWithoutGoods) {
    const std::string key = R"({"store_id":"S1","register_id":"R1","business_day":"2026-03-02","ticket_id":"X0"})";
    const std::string paid = R"(,"refunds":[{"kind":"cash","amount":5}],"pays_out":)" + key;
    EXPECT_EQ(post("/v1/returns", whole(paid), kKey).status, 200);
    ASSERT_TRUE(service.last_return.pays_out);
    EXPECT_EQ(service.last_return.pays_out->ticket_id, TicketId{"X0"});
    EXPECT_TRUE(service.last_return.lines.empty());
    service.asked.clear();
    expect_refused(post("/v1/returns", whole(paid + ",\"lines\":" + kLines), kKey), "/lines");
    expect_refused(post("/v1/returns", whole(paid + ",\"voided\":true"), kKey), "/voided");
    expect_refused(post("/v1/returns", whole(R"(,"pays_out":"X0")"), kKey), "/pays_out");
    expect_refused(post("/v1/returns/preview", body(",\"pays_out\":" + key)), "/pays_out");
}

TEST_F(ReturnsOverHttp, WhatIsWrongIsNamedAndReachesNobody) {
    expect_refused(post("/v1/returns", whole(",\"lines\":" + kLines)), "Idempotency-Key");
    expect_refused(post("/v1/returns", body(",\"lines\":" + kLines), kKey), "/return_key");
    expect_refused(post("/v1/returns", "{\"lines\":" + kLines + "}", kKey), "/ticket");
    expect_refused(post("/v1/returns", whole(""), kKey), "/lines");
    expect_refused(post("/v1/returns", whole(",\"lines\":[]"), kKey), "/lines");
    expect_refused(post("/v1/returns", whole(",\"voided\":true,\"lines\":" + kLines), kKey), "/lines");
    expect_refused(post("/v1/returns", whole(",\"voided\":1"), kKey), "/voided");
    expect_refused(post("/v1/returns", whole(R"(,"lines":[{"line_no":1,"quantity":0}])"), kKey), "/lines/0/quantity");
    expect_refused(post("/v1/returns", whole(R"(,"lines":[{"line_no":1,"quantity":1.5}])"), kKey), "/lines/0/quantity");
    expect_refused(post("/v1/returns", whole(R"(,"lines":[{"line_no":1,"quantity":1,"net":1}])"), kKey), "/lines/0/net");
    expect_refused(post("/v1/returns", whole(",\"lines\":" + kLines + ",\"refunds\":[{}]"), kKey), "/refunds/0/kind");
    expect_refused(post("/v1/returns", whole(",\"lines\":" + kLines + ",\"staff_id\":\"a b\""), kKey), "/staff_id");
    expect_refused(post("/v1/returns", whole(",\"lines\":" + kLines + ",\"tenders\":[]"), kKey), "/tenders");
    expect_refused(post("/v1/returns/preview", whole(",\"lines\":" + kLines)), "/return_key");
}

TEST_F(ReturnsOverHttp, ARefusalSaysWhatIsLeft) {
    service.returned = Refusal{"over_returned", "/lines/0/quantity", {{"line_no", "1"}, {"sold", "2000"}, {"left", "0"}}};
    const auto got = post("/v1/returns", whole(",\"lines\":" + kLines), kKey);
    EXPECT_EQ(got.status, 409);
    EXPECT_THAT(got.body, HasSubstr(R"("left":"0")"));
    EXPECT_THAT(got.body, HasSubstr("More of line 1 is returned than is left to return"));
}

TEST_F(ReturnsOverHttp, AMemberIsNamedAfterPayment) {
    const std::string path = "/v1/tickets/S1/R1/2026-03-02/T1/member";
    EXPECT_EQ(post(path, R"({"member_id":"M1","approver_id":"E2","staff_id":"E1"})", kKey).status, 200);
    EXPECT_THAT(service.asked, ElementsAre("member of S1/R1/2026-03-02/T1 is M1 by E1 and E2 k1"));
    service.asked.clear();
    expect_refused(post(path, R"({"member_id":"M1","approver_id":"E2"})"), "Idempotency-Key");
    expect_refused(post(path, R"({"approver_id":"E2"})", kKey), "/member_id");
    expect_refused(post(path, R"({"member_id":"a b","approver_id":"E2"})", kKey), "/member_id");
    expect_refused(post(path, R"({"member_id":"M1","approver_id":"a b"})", kKey), "/approver_id");
    expect_refused(post(path, R"({"member_id":"M1","points":5})", kKey), "/points");
    usecase::LateEarned again;
    again.replay = true;
    service.named = again;
    EXPECT_EQ(post(path, R"({"member_id":"M1"})", kKey).headers.at("idempotent-replay"), "true");
    service.named = Refusal{"late_earn_over", {}, {{"days", "7"}}};
    const auto late = post(path, R"({"member_id":"M1"})", kKey);
    EXPECT_EQ(late.status, 409);
    EXPECT_THAT(late.body, HasSubstr("7 days after the sale"));
    service.named = Refusal{"approver_needed", "/approver_id"};
    EXPECT_EQ(post(path, R"({"member_id":"M1"})", kKey).status, 422);
}

}  // namespace
}  // namespace counterfoil::test
