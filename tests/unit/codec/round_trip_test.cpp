// decode(encode(x)) == x for every value, in the compact form of storage and in the full form of the API.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "codec/bytes.hpp"
#include "codec/json.hpp"
#include "codec/told_ticket.hpp"
#include "platform/crypto.hpp"
#include "support/generators/domain_values.hpp"

namespace counterfoil::codec {
namespace {

using namespace test_support;

template <class T>
void expect_same(const Result<T>& read, const T& written) {
    if (!read) RC_FAIL(describe(read.error()));
    RC_ASSERT(*read == written);
}

/// The text of the full form, as a client would get and send it.
template <class T>
nlohmann::json over_the_wire(const T& value) {
    const auto parsed = parse_json(to_json(value).dump());
    if (!parsed) RC_FAIL(describe(parsed.error()));
    return *parsed;
}

RC_GTEST_PROP(RoundTrip, member, ()) {
    const auto value = *cached_member();
    expect_same(decode_member(encode_member(value)), value);
    expect_same(read_cached_member(over_the_wire(value), ""), value);
    expect_same(read_member(over_the_wire(value.member), ""), value.member);
}

RC_GTEST_PROP(RoundTrip, coupon, ()) {
    const auto value = *coupon();
    expect_same(decode_coupon(encode_coupon(value)), value);
    expect_same(read_coupon(over_the_wire(value), ""), value);
}

RC_GTEST_PROP(RoundTrip, coupon_template, ()) {
    const auto value = *coupon_template();
    expect_same(decode_template(encode_template(value)), value);
    expect_same(read_coupon_template(over_the_wire(value), ""), value);
}

RC_GTEST_PROP(RoundTrip, product, ()) {
    const auto value = *product();
    expect_same(decode_product(encode_product(value)), value);
    expect_same(read_product(over_the_wire(value), ""), value);
}

RC_GTEST_PROP(RoundTrip, rules, ()) {
    auto value = *rules();
    const platform::Sha256Hasher hasher;
    value.hash = hasher.sha256(encode_rules(value));
    expect_same(decode_rules(encode_rules(value), hasher), value);
    expect_same(read_rules(over_the_wire(value), "", hasher), value);
}

RC_GTEST_PROP(RoundTrip, basket, ()) {
    const auto value = *basket();
    expect_same(read_basket(over_the_wire(value), ""), value);
}

RC_GTEST_PROP(RoundTrip, quote, ()) {
    const auto value = *quote();
    expect_same(read_quote(over_the_wire(value), ""), value);
}

RC_GTEST_PROP(RoundTrip, hold, ()) {
    const auto value = *hold();
    expect_same(decode_hold(encode_hold(value)), value);
    expect_same(read_hold(over_the_wire(value), ""), value);
}

RC_GTEST_PROP(RoundTrip, checkout, ()) {
    const auto value = *checkout();
    expect_same(decode_checkout(encode_checkout(value)), value);
}

RC_GTEST_PROP(RoundTrip, journal_entry, ()) {
    const auto value = *journal_entry();
    expect_same(decode_entry(encode_entry(value)), value);
}

RC_GTEST_PROP(RoundTrip, told_ticket, ()) {
    domain::ToldTicket value;
    value.device_id = *id<DeviceIdTag>();
    value.entry = *journal_entry();
    value.returns = {*ticket_key()};
    value.returned = {{1, Quantity{1000}}, {3, Quantity{456}}};
    value.gifts = {{CouponId("G"), 4, Sku("CUP"), Money{300}, Money{200}, {}, false}};
    value.exchanged = {{1, Quantity{1000}, Sku("M"), Sku("L"), "", "shirt"}};
    value.waiting = 2;
    const auto back = decode_told_ticket(encode_told_ticket(value));
    if (std::holds_alternative<domain::TicketEntry>(value.entry.body)) {
        RC_ASSERT(back.has_value());
        RC_ASSERT(*back == value);
    } else {
        RC_ASSERT(!back.has_value());
        RC_ASSERT(back.error().where == "/entry/kind");
    }
}

RC_GTEST_PROP(RoundTrip, ticket_key, ()) {
    const auto value = *ticket_key();
    expect_same(read_ticket_key(over_the_wire(value), ""), value);
}

}  // namespace
}  // namespace counterfoil::codec
