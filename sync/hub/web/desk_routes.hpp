// Which HTTP requests are the desk's, and how refusals and errors look as application/problem+json. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/refusal.hpp"
#include "base/result.hpp"
#include "hub/core/desk.hpp"
#include "web/kit/http.hpp"

namespace counterfoil::hub {

/// Nothing where method and path are none of the desk's.
std::optional<DeskRequest> desk_request(const http_kit::Request& request);

http_kit::Response problem_response(int status, std::string_view code, std::string_view title);
http_kit::Response problem_of(const Refusal& refusal);
http_kit::Response problem_of(const Error& error);

}  // namespace counterfoil::hub
