// Journal bodies, their chain, and what a quote's hash covers.
#include <gtest/gtest.h>

#include "codec/bytes.hpp"
#include "platform/crypto.hpp"
#include "support/golden/samples.hpp"

namespace counterfoil::codec {
namespace {

using namespace test_support;

const platform::Sha256Hasher kHasher;

Error error_of(std::string_view body) {
    const auto entry = decode_entry(as_bytes(body));
    return entry ? Error{ErrorCode::io, "was taken"} : entry.error();
}

TEST(JournalBody, of_a_ticket_of_three_lines_is_small) {
    auto entry = sample_entries()[0];
    // Between companies and with a second member of staff it is larger.
    std::get<domain::TicketEntry>(entry.body).quote.clearing.clear();
    std::get<domain::TicketEntry>(entry.body).basket.approver_id = StaffId{};
    EXPECT_LE(encode_entry(entry).size(), 2200U) << "three instruments on every line";
    auto& ticket = std::get<domain::TicketEntry>(entry.body);
    ticket.basket.points = domain::NoPoints{};
    ticket.quote.points = {};
    ticket.quote.points.earn = Points{372};
    for (auto& line : ticket.quote.lines)
        line.alloc.resize(1);
    EXPECT_LE(encode_entry(entry).size(), 1800U) << "a tier price on every line, and a coupon";
}

TEST(JournalBody, has_sorted_keys_and_no_white_space) {
    EXPECT_EQ(as_text(encode_entry(sample_entries()[3])),
              R"({"at":1785600000000,"epoch":2,"hold_id":"S001-1/2/1/7","kind":"refuse","seq":45})");
}

TEST(JournalBody, of_another_kind_is_refused) {
    const Error error = error_of(R"({"at":1,"epoch":2,"kind":"sub_grant","seq":45})");
    EXPECT_EQ(error.where, "/kind");
    EXPECT_EQ(error.what, "one of ticket, consume, release, refuse, risk, return, enrol, late_earn is expected");
}

TEST(JournalBody, names_what_is_missing_or_too_much) {
    EXPECT_EQ(describe(error_of(R"({"at":1,"epoch":2,"kind":"refuse","seq":45})")), "/hold_id: is missing");
    EXPECT_EQ(describe(error_of(R"({"at":1,"epoch":2,"kind":"refuse","hold_id":"D/1/1/1","seq":4,"units":[]})")),
              "/units: unknown key");
    EXPECT_EQ(describe(error_of(R"({"at":1,"epoch":2,"seq":45})")), "/kind: is missing");
    EXPECT_EQ(error_of("[]").what, "an object is expected");
    EXPECT_EQ(error_of("{").code, ErrorCode::invalid_input);
}

TEST(Chain, hashes_the_previous_hash_and_the_body) {
    const Bytes body = encode_entry(sample_entries()[3]);
    Digest prev{};
    prev[0] = 1;
    Bytes both(prev.begin(), prev.end());
    both.insert(both.end(), body.begin(), body.end());
    EXPECT_EQ(chain_hash(kHasher, prev, body), kHasher.sha256(both));
    EXPECT_NE(chain_hash(kHasher, Digest{}, body), chain_hash(kHasher, prev, body));
}

Digest sealed(domain::Quote quote, const domain::Basket& basket = sample_basket()) {
    seal_quote(quote, basket, kHasher);
    return quote.hash;
}

TEST(SealQuote, does_not_cover_names_times_and_explanations) {
    domain::Quote other = sample_quote();
    other.quote_id = QuoteId("Q-2");
    other.hash = {};
    other.expires_at = Instant{5};
    other.refused.clear();
    other.also_possible.clear();
    other.best = domain::BestOffer{Money{1}, false, Money{1}, 20'000};
    other.explain = {{"due", {{"amount", "1"}}}};
    other.points.refused = Refusal{"pts_min"};
    EXPECT_EQ(sealed(other), sealed(sample_quote()));
}

TEST(SealQuote, covers_every_figure_and_the_basket) {
    const Digest first = sealed(sample_quote());
    domain::Quote quote = sample_quote();
    quote.totals.due += Money{1};
    EXPECT_NE(sealed(quote), first);
    quote = sample_quote();
    quote.lines[1].net += Money{1};
    EXPECT_NE(sealed(quote), first);
    quote = sample_quote();
    quote.points.burn += Points{1};
    EXPECT_NE(sealed(quote), first);
    quote = sample_quote();
    quote.used[0].at_risk = true;
    EXPECT_NE(sealed(quote), first);
    quote = sample_quote();
    quote.used[0].earn += Points{1};
    EXPECT_NE(sealed(quote), first);
    quote = sample_quote();
    quote.rules_hash[0] ^= 1;
    EXPECT_NE(sealed(quote), first);
    domain::Basket basket = sample_basket();
    basket.lines[0].quantity += Quantity{1000};
    EXPECT_NE(sealed(sample_quote(), basket), first);
}

}  // namespace
}  // namespace counterfoil::codec
