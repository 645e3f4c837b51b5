// What is this code, and what stands behind it.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// A code that leads to nothing is an answer, too: its meaning says what it looks like. Refusal: not_ready before the
/// first data have come from HQ; erased; code_invalid for a signed code that is wrong. Reads only.
Result<Outcome<Identified>> identify(const View& view, const IdentifyRequest& request);

/// Goods for a till without a price file of its own: sku order, after `after_sku`, at most `limit` (1..500). A `query` that
/// is a GTIN or a sku answers that one.
Result<Outcome<std::vector<domain::Product>>> products(const View& view, const std::string& query,
                                                       const std::string& after_sku, std::size_t limit);

}  // namespace counterfoil::usecase
