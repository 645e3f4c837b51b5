// What is this code? A pure classification of a scan, in the order of domain rules part 2.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "domain/rules.hpp"

namespace counterfoil::domain {

enum class ScanKind {
    member_code,    ///< value: the code
    card_no,        ///< value: the card number
    coupon,         ///< value: the coupon's code
    signed_coupon,  ///< value: the text of a signed code of another issuer, right or wrong
    product,        ///< value: GTIN-14
    phone,          ///< value: E.164
    wechat_pay,     ///< 18 digits from 10-15: a clear word, never a member; value is empty (it must not be kept)
    alipay,         ///< 16-24 digits from 25-30; value is empty
    unknown,        ///< value: the text
    damaged,  ///< empty, too long (> 512), control characters, or a GTIN whose check digit is wrong; value: why (a code)
};

struct ScanMeaning {
    ScanKind kind = ScanKind::unknown;
    std::string value;
    std::string alternative_gtin;  ///< 8 digits that are right as EAN-8 and as UPC-E: the other GTIN-14
    std::string issuer_id = {};    ///< another issuer's coupon, by the look of the code; goods can look like one, too
    bool operator==(const ScanMeaning&) const = default;
};

/// `aim` is the AIM symbology identifier ("]E0") or empty. Own prefixes come first, as card numbers can look like payment
/// codes.
ScanMeaning classify_scan(std::string_view text, std::string_view aim, const CodePrefixes& prefixes,
                          std::span<const Issuer> issuers = {});

}  // namespace counterfoil::domain
