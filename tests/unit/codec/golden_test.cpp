// What is written today is what was agreed on, and is read back as it was.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "codec/bytes.hpp"
#include "codec/json.hpp"
#include "codec/told_ticket.hpp"
#include "platform/crypto.hpp"
#include "support/golden/golden_file.hpp"
#include "support/golden/samples.hpp"

namespace counterfoil::codec {
namespace {

using namespace test_support;

void expect_golden(const std::string& name, const std::string& text) {
    offer_golden_text(name, text);
    EXPECT_EQ(text, golden_text(name)) << "if this is meant: see tests/support/golden/golden_file.hpp";
}

/// The form of the API: `read` is given the committed text.
template <class T, class Read>
void expect_golden_document(const std::string& name, const T& value, const Read& read) {
    expect_golden(name, to_json(value).dump(2) + "\n");
    const auto document = parse_json(golden_text(name));
    ASSERT_TRUE(document) << name << ": " << describe(document.error());
    const auto back = read(*document);
    ASSERT_TRUE(back) << name << ": " << describe(back.error());
    EXPECT_EQ(*back, value) << name;
}

/// The stored form, one line.
template <class T, class Decode>
void expect_golden_bytes(const std::string& name, const Bytes& bytes, const T& value, const Decode& decode) {
    expect_golden(name, std::string(as_text(bytes)) + "\n");
    const std::string committed = golden_text(name);
    const auto back = decode(as_bytes(committed).first(committed.empty() ? 0 : committed.size() - 1));
    ASSERT_TRUE(back) << name << ": " << describe(back.error());
    EXPECT_EQ(*back, value) << name;
}

TEST(Golden, documents_of_the_api) {
    expect_golden_document("member.json", sample_member(), [](const auto& d) { return read_cached_member(d, ""); });
    expect_golden_document("template_amount_off.json", sample_amount_off(),
                           [](const auto& d) { return read_coupon_template(d, ""); });
    expect_golden_document("template_percent_off.json", sample_percent_off(),
                           [](const auto& d) { return read_coupon_template(d, ""); });
    expect_golden_document("template_stepped_off.json", sample_stepped_off(),
                           [](const auto& d) { return read_coupon_template(d, ""); });
    expect_golden_document("template_fixed_price.json", sample_fixed_price(),
                           [](const auto& d) { return read_coupon_template(d, ""); });
    expect_golden_document("template_gift.json", sample_gift(), [](const auto& d) { return read_coupon_template(d, ""); });
    expect_golden_document("template_points_multiplier.json", sample_points_multiplier(),
                           [](const auto& d) { return read_coupon_template(d, ""); });
    expect_golden_document("coupon.json", sample_coupon(), [](const auto& d) { return read_coupon(d, ""); });
    expect_golden_document("product.json", sample_product(), [](const auto& d) { return read_product(d, ""); });
    expect_golden_document("basket.json", sample_basket(), [](const auto& d) { return read_basket(d, ""); });
    expect_golden_document("quote.json", sample_quote(), [](const auto& d) { return read_quote(d, ""); });
    expect_golden_document("hold.json", sample_hold(), [](const auto& d) { return read_hold(d, ""); });
}

TEST(Golden, rules) {
    const platform::Sha256Hasher hasher;
    auto rules = sample_rules();
    rules.hash = hasher.sha256(encode_rules(rules));
    EXPECT_EQ(to_hex(rules.hash), golden_text("rules.hash").substr(0, 64));
    offer_golden_text("rules.hash", to_hex(rules.hash) + "\n");
    expect_golden_document("rules.json", rules, [&](const auto& d) { return read_rules(d, "", hasher); });
    auto zoned = sample_zoned_rules();
    zoned.hash = hasher.sha256(encode_rules(zoned));
    expect_golden_document("rules_zoned.json", zoned, [&](const auto& d) { return read_rules(d, "", hasher); });
}

TEST(Golden, stored_values) {
    expect_golden_bytes("member.stored.json", encode_member(sample_member()), sample_member(), decode_member);
    expect_golden_bytes("template.stored.json", encode_template(sample_amount_off()), sample_amount_off(), decode_template);
    expect_golden_bytes("coupon.stored.json", encode_coupon(sample_coupon()), sample_coupon(), decode_coupon);
    expect_golden_bytes("product.stored.json", encode_product(sample_product()), sample_product(), decode_product);
    expect_golden_bytes("hold.stored.json", encode_hold(sample_hold()), sample_hold(), decode_hold);
    expect_golden_bytes("checkout.stored.json", encode_checkout(sample_checkout()), sample_checkout(), decode_checkout);
}

/// What an earlier version wrote, before the quote had `best` and the rules had `search_nodes`.
TEST(Golden, earlier_records_are_still_read) {
    domain::Quote quote = sample_quote();
    quote.best.reset();
    quote.also_possible.clear();
    quote.explain.clear();
    const auto quoted = read_quote(*parse_json(golden_text("earlier/quote.json")), "");
    ASSERT_TRUE(quoted) << describe(quoted.error());
    EXPECT_EQ(*quoted, quote);
    domain::Checkout checkout = sample_checkout();
    checkout.quote = quote;
    checkout.basket.approver_id = StaffId{};
    const std::string stored = golden_text("earlier/checkout.stored.json");
    const auto decoded = decode_checkout(as_bytes(stored).first(stored.size() - 1));
    ASSERT_TRUE(decoded) << describe(decoded.error());
    EXPECT_EQ(*decoded, checkout);
    const auto rule = read_coupon_template(*parse_json(golden_text("earlier/template_amount_off.json")), "");
    ASSERT_TRUE(rule) << describe(rule.error());
    EXPECT_EQ(*rule, sample_amount_off());
    const std::string stored_member = golden_text("earlier/member.stored.json");
    const auto member = decode_member(as_bytes(stored_member).first(stored_member.size() - 1));
    ASSERT_TRUE(member) << describe(member.error());
    domain::CachedMember earlier = sample_member();
    earlier.member.birthday.reset();
    earlier.member.merged.clear();
    earlier.member.tags.clear();
    earlier.member.staff_id = StaffId{};
    earlier.member.staff_month.reset();
    earlier.member.uses.clear();
    EXPECT_EQ(*member, earlier);
    const platform::Sha256Hasher hasher;
    const auto rules = read_rules(*parse_json(golden_text("earlier/rules.json")), "", hasher);
    ASSERT_TRUE(rules) << describe(rules.error());
    EXPECT_EQ(to_hex(rules->hash), golden_text("rules.hash").substr(0, 64)) << "the same rules have the same hash";
    EXPECT_EQ(rules->search_nodes, 20'000);
}

/// Before a coupon could be handed on or given back, and before members could be merged.
TEST(Golden, earlier_coupons_and_members_are_still_read) {
    domain::Coupon coupon = sample_coupon();
    coupon.issuer.reset();
    coupon.transfers_left = 0;
    coupon.from = CouponId{};
    coupon.goods.clear();
    const auto document = read_coupon(*parse_json(golden_text("earlier/coupon.json")), "");
    ASSERT_TRUE(document) << describe(document.error());
    EXPECT_EQ(*document, coupon);
    const auto stored = decode_coupon(as_bytes(golden_text("earlier/coupon.stored.json")));
    ASSERT_TRUE(stored) << describe(stored.error());
    EXPECT_EQ(*stored, coupon);
    EXPECT_EQ(std::string(as_text(encode_coupon(coupon))) + "\n", golden_text("earlier/coupon.stored.json"));
    domain::CachedMember member = sample_member();
    member.member.merged.clear();
    member.member.birthday.reset();
    member.member.tags.clear();
    member.member.staff_id = StaffId{};
    member.member.staff_month.reset();
    member.member.uses.clear();
    EXPECT_EQ(std::string(as_text(encode_member(member))) + "\n", golden_text("earlier/member.stored.json"));
}

/// Before tickets could be rounded off, and before companies were cleared.
TEST(Golden, earlier_journal_entries_are_still_read) {
    for (const char* name : {"earlier/entry_ticket.json", "earlier/entry_return.json"}) {
        const std::string stored = golden_text(name);
        const auto entry = decode_entry(as_bytes(stored).first(stored.size() - 1));
        ASSERT_TRUE(entry) << name << ": " << describe(entry.error());
        EXPECT_EQ(std::string(as_text(encode_entry(*entry))) + "\n", stored);
        const auto* sale = std::get_if<domain::TicketEntry>(&entry->body);
        if (sale == nullptr) continue;
        domain::Basket basket = sample_basket();
        basket.approver_id = StaffId{};
        EXPECT_EQ(sale->basket, basket);
        EXPECT_EQ(sale->quote.lines, sample_quote().lines);
        EXPECT_EQ(sale->quote.totals, sample_quote().totals);
    }
}

TEST(Golden, journal_bodies) {
    const char* names[] = {"entry_ticket.json", "entry_consume.json", "entry_release.json", "entry_refuse.json",
                           "entry_risk.json",   "entry_return.json",  "entry_enrol.json",   "entry_late_earn.json"};
    const auto entries = sample_entries();
    ASSERT_EQ(entries.size(), std::size(names));
    for (std::size_t i = 0; i < entries.size(); ++i)
        expect_golden_bytes(names[i], encode_entry(entries[i]), entries[i], decode_entry);
}

TEST(Golden, ticket_as_hq_tells_it) {
    domain::ToldTicket told;
    told.device_id = DeviceId("D-1");
    told.entry = sample_entries().front();
    told.returned = {{1, Quantity{1000}}};
    told.returns = {sample_ticket()};
    told.gifts = {{CouponId("G"), 4, Sku("CUP"), Money{300}, Money{200}, {}, false}};
    told.exchanged = {{1, Quantity{1000}, Sku("M"), Sku("L"), "", "shirt"}};
    told.waiting = 1;
    expect_golden("told_ticket.json", encode_told_ticket(told) + "\n");
    const auto back = decode_told_ticket(golden_text("told_ticket.json"));
    ASSERT_TRUE(back) << describe(back.error());
    EXPECT_EQ(*back, told);
}

}  // namespace
}  // namespace counterfoil::codec
