// The JSON form of a return (domain rules, part 12), by the rules of codec/json.hpp. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/exchanges.hpp"
#include "domain/late_earn.hpp"
#include "domain/return_cards.hpp"
#include "domain/return_coupons.hpp"
#include "domain/return_entry.hpp"

namespace counterfoil::codec {

nlohmann::json to_json(const domain::ReturnEntry& entry);
nlohmann::json to_json(const domain::LateEarnEntry& entry);

/// `path` is the JSON pointer of `value` in the document the caller was given ("" for the whole).
nlohmann::json to_json(const domain::Return& goods);
nlohmann::json to_json(const domain::CouponReturn& fate);
nlohmann::json to_json(const domain::CardReturn& fate);
nlohmann::json to_json(const domain::ReturnRequest& line);
nlohmann::json to_json(const domain::GiftReturn& gift);
nlohmann::json to_json(const domain::Exchanged& exchanged);
/// [{line_no, quantity, from_sku?, sku | gtin}]
Result<std::vector<domain::ExchangeRequest>> read_exchange(const nlohmann::json& value, const std::string& path);
Result<domain::GiftChoice> read_gift_choice(const nlohmann::json& value, const std::string& path);

/// The lines of a request: [{line_no, quantity}].
Result<std::vector<domain::ReturnRequest>> read_return_lines(const nlohmann::json& value, const std::string& path);

Result<domain::ReturnEntry> read_return(const nlohmann::json& value, const std::string& path);

}  // namespace counterfoil::codec
