// Baskets come from other people's programs: each wrong field is named by its JSON pointer.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "support/golden/samples.hpp"

namespace counterfoil::codec {
namespace {

using nlohmann::json;

std::string error_of(const json& basket, const std::string& path = "") {
    const auto read = read_basket(basket, path);
    return read ? "was taken" : describe(read.error());
}

json sample() { return to_json(test_support::sample_basket()); }

std::string error_with(const char* pointer, const char* value) {
    json basket = sample();
    basket[json::json_pointer(pointer)] = json::parse(value);
    return error_of(basket);
}

TEST(ReadBasket, names_a_wrong_number) {
    const std::string quantity = "/lines/1/quantity: a whole number from 1 to 1000000000 is expected";
    for (const char* value :
         {"0", "-1", "1000000001", "1.0", "1.5", "1e3", "\"1\"", "null", "true", "[]", "18446744073709551615", "1e30"})
        EXPECT_EQ(error_with("/lines/1/quantity", value), quantity) << value;
    const std::string price = "/lines/2/unit_price: a whole number from 0 to 1000000000000 is expected";
    for (const char* value : {"-1", "1000000000001", "9.95", "0.0", "9223372036854775808", "-9223372036854775808"})
        EXPECT_EQ(error_with("/lines/2/unit_price", value), price) << value;
    EXPECT_EQ(error_with("/at", "253402300800000"), "/at: a whole number from 0 to 253402300799999 is expected");
    EXPECT_EQ(error_with("/exponent", "4"), "/exponent: a whole number from 0 to 3 is expected");
    EXPECT_EQ(error_with("/lines/0/tax_bp", "10001"), "/lines/0/tax_bp: a whole number from 0 to 10000 is expected");
    EXPECT_EQ(error_with("/lines/0/line_no", "0"), "/lines/0/line_no: a whole number from 1 to 2147483647 is expected");
}

TEST(ReadBasket, names_a_wrong_text) {
    const std::string id = ": an id of 1 to 64 characters A-Z a-z 0-9 . _ : - is expected";
    EXPECT_EQ(error_with("/store_id", "\"\""), "/store_id" + id);
    EXPECT_EQ(error_with("/store_id", "\"S 1\""), "/store_id" + id);
    EXPECT_EQ(error_with("/member_id", "7"), "/member_id" + id);
    EXPECT_EQ(error_with("/lines/0/sku", "\"a/b\""), "/lines/0/sku" + id);
    EXPECT_EQ(error_with("/lines/0/name", "\"a\\u0000b\""), "/lines/0/name: a text without control characters is expected");
    EXPECT_EQ(error_with("/lines/0/name", "5"), "/lines/0/name: a text is expected");
    EXPECT_EQ(error_of(sample().patch(
                  json::parse(R"([{"op":"add","path":"/lines/0/name","value":")" + std::string(201, 'n') + R"("}])"))),
              "/lines/0/name: a text of 0 to 200 bytes is expected");
    EXPECT_EQ(error_with("/currency", "\"cny\""), "/currency: a currency of three letters A-Z is expected");
    for (const char* day : {"\"2026-02-30\"", "\"2026-13-01\"", "\"2026-8-1\"", "\"20260801xx\"", "\"2025-02-29\""})
        EXPECT_EQ(error_with("/business_day", day), "/business_day: a day as YYYY-MM-DD is expected") << day;
    EXPECT_EQ(error_with("/business_day", "\"2028-02-29\""), "was taken");
    EXPECT_EQ(error_with("/buyer", "\"Member\""), "/buyer: one of member, staff, guest is expected");
    EXPECT_EQ(error_with("/proof", "1"), "/proof: one of none, phone, code, otp, pin is expected");
    EXPECT_EQ(error_with("/tax_included", "1"), "/tax_included: true or false is expected");
}

TEST(ReadBasket, refuses_keys_that_it_does_not_know) {
    EXPECT_EQ(error_with("/member", "\"M-1\""), "/member: unknown key");
    EXPECT_EQ(error_with("/lines/2/price", "1"), "/lines/2/price: unknown key");
    EXPECT_EQ(error_with("/lines/2/a~1b~0", "1"), "/lines/2/a~1b~0: unknown key");
}

TEST(ReadBasket, names_what_is_missing) {
    json basket = sample();
    basket.erase("lines");
    EXPECT_EQ(error_of(basket), "/lines: is missing");
    EXPECT_EQ(error_of(basket, "/basket"), "/basket/lines: is missing");
    basket = sample();
    basket["lines"][1].erase("quantity");
    EXPECT_EQ(error_of(basket), "/lines/1/quantity: is missing");
    EXPECT_EQ(error_of(json::array()), "an object is expected");
    EXPECT_EQ(error_with("/lines/1", "[]"), "/lines/1: an object is expected");
    EXPECT_EQ(error_with("/lines", "{}"), "/lines: a list is expected");
}

TEST(ReadBasket, takes_null_and_absence_as_the_default) {
    const auto basket = read_basket(json::parse(R"({"lines":[{"line_no":1,"sku":"A","quantity":1000,"amount":null,
        "override":null}],"member_id":null,"points":null,"coupons":null})"),
                                    "");
    ASSERT_TRUE(basket) << describe(basket.error());
    domain::Basket expected;
    expected.lines.resize(1);
    expected.lines[0].line_no = 1;
    expected.lines[0].sku = Sku("A");
    expected.lines[0].quantity = Quantity{1000};
    EXPECT_EQ(*basket, expected);
}

