// Trade item numbers: what EAN-8, UPC-E, UPC-A, EAN-13 and ITF-14 carry, and the one key under which all of them meet.
//
// The canonical key is GTIN-14, always: UPC-A and EAN-13 forms of one item differ in leading zeros only. A right check digit
// proves that the digits were read well, not that the code is one of ours. Pure; any thread. Source of the rules: GS1
// General Specifications (check digit, zero suppression, prefixes), ISO/IEC 15424 (symbology identifiers).
#pragma once

#include <compare>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace counterfoil::domain {

/// The GS1 modulo 10 check digit that belongs behind `digits` (weights 3, 1, 3 ... from the right). `digits` holds 0-9 only.
char gtin_check_digit(std::string_view digits) noexcept;

/// True if `digits` is at least two digits, nothing else, and the last one is the right check digit.
bool has_gtin_check_digit(std::string_view digits) noexcept;

/// A GTIN in its canonical form: 14 digits with a right check digit.
class Gtin {
public:
    /// From 8, 12, 13 or 14 digits, padded with zeros on the left. Never expands UPC-E: use read_gtin() for what was
    /// scanned.
    static std::optional<Gtin> from_digits(std::string_view digits);

    const std::string& str() const noexcept { return digits_; }
    auto operator<=>(const Gtin&) const = default;

private:
    explicit Gtin(std::string digits) : digits_(std::move(digits)) {}
    std::string digits_;
};

/// UPC-E (number system 0 or 1, six digits, check digit) to the 12 digits of UPC-A. Nothing for another shape or a wrong
/// check digit.
std::optional<std::string> expand_upc_e(std::string_view digits);

enum class GtinForm { ean8, upc_e, upc_a, ean13, gtin14 };

/// One way to understand a code.
struct GtinReading {
    GtinForm form;
    Gtin gtin;
    std::string add_on = {};  ///< 2 or 5 digits printed beside the main symbol (magazines, books); empty without one
    bool operator==(const GtinReading&) const = default;
};

enum class GtinFault {
    charset,      ///< something that is no digit
    length,       ///< digits, but not as many as such a symbol carries
    check_digit,  ///< the right length, misread or mistyped
    symbology,    ///< the symbology identifier says that this is no trade item number
};

/// Reads `text` as a retail code. `aim` is the scanner's symbology identifier ("]E0"); empty where the scanner sends none.
///
/// One reading where the code is clear. Two where eight digits without identifier are right both as EAN-8 and as UPC-E:
/// EAN-8 comes first, and whoever knows the assortment decides. With ]E0 such digits are UPC-E, except where only EAN-8 fits
/// (some scanners send EAN-8 so). The list is never empty.
std::expected<std::vector<GtinReading>, GtinFault> read_gtin(std::string_view text, std::string_view aim = {});

/// The UPC-A form where the number has one: twelve digits without the two leading zeros. Nothing for EAN-8 numbers.
std::optional<std::string> upc_a_digits(const GtinReading& reading);

/// What kind of thing GS1's prefix says the number names.
enum class GtinPrefix {
    trade_item,
    restricted,  ///< given out by the shop or the region itself; means nothing elsewhere (weighed goods, member cards)
    issn,
    isbn_or_ismn,
    refund_receipt,
    common_currency_coupon,
    coupon,
};
GtinPrefix gtin_prefix(const GtinReading& reading) noexcept;

}  // namespace counterfoil::domain
