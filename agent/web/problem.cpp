#include "web/problem.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/assert.hpp"
#include "codec/json.hpp"

namespace counterfoil::web {
namespace {

using nlohmann::json;

constexpr ProblemText kTexts[] = {
    {"http_malformed", 400, "不是有效的 HTTP 请求", "This is no valid HTTP request"},
    {"target_malformed", 400, "请求路径无效", "The request's path or query is not valid"},
    {"host_missing", 400, "请求须带一个 Host", "A request has exactly one Host"},
    {"input_malformed", 400, "请求内容有误", "The request is malformed"},
    {"token_missing_or_wrong", 401, "缺少令牌或令牌错误", "The token is missing or wrong"},
    {"screen_code_wrong", 403, "配对码错误、已用过或已过期", "This code is wrong, used or too old"},
    {"origin_missing", 403, "请求须说明来自哪个页面", "A screen's request must name its page"},
    {"origin_not_allowed", 403, "不允许来自该页面的请求", "A page of this origin may not call"},
    {"not_permitted", 403, "没有权限", "This is not permitted"},
    {"path_unknown", 404, "没有这个地址", "There is nothing at this path"},
    {"screen_absent", 404, "本机没有安装屏幕页面", "No screen is installed on this device"},
    {"not_found", 404, "没有找到", "There is no such thing"},
    {"method_not_allowed", 405, "该地址不支持此方法", "This path does not know the method"},
    {"conflict", 409, "与当前状态冲突", "The state of things forbids it"},
    {"body_too_large", 413, "请求内容过大", "The request is too large"},
    {"content_type_not_json", 415, "请以 JSON 发送", "The body is not sent as JSON"},
    {"expectation_unknown", 417, "不支持该 Expect", "This expectation is not known"},
    {"host_not_allowed", 421, "Host 不是本机地址", "The Host is not this device"},
    {"upgrade_needed", 426, "请以 WebSocket 连接", "This path speaks WebSocket"},
    {"header_too_large", 431, "请求头过大", "The request's header is too large"},
    {"failed", 500, "处理失败", "The request could not be handled"},
    {"storage_corrupt", 500, "本机数据损坏,未写入任何内容", "This device's storage is damaged; nothing was written"},
    {"storage_failed", 500, "本机存储失败,未写入任何内容", "This device's storage failed; nothing was written"},
    {"too_many_connections", 503, "连接过多,请稍后再试", "Too many connections: try again"},
    {"unavailable", 503, "暂不可用,请稍后再试", "Not available now: try again"},
    {"not_answered", 504, "未能及时答复,请重试", "The answer did not come in time: try again"},
    {"storage_full", 507, "本机磁盘已满,未写入任何内容", "This device's disk is full; nothing was written"},
};

constexpr std::pair<std::string_view, int> kRefusalStatuses[] = {
    {"already_member", 409},     {"unknown_candidate", 404}, {"unknown_ticket", 404},  {"unknown_coupon", 404},
    {"unknown_member", 404},     {"unknown_checkout", 404},  {"erased", 410},          {"not_ready", 503},
    {"not_enrolled", 503},       {"hq_out_of_reach", 503},   {"hq_not_answered", 504}, {"recovering", 503},
    {"ticket_id_reused", 409},   {"quote_stale", 409},       {"hold_gone", 409},       {"ticket_not_here", 404},
    {"over_returned", 409},      {"void_too_late", 409},     {"gift_missing", 409},    {"exchange_uneven", 409},
    {"exchange_unknown", 404},   {"exchange_settled", 409},  {"exchange_member", 409}, {"already_committed", 409},
    {"checkout_cancelled", 409}, {"already_used", 409},      {"no_uses_left", 409},    {"ticket_has_member", 409},
    {"late_earn_over", 409},     {"rights_held", 409},       {"transfer_open", 409},
};

const ProblemText& text_of(std::string_view code) {
    const auto* const found = std::ranges::find(kTexts, code, &ProblemText::code);
    CF_ASSERT(found != std::end(kTexts));
    return *found;
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

json document(int status, std::string_view code, std::string_view title) {
    return {{"type", "about:blank#" + std::string(code)}, {"title", title}, {"status", status}, {"code", code}};
}

json document(const ProblemText& text, std::string_view accept_language) {
    return document(text.status, text.code, prefers_chinese(accept_language) ? text.zh : text.en);
}

http_kit::Response respond(const json& body) {
    http_kit::Response response;
    response.status = body.at("status").get<int>();
    response.content_type = "application/problem+json";
    response.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return response;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t'))
        text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t'))
        text.remove_suffix(1);
    return text;
}

/// "q=0.8" in thousandths; 1000 where there is no weight, 0 for one that cannot be read.
int weight_of(std::string_view parameters) {
    const auto at = parameters.find("q=");
    if (at == std::string_view::npos) return 1000;
    std::string_view text = parameters.substr(at + 2);
    if (text.starts_with('1')) return 1000;
    if (!text.starts_with("0.")) return 0;
    int weight = 0;
    int place = 100;
    for (std::size_t i = 2; i < text.size() && place > 0 && text[i] >= '0' && text[i] <= '9'; ++i, place /= 10)
        weight += (text[i] - '0') * place;
    return weight;
}

}  // namespace

bool prefers_chinese(std::string_view accept_language) {
    int chinese = 0;
    int english = 0;
    while (!accept_language.empty()) {
        const auto comma = accept_language.find(',');
        const std::string_view item = trimmed(accept_language.substr(0, comma));
        accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size() : comma + 1);
        const auto is = [&](char first, char second) {
            return item.size() >= 2 && (item[0] | 0x20) == first && (item[1] | 0x20) == second &&
                   (item.size() == 2 || item[2] == '-' || item[2] == ';' || item[2] == ' ');
        };
        const auto semicolon = item.find(';');
        const int weight = weight_of(semicolon == std::string_view::npos ? std::string_view() : item.substr(semicolon));
        if (is('z', 'h') && weight > english) chinese = std::max(chinese, weight);
        if (is('e', 'n') && weight > chinese) english = std::max(english, weight);
    }
    return chinese > english;
}

std::span<const ProblemText> problem_texts() { return kTexts; }

int status_of(const Refusal& refusal) {
    const auto* const found = std::ranges::find(kRefusalStatuses, refusal.code, &std::pair<std::string_view, int>::first);
    return found == std::end(kRefusalStatuses) ? 422 : found->second;
}

http_kit::Response problem(std::string_view code, std::string_view detail, std::string_view accept_language) {
    json body = document(text_of(code), accept_language);
    if (!detail.empty()) body["detail"] = detail;
    return respond(body);
}

http_kit::Response problem(const Refusal& refusal, std::string_view accept_language) {
    json body = document(status_of(refusal), refusal.code, codec::sentence(refusal, prefers_chinese(accept_language)));
    if (!refusal.field.empty()) body["field"] = refusal.field;
    if (!refusal.figures.empty()) body["figures"] = refusal.figures;
    return respond(body);
}

http_kit::Response problem(const Error& error, std::string_view accept_language) {
    const ProblemText& text = text_of(code_of(error.code));
    json body = document(text, accept_language);
    if (text.status < 500) {
        body["detail"] = error.what;
        if (!error.where.empty()) body["field"] = error.where;
        if (!error.remedy.empty()) body["remedy"] = error.remedy;
    } else if (text.code == "storage_full") {
        body["remedy"] = "free disk space on this device, then repeat the request";
    } else if (text.code == "unavailable") {
        body["remedy"] = "repeat the request in a moment";
    } else {
        body["remedy"] = "see the device's log";
    }
    return respond(body);
}

}  // namespace counterfoil::web
