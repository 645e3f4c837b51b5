#include "platform/logfmt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace counterfoil::platform {
namespace {

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool is_bare_character(char c) { return is_name_character(c) || c == ':' || c == '/' || c == '+' || c == '@' || c == ','; }

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t bytes = 0;  ///< 0: no UTF-8 here
};

CodePoint decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto first = byte(0);
    const std::size_t bytes = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (bytes == 0 || first > 0xf4 || text.size() < bytes) return {};
    if (bytes == 1) return {first, 1};
    std::uint32_t value = first & (0xffu >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        value = value << 6 | (byte(i) & 0x3fu);
    }
    const bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (overlong || surrogate || value > 0x10ffff) return {};
    return {value, bytes};
}

/// Control characters, line and paragraph separators, and those that change the direction of the text after them.
bool is_deceiving(std::uint32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

void append_escaped(std::string& line, std::string_view text) {
    while (!text.empty()) {
        const auto point = decode(text);
        if (point.bytes == 0) {
            line += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(text[0]));
            text.remove_prefix(1);
            continue;
        }
        switch (point.value) {
            case '"':
                line += "\\\"";
                break;
            case '\\':
                line += "\\\\";
                break;
            case '\n':
                line += "\\n";
                break;
            case '\r':
                line += "\\r";
                break;
            case '\t':
                line += "\\t";
                break;
            default:
                if (is_deceiving(point.value)) {
                    line += fmt::format("\\u{:04x}", point.value);
                } else {
                    line += text.substr(0, point.bytes);
                }
        }
        text.remove_prefix(point.bytes);
    }
}

/// Where to cut so that no character is split.
std::size_t cut_length(std::string_view text) {
    if (text.size() <= kLogValueBytesMax) return text.size();
    std::size_t length = kLogValueBytesMax;
    for (int back = 0; back < 3 && (static_cast<std::uint8_t>(text[length]) & 0xc0) == 0x80; ++back)
        --length;
    return length;
}

void append_text(std::string& line, std::string_view text) {
    if (!text.empty() && text.size() <= kLogValueBytesMax && std::ranges::all_of(text, is_bare_character)) {
        line += text;
        return;
    }
    const auto length = cut_length(text);
    line += '"';
    append_escaped(line, text.substr(0, length));
    if (length < text.size()) line += fmt::format("... (+{} bytes)", text.size() - length);
    line += '"';
}

void append_name(std::string& line, std::string_view name) {
    for (const char c : name)
        line += is_name_character(c) ? c : '_';
}

}  // namespace

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return "error";
}

std::string format_utc(Instant at) {
    using namespace std::chrono;
    constexpr std::int64_t kFirst = -62'167'219'200'000;  // 0000-01-01
    constexpr std::int64_t kLast = 253'402'300'799'999;   // 9999-12-31
    const sys_time<milliseconds> time{milliseconds{std::clamp(at.ms, kFirst, kLast)}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

std::string format_logfmt(Instant at, LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    std::string line = "time=" + format_utc(at) + " level=" + std::string(name_of(level)) + " event=";
    append_text(line, event);
    for (const auto& field : fields) {
        line += ' ';
        append_name(line, field.name);
        line += '=';
        if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
            line += std::to_string(*number);
        } else if (const auto* flag = std::get_if<bool>(&field.value)) {
            line += *flag ? "true" : "false";
        } else {
            append_text(line, std::get<std::string>(field.value));
        }
    }
    return line;
}

}  // namespace counterfoil::platform
