#include "web/problem.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "codec/json.hpp"

namespace counterfoil::web {
namespace {

using nlohmann::json;

http_kit::Response respond(int status, const json& body) {
    http_kit::Response response;
    response.status = status;
    response.content_type = "application/problem+json";
    response.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return response;
}

json document(int status, std::string_view code, std::string_view title) {
    return {{"type", "about:blank#" + std::string(code)}, {"title", title}, {"status", status}, {"code", code}};
}

/// A refusal is 422 unless HTTP has a closer word for it.
int status_of(std::string_view code) {
    constexpr std::array<std::pair<std::string_view, int>, 13> kStatuses{{
        {"unknown_member", 404},
        {"unknown_checkout", 404},
        {"unknown_product", 422},
        {"erased", 410},
        {"not_ready", 503},
        {"basket_invalid", 422},
        {"idempotency_key_reused", 422},
        {"ticket_id_reused", 409},
        {"quote_stale", 409},
        {"hold_gone", 409},
        {"already_committed", 409},
        {"checkout_cancelled", 409},
        {"already_used", 409},
    }};
    const auto* const found = std::ranges::find(kStatuses, code, &std::pair<std::string_view, int>::first);
    return found == kStatuses.end() ? 422 : found->second;
}

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_input:
            return 400;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::permission:
            return 403;
        case ErrorCode::unavailable:
            return 503;
        case ErrorCode::full:
            return 507;
        case ErrorCode::corrupt:
        case ErrorCode::io:
            return 500;
    }
    return 500;
}

std::string_view code_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_input:
            return "input_malformed";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::conflict:
            return "conflict";
        case ErrorCode::permission:
            return "not_permitted";
        case ErrorCode::unavailable:
            return "unavailable";
        case ErrorCode::full:
            return "storage_full";
        case ErrorCode::corrupt:
            return "storage_corrupt";
        case ErrorCode::io:
            return "storage_failed";
    }
    return "failed";
}

}  // namespace

bool prefers_chinese(std::string_view accept_language) {
    // The first language named is the preferred one in every browser's and till's header; weights decide nothing here.
    return accept_language.starts_with("zh");
}

http_kit::Response problem(int status, std::string_view code, std::string_view detail) {
    return respond(status, document(status, code, detail));
}

http_kit::Response problem(const Refusal& refusal, std::string_view accept_language) {
    const int status = status_of(refusal.code);
    const json sentences = codec::to_json(refusal);
    json body =
        document(status, refusal.code, sentences.value(prefers_chinese(accept_language) ? "zh" : "en", refusal.code));
    if (!refusal.field.empty()) body["field"] = refusal.field;
    if (!refusal.figures.empty()) body["figures"] = refusal.figures;
    return respond(status, body);
}

http_kit::Response problem(const Error& error) {
    const int status = status_of(error.code);
    json body = document(status, code_of(error.code), error.what);
    if (status < 500) {
        if (!error.where.empty()) body["field"] = error.where;
        if (!error.remedy.empty()) body["remedy"] = error.remedy;
    } else if (status == 507) {
        body["title"] = "the disk of this device is full";
        body["remedy"] = error.remedy.empty() ? "free disk space; nothing was written" : error.remedy;
    } else {
        body["title"] =
            status == 503 ? "this is not available now; try again" : "the device's storage failed; nothing was written";
    }
    return respond(status, body);
}

}  // namespace counterfoil::web
