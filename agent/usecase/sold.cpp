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

/// The sale out of this device's own journal; nothing where another device made it.
Result<std::optional<Sold>> own_sale(const View& view, const domain::TicketKey& key, JournalSeq until) {
    CF_TRY(row, view.ledger.tickets().find(key));
    if (!row) return std::optional<Sold>{};
    CF_TRY(entry, view.ledger.tickets().entry(row->seq));
    const auto* sale = entry ? std::get_if<domain::TicketEntry>(&entry->body) : nullptr;
    if (sale == nullptr) return std::optional<Sold>{};
    CF_TRY(device, view.ledger.device().state());
    Sold sold;
    sold.ticket = {sale->basket, sale->quote, {}};
    sold.row = std::move(*row);
    sold.entry = std::move(*entry);
    sold.seller = {device.device_id, device.epoch};
    sold.earned_by = sold.row.seq;
    CF_CHECK(add_late_member(view, sold, until));
    return std::optional{std::move(sold)};
}

std::optional<Sold> told_sale(const domain::TicketKey& key, const domain::ToldTicket& told) {
    const auto* sale = std::get_if<domain::TicketEntry>(&told.entry.body);
    if (sale == nullptr || sale->basket.ticket_key() != key) return std::nullopt;
    Sold sold;
    sold.row = {key, told.entry.seq, told.entry.at, sale->basket.member_id, sale->quote.totals.due, {}};
    sold.ticket = {sale->basket, sale->quote, {}};
    sold.entry = told.entry;
    sold.seller = {told.device_id, told.entry.epoch};
    sold.earned_by = sold.row.seq;
    return sold;
}

/// This device's own returns that HQ does not count yet.
Result<void> add_own_returns(const View& view, const domain::TicketKey& key, JournalSeq until, Sold& sold) {
    CF_TRY(returns, view.ledger.returns().of_ticket(key));
    for (const ports::ReturnRow& done : returns) {
        if (done.seq >= until || std::ranges::find(sold.returns, done.return_key) != sold.returns.end()) continue;
        CF_TRY(told, view.ledger.tickets().entry(done.seq));
        const auto* goods = told ? std::get_if<domain::ReturnEntry>(&told->body) : nullptr;
        if (goods == nullptr)
            return fail(ErrorCode::corrupt, "a return has no journal entry",
                        "journal seq " + std::to_string(done.seq.value));
        domain::add_return(sold.ticket, goods->goods);
        domain::add_gifts(sold.ticket, goods->gifts);
        domain::add_exchange(sold.ticket, goods->exchange);
        sold.returns.push_back(done.return_key);
    }
    return {};
}

}  // namespace

Refusal ticket_not_here(const domain::TicketKey& key) {
    return Refusal{.code = "ticket_not_here", .field = "/ticket", .figures = {{"ticket", key.text()}}};
}

Result<Outcome<Sold>> find_sold(const View& view, const domain::TicketKey& key, const domain::ToldTicket* told,
                                JournalSeq until) {
    CF_TRY(own, own_sale(view, key, until));
    std::optional<Sold> sold = std::move(own);
    if (!sold && told != nullptr) sold = told_sale(key, *told);
    if (!sold) return ticket_not_here(key);
    if (told != nullptr) {
        for (const domain::ReturnRequest& line : told->returned)
            sold->ticket.returned[line.line_no] += line.quantity;
        domain::add_gifts(sold->ticket, told->gifts);
        domain::add_exchange(sold->ticket, told->exchanged);
        sold->returns = told->returns;
        sold->is_sure = told->waiting == 0;
    }
    CF_CHECK(add_own_returns(view, key, until, *sold));
    return std::move(*sold);
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
