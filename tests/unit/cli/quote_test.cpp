// The command that prices a document: what it answers, and what it says of every part that is wrong.
#include "cli/quote.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "codec/json.hpp"
#include "platform/crypto.hpp"
#include "support/golden/samples.hpp"

namespace counterfoil::cli {
namespace {

using nlohmann::json;
using namespace nlohmann::literals;
using ::testing::HasSubstr;

Result<std::string> quote(const std::string& text) { return quote_of_text(text, platform::Sha256Hasher()); }
Result<std::string> quote(const json& document) { return quote(document.dump()); }

/// The fenced block of the guide for integrators that is marked so.
std::string block_of_guide(const std::string& mark) {
    std::ifstream file(std::string(COUNTERFOIL_SOURCE_DIR) + "/docs/guide-integrator.md");
    std::ostringstream text;
    text << file.rdbuf();
    const std::string guide = text.str();
    const std::string fence = "```json " + mark + "\n";
    const auto begin = guide.find(fence);
    if (begin == std::string::npos) return {};
    const auto from = begin + fence.size();
    return guide.substr(from, guide.find("```", from) - from);
}

json good() { return json::parse(block_of_guide("quote-input")); }

/// The first place where `shown` says something else than `whole`; what it leaves out may be anything.
std::string difference(const json& shown, const json& whole, const std::string& path = "") {
    if (shown.is_object() && whole.is_object()) {
        for (const auto& [name, value] : shown.items()) {
            if (!whole.contains(name)) return path + "/" + name + " is not there";
            if (auto found = difference(value, whole[name], path + "/" + name); !found.empty()) return found;
        }
        return {};
    }
    if (shown.is_array() && whole.is_array() && shown.size() == whole.size()) {
        for (std::size_t i = 0; i < shown.size(); ++i)
            if (auto found = difference(shown[i], whole[i], path + "/" + std::to_string(i)); !found.empty()) return found;
        return {};
    }
    return shown == whole ? std::string() : path + ": " + whole.dump() + " instead of " + shown.dump();
}

/// `document` is refused at `where`, with a sentence that has `what` in it and a remedy.
void expect_refused(const json& document, const std::string& where, const std::string& what) {
    const auto answer = quote(document);
    ASSERT_FALSE(answer) << *answer;
    EXPECT_EQ(answer.error().where, where) << describe(answer.error());
    EXPECT_THAT(answer.error().what, HasSubstr(what));
    EXPECT_NE(answer.error().remedy, "");
}

json with(json document, const char* pointer, json value) {
    document[json::json_pointer(pointer)] = std::move(value);
    return document;
}

TEST(QuoteCommand, AnswersWhatTheGuideShows) {
    const auto answer = quote(block_of_guide("quote-input"));
    ASSERT_TRUE(answer) << describe(answer.error());
    EXPECT_EQ(difference(json::parse(block_of_guide("quote-answer")), json::parse(*answer)), "");
}

TEST(QuoteCommand, PricesByTheMembersBenefitCards) {
    json document = good();
    document["coupons"] = json::array();
    document["basket"]["points"] = "none";
    document["rules"]["card_types"] = json::parse(R"([{"card_type_id":"TEN","pay_bp":5000,"uses":10}])");
    const auto due = [&] { return json::parse(*quote(document))["totals"]["due"].get<std::int64_t>(); };
    const std::int64_t without = due();
    document["member"]["cards"] = json::parse(R"([{"card_id":"K1","card_type_id":"TEN","uses":10,"uses_left":3}])");
    EXPECT_LT(due(), without);
    EXPECT_EQ(json::parse(*quote(document))["cards"][0]["uses"], 1);
    document["member"]["cards"][0]["uses_left"] = 0;
    EXPECT_EQ(due(), without);
    EXPECT_EQ(json::parse(*quote(document))["refused_cards"][0]["reasons"][0]["code"], "no_uses_left");
    document["member"]["cards"][0]["card_id"] = "K:1";
    expect_refused(document, "/member/cards/0/card_id", "without :");
    document["member"]["cards"] = json::array();
    document["rules"]["card_types"][0]["pay_bp"] = 10000;
    expect_refused(document, "/rules/card_types/0/pay_bp", "1 to 9999");
}

TEST(QuoteCommand, AnswersTheSameForTheSameInputAndWritesAQuoteThatReadsBack) {
    const auto one = quote(good());
    ASSERT_TRUE(one);
    EXPECT_EQ(*one, *quote(good()));
    EXPECT_TRUE(codec::read_quote(json::parse(*one), ""));
    EXPECT_NE(json::parse(*one)["hash"], json::parse(*quote(with(good(), "/basket/lines/0/quantity", 1000)))["hash"]);
}

TEST(QuoteCommand, DoesNotDependOnTheOrderOfCoupons) {
    json turned = good();
    std::swap(turned["coupons"][0], turned["coupons"][1]);
    EXPECT_EQ(*quote(good()), *quote(turned));
}

TEST(QuoteCommand, NeedsNoMemberNoCouponsAndNoTemplates) {
    json document = good();
    for (const char* name : {"member", "coupons", "templates"})
        document.erase(name);
    document["basket"].erase("member_id");
    document["basket"]["points"] = "none";
    const auto answer = quote(document);
    ASSERT_TRUE(answer) << describe(answer.error());
    EXPECT_EQ(json::parse(*answer)["totals"]["due"], 45770);
}

TEST(QuoteCommand, TakesTheCodecsOwnForms) {
    const domain::Basket basket = test_support::sample_basket();
    json document = {{"basket", codec::to_json(basket)},
                     {"rules", codec::to_json(test_support::sample_rules())},
                     {"member", codec::to_json(test_support::sample_member().member)},
                     {"templates", {codec::to_json(test_support::sample_amount_off())}}};
    const auto answer = quote(document);
    ASSERT_TRUE(answer) << describe(answer.error());
    EXPECT_EQ(json::parse(*answer)["lines"].size(), basket.lines.size());
}

TEST(QuoteCommand, NamesWhatIsWrongAndWhere) {
    expect_refused(json::array(), "the input", "an object");
    expect_refused(with(good(), "/colour", 1), "/colour", "unknown key");
    expect_refused(with(good(), "/basket/colour", 1), "/basket/colour", "unknown key");
    expect_refused(with(good(), "/basket/lines/1/quantity", 0), "/basket/lines/1/quantity", "a whole number from 1");
    expect_refused(with(good(), "/basket/lines/1/quantity", 1.5), "/basket/lines/1/quantity", "a whole number from 1");
    expect_refused(with(good(), "/basket/lines/1/quantity", 1500), "/basket/lines/1/quantity", "whole pieces");
    expect_refused(with(good(), "/basket/lines/1/line_no", 1), "/basket/lines/1/line_no", "each line number once");
    expect_refused(with(good(), "/basket/currency", "EUR"), "/basket/currency", "CNY");
    expect_refused(with(good(), "/rules/points/burn_points", 300), "/rules/points/burn_step", "");
    expect_refused(with(good(), "/templates/0/face", 0), "/templates/0/face", "above 0");
    expect_refused(with(good(), "/coupons/0/code", ""), "/coupons/0/code", "");
    expect_refused(with(good(), "/member/lots/0/amount", "8000"), "/member/lots/0/amount", "a whole number");
}

TEST(QuoteCommand, RefusesWhatWouldBeGuessed) {
    json document = good();
    document.erase("rules");
    expect_refused(document, "/rules", "is missing");
    document = good();
    document["basket"].erase("at");
    expect_refused(document, "/basket/at", "is missing");
    document = good();
    document["basket"]["lines"][1].erase("unit_price");
    expect_refused(document, "/basket/lines/1/unit_price", "is missing");
    document["basket"]["lines"][1]["amount"] = 5970;
    EXPECT_TRUE(quote(document));
    document = good();
    document["basket"].erase("store_id");
    expect_refused(document, "/basket/store_id", "1 to 64 characters");
}

TEST(QuoteCommand, RefusesPartsThatDoNotBelongTogether) {
    expect_refused(with(good(), "/member/member_id", "M2"), "/basket/member_id", "not the given member's");
    json document = good();
    document.erase("member");
    expect_refused(document, "/member", "is missing");
    expect_refused(with(good(), "/coupons/1/template_id", "T-NONE"), "/coupons/1/template_id", "T-NONE");
    expect_refused(with(good(), "/coupons/1/coupon_id", "C1"), "/coupons/1/coupon_id", "twice");
    expect_refused(with(good(), "/templates/1/template_id", "T-50"), "/templates/1/template_id", "twice");
}

TEST(QuoteCommand, TakesNoMoreThanItsLimits) {
    json document = good();
    while (document["coupons"].size() <= kQuoteInputRowsMax)
        document["coupons"].push_back(document["coupons"][0]);
    expect_refused(document, "/coupons", "at most 1000");
    const auto large = quote(std::string(kQuoteInputBytesMax + 1, ' '));
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, ErrorCode::full);
    const auto deep = quote(std::string(100, '['));
    ASSERT_FALSE(deep);
    EXPECT_THAT(deep.error().what, HasSubstr("nested too deeply"));
    for (const char* text : {"", "{", "{\"basket\":{},\"basket\":{}}", "\xff"}) {
        const auto answer = quote(std::string(text));
        ASSERT_FALSE(answer) << text;
        EXPECT_THAT(answer.error().where, HasSubstr("line 1 column"));
    }
}

}  // namespace
}  // namespace counterfoil::cli
