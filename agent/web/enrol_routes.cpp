// Persons who become members.
#include "codec/enrol_json.hpp"
#include "web/call.ipp"

namespace counterfoil::web {
namespace {

using nlohmann::json;

/// {identities, consent, staff_id, name?, birthday?, birth_year?, guardian?} with the header Idempotency-Key
void enrol(Call call) {
    usecase::EnrolRequest request;
    if (!read_idempotency_key(call, request.idempotency_key)) return;
    const auto body = read_body(call, {"identities", "name", "birthday", "birth_year", "consent", "guardian", "staff_id"});
    if (!body) return;
    auto person = codec::read_enrolment(*body, "");
    if (!person) return refuse_input(call, person.error());
    request.person = std::move(*person);
    const std::string subject = call.request.path + "\n" + body->dump();
    request.request_digest = call.hasher.sha256(as_bytes(subject));
    call.service.enrol(std::move(request),
                       answer_with<usecase::Enrolled>(call, [](const usecase::Enrolled& enrolled, std::string_view) {
                           http_kit::Response response = json_response(200, to_json(enrolled));
                           if (enrolled.replay) response.headers.emplace_back("Idempotent-Replay", "true");
                           return response;
                       }));
}

constexpr Route kRoutes[] = {{"POST", "/v1/members", false, enrol}};

}  // namespace

std::span<const Route> enrol_routes() { return kRoutes; }

}  // namespace counterfoil::web
