// How the agent stands, and what its API is.
#include "web/call.ipp"
#include "web/openapi.hpp"

namespace counterfoil::web {
namespace {

void status(Call call) { call.service.status(answer_json<usecase::Status>(call)); }

/// Alive: the io thread answers.
void healthz(Call call) { call.respond(json_response(200, {{"status", "ok"}})); }

/// Able to serve a till: enrolled, storage answers, first data are here.
void readyz(Call call) {
    call.service.status(answer_with<usecase::Status>(call, [](const usecase::Status& now, std::string_view language) {
        if (!now.enrolled) return problem(Refusal{"not_enrolled"}, language);
        if (!now.first_data) return problem(Refusal{"not_ready"}, language);
        return json_response(200, {{"status", "ready"}});
    }));
}

void metrics(Call call) {
    Metrics& all = call.metrics;
    call.service.status(answer_with<usecase::Status>(call, [&all](const usecase::Status& now, std::string_view) {
        http_kit::Response response;
        response.content_type = "text/plain; version=0.0.4";
        response.body = all.text(now);
        return response;
    }));
}

void openapi(Call call) {
    http_kit::Response response;
    response.content_type = "application/yaml";
    response.body = kOpenApi;
    call.respond(std::move(response));
}

/// Reached by a request that does not upgrade; one that does goes to Api::upgrade.
void events(Call call) { refuse(call, "upgrade_needed", "open a WebSocket here"); }

constexpr Route kRoutes[] = {{"GET", "/v1/status", false, status},       {"GET", "/v1/events", false, events},
                             {"GET", "/v1/openapi.yaml", true, openapi}, {"GET", "/healthz", true, healthz},
                             {"GET", "/readyz", true, readyz},           {"GET", "/metrics", true, metrics}};

}  // namespace

std::span<const Route> status_routes() { return kRoutes; }

}  // namespace counterfoil::web
