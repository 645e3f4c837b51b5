#include "cli/answer.hpp"

#include <nlohmann/json.hpp>

namespace counterfoil::cli {

using nlohmann::json;

Error error_of(const http_kit::ClientResponse& response, const std::string& where) {
    Error error{response.status == 401 || response.status == 403 ? ErrorCode::permission : ErrorCode::invalid_input,
                "answered with status " + std::to_string(response.status), where, ""};
    const json problem = json::parse(response.body, nullptr, false);
    if (!problem.is_object()) return error;
    const auto text = [&](const char* name) {
        const auto found = problem.find(name);
        return found != problem.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    // The detail says what exactly was wrong; the title is one sentence for all cases of its code.
    for (const char* name : {"title", "detail"})
        if (!text(name).empty()) error.what = text(name);
    if (!text("field").empty()) error.where += " " + text("field");
    error.remedy = text("remedy");
    return error;
}

std::string indented(const std::string& text) {
    const json document = json::parse(text, nullptr, false);
    return document.is_discarded() ? text : document.dump(2, ' ', false, json::error_handler_t::replace);
}

}  // namespace counterfoil::cli
