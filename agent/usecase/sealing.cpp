#include "usecase/sealing.hpp"

#include <algorithm>

#include "codec/bytes.hpp"
#include "usecase/basket.hpp"

namespace counterfoil::usecase {

void seal(const View& view, const domain::Rules& rules, const domain::Basket& basket, domain::Quote& quote) {
    quote.quote_id = QuoteId{view.random.new_id()};
    quote.expires_at = std::min(view.now + domain::kQuoteLife, end_of_day(view.now, rules.utc_offset_minutes));
    codec::seal_quote(quote, basket, view.hasher);
}

}  // namespace counterfoil::usecase
