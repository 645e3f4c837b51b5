#include "codec/quote_input.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "codec/bytes.hpp"
#include "codec/json.hpp"
#include "domain/quote.hpp"

namespace counterfoil::codec {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> kParts{"basket", "rules", "member", "coupons", "templates"};
constexpr const char* kSeeSchema = "docs/api/schemas/quote-input.schema.json has all names, units and limits";

std::unexpected<Error> wrong(std::string where, std::string what, std::string remedy) {
    return fail(ErrorCode::invalid_input, std::move(what), std::move(where), std::move(remedy));
}

/// Errors of decoders say what and where, and leave to the caller what to do.
template <class T>
Result<T> with_remedy(Result<T> result) {
    if (!result && result.error().remedy.empty()) result.error().remedy = kSeeSchema;
    return result;
}

Result<void> check_parts(const json& document, const QuoteSources& sources) {
    if (!document.is_object()) return wrong("the input", "an object is expected", kSeeSchema);
    for (const auto& [name, part] : document.items())
        if (std::ranges::find(kParts, name) == kParts.end())
            return wrong("/" + name, "unknown key", "the parts are basket, rules, member, coupons and templates");
    for (const char* name : {"basket", "rules"})
        if (!document.contains(name) && (!sources.rules || name == std::string_view("basket")))
            return wrong(std::string("/") + name, "is missing", kSeeSchema);
    return {};
}

/// What an agent would fill in from its clock and its price file.
Result<void> check_basket_is_whole(const json& basket) {
    if (!basket.is_object()) return {};  // the decoder says so
    if (!basket.contains("at") || basket["at"].is_null())
        return wrong("/basket/at", "is missing",
                     "say when the basket is priced, in milliseconds UTC: there is no clock here");
    const auto lines = basket.find("lines");
    if (lines == basket.end() || !lines->is_array()) return {};
    const auto has = [](const json& line, const char* name) { return line.contains(name) && !line[name].is_null(); };
    for (std::size_t i = 0; i < lines->size(); ++i) {
        const json& line = (*lines)[i];
        if (line.is_object() && !has(line, "unit_price") && !has(line, "amount"))
            return wrong("/basket/lines/" + std::to_string(i) + "/unit_price", "is missing",
                         "give unit_price or amount: there is no price file here");
    }
    return {};
}

template <class T, class Read>
Result<std::vector<T>> read_rows(const json& document, const char* name, const Read& read) {
    std::vector<T> rows;
    const auto part = document.find(name);
    if (part == document.end() || part->is_null()) return rows;
    const std::string path = std::string("/") + name;
    if (!part->is_array() || part->size() > kQuoteInputRowsMax)
        return wrong(path, "a list of at most " + std::to_string(kQuoteInputRowsMax) + " is expected", "try fewer at once");
    for (std::size_t i = 0; i < part->size(); ++i) {
        CF_TRY(row, with_remedy(read((*part)[i], path + "/" + std::to_string(i))));
        rows.push_back(std::move(row));
    }
    return rows;
}

/// The document's own, else that of the sources.
Result<std::optional<domain::CouponTemplate>> find_template(const std::map<TemplateId, domain::CouponTemplate>& given,
                                                            const TemplateId& id, const QuoteSources& sources) {
    if (const auto found = given.find(id); found != given.end()) return std::optional(found->second);
    if (!sources.coupon_template) return std::optional<domain::CouponTemplate>{};
    return sources.coupon_template(id);
}

Result<domain::Rules> read_or_find_rules(const json& document, const Hasher& hasher, const QuoteSources& sources) {
    if (const auto part = document.find("rules"); part != document.end())
        return with_remedy(codec::read_rules(*part, "/rules", hasher));
    CF_TRY(found, sources.rules());
    if (!found) return wrong("/rules", "is missing", "there are no rules in force yet: give some");
    return std::move(*found);
}

Result<std::vector<domain::OfferedCoupon>> read_offers(const json& document, const QuoteSources& sources) {
    CF_TRY(templates, read_rows<domain::CouponTemplate>(document, "templates", codec::read_coupon_template));
    std::map<TemplateId, domain::CouponTemplate> known;
    for (std::size_t i = 0; i < templates.size(); ++i)
        if (!known.emplace(templates[i].template_id, templates[i]).second)
            return wrong("/templates/" + std::to_string(i) + "/template_id", templates[i].template_id.str() + " comes twice",
                         "name each template once");
    CF_TRY(coupons, read_rows<domain::Coupon>(document, "coupons", codec::read_coupon));
    std::set<CouponId> seen;
    std::vector<domain::OfferedCoupon> offers;
    for (std::size_t i = 0; i < coupons.size(); ++i) {
        const std::string path = "/coupons/" + std::to_string(i);
        if (!seen.insert(coupons[i].coupon_id).second)
            return wrong(path + "/coupon_id", coupons[i].coupon_id.str() + " comes twice",
                         "give each coupon an id of its own");
        CF_TRY(rule, find_template(known, coupons[i].template_id, sources));
        if (!rule)
            return wrong(path + "/template_id", "no template " + coupons[i].template_id.str() + " is given",
                         "add it to templates");
        offers.push_back({coupons[i], *rule, domain::RightState::held, std::nullopt});
    }
    return offers;
}

Result<std::optional<domain::Member>> read_named_member(const json& document, const domain::Basket& basket) {
    const auto part = document.find("member");
    if (part == document.end() || part->is_null()) {
        if (!basket.member_id.empty())
            return wrong("/member", "is missing",
                         "the basket names " + basket.member_id.str() + ": give that member, or none");
        return std::nullopt;
    }
    CF_TRY(member, with_remedy(codec::read_member(*part, "/member")));
    if (member.member_id != basket.member_id)
        return wrong("/basket/member_id", "is not the given member's", "write \"" + member.member_id.str() + "\"");
    return std::optional(std::move(member));
}

}  // namespace

