// `counterfoil quote`: prices a basket by rules, templates and coupons that stand in the same document. For whoever writes
// or checks templates and for tests of a till: needs no agent, no configuration and no network, and stores nothing.
#pragma once

#include "codec/quote_input.hpp"

namespace counterfoil::cli {

using codec::kQuoteInputBytesMax;
using codec::kQuoteInputRowsMax;
using codec::quote_of_text;

/// Reads standard input to its end, prints the quote. Exit code.
int quote_command();

}  // namespace counterfoil::cli
