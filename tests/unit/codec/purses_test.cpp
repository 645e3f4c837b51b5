// Several purses in documents and stored values. What has none looks as it always did: the other golden files show it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "codec/bytes.hpp"
#include "codec/json.hpp"
#include "codec/return_json.hpp"
#include "platform/crypto.hpp"
#include "support/golden/golden_file.hpp"
#include "support/golden/purse_samples.hpp"

namespace counterfoil::codec {
namespace {

using namespace test_support;
using nlohmann::json;

void expect_golden(const std::string& name, const std::string& text) {
    offer_golden_text(name, text);
    EXPECT_EQ(text, golden_text(name)) << "if this is meant: see tests/support/golden/golden_file.hpp";
}

TEST(PurseDocuments, AreWrittenAsAgreedAndReadBack) {
    const platform::Sha256Hasher hasher;
    domain::Rules rules = sample_purse_rules();
    rules.hash = hasher.sha256(encode_rules(rules));
    expect_golden("purses_rules.json", to_json(rules)["purses"].dump(2) + "\n");
    const auto rules_back = read_rules(to_json(rules), "", hasher);
    ASSERT_TRUE(rules_back) << describe(rules_back.error());
    EXPECT_EQ(*rules_back, rules);
    expect_golden("purses_basket.json", to_json(sample_purse_basket())["points"].dump(2) + "\n");
    EXPECT_EQ(*read_basket(to_json(sample_purse_basket()), ""), sample_purse_basket());
    expect_golden("purses_quote.json", to_json(sample_purse_quote()).dump(2) + "\n");
    EXPECT_EQ(*read_quote(to_json(sample_purse_quote()), ""), sample_purse_quote());
    expect_golden("purses_hold.json", to_json(sample_purse_hold())["rights"].dump(2) + "\n");
    EXPECT_EQ(*read_hold(to_json(sample_purse_hold()), ""), sample_purse_hold());
    EXPECT_EQ(*read_member(to_json(sample_purse_member()), ""), sample_purse_member());
}

TEST(PurseDocuments, AJournalKeepsThem) {
    domain::Quote written = sample_purse_quote();
    written.explain.clear();  // a written ticket keeps none of it
    const std::vector<domain::JournalBody> bodies{
        domain::TicketEntry{CheckoutId("K-2"), "pos-7-1043", sample_purse_basket(), written, {}},
        sample_purse_return()};
    std::string text;
    for (const domain::JournalBody& body : bodies) {
        const domain::JournalEntry entry{DeviceEpoch{2}, JournalSeq{50}, Instant{1'785'600'000'000}, body};
        const Bytes bytes = encode_entry(entry);
        text += std::string(as_text(bytes)) + "\n";
        const auto back = decode_entry(bytes);
        ASSERT_TRUE(back) << describe(back.error());
        EXPECT_EQ(*back, entry);
    }
    expect_golden("purses_entries.json", text);
}

std::string why(const json& points) {
    json document = to_json(sample_purse_basket());
    document["points"] = points;
    const auto read = read_basket(document, "");
    return read ? "" : read.error().where + ": " + read.error().what;
}

domain::PointsChoice read_points(const json& points) {
    json document = to_json(sample_purse_basket());
    document["points"] = points;
    return read_basket(document, "")->points;
}

TEST(PurseDocuments, AWishNamesPurses) {
    EXPECT_EQ(why({{"main", "max"}, {"promo", 12}}), "");
    EXPECT_TRUE(why({{"promo", -1}}).starts_with("/points/promo: "));
    EXPECT_TRUE(why({{"promo", 1.5}}).starts_with("/points/promo: "));
    EXPECT_TRUE(why({{"promo", "all"}}).starts_with("/points/promo: "));
    EXPECT_TRUE(why({{"a b", 1}}).starts_with("/points/a b: "));
    EXPECT_TRUE(why({{std::string(33, 'p'), 1}}).starts_with("/points/p"));
    json many;
    for (int i = 0; i < 10; ++i)
        many["p" + std::to_string(i)] = 1;
    EXPECT_TRUE(why(many).starts_with("/points: "));
    EXPECT_EQ(read_points({{"main", "max"}}), domain::PointsChoice{domain::MaxPoints{}}) << "one form for one wish";
    EXPECT_EQ(read_points({{"main", 5}, {"promo", "none"}}), domain::PointsChoice{Points{5}});
    EXPECT_EQ(read_points(json::object()), domain::PointsChoice{domain::NoPoints{}});
}

TEST(PurseDocuments, ABrokenRuleOfAPurseIsNamed) {
    const platform::Sha256Hasher hasher;
    json document = to_json(sample_purse_rules());
    document["purses"][0]["burn_step"] = 3;
    document["purses"][0]["burn_points"] = 7;
    const auto read = read_rules(document, "/rules", hasher);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().where, "/rules/purses/0/burn_step");
}

TEST(PurseDocuments, TheHashDependsOnPursesAndNotOnWhatExplainsThem) {
    const platform::Sha256Hasher hasher;
    domain::Quote quote = sample_purse_quote();
    seal_quote(quote, sample_purse_basket(), hasher);
    const Digest sealed = quote.hash;
    quote.purses.at(0).points.refused = Refusal{"pts_balance", {}, {}};
    seal_quote(quote, sample_purse_basket(), hasher);
    EXPECT_EQ(quote.hash, sealed);
    quote.purses.at(0).points.earn += Points{1};
    seal_quote(quote, sample_purse_basket(), hasher);
    EXPECT_NE(quote.hash, sealed);
}

TEST(PurseDocuments, SentencesTellPointsInTheirUnit) {
    const auto said = [](std::map<std::string, std::string> figures) {
        return sentence(Refusal{"pts_balance", {}, std::move(figures)}, false);
    };
    EXPECT_EQ(said({{"left", "125"}}), "Not enough points: 125 can be used");
    EXPECT_EQ(said({{"left", "125"}, {"unit_decimals", "1"}}), "Not enough points: 12.5 can be used");
    EXPECT_EQ(said({{"left", "5"}, {"unit_decimals", "2"}}), "Not enough points: 0.05 can be used");
    EXPECT_EQ(sentence(Refusal{"pts_share", {}, {{"n", "60"}, {"cap", "600"}, {"unit_decimals", "1"}}}, false),
              "At most 6.0 points on this ticket");
}

}  // namespace
}  // namespace counterfoil::codec
