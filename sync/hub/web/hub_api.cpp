#include "hub/web/hub_api.hpp"

#include <memory>
#include <nlohmann/json.hpp>

#include "hub/web/desk_routes.hpp"
#include "hub/web/hub_json.hpp"
#include "protocol/enrolment.hpp"

namespace counterfoil::hub {
namespace {

using nlohmann::json;

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kMemberPath = "/v1/members/";

http_kit::Response ok(std::string body) {
    http_kit::Response response;
    response.body = std::move(body);
    return response;
}

}  // namespace

HubApi::HubApi(HubService& service, const Mac& mac, Random& random, std::function<bool(std::string_view)> token_is_right,
               Log& log)
    : service_(service), mac_(mac), random_(random), token_is_right_(std::move(token_is_right)), log_(log) {}

bool HubApi::authorised(const http_kit::Request& request) const {
    const std::string_view header = request.authorization;
    return header.starts_with(kBearer) && token_is_right_(header.substr(kBearer.size()));
}

std::optional<http_kit::Response> HubApi::upgrade(const http_kit::Request&) {
    return problem_response(404, "path_unknown", "HQ offers no WebSocket");
}

http_kit::Response HubApi::problem(int status, std::string_view code, std::string_view detail) {
    return problem_response(status, code, detail);
}

void HubApi::handle(http_kit::Request request, http_kit::Respond respond) {
    if (request.path == "/healthz") return respond(ok(R"({"status":"ok"})"));
    if (request.path == "/v1/enrol" && request.method == "POST") return enrol(request, std::move(respond));
    if (!authorised(request)) {
        auto refused = problem_response(401, "token_missing_or_wrong", "send the local token: Authorization: Bearer TOKEN");
        refused.headers.emplace_back("WWW-Authenticate", "Bearer");
        return respond(std::move(refused));
    }
    if (const auto asked = desk_request(request)) return desk(*asked, std::move(respond));
    if (request.method != "GET")
        return respond(
            problem_response(405, "method_not_allowed", "this path does not know the method; see the API description"));
    if (request.path == "/v1/status") return status(std::move(respond));
    if (request.path == "/v1/questions") return questions(std::move(respond));
    if (request.path.starts_with(kMemberPath) && is_valid_id(request.path.substr(kMemberPath.size())))
        return member(request.path.substr(kMemberPath.size()), std::move(respond));
    respond(problem_response(404, "path_unknown", "there is nothing at this path; see the API description"));
}

void HubApi::enrol(const http_kit::Request& request, http_kit::Respond respond) {
    auto read = protocol::read_enrol_request(request.body);
    if (!read && read.error().code == ErrorCode::full)
        return respond(problem_response(413, "body_too_large", describe(read.error())));
    if (!read) return respond(problem_of(read.error()));
    using Answer = Result<Outcome<protocol::EnrolAnswer>>;
    auto answer = std::make_shared<Answer>(fail(ErrorCode::io, "the request was not handled"));
    auto asked = std::make_shared<protocol::EnrolRequest>(std::move(*read));
    const auto job = [this, answer, asked, identity = service_.identity()](HubTx& tx) {
        *answer = hub::enrol(tx, *asked, identity, mac_, random_, service_.now());
        return answer->has_value();  // a refusal stays, too: attempts are counted
    };
    service_.run(job, [this, answer, asked, respond = std::move(respond)](Result<void> durable) {
        if (!durable) return respond(problem_of(durable.error()));
        if (!*answer) return respond(problem_of(answer->error()));
        if (const auto* refusal = std::get_if<Refusal>(&**answer)) {
            log_.write(LogLevel::warning, "enrol.refused", {{"code", refusal->code}, {"code_id", asked->code_id}});
            // Who guesses codes learns nothing from the answer; HQ's log names the cause.
            return respond(
                problem_response(403, "enrol_code_refused", "this code is wrong, used or too old: ask HQ for a new one"));
        }
        const auto& enrolled = std::get<protocol::EnrolAnswer>(**answer);
        service_.enrolled({enrolled.device_id, enrolled.epoch}, asked->curve_key);
        log_.write(LogLevel::info, "enrol.done", {{"device", enrolled.device_id.str()}, {"store", enrolled.store_id.str()}});
        respond(ok(protocol::to_json_text(enrolled)));
    });
}

namespace {

/// Runs a reading job that makes a JSON text, and answers with it.
void answer_with(HubService& service, std::function<Result<std::string>(HubTx&)> read, http_kit::Respond respond) {
    auto text = std::make_shared<Result<std::string>>(fail(ErrorCode::io, "the request was not handled"));
    const auto job = [text, read = std::move(read)](HubTx& tx) {
        *text = read(tx);
        return false;  // nothing was written
    };
    service.run(job, [text, respond = std::move(respond)](Result<void> done) {
        if (!done) return respond(problem_of(done.error()));
        respond(*text ? ok(std::move(**text)) : problem_of(text->error()));
    });
}

}  // namespace

void HubApi::desk(const DeskRequest& asked, http_kit::Respond respond) {
    auto answer = std::make_shared<Result<DeskAnswer>>(fail(ErrorCode::io, "the request was not handled"));
    const auto job = [this, answer, asked](HubTx& tx) {
        *answer = service_.authority().serve(tx, asked, service_.now());
        return answer->has_value() && std::holds_alternative<std::string>((*answer)->answer);
    };
    service_.run(job, [this, answer, what = asked.what, respond = std::move(respond)](Result<void> durable) {
        if (!durable) return respond(problem_of(durable.error()));
        if (!*answer) return respond(problem_of(answer->error()));
        DeskAnswer& served = **answer;
        if (const auto* refusal = std::get_if<Refusal>(&served.answer)) return respond(problem_of(*refusal));
        service_.send(served.outgoing);
        if (!served.repeated) log_.write(LogLevel::info, "desk.served", {{"what", what}});
        respond(ok(std::move(std::get<std::string>(served.answer))));
    });
}

void HubApi::status(http_kit::Respond respond) {
    answer_with(
        service_, [epoch = service_.identity().hub_epoch](HubTx& tx) { return status_json(tx, epoch); }, std::move(respond));
}

void HubApi::member(const std::string& id, http_kit::Respond respond) {
    answer_with(
        service_, [id = MemberId(id), now = service_.now()](HubTx& tx) { return member_json(tx, id, now); },
        std::move(respond));
}

void HubApi::questions(http_kit::Respond respond) { answer_with(service_, questions_json, std::move(respond)); }

}  // namespace counterfoil::hub
