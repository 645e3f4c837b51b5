// The head of a response as it goes over the wire (RFC 9112). Pure; any thread.
#pragma once

#include <string>

#include "web/kit/http.hpp"

namespace counterfoil::http_kit {

/// Appends status line, header and the empty line. Content-Length is the body's, also where HEAD leaves the body away; 204
/// and 304 have none. Asserts that no header of the handler breaks the line (what comes from a caller belongs into the
/// body), and that 204 and 304 come without a body.
void append_head(std::string& out, const Response& response, bool keep_alive);

}  // namespace counterfoil::http_kit
