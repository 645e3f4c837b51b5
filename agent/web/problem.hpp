// Errors as RFC 9457 application/problem+json: {type, title, status, code, detail?, field?, figures?, remedy?}. `code` is
// stable and listed in docs/api/problems.md; `title` is a sentence in the caller's language.
#pragma once

#include <string_view>

#include "base/refusal.hpp"
#include "base/result.hpp"
#include "web/kit/http.hpp"

namespace counterfoil::web {

/// True where Accept-Language prefers Chinese.
bool prefers_chinese(std::string_view accept_language);

http_kit::Response problem(int status, std::string_view code, std::string_view detail);
http_kit::Response problem(const Refusal& refusal, std::string_view accept_language);
/// Internal details (paths, library messages) stay in the log: a caller sees what it can act on.
http_kit::Response problem(const Error& error);

}  // namespace counterfoil::web
