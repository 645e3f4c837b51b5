#include "web/kit/response_head.hpp"

#include <algorithm>
#include <string_view>

#include "base/assert.hpp"

namespace counterfoil::http_kit {
namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 204:
            return "No Content";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 507:
            return "Insufficient Storage";
        default:
            return "";  // a reason phrase may be empty, and no program reads it
    }
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    const auto breaks_line = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    CF_ASSERT(std::ranges::none_of(name, breaks_line) && std::ranges::none_of(value, breaks_line));
    out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

void append_head(std::string& out, const Response& response, bool keep_alive) {
    out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason_of(response.status));
    // No page of another origin embeds what is answered here: cookies know no ports, so it might come with a screen's.
    out.append(
        "\r\nServer: counterfoil\r\nX-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n");
    append_field(out, "Cache-Control", response.cache_control);
    if (response.status == 204 || response.status == 304) {
        CF_ASSERT(response.body.empty());
    } else {
        append_field(out, "Content-Type", response.content_type);
        append_field(out, "Content-Length", std::to_string(response.body.size()));
    }
    append_field(out, "Connection", keep_alive ? "keep-alive" : "close");
    for (const auto& [name, value] : response.headers)
        append_field(out, name, value);
    out.append("\r\n");
}

}  // namespace counterfoil::http_kit
