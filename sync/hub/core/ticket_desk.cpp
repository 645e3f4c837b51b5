#include "hub/core/ticket_desk.hpp"

#include <array>
#include <map>

#include "codec/bytes.hpp"
#include "codec/text_rules.ipp"

namespace counterfoil::hub {

std::optional<domain::TicketKey> ticket_key_of(std::string_view text) {
    std::array<std::string, 4> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto slash = text.find('/');
        if ((slash == std::string_view::npos) != (i + 1 == parts.size())) return std::nullopt;
        parts[i] = text.substr(0, slash);
        if (!is_valid_id(parts[i])) return std::nullopt;
        if (slash != std::string_view::npos) text.remove_prefix(slash + 1);
    }
    if (!codec::is_day(parts[2])) return std::nullopt;
    return domain::TicketKey{StoreId{parts[0]}, RegisterId{parts[1]}, parts[2], TicketId{parts[3]}};
}

namespace {

/// The sale as if its member had been named in time: a return takes what it earned so.
Result<void> add_late_member(Turn& turn, const EntryRef& late, domain::JournalEntry& sale) {
    CF_TRY(stored, turn.tx.entries().entry(late));
    if (!stored) return fail(ErrorCode::corrupt, "a ticket's member has no entry", late.text());
    CF_TRY(entry, codec::decode_entry(stored->body));
    const auto* named = std::get_if<domain::LateEarnEntry>(&entry.body);
    if (named == nullptr) return fail(ErrorCode::corrupt, "a ticket's member has no entry", late.text());
    auto& ticket = std::get<domain::TicketEntry>(sale.body);
    domain::add_late_earn(ticket.basket, ticket.quote, *named);
    return {};
}

}  // namespace

Result<Outcome<domain::ToldTicket>> tell_ticket(Turn& turn, const domain::TicketKey& key) {
    CF_TRY(row, turn.tx.entries().ticket(key));
    if (!row) return Refusal{.code = "unknown_ticket", .field = "/ticket", .figures = {{"ticket", key.text()}}};
    const Refusal no_lines{.code = "ticket_without_lines", .field = "/ticket", .figures = {{"ticket", key.text()}}};
    if (!row->entry) return no_lines;
    CF_TRY(stored, turn.tx.entries().entry(*row->entry));
    if (!stored) return no_lines;
    CF_TRY(entry, codec::decode_entry(stored->body));
    if (!std::holds_alternative<domain::TicketEntry>(entry.body)) return no_lines;
    if (row->late) CF_CHECK(add_late_member(turn, *row->late, entry));
    domain::ToldTicket told;
    told.device_id = row->entry->holder.device_id;
    told.entry = std::move(entry);
    std::map<std::int32_t, Quantity> returned;
    CF_TRY(returns, turn.tx.returns().of_ticket(key));
    for (const ReturnRow& done : returns) {
        told.returns.push_back(done.return_key);
        for (const domain::ReturnRequest& line : done.lines)
            returned[line.line_no] += line.quantity;
        told.gifts.insert(told.gifts.end(), done.gifts.begin(), done.gifts.end());
        told.exchanged.insert(told.exchanged.end(), done.exchange.begin(), done.exchange.end());
    }
    for (const auto& [line_no, quantity] : returned)
        told.returned.push_back({line_no, quantity});
    CF_TRY(waiting, turn.tx.returns().waiting(key));
    told.waiting = static_cast<std::int64_t>(waiting.size());
    return told;
}

}  // namespace counterfoil::hub
