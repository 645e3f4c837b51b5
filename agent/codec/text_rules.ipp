// What texts may look like. Lengths are bytes of UTF-8; control characters are never taken, so that a text can be shown,
// printed and logged as it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace counterfoil::codec {

struct TextRule {
    std::size_t least = 0;
    std::size_t most = 200;
    /// A further condition, and the words for it. Not asked for an empty text where `least` is 0.
    bool (*fits)(std::string_view) = nullptr;
    std::string_view expected = {};
    /// The one form in which a fitting text is kept, where it can be written in several.
    std::string (*canonical)(std::string_view) = nullptr;
};

bool is_day(std::string_view text);          ///< YYYY-MM-DD, a day that exists
bool is_currency(std::string_view text);     ///< three letters A-Z
bool is_scan_prefix(std::string_view text);  ///< A-Z 0-9 and . _ : - only: scans are compared in upper case
bool is_tender_kind(std::string_view text);

inline constexpr TextRule kName{0, 200};
inline constexpr TextRule kScanCode{1, 64};
inline constexpr TextRule kDay{0, 10, is_day, "a day as YYYY-MM-DD is expected"};
inline constexpr TextRule kCurrency{3, 3, is_currency, "a currency of three letters A-Z is expected"};
inline constexpr TextRule kScanPrefix{1, 16, is_scan_prefix, "A-Z 0-9 . _ : - are expected"};
inline constexpr TextRule kTenderKind{1, 16, is_tender_kind,
                                      "one of cash, card, wechat_pay, alipay, gift_card, exchange, other is expected"};

/// Empty where the text keeps the rule, else what was expected.
std::string text_flaw(std::string_view text, const TextRule& rule);

/// True for valid UTF-8 as RFC 3629 has it.
bool is_utf8(std::string_view text);

}  // namespace counterfoil::codec