Result<std::string> quote_of_text(std::string_view input, const Hasher& hasher, const QuoteSources& sources) {
    auto parsed = codec::parse_json(input, {.bytes_max = kQuoteInputBytesMax, .depth_max = 16});
    CF_TRY(document, with_remedy(std::move(parsed)));
    CF_CHECK(check_parts(document, sources));
    CF_CHECK(check_basket_is_whole(document["basket"]));
    CF_TRY(basket, with_remedy(codec::read_basket(document["basket"], "/basket")));
    CF_TRY(rules, read_or_find_rules(document, hasher, sources));
    const EntityId entity = domain::entity_of(rules, basket.store_id);
    if (basket.entity_id.empty()) basket.entity_id = entity;
    if (basket.entity_id != entity)
        return wrong("/basket/entity_id", "is not that of the store in the rules", "leave it out: the rules say it");
    domain::QuoteContext context;
    context.rules = &rules;
    CF_TRY(member, read_named_member(document, basket));
    context.member = std::move(member);
    CF_TRY(offers, read_offers(document, sources));
    context.coupons = std::move(offers);
    if (context.member) {
        context.burnable = domain::points_available(context.member->lots, basket.at);
        context.points_right = domain::RightState::held;
        for (const domain::Card& card : context.member->cards)
            context.cards.push_back({card, card.uses_left, domain::RightState::held, std::nullopt});
        for (const domain::Purse& purse : rules.purses)
            context.purses.push_back({.purse_id = purse.purse_id,
                                      .burnable = domain::points_available(context.member->lots, basket.at, purse.purse_id),
                                      .right = domain::RightState::held,
                                      .barred = {}});
    }
    auto outcome = domain::make_quote(basket, context);
    if (const auto* refusal = std::get_if<Refusal>(&outcome))
        return wrong("/basket" + refusal->field, codec::sentence(*refusal, false), "correct the basket, or the rules");
    auto& quote = std::get<domain::Quote>(outcome);
    codec::seal_quote(quote, basket, hasher);
    return codec::to_json(quote).dump(2, ' ', false, json::error_handler_t::replace);
}

}  // namespace counterfoil::codec
