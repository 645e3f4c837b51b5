#include "usecase/sold.hpp"

#include <algorithm>

namespace counterfoil::usecase {

namespace {

/// The member that was named after payment, and what the ticket earned so; nobody where that came later than `until`.
Result<void> add_late_member(const View& view, Sold& sold, JournalSeq until) {
    if (!sold.row.late_seq) return {};
    if (*sold.row.late_seq >= until) {
        sold.row.member_id = MemberId{};
        return {};
    }
    CF_TRY(told, view.ledger.tickets().entry(*sold.row.late_seq));
    const auto* late = told ? std::get_if<domain::LateEarnEntry>(&told->body) : nullptr;
    if (late == nullptr)
        return fail(ErrorCode::corrupt, "a ticket's member has no journal entry",
                    "journal seq " + std::to_string(sold.row.late_seq->value));
    domain::add_late_earn(sold.ticket.basket, sold.ticket.quote, *late);
    sold.earned_by = *sold.row.late_seq;
    return {};
}

}  // namespace

Result<Outcome<Sold>> find_sold(const View& view, const domain::TicketKey& key, JournalSeq until) {
    const Refusal not_here{.code = "ticket_not_here", .field = "/ticket", .figures = {{"ticket", key.text()}}};
    CF_TRY(row, view.ledger.tickets().find(key));
    if (!row) return not_here;
    CF_TRY(entry, view.ledger.tickets().entry(row->seq));
    const auto* sale = entry ? std::get_if<domain::TicketEntry>(&entry->body) : nullptr;
    if (sale == nullptr) return not_here;
    Sold sold{
        .row = std::move(*row), .earned_by = {}, .entry = {}, .ticket = {sale->basket, sale->quote, {}}, .returns = {}};
    sold.entry = std::move(*entry);
    sold.earned_by = sold.row.seq;
    CF_CHECK(add_late_member(view, sold, until));
    CF_TRY(returns, view.ledger.returns().of_ticket(key));
    for (ports::ReturnRow& done : returns) {
        if (done.seq >= until) continue;
        CF_TRY(told, view.ledger.tickets().entry(done.seq));
        const auto* goods = told ? std::get_if<domain::ReturnEntry>(&told->body) : nullptr;
        if (goods == nullptr)
            return fail(ErrorCode::corrupt, "a return has no journal entry",
                        "journal seq " + std::to_string(done.seq.value));
        domain::add_return(sold.ticket, goods->goods);
        domain::add_gifts(sold.ticket, goods->gifts);
        domain::add_exchange(sold.ticket, goods->exchange);
        sold.returns.push_back(std::move(done));
    }
    return sold;
}

std::vector<LineLeft> lines_left(const domain::SoldTicket& ticket) {
    std::vector<LineLeft> lines;
    for (const domain::BasketLine& line : ticket.basket.lines) {
        Quantity returned;
        for (const domain::QuoteLine& part : ticket.quote.lines)
            if (part.split_of.value_or(part.line_no) == line.line_no) returned += ticket.returned_of(part.line_no);
        LineLeft left{line.line_no, line.quantity, returned, line.quantity - returned, {}};
        if (std::ranges::find(ticket.exchanged, line.line_no, &domain::Exchanged::line_no) != ticket.exchanged.end())
            left.skus = domain::skus_of(ticket, line);
        lines.push_back(std::move(left));
    }
    return lines;
}

}  // namespace counterfoil::usecase
