// Request targets: path and query, percent-decoded (RFC 3986).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace counterfoil::http_kit {

struct Target {
    std::string path;
    std::map<std::string, std::string> query;
};

/// Nothing for a target that is no origin-form URI, or that decodes to control characters.
std::optional<Target> parse_target(std::string_view text);

}  // namespace counterfoil::http_kit
