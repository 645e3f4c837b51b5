// The gate before every decoder: size, depth, duplicate keys, UTF-8, and where it went wrong.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "codec/json.hpp"

namespace counterfoil::codec {
namespace {

std::string flaw_of(std::string_view text, const JsonLimits& limits = {}) {
    const auto parsed = parse_json(text, limits);
    return parsed ? "was taken" : describe(parsed.error());
}

TEST(ParseJson, builds_what_the_text_says) {
    const auto parsed = parse_json(R"( {"a":[1,-2,3.5,"é\u4f1a",true,null,{}],"b":[[],[{"c":18446744073709551615}]]} )");
    ASSERT_TRUE(parsed) << describe(parsed.error());
    EXPECT_EQ(parsed->dump(), R"({"a":[1,-2,3.5,"é会",true,null,{}],"b":[[],[{"c":18446744073709551615}]]})");
}

TEST(ParseJson, refuses_what_is_too_large_before_looking_at_it) {
    const auto parsed = parse_json("[1,2]", {.bytes_max = 4});
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, ErrorCode::full);
    EXPECT_TRUE(parse_json("[1,2]", {.bytes_max = 5}));
}

TEST(ParseJson, refuses_what_is_too_deep) {
    EXPECT_TRUE(parse_json("[[[]]]", {.depth_max = 3}));
    EXPECT_EQ(flaw_of("[\n[[[]]]]", {.depth_max = 3}), "line 2 column 3: the JSON is nested too deeply");
    EXPECT_FALSE(parse_json(std::string(200'000, '[')));
    std::string objects;
    for (int i = 0; i < 40'000; ++i)
        objects += "{\"a\":";
    EXPECT_FALSE(parse_json(objects));
}

TEST(ParseJson, refuses_a_key_that_comes_twice) {
    EXPECT_EQ(flaw_of(R"({"a":1,"b":{"a":2},"a":3})"), "line 1 column 22: the JSON has a key twice");
    EXPECT_EQ(flaw_of("[{},\n {\"a\":1,\n  \"\\u0061\":1}]"), "line 3 column 10: the JSON has a key twice");
}

TEST(ParseJson, says_where_the_text_is_wrong) {
    // A number is known to be wrong when its end has been seen.
    EXPECT_EQ(flaw_of("{\"a\":1,\n\"b\" 2}"), "line 2 column 6: the JSON is malformed");
    EXPECT_EQ(flaw_of("\"会会\" x"), "line 1 column 6: the JSON is malformed");
    EXPECT_EQ(flaw_of(""), "line 1 column 1: the JSON is malformed");
}

TEST(ParseJson, refuses_what_only_looks_like_json) {
    for (const char* text : {"{", "[1,]", "{a:1}", "{'a':1}", "01", "+1", ".5", "nan", "tru", "[1] []", "// x\n1", "\"\t\"",
                             "\"\\ud800\"", "\"a", "1e999", "{\"a\"}", "\xef\xbb\xbf[", "{\"a\":1}}"})
        EXPECT_FALSE(parse_json(text)) << text;
}

TEST(ParseJson, refuses_text_that_is_no_utf8) {
    for (const char* text : {"\"\xff\"", "\"\xc3\x28\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xc0\x80\""})
        EXPECT_FALSE(parse_json(text)) << text;
}

}  // namespace
}  // namespace counterfoil::codec
