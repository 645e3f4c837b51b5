#include <algorithm>

#include "domain/arithmetic.hpp"
#include "domain/line_amount.hpp"
#include "domain/pricing.hpp"
#include "domain/staff.hpp"

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

bool has_quota(const Ticket& ticket) {
    return ticket.member != nullptr && ticket.basket->buyer == Buyer::staff &&
           ticket.context->rules->staff.month_quota.value > 0;
}

/// By their order, the lines that still fit into the month's quota keep the staff price; the others go back to base.
void keep_to_quota(Ticket& ticket) {
    if (!has_quota(ticket)) return;
    const std::string month = month_of(ticket.basket->business_day);
    const std::optional<StaffMonth>& known = ticket.member->staff_month;
    Money left = ticket.context->rules->staff.month_quota;
    if (known && known->month == month) left -= known->spent;
    for (PricedLine& line : ticket.lines) {
        if (line.member_price >= line.base) continue;
        if (line.member_price <= left)
            left -= line.member_price;
        else
            line.member_price = line.base;
    }
}

/// The staff's own tier for who works here and buys as such; else the member's.
const Tier* tier_of(const Ticket& ticket) {
    const StaffRules& staff = ticket.context->rules->staff;
    const bool as_staff = ticket.basket->buyer == Buyer::staff && !ticket.member->staff_id.empty() && !staff.tier_id.empty();
    return ticket.context->rules->tier(as_staff ? staff.tier_id : ticket.member->tier);
}

}  // namespace

std::optional<Money> staff_spent(const Ticket& ticket) {
    if (!has_quota(ticket)) return std::nullopt;
    Money sum;
    for (const PricedLine& line : ticket.lines)
        if (line.member_price < line.base) sum += line.member_price;
    return sum;
}

Ticket open_ticket(const Basket& basket, const QuoteContext& context) {
    Ticket ticket{&basket, &context, member_of(basket, context), nullptr, {}, {}, {}};
    if (ticket.member != nullptr) ticket.tier = tier_of(ticket);
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
    keep_to_quota(ticket);
    find_cards(ticket);
    return ticket;
}

bool takes_coupons(const PricedLine& line) {
    return line.base.value > 0 && !line.line->flags.bars_coupon() && !line.line->flags.gift && !line.line->override_price;
}

}  // namespace counterfoil::domain::pricing
