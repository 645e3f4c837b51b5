// Request targets: path and query, percent-decoded (RFC 3986, RFC 9112).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace counterfoil::http_kit {

struct Target {
    std::string path;
    std::map<std::string, std::string> query;
    std::string authority;  ///< of an absolute-form target: stands in for the Host header
};

/// Takes the origin form ("/path?query") and the absolute form ("http://host/path?query"). Nothing for others, and for one
/// that decodes to control characters, to bytes that are no UTF-8, or to a slash within a path segment (which would move the
/// request to another path).
std::optional<Target> parse_target(std::string_view text);

}  // namespace counterfoil::http_kit
