#include "storage/ledger_parts.hpp"

namespace counterfoil::storage {
namespace {

using ports::ReturnRow;
using sqlite_kit::Query;

domain::TicketKey key_at(const Query& row, int column) {
    domain::TicketKey key;
    key.business_day = row.text(column);
    key.store_id = StoreId(std::string(row.text(column + 1)));
    key.register_id = RegisterId(std::string(row.text(column + 2)));
    key.ticket_id = TicketId(std::string(row.text(column + 3)));
    return key;
}

ReturnRow read_return(const Query& row) {
    return {.return_key = key_at(row, 1),
            .ticket = key_at(row, 5),
            .seq = JournalSeq{static_cast<std::uint64_t>(row.int64(0))},
            .at = Instant{row.int64(9)}};
}

}  // namespace

Result<std::optional<ReturnRow>> LedgerReturns::find(const domain::TicketKey& return_key) const {
    std::optional<ReturnRow> found;
    CF_CHECK(select_return_.first(
        [&](const Query& row) -> Result<void> {
            found = read_return(row);
            return {};
        },
        return_key.business_day, return_key.store_id.str(), return_key.register_id.str(), return_key.ticket_id.str()));
    return found;
}

Result<std::vector<ReturnRow>> LedgerReturns::of_ticket(const domain::TicketKey& ticket) const {
    std::vector<ReturnRow> returns;
    CF_CHECK(select_of_ticket_.each(
        [&](const Query& row) -> Result<bool> {
            returns.push_back(read_return(row));
            return true;
        },
        ticket.business_day, ticket.store_id.str(), ticket.register_id.str(), ticket.ticket_id.str()));
    return returns;
}

Result<void> LedgerReturns::put(const ReturnRow& row) {
    CF_CHECK(session_.may_write());
    CF_TRY(seq, stored(row.seq.value, "journal entry of a return"));
    return insert_return_.run(seq, row.return_key.business_day, row.return_key.store_id.str(),
                              row.return_key.register_id.str(), row.return_key.ticket_id.str(), row.ticket.business_day,
                              row.ticket.store_id.str(), row.ticket.register_id.str(), row.ticket.ticket_id.str(), row.at.ms,
                              row.risk.value);
}

Result<void> LedgerReturns::put_told(JournalSeq seq, std::string_view told) {
    CF_CHECK(session_.may_write());
    CF_TRY(number, stored(seq.value, "journal entry of a return"));
    return insert_told_.run(number, told);
}

Result<std::optional<std::string>> LedgerReturns::told(JournalSeq seq) const {
    CF_TRY(number, stored(seq.value, "journal entry of a return"));
    std::optional<std::string> text;
    CF_CHECK(select_told_.first(
        [&](const Query& row) -> Result<void> {
            text = row.text(0);
            return {};
        },
        number));
    return text;
}

/// Of what HQ has answered only `pending` counts on.
Result<Money> LedgerReturns::risk_total() const {
    Money total;
    CF_CHECK(select_risk_.first(
        [&](const Query& row) -> Result<void> {
            total.value = row.int64(0);
            return {};
        },
        static_cast<int>(domain::EntryVerdict::pending) + 1));
    return total;
}

Result<std::optional<JournalSeq>> LedgerReturns::used_up(JournalSeq seq) const {
    CF_TRY(number, stored(seq.value, "journal entry of a return"));
    std::optional<JournalSeq> by;
    CF_CHECK(select_used_up_.first(
        [&](const Query& row) -> Result<void> {
            by = JournalSeq{static_cast<std::uint64_t>(row.int64(0))};
            return {};
        },
        number));
    return by;
}

Result<void> LedgerReturns::use_up(JournalSeq seq, JournalSeq by) {
    CF_CHECK(session_.may_write());
    CF_TRY(number, stored(seq.value, "journal entry of a return"));
    CF_TRY(user, stored(by.value, "journal entry that uses up a refund"));
    return insert_used_up_.run(number, user);
}

}  // namespace counterfoil::storage
