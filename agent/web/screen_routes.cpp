// The page of the screens, and how a browser is let in.
#include "web/call.ipp"
#include "web/screens.hpp"

namespace counterfoil::web {
namespace {

constexpr std::size_t kTypedCodeMax = 64;

void make_code(Call call) {
    if (!call.request.body.empty() && !read_body(call, {})) return;
    const ScreenCode code = call.screens.codes.make();
    call.respond(json_response(201, {{"code", code.text}, {"expires_at", code.expires_at.ms}}));
}

void open_session(Call call) {
    const auto body = read_body(call, {"code"});
    if (!body) return;
    const auto code = read_text(call, *body, "code", kTypedCodeMax, true);
    if (!code) return;
    if (!call.screens.codes.take(*code))
        return refuse(call, "screen_code_wrong", "make a new one on this device with `counterfoil screen`");
    http_kit::Response response;
    response.status = 204;
    response.headers.emplace_back("Set-Cookie", set_cookie(call.screens.cookie));
    call.respond(std::move(response));
}

/// Also of the files that belong to the page: Api sends their paths here.
void page(Call call) {
    if (const ScreenFile* file = call.screens.files.find(call.request.path))
        return call.respond(screen_response(*file, call.request.if_none_match));
    if (call.request.path != "/") return refuse(call, "path_unknown", "the screen has no such file: load the page again");
    refuse(call, "screen_absent",
           "the agent found no page when it started: the event screen.absent in its log says where it looked. Install the "
           "screen there or set `screen_dir`, then start the agent again");
}

constexpr Route kRoutes[] = {{"POST", "/v1/screens", false, make_code},
                             {"POST", "/v1/screens/sessions", true, open_session},
                             {"GET", "/", true, page}};

}  // namespace

std::span<const Route> screen_routes() { return kRoutes; }

}  // namespace counterfoil::web
