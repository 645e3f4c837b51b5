// How the agent stands.
#include "web/call.ipp"

namespace counterfoil::web {
namespace {

void status(Call call) { call.service.status(answer_json<usecase::Status>(call)); }

/// Alive: the io thread answers.
void healthz(Call call) { call.respond(json_response(200, {{"status", "ok"}})); }

/// Able to serve a till: enrolled, storage answers, first data are here.
void readyz(Call call) {
    call.service.status(answer_with<usecase::Status>(call, [](const usecase::Status& now) {
        if (!now.enrolled) return problem(503, "not_enrolled", "this device is not enrolled with HQ yet");
        if (now.feed_position.value == 0) return problem(503, "not_ready", "the first data from HQ have not come yet");
        return json_response(200, {{"status", "ready"}});
    }));
}

void metrics(Call call) {
    Metrics& all = call.metrics;
    call.service.status(answer_with<usecase::Status>(call, [&all](const usecase::Status& now) {
        http_kit::Response response;
        response.content_type = "text/plain; version=0.0.4";
        response.body = all.text(now);
        return response;
    }));
}

constexpr Route kRoutes[] = {{"GET", "/v1/status", false, status},
                             {"GET", "/healthz", true, healthz},
                             {"GET", "/readyz", true, readyz},
                             {"GET", "/metrics", true, metrics}};

}  // namespace

std::span<const Route> status_routes() { return kRoutes; }

}  // namespace counterfoil::web
