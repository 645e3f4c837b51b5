#include "cli/screen.hpp"

#include <nlohmann/json.hpp>

namespace counterfoil::cli {
namespace {

platform::ListenAddress as_browsers_reach_it(platform::ListenAddress listen) {
    if (listen.host == "0.0.0.0") listen.host = "127.0.0.1";
    if (listen.host == "::") listen.host = "::1";
    return listen;
}

}  // namespace

Result<std::string> screen_address(const platform::ListenAddress& listen, const AskAgent& ask) {
    CF_CHECK(ask("GET", "/", 200));
    CF_TRY(answer, ask("POST", "/v1/screens", 201));
    const auto document = nlohmann::json::parse(answer, nullptr, false);
    const auto code = document.is_object() ? document.find("code") : document.end();
    if (code == document.end() || !code->is_string())
        return fail(ErrorCode::corrupt, "the answer has no code", "/v1/screens",
                    "is this the agent of the same version as this command?");
    return "http://" + platform::to_text(as_browsers_reach_it(listen)) + "/#" + code->get<std::string>();
}

}  // namespace counterfoil::cli
