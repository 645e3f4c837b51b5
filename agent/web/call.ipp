// What the route groups share. Private to web's .cpp files.
#pragma once

#include <charconv>
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

/// The body as a JSON object that has only `allowed` keys. Answers the problem itself where it is none.
inline std::optional<nlohmann::json> read_body(const Call& call, std::initializer_list<std::string_view> allowed) {
    if (!call.request.content_type.empty() && !call.request.content_type.starts_with("application/json")) {
        call.respond(problem(415, "content_type_not_json", "send the body as application/json"));
        return std::nullopt;
    }
    auto parsed = codec::parse_json(call.request.body);
    if (!parsed) {
        call.respond(problem(parsed.error()));
        return std::nullopt;
    }
    if (!parsed->is_object()) {
        call.respond(problem(Error{ErrorCode::invalid_input, "a JSON object is expected", "/", ""}));
        return std::nullopt;
    }
    for (const auto& [key, value] : parsed->items()) {
        if (std::ranges::find(allowed, std::string_view(key)) != allowed.end()) continue;
        call.respond(problem(
            Error{ErrorCode::invalid_input, "this key is not known", "/" + key, "remove it or see the API description"}));
        return std::nullopt;
    }
    return std::move(*parsed);
}

/// A text member of the body; a missing one is "" unless `required`. Answers the problem itself.
inline std::optional<std::string> read_text(const Call& call, const nlohmann::json& body, const char* key,
                                            std::size_t length_max, bool required) {
    const auto found = body.find(key);
    if (found == body.end() && !required) return std::string();
    if (found == body.end() || !found->is_string() || found->get_ref<const std::string&>().size() > length_max) {
        call.respond(
            problem(Error{ErrorCode::invalid_input, "a text of at most " + std::to_string(length_max) + " bytes is expected",
                          std::string("/") + key, ""}));
        return std::nullopt;
    }
    return found->get<std::string>();
}

/// Answers a call: the success by `write`, everything else as a problem.
template <class T, class Write>
Answer<T> answer_with(Call& call, Write write) {
    return [respond = call.respond, language = call.request.accept_language, write](Result<Outcome<T>> result) {
        if (!result)
            respond(problem(result.error()));
        else if (const auto* refusal = std::get_if<Refusal>(&*result))
            respond(problem(*refusal, language));
        else
            respond(write(std::get<T>(*result)));
    };
}

template <class T>
Answer<T> answer_json(Call& call, int status = 200) {
    return answer_with<T>(call, [status](const T& value) { return json_response(status, to_json(value)); });
}

/// A query number within [least, most], or `otherwise` where absent. Answers the problem itself.
inline std::optional<std::uint64_t> query_number(const Call& call, const char* name, std::uint64_t least, std::uint64_t most,
                                                 std::uint64_t otherwise) {
    const auto found = call.request.query.find(name);
    if (found == call.request.query.end()) return otherwise;
    std::uint64_t value = 0;
    const char* end = found->second.data() + found->second.size();
    const auto [stop, status] = std::from_chars(found->second.data(), end, value);
    if (status != std::errc() || stop != end || value < least || value > most) {
        call.respond(problem(Error{ErrorCode::invalid_input,
                                   "a number from " + std::to_string(least) + " to " + std::to_string(most) + " is expected",
                                   std::string("?") + name, ""}));
        return std::nullopt;
    }
    return value;
}

}  // namespace counterfoil::web
