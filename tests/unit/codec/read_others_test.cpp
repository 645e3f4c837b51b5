// What HQ's import and feed bring: members, templates, coupons, products, rules, holds, tenders.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "codec/bytes.hpp"
#include "codec/json.hpp"
#include "platform/crypto.hpp"
#include "support/golden/samples.hpp"

namespace counterfoil::codec {
namespace {

using nlohmann::json;
using namespace test_support;

template <class T>
std::string outcome(const Result<T>& read) {
    return read ? "was taken" : describe(read.error());
}
json with(json document, const char* pointer, const char* value) {
    document[json::json_pointer(pointer)] = json::parse(value);
    return document;
}

std::string rules_with(const char* pointer, const char* value) {
    return outcome(read_rules(with(to_json(sample_rules()), pointer, value), "/rules", platform::Sha256Hasher()));
}
std::string template_with(const char* pointer, const char* value, const domain::CouponTemplate& base = sample_amount_off()) {
    return outcome(read_coupon_template(with(to_json(base), pointer, value), ""));
}
std::string member_with(const char* pointer, const char* value) {
    return outcome(read_cached_member(with(to_json(sample_member()), pointer, value), ""));
}

TEST(ReadTemplate, refuses_kinds_that_cannot_be_priced) {
    EXPECT_EQ(
        template_with("/kind", "\"lottery\""),
        "/kind: one of percent_off, amount_off, stepped_off, fixed_price, exchange, gift, pick_up, points_multiplier is "
        "expected");
}

TEST(ReadTemplate, wants_what_its_kind_needs) {
    EXPECT_EQ(template_with("/face", "0"), "/face: an amount above 0 is expected for amount_off");
    EXPECT_EQ(template_with("/pay_bp", "10000", sample_percent_off()),
              "/pay_bp: a number from 1 to 9999 is expected for percent_off");
    EXPECT_EQ(template_with("/pay_bp", "0"), "/pay_bp: a whole number from 1 to 10000 is expected");
    EXPECT_EQ(template_with("/valid_until", "5"), "/valid_until: a time after valid_from is expected");
    EXPECT_EQ(template_with("/scope/include/brand", "[]"), "/scope/include/brand: unknown key");
    EXPECT_EQ(template_with("/offline", "\"always\""), "/offline: one of checkout, home_store, pass, risk is expected");
}

TEST(ReadTemplate, wants_stacking_rules_that_can_hold) {
    EXPECT_EQ(template_with("/stack", "\"never\""), "/stack: one of alone, group is expected");
    EXPECT_EQ(template_with("/group_limit", "-1"), "/group_limit: a whole number from 0 to 50 is expected");
    EXPECT_EQ(template_with("/not_with", "[\"a b\"]").substr(0, 12), "/not_with/0:");
    EXPECT_EQ(template_with("/stack", "\"alone\"", sample_percent_off()),
              "/with_groups: no groups are expected for a coupon that stands alone");
}

TEST(ReadTemplate, wants_a_return_rule_that_can_hold) {
    EXPECT_EQ(template_with("/on_return", "\"sometimes\""), "/on_return: one of full_only, never, always_new is expected");
    EXPECT_EQ(template_with("/extend_days", "367"), "/extend_days: a whole number from 0 to 366 is expected");
    EXPECT_EQ(template_with("/on_return", "\"never\"", sample_percent_off()),
              "/extend_days: no days are expected for a coupon that never comes back");
}

TEST(ReadTemplate, wants_bearers_who_bear_the_whole) {
    const char* const whole = "/bearers: bearers, nobody twice, whose share_bp add up to 10000 are expected";
    EXPECT_EQ(template_with("/bearers", R"([{"party":"hq","share_bp":9999}])"), whole);
    EXPECT_EQ(template_with("/bearers", R"([{"party":"hq","share_bp":5000},{"party":"hq","share_bp":5000}])"), whole);
    EXPECT_EQ(template_with("/bearers", R"([{"party":"bank","share_bp":10000}])").substr(0, 23), "/bearers/0/party: one o");
    EXPECT_EQ(template_with("/bearers", R"([{"party":"hq","share_bp":0}])"),
              "/bearers/0/share_bp: a whole number from 1 to 10000 is expected");
    const char* const payer = "/bearers: who pays is expected for funding third_party, and not the store that sells";
    EXPECT_EQ(template_with("/funding", "\"third_party\""), payer);
    EXPECT_EQ(template_with("/bearers", R"([{"party":"franchisee","share_bp":10000}])", sample_percent_off()), payer);
    EXPECT_EQ(template_with("/funding", "\"gift\""), "/funding: one of own, third_party is expected");
}

TEST(ReadTemplate, wants_steps_that_rise) {
    const auto steps = [](const char* pointer, const char* value) {
        return template_with(pointer, value, sample_stepped_off());
    };
    EXPECT_EQ(steps("/steps", "[]"), "/steps: steps are expected for stepped_off, and for no other kind");
    EXPECT_EQ(template_with("/steps", "[{\"threshold\":2,\"off\":1}]"),
              "/steps: steps are expected for stepped_off, and for no other kind");
    EXPECT_EQ(steps("/steps/1/threshold", "20000"),
              "/steps/1/threshold: more than the threshold of the step before is expected");
    EXPECT_EQ(steps("/steps/1/off", "2000"), "/steps/1/off: more than the step before takes off is expected");
    EXPECT_EQ(steps("/steps/0/off", "20001"), "/steps/0/off: no more than the step's threshold is expected");
    EXPECT_EQ(steps("/steps/0/threshold", "0"), "/steps/0/threshold: a whole number from 1 to 1000000000000 is expected");
    EXPECT_EQ(steps("/step_mode", "\"every\""), "/steps: one step is expected for step_mode every");
    EXPECT_EQ(steps("/max_times", "2"), "/max_times: 0 is expected unless step_mode is every");
}

TEST(ReadTemplate, wants_what_pieces_need) {
    const char* const price = "/price: an amount above 0 is expected for fixed_price and exchange, and none for other kinds";
    EXPECT_EQ(template_with("/price", "0", sample_fixed_price()), price);
    EXPECT_EQ(template_with("/price", "1", sample_gift()), price);
    EXPECT_EQ(template_with("/price", "1"), price);
    EXPECT_EQ(template_with("/max_units", "2"), "/max_units: 1 is expected for other kinds than fixed_price");
    EXPECT_EQ(template_with("/max_units", "0", sample_fixed_price()),
              "/max_units: a whole number from 1 to 10000 is expected");
    const char* const skus = "/skus: SKUs are expected for exchange and gift, and for no other kind";
    EXPECT_EQ(template_with("/skus", "[]", sample_gift()), skus);
    EXPECT_EQ(template_with("/skus", "[\"A\"]", sample_fixed_price()), skus);
    EXPECT_EQ(template_with("/with_tier_price", "false", sample_gift()),
              "/with_tier_price: true is expected for fixed_price, exchange, gift and pick_up");
    EXPECT_EQ(template_with("/with_card", "true", sample_gift()),
              "/with_card: false is expected for fixed_price, exchange, gift and pick_up: no card prices what they price");
    EXPECT_EQ(template_with("/sequence", "29", sample_gift()), "was taken");
    EXPECT_EQ(
        template_with("/sequence", "30", sample_gift()),
        "/sequence: 0 to 29 is expected for fixed_price, exchange, gift and pick_up, which come before all other kinds");
}

TEST(ReadTemplate, wants_days_and_hours_that_can_be) {
    EXPECT_EQ(template_with("/windows", R"([{"weekdays":[0]}])"),
              "/windows/0/weekdays/0: a whole number from 1 to 7 is expected");
    EXPECT_EQ(template_with("/windows", R"([{"from":"24:00","until":"02:00"}])"),
              "/windows/0/from: a time from 00:00 to 23:59 as HH:MM is expected");
    for (const char* time : {"\"7:00\"", "\"07:60\"", "\"aa:bb\"", "\"07-00\"", "700", "\"\""})
        EXPECT_NE(template_with("/windows", ("[{\"from\":\"00:00\",\"until\":" + std::string(time) + "}]").c_str()),
                  "was taken")
            << time;
    EXPECT_EQ(template_with("/windows", R"([{"from":"20:00"}])"),
              "/windows/0/until: from and until are expected, or neither for the whole day");
    EXPECT_EQ(template_with("/windows", R"([{"from":"20:00","until":"20:00"}])"),
              "/windows/0/until: another time than from is expected");
    EXPECT_EQ(template_with("/windows", R"([{"from":"20:00","until":"02:00"},{"weekdays":[6,7]}])"), "was taken");
    EXPECT_EQ(template_with("/birthday", "\"year\""), "/birthday: one of day, week, month is expected");
    EXPECT_EQ(template_with("/wait_days", "1"), "/wait_days: valid_days is expected with wait_days");
    EXPECT_EQ(template_with("/valid_days", "3661"), "/valid_days: a whole number from 0 to 3660 is expected");
    EXPECT_EQ(template_with("/regions", "[\"\"]"), "/regions/0: a text of 1 to 64 bytes is expected");
    EXPECT_EQ(template_with("/channels", "[\"\"]"), "/channels/0: a text of 1 to 32 bytes is expected");
}

TEST(ReadTemplate, leaves_out_an_end_that_never_comes) {
    const json document = to_json(sample_percent_off());
    EXPECT_FALSE(document.contains("valid_until"));
    EXPECT_EQ(template_with("/valid_until", "null"), "was taken");
    const auto read = read_coupon_template(document, "");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->valid_until, kNever);
}

TEST(ReadCoupon, wants_an_id_that_can_name_a_right) {
    const auto coupon_with_id = [](std::size_t length) {
        return outcome(
            read_coupon(with(to_json(sample_coupon()), "/coupon_id", json(std::string(length, 'C')).dump().c_str()), ""));
    };
    EXPECT_EQ(coupon_with_id(57), "was taken");
    EXPECT_EQ(coupon_with_id(58), "/coupon_id: an id of 1 to 57 characters A-Z a-z 0-9 . _ : - is expected");
    EXPECT_TRUE(is_valid_id(domain::right_of(CouponId(std::string(57, 'C'))).str()));
}

TEST(ReadMember, names_what_is_wrong) {
    EXPECT_EQ(member_with("/identities/1/kind", "\"fax\"").substr(0, 20), "/identities/1/kind: ");
    EXPECT_EQ(member_with("/lots/0/amount", "-1"), "/lots/0/amount: a whole number from 0 to 1000000000000 is expected");
    EXPECT_EQ(member_with("/applied/S001-1~12", "1.5"),
              "/applied/S001-1~12: a whole number from 0 to 9223372036854775807 is expected");
    for (const char* key : {"/applied/S001-1", "/applied/~11", "/applied/S001-1~102", "/applied/S001-1~1x",
                            "/applied/S 1~11", "/applied/S001-1~118446744073709551615"})
        EXPECT_EQ(member_with(key, "1"), std::string(key) + ": a key as device/epoch is expected") << key;
    json member = to_json(sample_member());
    member["identities"] = json(65, member["identities"][0]);
    EXPECT_EQ(outcome(read_cached_member(member, "")), "/identities: a list of at most 64 is expected");
    member = to_json(sample_member());
    member["lots"] = json(257, member["lots"][0]);
    EXPECT_EQ(outcome(read_cached_member(member, "")), "/lots: a list of at most 256 is expected");
}

TEST(ReadMember, takes_applied_for_a_cached_one_only) {
    EXPECT_EQ(outcome(read_member(to_json(sample_member()), "")), "/applied: unknown key");
}

TEST(ReadCoupon, names_what_is_wrong) {
    const json coupon = to_json(sample_coupon());
    EXPECT_EQ(outcome(read_coupon(with(coupon, "/code", "\"\""), "")), "/code: a text of 1 to 64 bytes is expected");
    EXPECT_EQ(outcome(read_coupon(with(coupon, "/state", "\"voided\""), "")),
              "/state: one of issued, used, in_transfer, expired, void, frozen is expected");
    EXPECT_EQ(outcome(read_coupon(with(coupon, "/used/ticket_key/business_day", "\"\""), "")),
              "/used/ticket_key/business_day: a day as YYYY-MM-DD is expected");
    EXPECT_EQ(coupon["used"]["store_id"], "S001");
}

TEST(ReadProduct, names_what_is_wrong) {
    const json product = to_json(sample_product());
    EXPECT_EQ(outcome(read_product(with(product, "/gtin", "\"06901234567893\""), "")).substr(0, 7), "/gtin: ");
    EXPECT_EQ(outcome(read_product(with(product, "/uom", "\"\""), "")), "/uom: a text of 1 to 16 bytes is expected");
}

TEST(ReadRules, asks_the_domain) {
    EXPECT_EQ(rules_with("/tiers/1/tier_id", "\"basic\"").substr(0, 23), "/rules/tiers/1/tier_id:");
    EXPECT_EQ(rules_with("/points/burn_step", "30").substr(0, 9), "was taken");
    EXPECT_EQ(rules_with("/points/burn_value", "7").substr(0, 9), "was taken");
    EXPECT_EQ(rules_with("/points/burn_points", "1000").substr(0, 9), "was taken");
    EXPECT_EQ(rules_with("/points/burn_points", "333").substr(0, 24), "/rules/points/burn_step:");
    EXPECT_EQ(rules_with("/prefixes/coupon/0", "\"k9\"").substr(0, 25), "/rules/prefixes/coupon/0:");
    EXPECT_EQ(rules_with("/points/short_points", "\"ask\""),
              "/rules/points/short_points: one of deduct_refund, debt, forgive is expected");
    EXPECT_EQ(rules_with("/points/restore_grace_days", "367"),
              "/rules/points/restore_grace_days: a whole number from 0 to 366 is expected");
    EXPECT_EQ(rules_with("/tax", "1"), "/rules/tax: unknown key");
    EXPECT_EQ(rules_with("/zone", "\"Europe/Berlin\""), "/rules/zone: one of the zones whose tables stand in /zones");
    EXPECT_EQ(rules_with("/zone", "\"Berlin\""), "/rules/zone: the IANA name of a zone such as Asia/Shanghai is expected");
    EXPECT_EQ(rules_with("/zones", R"([{"zone":"UTC","changes":[{"from":5}]}])"),
              "/rules/zones/0/changes/0/offset_minutes: is missing");
    EXPECT_EQ(rules_with("/stores", R"([{"store_id":"S1"},{"store_id":"S1"}])"),
              "/rules/stores/1/store_id: each store once");
}

TEST(ReadRules, hashes_what_they_say_not_how_it_is_written) {
    const platform::Sha256Hasher hasher;
    const json full = to_json(sample_rules());
    json sparse = full;
    sparse.erase("max_coupons");
    sparse["points"].erase("earn_per");
    const auto a = read_rules(full, "", hasher);
    const auto b = read_rules(sparse, "", hasher);
    ASSERT_TRUE(a && b);
    EXPECT_EQ(a->hash, b->hash);
    EXPECT_EQ(a->hash, hasher.sha256(encode_rules(*a)));
    const auto c = read_rules(with(full, "/max_coupons", "2"), "", hasher);
    ASSERT_TRUE(c);
    EXPECT_NE(a->hash, c->hash);
}

TEST(ReadHold, names_what_is_wrong) {
    const json hold = to_json(sample_hold());
    EXPECT_EQ(outcome(read_hold(with(hold, "/hold_id", "\"S001-1/2/1\""), "")),
              "/hold_id: a hold id as device/epoch/hub_epoch/number is expected");
    EXPECT_EQ(outcome(read_hold(with(hold, "/rights/0/amount", "0"), "")),
              "/rights/0/amount: a whole number from 1 to 1000000000000 is expected");
    json many = hold;
    many["rights"] = json(129, hold["rights"][0]);
    EXPECT_EQ(outcome(read_hold(many, "")), "/rights: a list of at most 128 is expected");
}

TEST(ReadTender, names_what_is_wrong) {
    EXPECT_EQ(outcome(read_tender(json{{"kind", "cheque"}, {"amount", 1}}, "/tenders/0")),
              "/tenders/0/kind: one of cash, card, wechat_pay, alipay, gift_card, exchange, other is expected");
    EXPECT_EQ(outcome(read_tender(json{{"kind", "cash"}}, "/tenders/0")), "/tenders/0/amount: is missing");
}

TEST(StoredBytes, that_are_damaged_are_refused) {
    EXPECT_FALSE(decode_member(as_bytes("{\"member_id\":\"M\"")));
    EXPECT_FALSE(decode_coupon(as_bytes("{}")));
    EXPECT_FALSE(decode_checkout(as_bytes("null")));
    EXPECT_FALSE(decode_hold({}));
}

}  // namespace
}  // namespace counterfoil::codec
