#include "usecase/sealing.hpp"

#include <algorithm>

#include "codec/bytes.hpp"

namespace counterfoil::usecase {

void seal(const View& view, const domain::Rules& rules, const domain::Basket& basket, domain::Quote& quote) {
    quote.quote_id = QuoteId{view.random.new_id()};
    const domain::Calendar calendar = domain::store_calendar(rules, basket.store_id);
    const Instant next_day = calendar.begin_of(calendar.day_of(view.now) + std::chrono::days{1});
    const Instant priced_for = basket.held_since.value_or(view.now);
    quote.expires_at = std::min(priced_for + domain::kQuoteLife, next_day);
    codec::seal_quote(quote, basket, view.hasher);
}

}  // namespace counterfoil::usecase
