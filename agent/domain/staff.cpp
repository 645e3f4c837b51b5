#include "domain/staff.hpp"

#include <algorithm>

#include "domain/arithmetic.hpp"

namespace counterfoil::domain {

std::string month_of(const std::string& business_day) { return business_day.substr(0, 7); }

void add_staff_spent(std::optional<StaffMonth>& known, const std::string& month, Money spent) {
    if (known && month < known->month) return;
    if (!known || known->month < month) {
        if (spent.value <= 0) return;
        known = StaffMonth{month, Money{}};
    }
    known->spent = std::max(known->spent + spent, Money{});
}

bool sells_to_self(const Basket& basket, const Member& member) {
    return basket.buyer != Buyer::guest && !member.staff_id.empty() && basket.staff_id == member.staff_id;
}

std::optional<Refusal> check_approver(const Basket& basket, const Member& member) {
    if (!sells_to_self(basket, member)) return std::nullopt;
    if (!basket.approver_id.empty() && basket.approver_id != member.staff_id) return std::nullopt;
    return Refusal{"approver_needed", "/approver_id"};
}

Money staff_kept(const SoldTicket& ticket) {
    Money kept;
    if (!ticket.quote.staff_spent) return kept;
    for (const QuoteLine& quoted : ticket.quote.lines) {
        const auto line =
            std::ranges::find(ticket.basket.lines, quoted.split_of.value_or(quoted.line_no), &BasketLine::line_no);
        if (line == ticket.basket.lines.end() || quoted.member_price >= quoted.base) continue;
        const Quantity all = quoted.quantity.value_or(line->quantity);
        const Quantity back = ticket.returned_of(quoted.line_no);
        kept += quoted.member_price - Money{part(quoted.member_price.value, Quantity{}, back, all)};
    }
    return kept;
}

}  // namespace counterfoil::domain
