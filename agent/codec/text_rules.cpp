#include "codec/text_rules.ipp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace counterfoil::codec {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

int number_of(std::string_view digits) noexcept {
    int value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

/// Length of the UTF-8 sequence that `lead` begins, 0 where nothing begins with it.
std::size_t sequence_length(unsigned char lead) noexcept {
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead <= 0xdf) return 2;
    if (lead >= 0xe0 && lead <= 0xef) return 3;
    if (lead >= 0xf0 && lead <= 0xf4) return 4;
    return 0;
}

}  // namespace

bool is_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (i != 4 && i != 7 && !is_digit(text[i])) return false;
    const int year = number_of(text.substr(0, 4));
    const int month = number_of(text.substr(5, 2));
    const int day = number_of(text.substr(8, 2));
    if (month < 1 || month > 12) return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int last = month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
    return day >= 1 && day <= last;
}

bool is_currency(std::string_view text) {
    return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_scan_prefix(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '.' || c == '_' || c == ':' || c == '-'; });
}

bool is_tender_kind(std::string_view text) {
    constexpr std::array<std::string_view, 7> kKinds{"cash",      "card",     "wechat_pay", "alipay",
                                                     "gift_card", "exchange", "other"};
    return std::ranges::find(kKinds, text) != kKinds.end();
}

std::string text_flaw(std::string_view text, const TextRule& rule) {
    if (text.empty() && rule.least == 0) return {};
    if (rule.fits != nullptr) {
        if (text.size() >= rule.least && text.size() <= rule.most && rule.fits(text)) return {};
        return std::string(rule.expected);
    }
    if (text.size() < rule.least || text.size() > rule.most)
        return "a text of " + std::to_string(rule.least) + " to " + std::to_string(rule.most) + " bytes is expected";
    if (std::ranges::any_of(text, is_control)) return "a text without control characters is expected";
    return {};
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = sequence_length(lead);
        if (length == 0 || length > text.size() - i) return false;
        for (std::size_t k = 1; k < length; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
        const auto second = length > 1 ? static_cast<unsigned char>(text[i + 1]) : 0;
        // Overlong forms, surrogates and what lies above U+10FFFF.
        if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)) return false;
        if ((lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) return false;
        i += length;
    }
    return true;
}

}  // namespace counterfoil::codec
