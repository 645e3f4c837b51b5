// A sale that was committed, and returns of it.
#pragma once

#include <gtest/gtest.h>

#include <utility>
#include <variant>
#include <vector>

#include "domain/returns.hpp"
#include "sale.hpp"

namespace counterfoil::domain::test {

inline SoldTicket sold(Sale& sale) { return {sale.basket, sale.quote(), {}}; }

/// Carries the return out.
inline Return back(SoldTicket& ticket, const std::vector<ReturnRequest>& lines) {
    Outcome<Return> made = make_return(ticket, lines);
    if (const auto* no = std::get_if<Refusal>(&made)) {
        ADD_FAILURE() << "refused: " << no->code << " " << no->field;
        return {};
    }
    add_return(ticket, std::get<Return>(made));
    return std::get<Return>(std::move(made));
}

inline Refusal refused(const SoldTicket& ticket, const std::vector<ReturnRequest>& lines) {
    const Outcome<Return> made = make_return(ticket, lines);
    const auto* no = std::get_if<Refusal>(&made);
    if (no == nullptr) ADD_FAILURE() << "not refused";
    return no == nullptr ? Refusal{} : *no;
}

/// Of all parts of a line, if coupons split it.
inline Quantity left_of(const SoldTicket& ticket, const BasketLine& line) {
    Quantity left = line.quantity;
    for (const QuoteLine& price : ticket.quote.lines)
        if (price.split_of.value_or(price.line_no) == line.line_no) left -= ticket.returned_of(price.line_no);
    return left;
}

}  // namespace counterfoil::domain::test
