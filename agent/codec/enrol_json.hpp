// The JSON form of an enrolment (domain rules, part 12), by the rules of codec/json.hpp. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/result.hpp"
#include "domain/enrol_entry.hpp"

namespace counterfoil::codec {

nlohmann::json to_json(const domain::Identity& identity);
nlohmann::json to_json(const domain::Consent& consent);
nlohmann::json to_json(const domain::Enrolment& person);

/// `path` is the JSON pointer of `value` in the document the caller was given ("" for the whole).
Result<domain::Enrolment> read_enrolment(const nlohmann::json& value, const std::string& path);

}  // namespace counterfoil::codec
