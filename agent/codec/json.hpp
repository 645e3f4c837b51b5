// The one JSON form of the domain's names (domain rules, part 12), for the API, the feed, the journal and HQ's import.
// Decoders name the failing path as a JSON pointer ("/lines/3/quantity: a number from 1 to 1000000000 is expected"), take no
// floats for amounts, refuse unknown keys, and build nothing before size and depth are checked. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/result.hpp"
#include "domain/basket.hpp"
#include "domain/checkout.hpp"
#include "domain/coupon.hpp"
#include "domain/feed.hpp"
#include "domain/journal.hpp"
#include "domain/member.hpp"
#include "domain/quote.hpp"
#include "domain/rules.hpp"

namespace counterfoil::codec {

struct JsonLimits {
    std::size_t bytes_max = std::size_t{256} * 1024;
    std::size_t depth_max = 16;
};

/// Text to a document. Error: full (too large), invalid_input (no JSON, too deep, duplicate keys, invalid UTF-8) with "line
/// L column C".
Result<nlohmann::json> parse_json(std::string_view text, const JsonLimits& limits = {});

nlohmann::json to_json(const domain::Member& member);
nlohmann::json to_json(const domain::CachedMember& member);
nlohmann::json to_json(const domain::Card& card);
nlohmann::json to_json(const domain::CardType& type);
nlohmann::json to_json(const domain::CouponTemplate& coupon_template);
nlohmann::json to_json(const domain::Coupon& coupon);
nlohmann::json to_json(const domain::Product& product);
nlohmann::json to_json(const domain::Rules& rules);
nlohmann::json to_json(const domain::Basket& basket);
nlohmann::json to_json(const domain::Quote& quote);
nlohmann::json to_json(const domain::TicketKey& key);
nlohmann::json to_json(const domain::Tender& tender);
nlohmann::json to_json(const domain::Hold& hold);
nlohmann::json to_json(const Refusal& refusal);  ///< {code, field, figures, zh, en}: the sentences of domain rules part 7

/// The sentence of domain rules part 7 for a refusal, with its figures: amounts of money as major units with two decimals,
/// everything else as it is given. A code without a sentence gets a general one that names the code.
std::string sentence(const Refusal& refusal, bool chinese);
/// The same for a step of a quote's explanation.
std::string sentence(const domain::ExplainStep& step, bool chinese);

/// `path` is the JSON pointer of `value` in the document the caller was given ("" for the whole).
Result<domain::CachedMember> read_cached_member(const nlohmann::json& value, const std::string& path);
Result<domain::Member> read_member(const nlohmann::json& value, const std::string& path);
Result<domain::Card> read_card(const nlohmann::json& value, const std::string& path);
Result<domain::CouponTemplate> read_coupon_template(const nlohmann::json& value, const std::string& path);
Result<domain::Coupon> read_coupon(const nlohmann::json& value, const std::string& path);
Result<domain::Product> read_product(const nlohmann::json& value, const std::string& path);
/// Also sets Rules::hash = SHA-256 of the canonical form (sorted keys, no white space).
Result<domain::Rules> read_rules(const nlohmann::json& value, const std::string& path, const Hasher& hasher);
Result<domain::Basket> read_basket(const nlohmann::json& value, const std::string& path);
Result<domain::Quote> read_quote(const nlohmann::json& value, const std::string& path);
Result<domain::TicketKey> read_ticket_key(const nlohmann::json& value, const std::string& path);
Result<domain::Tender> read_tender(const nlohmann::json& value, const std::string& path);
Result<domain::Hold> read_hold(const nlohmann::json& value, const std::string& path);

/// Whether a text has the form of the name of a time zone, as the IANA writes them: "Europe/Berlin", "UTC".
bool is_zone_name(std::string_view text);

}  // namespace counterfoil::codec
