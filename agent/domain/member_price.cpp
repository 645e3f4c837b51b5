#include <algorithm>

#include "domain/arithmetic.hpp"
#include "domain/line_amount.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

/// The lowest of base, the price file's member price and the tier's share of the list amount; they never add up.
Money member_price(const PricedLine& priced, const Tier* tier) {
    const BasketLine& line = *priced.line;
    if (line.flags.bars_tier_price() || line.override_price) return priced.base;
    Money lowest = priced.base;
    if (line.member_unit_price) {
        const Money by_price_file{half_up_product(line.member_unit_price->value, line.quantity.value, kOnePiece.value)};
        lowest = std::min(lowest, by_price_file);
    }
    if (tier != nullptr) lowest = std::min(lowest, pay_share(priced.list, tier->pay_bp));
    return lowest;
}

const Member* member_of(const Basket& basket, const QuoteContext& context) {
    if (basket.buyer == Buyer::guest || basket.member_id.empty() || !context.member) return nullptr;
    return context.member->state == MemberState::erased ? nullptr : &*context.member;
}

}  // namespace

Ticket open_ticket(const Basket& basket, const QuoteContext& context) {
    Ticket ticket{&basket, &context, member_of(basket, context), nullptr, {}, {}, {}};
    if (ticket.member != nullptr) ticket.tier = context.rules->tier(ticket.member->tier);
    ticket.lines.reserve(basket.lines.size());
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        const BasketLine& line = basket.lines[i];
        const Money list = line_amount(line);
        const Money base = list - line.pos_discount;
        PricedLine priced{&line, i, line.line_no, 0, line.quantity, list, base, base};
        if (ticket.member != nullptr) priced.member_price = member_price(priced, ticket.tier);
        ticket.lines.push_back(priced);
    }
    std::ranges::sort(ticket.lines, {}, [](const PricedLine& priced) { return priced.line->line_no; });
    find_cards(ticket);
    return ticket;
}

bool takes_coupons(const PricedLine& line) {
    return line.base.value > 0 && !line.line->flags.bars_coupon() && !line.line->flags.gift && !line.line->override_price;
}

}  // namespace counterfoil::domain::pricing
