#include "domain/late_earn.hpp"

#include <algorithm>

#include "domain/arithmetic.hpp"
#include "domain/clearing.hpp"
#include "domain/pricing.hpp"
#include "domain/tiers.hpp"

namespace counterfoil::domain {
namespace {

const BasketLine* line_of(const Basket& basket, const QuoteLine& quoted) {
    const auto found = std::ranges::find(basket.lines, quoted.split_of.value_or(quoted.line_no), &BasketLine::line_no);
    return found == basket.lines.end() ? nullptr : &*found;
}

/// The quote's lines, as they earn; only what earning looks at is filled in.
pricing::Ticket ticket_of(const SoldTicket& sold, const Basket& basket, const QuoteContext& context,
                          std::vector<Money>& paid) {
    pricing::Ticket ticket;
    ticket.basket = &basket;
    ticket.context = &context;
    ticket.member = &*context.member;
    ticket.tier = context.rules->tier(context.member->tier);
    for (const QuoteLine& quoted : sold.quote.lines) {
        const BasketLine* line = line_of(basket, quoted);
        if (line == nullptr) continue;
        pricing::PricedLine priced;
        priced.line = line;
        priced.place = ticket.lines.size();
        priced.line_no = quoted.line_no;
        priced.quantity = quoted.quantity.value_or(line->quantity);
        ticket.lines.push_back(priced);
        paid.push_back(quoted.net);
    }
    return ticket;
}

}  // namespace

LateEarn late_earn(const SoldTicket& sold, const Member& member, const Rules& rules) {
    Basket basket = sold.basket;
    basket.buyer = Buyer::member;
    basket.member_id = member.member_id;
    QuoteContext context;
    context.rules = &rules;
    context.member = member;
    std::vector<Money> paid;
    const pricing::Ticket ticket = ticket_of(sold, basket, context, paid);
    const std::vector<std::int64_t> no_points(ticket.lines.size(), 0);
    const pricing::EarnDecision decision = pricing::earn_points(ticket, rules.points, paid, no_points);

    LateEarn out;
    if (ticket.tier != nullptr) out.tier = ticket.tier->tier_id;
    for (std::size_t i = 0; i < ticket.lines.size(); ++i) {
        if (decision.earned[i] == 0) continue;
        const pricing::PricedLine& line = ticket.lines[i];
        out.lines.push_back({line.line_no, Points{decision.earned[i]}});
        const Quantity back = sold.returned_of(line.line_no);
        out.earn += Points{decision.earned[i] - part(decision.earned[i], Quantity{}, back, line.quantity)};
    }
    if (growth_sets_tiers(rules)) out.growth = growth_kept(sold);
    return out;
}

void add_late_earn(Basket& basket, Quote& quote, const LateEarnEntry& entry) {
    basket.buyer = Buyer::member;
    basket.member_id = entry.member_id;
    quote.tier = entry.points.tier;
    quote.growth = entry.points.growth;
    quote.points.earn = Points{};
    for (QuoteLine& line : quote.lines) {
        const auto late = std::ranges::find(entry.points.lines, line.line_no, &LateLine::line_no);
        line.earn = late == entry.points.lines.end() ? Points{} : late->earn;
        quote.points.earn += line.earn;
    }
    for (ClearingEntry& owed : clear_points(basket.entity_id, PurseId(), quote.points.earn, Points{}))
        quote.clearing.push_back(std::move(owed));
}

}  // namespace counterfoil::domain
