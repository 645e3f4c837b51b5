// What the route groups share. Private to web's .cpp files.
#pragma once

#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "web/problem.hpp"
#include "web/route.hpp"
#include "web/shapes_json.hpp"

namespace counterfoil::web {

inline http_kit::Response json_response(int status, const nlohmann::json& body) {
    http_kit::Response response;
    response.status = status;
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return response;
}

inline void refuse(const Call& call, std::string_view code, std::string_view detail) {
    call.respond(problem(code, detail, call.request.accept_language));
}
inline void refuse_input(const Call& call, std::string what, std::string where, std::string remedy = {}) {
    call.respond(problem(Error{ErrorCode::invalid_input, std::move(what), std::move(where), std::move(remedy)},
                         call.request.accept_language));
}
inline void refuse_input(const Call& call, const Error& error) {
    call.respond(problem(error, call.request.accept_language));
}

/// True for "application/json" with or without parameters. A caller that names no type means JSON.
bool is_json_type(std::string_view content_type);

/// "/" and the key as one token of a JSON pointer (RFC 6901).
std::string pointer_to(std::string_view key);

/// The body as a JSON object that has only `allowed` keys. Answers the problem itself where it is none.
std::optional<nlohmann::json> read_body(const Call& call, std::initializer_list<std::string_view> allowed);

/// A text member of the body; a missing one is "" unless `required`. Answers the problem itself.
std::optional<std::string> read_text(const Call& call, const nlohmann::json& body, const char* key, std::size_t length_max,
                                     bool required);

/// Answers a call: the success by `write`, everything else as a problem. Takes the call's respond: to be asked for last.
template <class T, class Write>
Answer<T> answer_with(Call& call, Write write) {
    return [respond = std::move(call.respond), language = std::move(call.request.accept_language), &log = call.log,
            write = std::move(write)](Result<Outcome<T>> result) {
        if (!result) {
            log.write(LogLevel::warning, "api.failed", {{"error", describe(result.error())}});
            respond(problem(result.error(), language));
        } else if (const auto* refusal = std::get_if<Refusal>(&*result)) {
            respond(problem(*refusal, language));
        } else {
            respond(write(std::get<T>(*result), language));
        }
    };
}

template <class T>
Answer<T> answer_json(Call& call, int status = 200) {
    return answer_with<T>(call,
                          [status](const T& value, std::string_view) { return json_response(status, to_json(value)); });
}

/// A list of tenders; a missing one is empty. Answers the problem itself.
std::optional<std::vector<domain::Tender>> read_tenders(const Call& call, const nlohmann::json& body, const char* key);

/// The header Idempotency-Key. Answers the problem itself where there is none that can be used.
bool read_idempotency_key(const Call& call, std::string& key);

/// A query number within [least, most], or `otherwise` where absent. Answers the problem itself.
std::optional<std::uint64_t> query_number(const Call& call, const char* name, std::uint64_t least, std::uint64_t most,
                                          std::uint64_t otherwise);

}  // namespace counterfoil::web
