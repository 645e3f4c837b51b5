#include "domain/identify.hpp"

#include <algorithm>

#include "domain/gtin.hpp"

namespace counterfoil::domain {
namespace {

constexpr std::size_t kScanLengthMax = 512;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) noexcept { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::string upper_case(std::string_view text) {
    std::string upper(text);
    for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return upper;
}

ScanMeaning damaged(std::string why) { return {ScanKind::damaged, std::move(why), {}}; }

struct PrefixMatch {
    ScanKind kind = ScanKind::unknown;
    std::size_t length = 0;
};

PrefixMatch longest_prefix(std::string_view text, const CodePrefixes& prefixes) {
    PrefixMatch best;
    const auto look = [&](const std::vector<std::string>& list, ScanKind kind) {
        for (const std::string& prefix : list)
            if (text.size() > prefix.size() && prefix.size() > best.length && text.starts_with(prefix))
                best = {kind, prefix.size()};
    };
    look(prefixes.member_code, ScanKind::member_code);
    look(prefixes.card_no, ScanKind::card_no);
    look(prefixes.coupon, ScanKind::coupon);
    return best;
}

/// As scanned where the prefix fits as it is; in capitals where somebody typed the code in small letters.
std::optional<ScanMeaning> own_code(std::string_view text, const CodePrefixes& prefixes) {
    if (const auto exact = longest_prefix(text, prefixes); exact.length > 0)
        return ScanMeaning{exact.kind, std::string(text), {}};
    std::string upper = upper_case(text);
    const auto typed = longest_prefix(upper, prefixes);
    if (typed.length == 0) return std::nullopt;
    return ScanMeaning{typed.kind, std::move(upper), {}};
}

ScanMeaning product(const std::vector<GtinReading>& readings) {
    ScanMeaning meaning{ScanKind::product, readings.front().gtin.str(), {}};
    if (readings.size() > 1) meaning.alternative_gtin = readings[1].gtin.str();
    return meaning;
}

std::string_view name_of(GtinFault fault) noexcept {
    switch (fault) {
        case GtinFault::charset:
            return "charset";
        case GtinFault::length:
            return "length";
        case GtinFault::check_digit:
            return "check_digit";
        case GtinFault::symbology:
            return "symbology";
    }
    return "symbology";
}

/// A mainland mobile number, bare or with +86, 0086 or 86; another country's only with its plus sign.
std::optional<std::string> phone(std::string_view text) {
    if (text.starts_with('+')) {
        const std::string_view digits = text.substr(1);
        const bool fits = all_digits(digits) && digits.size() >= 8 && digits.size() <= 15 && digits.front() != '0';
        if (!fits) return std::nullopt;
        if (!digits.starts_with("86")) return std::string(text);
        text = digits.substr(2);
    } else if (text.size() == 15 && text.starts_with("0086")) {
        text.remove_prefix(4);
    } else if (text.size() == 13 && text.starts_with("86")) {
        text.remove_prefix(2);
    }
    if (text.size() != 11 || !all_digits(text) || text[0] != '1' || text[1] < '3') return std::nullopt;
    return "+86" + std::string(text);
}

std::optional<ScanKind> payment_code(std::string_view text) {
    if (!all_digits(text) || text.size() < 16) return std::nullopt;
    const int start = (text[0] - '0') * 10 + (text[1] - '0');
    if (text.size() == 18 && start >= 10 && start <= 15) return ScanKind::wechat_pay;
    if (text.size() <= 24 && start >= 25 && start <= 30) return ScanKind::alipay;
    return std::nullopt;
}

}  // namespace

ScanMeaning classify_scan(std::string_view text, std::string_view aim, const CodePrefixes& prefixes,
                          std::span<const Issuer> issuers) {
    if (text.size() > kScanLengthMax) return damaged("too_long");
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    if (text.empty()) return damaged("empty");
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; };
    if (std::ranges::any_of(text, is_control)) return damaged("control_character");

    if (auto own = own_code(text, prefixes)) return *own;
    if (looks_signed(text)) return {ScanKind::signed_coupon, std::string(text), {}};
    const Issuer* const issuer = issuer_of_code(issuers, text);
    const auto gtin = read_gtin(text, aim);
    if (gtin) {
        ScanMeaning goods = product(*gtin);
        if (issuer != nullptr && !aim.starts_with("]E")) goods.issuer_id = issuer->issuer_id;
        return goods;
    }
    // The identifier says EAN or UPC, so no other meaning is open.
    if (aim.starts_with("]E") && gtin.error() != GtinFault::symbology) return damaged(std::string(name_of(gtin.error())));
    if (auto number = phone(text)) return {ScanKind::phone, std::move(*number), {}};
    if (const auto payment = payment_code(text)) return {*payment, {}, {}};
    if (issuer != nullptr) return {ScanKind::coupon, std::string(text), {}, issuer->issuer_id};
    if (gtin.error() == GtinFault::check_digit) return damaged("check_digit");
    return {ScanKind::unknown, std::string(text), {}};
}

}  // namespace counterfoil::domain
