// Answers of the two HTTP APIs, as the command line sees them.
#pragma once

#include <string>

#include "base/result.hpp"
#include "web/kit/client.hpp"

namespace counterfoil::cli {

/// The problem+json of a response that is no success, as an Error.
Error error_of(const http_kit::ClientResponse& response, const std::string& where);

/// The document with two spaces of indentation; text that is no JSON comes back as it is.
std::string indented(const std::string& json);

}  // namespace counterfoil::cli
