// What frames may be made of, and that nothing hostile costs stack or memory.
#include "protocol/cbor.ipp"

#include <gtest/gtest.h>

#include "protocol/codec.hpp"

namespace counterfoil::protocol {
namespace {

Bytes hex(std::string_view text) { return from_hex(text).value(); }

std::string flaw_of(const Bytes& bytes, const CborLimits& limits = {}) {
    const auto parsed = parse_cbor(bytes, limits);
    return parsed ? "was taken" : describe(parsed.error());
}

TEST(Cbor, reads_what_frames_are_made_of) {
    // {"a": [0, 23, 24, 65536, -1], "b": h'00ff', "c": "é", "d": {}, "e": [], "f": true, "g": null}
    const auto parsed =
        parse_cbor(hex("a7"
                       "6161"
                       "8500171818"
                       "1a00010000"
                       "20"
                       "6162"
                       "4200ff"
                       "6163"
                       "62c3a9"
                       "6164"
                       "a0"
                       "6165"
                       "80"
                       "6166"
                       "f5"
                       "6167"
                       "f6"));
    ASSERT_TRUE(parsed) << describe(parsed.error());
    EXPECT_EQ(parsed->at("a"), codec::Json({0, 23, 24, 65536, -1}));
    EXPECT_EQ(parsed->at("b").get_binary(), codec::Json::binary_t(Bytes{0, 255}));
    EXPECT_EQ(parsed->at("c"), "é");
    EXPECT_TRUE(parsed->at("d").is_object() && parsed->at("e").is_array());
    EXPECT_EQ(parsed->at("f"), true);
    EXPECT_TRUE(parsed->at("g").is_null());
}

TEST(Cbor, reads_the_largest_and_the_least_number) {
    EXPECT_EQ(*parse_cbor(hex("1b7fffffffffffffff")), INT64_MAX);
    EXPECT_EQ(*parse_cbor(hex("3b7fffffffffffffff")), INT64_MIN);
    EXPECT_EQ(flaw_of(hex("1b8000000000000000")), "byte 0: malformed CBOR: a number of more than 63 bits");
    EXPECT_EQ(flaw_of(hex("3bffffffffffffffff")), "byte 0: malformed CBOR: a number of more than 63 bits");
}

TEST(Cbor, refuses_forms_that_frames_do_not_use) {
    for (const char* form : {"c000", "d90101", "f93c00", "fa3f800000", "fb3ff0000000000000", "f7", "f0", "f8ff", "1c", "1f",
                             "5f41ffff", "7f6161ff", "9f00ff", "bf616100ff", "ff", "fc"})
        EXPECT_EQ(flaw_of(hex(form)), "byte 0: malformed CBOR: a form that is not used here") << form;
}

TEST(Cbor, refuses_what_ends_too_early_or_goes_on) {
    for (const char* form : {"", "18", "19ff", "62c3", "42ff", "81", "a1", "a16161", "1bffffffff"})
        EXPECT_NE(flaw_of(hex(form)).find("ends too early"), std::string::npos) << form;
    EXPECT_EQ(flaw_of(hex("0000")), "byte 0: malformed CBOR: bytes follow the value");
}

TEST(Cbor, refuses_keys_that_come_twice_or_are_no_text) {
    EXPECT_EQ(flaw_of(hex("a2616100616101")), "byte 4: malformed CBOR: it has a key twice");
    EXPECT_EQ(flaw_of(hex("a10000")), "byte 1: malformed CBOR: a key that is no text");
    EXPECT_EQ(flaw_of(hex("a1416100")), "byte 1: malformed CBOR: a key that is no text");
}

TEST(Cbor, refuses_text_that_is_no_utf8) {
    for (const char* form : {"61ff", "62c328", "63eda080", "64f4908080", "62c080", "61c3", "63e08080", "a161ff00"})
        EXPECT_NE(flaw_of(hex(form)).find("text that is no UTF-8"), std::string::npos) << form;
}

TEST(Cbor, refuses_depth_without_using_the_stack) {
    const std::string too_deep = "byte 8: malformed CBOR: it is nested too deeply";
    Bytes nested(64 * 1024, 0x81);
    EXPECT_EQ(flaw_of(nested), too_deep);
    nested.insert(nested.begin(), kProtocolVersion);
    ASSERT_FALSE(decode(nested));
    EXPECT_EQ(describe(decode(nested).error()), too_deep);
    // Endless strings within endless strings are a recursion, too.
    EXPECT_FALSE(parse_cbor(Bytes(1024 * 1024, 0x7f)));
    EXPECT_FALSE(parse_cbor(Bytes(1024 * 1024, 0x5f)));
    EXPECT_FALSE(parse_cbor(Bytes(1024 * 1024, 0xc0)));
}

TEST(Cbor, takes_eight_levels) {
    EXPECT_TRUE(parse_cbor(hex("8181818181818180")));
    EXPECT_FALSE(parse_cbor(hex("818181818181818180")));
}

TEST(Cbor, refuses_counts_that_cannot_be_true) {
    EXPECT_FALSE(parse_cbor(hex("9bffffffffffffffff")));
    EXPECT_FALSE(parse_cbor(hex("bb7fffffffffffffff")));
    EXPECT_FALSE(parse_cbor(hex("5b7fffffffffffffff")));
    EXPECT_FALSE(parse_cbor(hex("7bffffffffffffffff")));
}

TEST(Cbor, refuses_more_values_than_are_allowed) {
    EXPECT_TRUE(parse_cbor(hex("83000000"), {.items_max = 4}));
    EXPECT_EQ(flaw_of(hex("8400000000"), {.items_max = 4}), "byte 4: malformed CBOR: more values than 4");
}

}  // namespace
}  // namespace counterfoil::protocol