TEST(ReadBasket, bounds_lines_and_coupons) {
    json basket = sample();
    const json line = basket["lines"][0];
    basket["lines"] = json(domain::kLinesMax, line);
    EXPECT_EQ(error_of(basket), "was taken");
    basket["lines"].push_back(line);
    EXPECT_EQ(error_of(basket), "/lines: a list of at most 500 is expected");
    basket = sample();
    basket["coupons"] = json(domain::kCouponsAskedMax + 1, "C-1");
    EXPECT_EQ(error_of(basket), "/coupons: a list of at most 50 is expected");
}

TEST(ReadBasket, reads_the_choices) {
    const std::string points = "/points: \"none\", \"max\" or a whole number from 0 to 1000000000000 is expected";
    for (const char* value : {"\"some\"", "-1", "1.0", "1000000000001", "true", "[]"})
        EXPECT_EQ(error_with("/points", value), points) << value;
    EXPECT_EQ(error_with("/coupons", "\"all\""), "/coupons: \"best\" or a list of coupon ids is expected");
    EXPECT_EQ(error_with("/coupons", "{}"), "/coupons: \"best\" or a list of coupon ids is expected");
    EXPECT_EQ(error_with("/coupons/0", "\"\"").substr(0, 11), "/coupons/0:");
    json basket = sample();
    basket["coupons"] = "best";
    basket["points"] = "max";
    const auto read = read_basket(basket, "");
    ASSERT_TRUE(read);
    EXPECT_TRUE(std::holds_alternative<domain::BestCoupons>(read->coupons));
    EXPECT_TRUE(std::holds_alternative<domain::MaxPoints>(read->points));
}

TEST(ReadBasket, reads_flags_by_name) {
    EXPECT_EQ(error_with("/lines/0/flags", R"(["gift","no_coupon"])"), "was taken");
    EXPECT_EQ(error_with("/lines/0/flags", R"(["gift","cheap"])"),
              "/lines/0/flags/1: one of no_tier_price, no_coupon, no_burn, no_earn, gift, regulated, non_goods is expected");
    EXPECT_EQ(error_with("/lines/0/flags", "{\"gift\":true}"), "/lines/0/flags: a list of at most 7 flags is expected");
}

TEST(ReadBasket, keeps_trade_item_numbers_as_gtin_14) {
    json basket = sample();
    basket["lines"][0]["gtin"] = "6901234567892";
    const auto read = read_basket(basket, "");
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->lines[0].gtin, "06901234567892");
    EXPECT_EQ(error_with("/lines/0/gtin", "\"6901234567893\""),
              "/lines/0/gtin: a GTIN of 8, 12, 13 or 14 digits with its check digit is expected");
    EXPECT_EQ(error_with("/lines/0/gtin", "\"\""), "was taken");
}

}  // namespace
}  // namespace counterfoil::codec
