// A basket priced by a document that has all it takes, for trying templates: `counterfoil quote` and HQ's desk read it.
// Pure; any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/result.hpp"
#include "domain/rules.hpp"

namespace counterfoil::codec {

inline constexpr std::size_t kQuoteInputBytesMax = std::size_t{4} * 1024 * 1024;
/// Coupons and templates, each.
inline constexpr std::size_t kQuoteInputRowsMax = 1000;

/// Where the parts come from that the document leaves out. Without a function it must have them.
struct QuoteSources {
    std::function<Result<std::optional<domain::Rules>>()> rules = {};
    std::function<Result<std::optional<domain::CouponTemplate>>(const TemplateId&)> coupon_template = {};
};

/// `input`: {basket, rules, member?, coupons[]?, templates[]?} with the names of domain rules part 12. The answer is the
/// quote's JSON, a pure function of the input: the coupons count as held, the member's available points as held, the time is
/// the basket's; there is no quote_id. Unlike with an agent there is no price file and no clock, so each line must say what
/// it costs and the basket when it is. Errors name the place as a JSON pointer, and what to do.
Result<std::string> quote_of_text(std::string_view input, const Hasher& hasher, const QuoteSources& sources = {});

}  // namespace counterfoil::codec
