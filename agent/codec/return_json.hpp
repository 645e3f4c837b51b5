// The JSON form of a return (domain rules, part 12), by the rules of codec/json.hpp. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/result.hpp"
#include "domain/return_entry.hpp"

namespace counterfoil::codec {

nlohmann::json to_json(const domain::ReturnEntry& entry);

/// `path` is the JSON pointer of `value` in the document the caller was given ("" for the whole).
Result<domain::ReturnEntry> read_return(const nlohmann::json& value, const std::string& path);

}  // namespace counterfoil::codec
