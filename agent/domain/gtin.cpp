#include "domain/gtin.hpp"

#include <algorithm>
#include <cstddef>

namespace counterfoil::domain {
namespace {

constexpr std::size_t kCanonicalLength = 14;
using Readings = std::vector<GtinReading>;

bool all_digits(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<GtinForm> form_of_length(std::size_t length) noexcept {
    switch (length) {
        case 8:
            return GtinForm::ean8;
        case 12:
            return GtinForm::upc_a;
        case 13:
            return GtinForm::ean13;
        case 14:
            return GtinForm::gtin14;
        default:
            return std::nullopt;
    }
}

void add_plain(Readings& readings, std::string_view digits, std::string_view add_on = {}) {
    const auto form = form_of_length(digits.size());
    auto gtin = Gtin::from_digits(digits);
    if (form && gtin) readings.push_back({*form, std::move(*gtin), std::string(add_on)});
}

void add_upc_e(Readings& readings, std::string_view digits) {
    const auto expanded = expand_upc_e(digits);
    if (!expanded) return;
    if (auto gtin = Gtin::from_digits(*expanded)) readings.push_back({GtinForm::upc_e, std::move(*gtin)});
}

std::expected<Readings, GtinFault> checked(Readings readings) {
    if (readings.empty()) return std::unexpected(GtinFault::check_digit);
    return readings;
}

std::expected<Readings, GtinFault> read_without_identifier(std::string_view text) {
    if (!form_of_length(text.size())) return std::unexpected(GtinFault::length);
    Readings readings;
    add_plain(readings, text);
    if (text.size() == 8) add_upc_e(readings, text);
    return checked(std::move(readings));
}

std::expected<Readings, GtinFault> read_ean_upc(std::string_view text) {
    if (text.size() != 8 && text.size() != 12 && text.size() != 13) return std::unexpected(GtinFault::length);
    Readings readings;
    if (text.size() == 8) add_upc_e(readings, text);
    if (readings.empty()) add_plain(readings, text);
    return checked(std::move(readings));
}

std::expected<Readings, GtinFault> read_fixed(std::string_view text, std::size_t length) {
    if (text.size() != length) return std::unexpected(GtinFault::length);
    Readings readings;
    add_plain(readings, text);
    return checked(std::move(readings));
}

std::expected<Readings, GtinFault> read_with_add_on(std::string_view text) {
    for (const std::size_t main_length : {std::size_t{13}, std::size_t{12}}) {
        for (const std::size_t add_on_length : {std::size_t{2}, std::size_t{5}}) {
            if (text.size() != main_length + add_on_length) continue;
            Readings readings;
            add_plain(readings, text.substr(0, main_length), text.substr(main_length));
            return checked(std::move(readings));
        }
    }
    return std::unexpected(GtinFault::length);
}

}  // namespace

char gtin_check_digit(std::string_view digits) noexcept {
    unsigned sum = 0;
    unsigned weight = 3;
    for (auto it = digits.rbegin(); it != digits.rend(); ++it) {
        sum = (sum + weight * static_cast<unsigned>(*it - '0')) % 10;
        weight = 4 - weight;
    }
    return static_cast<char>('0' + (10 - sum) % 10);
}

bool has_gtin_check_digit(std::string_view digits) noexcept {
    return digits.size() >= 2 && all_digits(digits) &&
           gtin_check_digit(digits.substr(0, digits.size() - 1)) == digits.back();
}

std::optional<Gtin> Gtin::from_digits(std::string_view digits) {
    if (!form_of_length(digits.size()) || !has_gtin_check_digit(digits)) return std::nullopt;
    std::string canonical(kCanonicalLength - digits.size(), '0');
    canonical += digits;
    return Gtin(std::move(canonical));
}

std::optional<std::string> expand_upc_e(std::string_view digits) {
    if (digits.size() != 8 || !all_digits(digits) || digits[0] > '1') return std::nullopt;
    const std::string system(digits.substr(0, 1));
    const std::string body(digits.substr(1, 6));
    const char rule = body[5];
    std::string item;
    if (rule <= '2') {
        item = body.substr(0, 2) + rule + "0000" + body.substr(2, 3);
    } else if (rule == '3') {
        item = body.substr(0, 3) + "00000" + body.substr(3, 2);
    } else if (rule == '4') {
        item = body.substr(0, 4) + "00000" + body.substr(4, 1);
    } else {
        item = body.substr(0, 5) + "0000" + rule;
    }
    std::string upc_a = system + item + digits[7];
    if (!has_gtin_check_digit(upc_a)) return std::nullopt;
    return upc_a;
}

std::expected<Readings, GtinFault> read_gtin(std::string_view text, std::string_view aim) {
    const bool knows = aim.empty() || aim == "]E0" || aim == "]E3" || aim == "]E4" || aim == "]I0" || aim == "]I1";
    if (!knows) return std::unexpected(GtinFault::symbology);
    if (!all_digits(text)) return std::unexpected(GtinFault::charset);
    if (aim.empty()) return read_without_identifier(text);
    if (aim == "]E0") return read_ean_upc(text);
    if (aim == "]E3") return read_with_add_on(text);
    return read_fixed(text, aim == "]E4" ? 8 : kCanonicalLength);
}

std::optional<std::string> upc_a_digits(const GtinReading& reading) {
    if (reading.form == GtinForm::ean8 || !reading.gtin.str().starts_with("00")) return std::nullopt;
    return reading.gtin.str().substr(2);
}

GtinPrefix gtin_prefix(const GtinReading& reading) noexcept {
    // EAN-8 has its own prefixes, in front of its own eight digits; all others have theirs behind GTIN-14's first digit.
    const std::string_view digits = reading.gtin.str();
    if (reading.form == GtinForm::ean8) {
        const char first = digits[6];
        return first == '0' || first == '2' ? GtinPrefix::restricted : GtinPrefix::trade_item;
    }
    const int prefix = (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + (digits[3] - '0');
    const auto within = [prefix](int from, int to) { return prefix >= from && prefix <= to; };
    if (within(20, 29) || within(40, 49) || within(200, 299)) return GtinPrefix::restricted;
    if (prefix == 977) return GtinPrefix::issn;
    if (within(978, 979)) return GtinPrefix::isbn_or_ismn;
    if (prefix == 980) return GtinPrefix::refund_receipt;
    if (within(981, 984)) return GtinPrefix::common_currency_coupon;
    if (within(990, 999)) return GtinPrefix::coupon;
    return GtinPrefix::trade_item;
}

}  // namespace counterfoil::domain
