// Baskets with figures that no sale has, and coupons that may not be used.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/main_job/bad_input_site.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using namespace nlohmann::literals;
using ::testing::Contains;

constexpr std::int64_t kAmountMax = 1'000'000'000'000;

class BadBasket : public BadInput {
protected:
    /// The basket of one line with one value put in, at all three doors.
    static json with(const json::json_pointer& at, const json& value) {
        json body = basket("T-1");
        body[at] = value;
        return body;
    }
    static void expect_refused(const json& body, int status, const std::string& code, const std::string& field) {
        for (const char* path : {"/v1/quotes", "/v1/checkouts"}) {
            const Reply reply = post(path, body);
            expect_problem(reply, status, code);
            EXPECT_EQ(reply.json().value("field", ""), field) << reply.text();
        }
    }
};

TEST_F(BadBasket, NegativeFractionalAndOverflowingNumbersAreRefusedByTheirField) {
    const std::string line = "/basket/lines/0";
    for (const char* name : {"quantity", "unit_price", "amount", "pos_discount", "member_unit_price", "tax_bp", "line_no"}) {
        const std::string field = line + "/" + name;
        for (const json& value : {json(-1), json(INT64_MIN), json(UINT64_MAX), json(kAmountMax + 1), json(1.5), json(1e300),
                                  json("1"), json(true)})
            expect_refused(with(json::json_pointer(field), value), 400, "input_malformed", field);
    }
    expect_refused(with("/basket/lines/0/quantity"_json_pointer, 0), 400, "input_malformed", line + "/quantity");
    expect_refused(with("/basket/points"_json_pointer, -5), 400, "input_malformed", "/basket/points");
    expect_refused(with("/basket/exponent"_json_pointer, 4), 400, "input_malformed", "/basket/exponent");
}

TEST_F(BadBasket, NumbersThatOnlyTogetherOverflowAreRefused) {
    json body = with("/basket/lines/0/unit_price"_json_pointer, kAmountMax);
    body["/basket/lines/0/quantity"_json_pointer] = 1'000'000'000;
    expect_refused(body, 422, "basket_invalid", "/lines/0/unit_price");
    expect_refused(with("/basket/lines/0/pos_discount"_json_pointer, 60'000), 422, "basket_invalid",
                   "/lines/0/pos_discount");
    expect_refused(with("/basket/lines/0/quantity"_json_pointer, 1500), 422, "basket_invalid", "/lines/0/quantity");
}

TEST_F(BadBasket, TooManyLinesAndCouponsAreRefused) {
    json body = basket("T-1");
    const json line = body["basket"]["lines"][0];
    for (int i = 0; i < 600; ++i)
        body["basket"]["lines"].push_back(line);
    expect_refused(body, 400, "input_malformed", "/basket/lines");
    json coupons = basket("T-1", member_id_of(till()));
    coupons["basket"]["coupons"] = std::vector<std::string>(200, "C-1");
    expect_refused(coupons, 400, "input_malformed", "/basket/coupons");
}

TEST_F(BadBasket, WrongWordsAndOtherStoresAreRefused) {
    expect_refused(with("/basket/buyer"_json_pointer, "robot"), 400, "input_malformed", "/basket/buyer");
    expect_refused(with("/basket/ticket_id"_json_pointer, "no id"), 400, "input_malformed", "/basket/ticket_id");
    expect_refused(with("/basket/business_day"_json_pointer, "2026-02-30"), 400, "input_malformed", "/basket/business_day");
    expect_refused(with("/basket/lines/0/gtin"_json_pointer, "2000000000016"), 400, "input_malformed",
                   "/basket/lines/0/gtin");
    expect_refused(with("/basket/lines/0/flags"_json_pointer, json::array({"shiny"})), 400, "input_malformed",
                   "/basket/lines/0/flags/0");
    expect_refused(with("/basket/store_id"_json_pointer, "S777"), 422, "basket_invalid", "/store_id");
    json no_ticket = basket("T-1");
    no_ticket["basket"].erase("ticket_id");
    const Reply opened = post("/v1/checkouts", no_ticket);
    expect_problem(opened, 422, "basket_invalid");
    EXPECT_EQ(opened.json().value("field", ""), "/ticket_id") << opened.text();
}

TEST_F(BadBasket, AnUnknownCouponIsRefusedAndTheRestIsPriced) {
    const Reply quote = post("/v1/quotes", basket("T-1", member_id_of(till()), {"C-unknown"}));
    EXPECT_EQ(quote.status, 200) << quote.text();
    EXPECT_THAT(refusal_codes(quote, "C-unknown"), Contains("unknown_coupon")) << quote.text();
    EXPECT_FALSE(uses(quote, "C-unknown"));
}

TEST_F(BadBasket, AnotherMembersCouponIsRefused) {
    const std::string coupon = coupon_id_of(till(), kAmountOffCode);
    const json quoted = post("/v1/quotes", basket("T-1", {}, {coupon})).json();
    EXPECT_EQ(quoted.value("/quote/used"_json_pointer, json::array()), json::array()) << "a guest used a member's coupon";
}

TEST_F(BadBasket, ASpentCouponIsRefused) {
    const std::string member = member_id_of(till());
    const std::string coupon = coupon_id_of(till(), kAmountOffCode);
    const Reply opened = post("/v1/checkouts", basket("T-spend", member, {coupon}));
    ASSERT_EQ(Sale(opened).commit(till(), "key-spend").status, 200) << opened.text();
    expect_journal_from_here();
    const Reply again = post("/v1/quotes", basket("T-again", member, {coupon}));
    EXPECT_EQ(again.status, 200) << again.text();
    EXPECT_FALSE(uses(again, coupon));
    EXPECT_THAT(refusal_codes(again, coupon), Contains("already_used")) << again.text();
}

TEST_F(BadBasket, AnExpiredCouponIsRefused) {
    const std::string member = member_id_of(till());
    const json rule = {{"kind", "template"}, {"template_id", "TPL-PAST"}, {"template_kind", "amount_off"}, {"face", 500}};
    const json past = {{"kind", "coupon"},
                       {"coupon_id", "C-PAST"},
                       {"code", "CFC-PAST"},
                       {"template_id", "TPL-PAST"},
                       {"member_id", member},
                       {"valid_from", 1'577'836'800'000},
                       {"valid_until", 1'577'923'200'000}};
    const Finished imported = site().hq().import_lines("past.jsonl", rule.dump() + "\n" + past.dump() + "\n");
    ASSERT_EQ(imported.status, 0) << imported.err;
    ASSERT_TRUE(until([&] { return identify(till(), "CFC-PAST").value("found", false); })) << "the feed brought nothing";
    const Reply quote = post("/v1/quotes", basket("T-1", member, {"C-PAST"}));
    EXPECT_FALSE(uses(quote, "C-PAST"));
    EXPECT_THAT(refusal_codes(quote, "C-PAST"), Contains("expired")) << quote.text();
}

}  // namespace
}  // namespace counterfoil::e2e
