// Sentences that a cashier can read out: every code of the rules has one, with its figures filled in.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "codec/json.hpp"

namespace counterfoil::codec {
namespace {

std::string zh(const Refusal& refusal) { return sentence(refusal, true); }
std::string en(const Refusal& refusal) { return sentence(refusal, false); }

TEST(Sentences, say_days_and_hours_in_both_languages) {
    const Refusal day{.code = "wrong_day", .figures = {{"days", "周三、周六"}, {"days_en", "Wed, Sat"}}};
    EXPECT_EQ(zh(day), "仅限周三、周六使用");
    EXPECT_EQ(en(day), "Only on Wed, Sat");
    const Refusal hour{.code = "wrong_hour", .figures = {{"hours", "22:00-01:30"}}};
    EXPECT_EQ(zh(hour), "仅限22:00-01:30使用");
    EXPECT_EQ(en(hour), "Only between 22:00-01:30");
}

TEST(Sentences, exist_for_every_code) {
    for (const char* code : {"unknown_coupon",
                             "unknown_card",
                             "no_uses_left",
                             "uses_not_spent",
                             "not_this_member",
                             "proof_needed",
                             "already_used",
                             "voided",
                             "frozen",
                             "in_transfer",
                             "held_elsewhere",
                             "needs_network",
                             "risk_limit",
                             "not_yet_valid",
                             "expired",
                             "wrong_day",
                             "wrong_hour",
                             "wrong_store",
                             "wrong_channel",
                             "wrong_tier",
                             "wrong_tag",
                             "staff_not_allowed",
                             "not_first_purchase",
                             "not_birthday",
                             "member_limit",
                             "day_limit",
                             "campaign_over",
                             "no_goods_in_scope",
                             "goods_excluded",
                             "gift_not_scanned",
                             "below_min_spend",
                             "below_min_qty",
                             "not_with_coupon",
                             "ticket_limit",
                             "not_with_card",
                             "not_with_points",
                             "no_benefit",
                             "better_offer",
                             "pts_balance",
                             "pts_min",
                             "pts_step",
                             "pts_share",
                             "pts_excluded",
                             "pts_proof",
                             "pts_offline",
                             "pts_not_with_coupon",
                             "merged",
                             "erased",
                             "erasure_needed",
                             "rights_held",
                             "transfer_open",
                             "phone_released",
                             "ticket_id_reused",
                             "quote_stale",
                             "over_returned",
                             "ticket_not_here",
                             "return_invalid",
                             "void_too_late",
                             "gift_missing",
                             "exchange_unknown",
                             "exchange_settled",
                             "exchange_member",
                             "basket_invalid",
                             "basket_too_large",
                             "rules_invalid",
                             "currency_mismatch",
                             "unknown_member",
                             "checkout_not_open",
                             "hold_gone",
                             "tenders_mismatch"}) {
        EXPECT_FALSE(zh({code}).empty() || zh({code}).starts_with("无法办理")) << code;
        EXPECT_FALSE(en({code}).empty() || en({code}).starts_with("Refused (")) << code;
        EXPECT_EQ(zh({code}).find('{'), std::string::npos) << code;
    }
}

TEST(Sentences, say_money_in_major_units) {
    const Refusal refusal{"below_min_spend", {}, {{"short", "1600"}, {"name", "满200减50"}, {"name_en", "50 off 200"}}};
    EXPECT_EQ(zh(refusal), "再买16.00元可用满200减50");
    EXPECT_EQ(en(refusal), "16.00 more and 50 off 200 applies");
    EXPECT_EQ(en({"risk_limit", {}, {{"left", "5"}}}), "Above the offline limit, 0.05 left");
    EXPECT_EQ(en({"risk_limit", {}, {{"left", "0"}}}), "Above the offline limit, 0.00 left");
    EXPECT_EQ(en({"risk_limit", {}, {{"left", "-120"}}}), "Above the offline limit, -1.20 left");
}

TEST(Sentences, say_pieces_as_they_are) {
    EXPECT_EQ(zh({"below_min_qty", {}, {{"short", "2"}, {"name", "两件装"}}}), "再买2件可用两件装");
}

TEST(Sentences, say_instants_as_a_date_or_as_they_are_given) {
    EXPECT_EQ(en({"expired", {}, {{"until", "1785600000000"}}}), "Expired on 2026-08-01 16:00 UTC");
    EXPECT_EQ(en({"expired", {}, {{"until", "951782400000"}}}), "Expired on 2000-02-29 00:00 UTC");
    EXPECT_EQ(en({"expired", {}, {{"until", "0"}}}), "Expired on 1970-01-01 00:00 UTC");
    EXPECT_EQ(zh({"expired", {}, {{"until", "8月1日"}}}), "已于8月1日过期");
    EXPECT_EQ(en({"already_used", {}, {{"at", "1785600000000"}, {"store", "S002"}}}),
              "Used at S002 on 2026-08-01 16:00 UTC");
}

TEST(Sentences, show_that_a_figure_is_missing) { EXPECT_EQ(en({"ticket_limit"}), "At most ? per ticket"); }

TEST(Sentences, say_less_where_less_is_known) {
    EXPECT_EQ(en({"already_used", {}, {{"coupon_id", "C1"}}}), "Already used");
    EXPECT_EQ(en({"held_elsewhere"}), "Held in another place now");
    EXPECT_EQ(en({"pts_min", {}, {{"n", "100"}}}), "At least 100 points are used at once");
    EXPECT_EQ(en({"pts_min", {}, {{"short", "100"}}}), "1.00 more and points can be used");
    EXPECT_EQ(en({"pts_min"}), "Below the least that points may be used for");
}

TEST(Sentences, fall_back_to_the_code) {
    EXPECT_EQ(en({"something_new"}), "Refused (something_new)");
    EXPECT_EQ(zh({"something_new"}), "无法办理(something_new)");
}

TEST(Sentences, go_with_the_refusal) {
    const auto document = to_json(Refusal{"ticket_limit", "/coupons", {{"n", "1"}}});
    EXPECT_EQ(
        document.dump(),
        R"({"code":"ticket_limit","en":"At most 1 per ticket","field":"/coupons","figures":{"n":"1"},"zh":"每单限用1张"})");
}

TEST(Sentences, tell_the_steps_of_a_quote) {
    const auto told = [](const domain::ExplainStep& step) { return sentence(step, false) + " | " + sentence(step, true); };
    EXPECT_EQ(told({"list", {{"amount", "23000"}}}), "The goods come to 230.00 | 商品原价合计230.00元");
    const domain::ExplainStep coupon{
        "coupon", {{"name", "满200减50"}, {"name_en", "50 off 200"}, {"amount", "4000"}, {"left", "0"}, {"lost", "1000"}}};
    EXPECT_EQ(told(coupon),
              "50 off 200 takes off 40.00, and 10.00 of its face is lost: 0.00 | "
              "券满200减50优惠40.00元(未用完的10.00元作废),剩0.00元");
    const domain::ExplainStep earned{"earn",
                                     {{"base", "7770"}, {"per", "100"}, {"n", "1"}, {"times", "1.5"}, {"points", "116"}}};
    EXPECT_EQ(told(earned), "77.70 at 1 for each 1.00, times 1.5, earns 116 points | 77.70元按每1.00元1分、1.5倍,得116分");
    EXPECT_EQ(told({"due", {{"amount", "1999"}, {"exponent", "0"}}}), "1999 is due | 应付1999元");
    EXPECT_EQ(told({"due", {{"amount", "12345"}, {"exponent", "3"}}}), "12.345 is due | 应付12.345元");
    EXPECT_EQ(told({"due", {{"amount", "5"}, {"exponent", "3"}}}), "0.005 is due | 应付0.005元");
    for (const char* step : {"list", "pos_discount", "member_price", "coupon", "points", "earn", "earn_birthday",
                             "coupon_points", "tier_up", "tax", "due"}) {
        EXPECT_NE(sentence(domain::ExplainStep{step, {}}, true), step);
        EXPECT_NE(sentence(domain::ExplainStep{step, {}}, false), step);
    }
    EXPECT_EQ(told({"something_new", {}}), "something_new | something_new");
}

}  // namespace
}  // namespace counterfoil::codec
