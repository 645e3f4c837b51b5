#include "domain/return_cards.hpp"

#include <algorithm>

namespace counterfoil::domain {
namespace {

Quantity sold_of(const SoldTicket& ticket, const QuoteLine& line) {
    if (line.quantity) return *line.quantity;
    const auto goods = std::ranges::find(ticket.basket.lines, line.line_no, &BasketLine::line_no);
    return goods == ticket.basket.lines.end() ? Quantity{} : goods->quantity;
}

/// How many of the card's uses have come back with what has come back of the ticket.
std::int64_t came_back(const SoldTicket& ticket, const CardId& card) {
    std::int64_t by_line = 0;
    bool is_by_line = false;
    bool whole = true;
    for (const QuoteLine& line : ticket.quote.lines) {
        for (const Allocation& share : line.alloc) {
            if (share.instrument != Instrument::card || share.id != card.str()) continue;
            const bool is_back = ticket.returned_of(line.line_no) >= sold_of(ticket, line);
            is_by_line |= share.uses > 0;
            by_line += is_back ? share.uses : 0;
            whole &= is_back;
        }
    }
    if (is_by_line) return by_line;
    return whole ? 1 : 0;
}

bool touches(const Return& now, const CardId& card) {
    return std::ranges::any_of(now.lines, [&](const ReturnLine& line) {
        return std::ranges::any_of(line.alloc, [&](const Allocation& share) {
            return share.instrument == Instrument::card && share.id == card.str();
        });
    });
}

}  // namespace

std::vector<CardReturn> return_cards(const SoldTicket& before, const Return& now, std::span<const CardTerms> terms,
                                     Instant at) {
    SoldTicket after = before;
    add_return(after, now);
    std::vector<CardReturn> fates;
    for (const UsedCard& used : before.quote.cards) {
        if (!now.voided && !touches(now, used.card_id)) continue;
        CardReturn fate{used.card_id, 0, CouponFate::stays_used, kNever};
        const auto known = std::ranges::find(terms, used.card_id, &CardTerms::card_id);
        if (known != terms.end()) {
            const auto counting = [&](std::int64_t uses) { return std::max<std::int64_t>(uses - known->refused, 0); };
            fate.valid_until = known->valid_until;
            fate.uses = now.voided ? counting(used.uses)
                                   : counting(came_back(after, used.card_id)) - counting(came_back(before, used.card_id));
            if (fate.uses > 0)
                fate.fate = !now.voided && at >= known->valid_until ? CouponFate::expired : CouponFate::given_back;
        }
        fates.push_back(std::move(fate));
    }
    return fates;
}

}  // namespace counterfoil::domain
