// `counterfoil quote`: prices a basket by rules, templates and coupons that stand in the same document. For whoever writes
// or checks templates and for tests of a till: needs no agent, no configuration and no network, and stores nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/result.hpp"

namespace counterfoil::cli {

inline constexpr std::size_t kQuoteInputBytesMax = std::size_t{4} * 1024 * 1024;
/// Coupons and templates, each.
inline constexpr std::size_t kQuoteInputRowsMax = 1000;

/// `input`: {basket, rules, member?, coupons[]?, templates[]?} with the names of domain rules part 12. The answer is the
/// quote's JSON, a pure function of the input: the coupons count as held, the member's available points as held, the time is
/// the basket's; there is no quote_id. Unlike with an agent there is no price file and no clock, so each line must say what
/// it costs and the basket when it is. Errors name the place as a JSON pointer, and what to do.
Result<std::string> quote_of_text(std::string_view input, const Hasher& hasher);

/// Reads standard input to its end, prints the quote. Exit code.
int quote_command();

}  // namespace counterfoil::cli
