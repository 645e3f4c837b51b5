// Errors as RFC 9457 application/problem+json: {type, title, status, code, detail?, field?, figures?, remedy?}. `code` is
// stable; `title` says it in the caller's language, always the same way but for the figures of a refusal; `detail` says what
// exactly was wrong, in English. All codes: docs/api/problems.md.
#pragma once

#include <span>
#include <string_view>

#include "base/refusal.hpp"
#include "base/result.hpp"
#include "web/kit/http.hpp"

namespace counterfoil::web {

/// By the weights of Accept-Language: true where Chinese is wanted more than English.
bool prefers_chinese(std::string_view accept_language);

/// What the API itself may answer, beside the refusals of the business (codec::sentence).
struct ProblemText {
    std::string_view code;
    int status = 500;
    std::string_view zh;
    std::string_view en;
};
std::span<const ProblemText> problem_texts();

/// `code` is one of problem_texts().
http_kit::Response problem(std::string_view code, std::string_view detail, std::string_view accept_language);
http_kit::Response problem(const Refusal& refusal, std::string_view accept_language);
/// Internal details (paths, library messages) stay in the log: a caller sees what it can act on.
http_kit::Response problem(const Error& error, std::string_view accept_language);

/// 422 unless HTTP has a closer word for the refusal.
int status_of(const Refusal& refusal);

}  // namespace counterfoil::web
