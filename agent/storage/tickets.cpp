#include "codec/bytes.hpp"
#include "storage/ledger_parts.hpp"

namespace counterfoil::storage {
namespace {

using ports::TicketRow;
using sqlite_kit::Query;

TicketRow read_ticket(const Query& row) {
    TicketRow ticket;
    ticket.seq.value = static_cast<std::uint64_t>(row.int64(0));
    ticket.key.business_day = row.text(1);
    ticket.key.store_id = StoreId(std::string(row.text(2)));
    ticket.key.register_id = RegisterId(std::string(row.text(3)));
    ticket.key.ticket_id = TicketId(std::string(row.text(4)));
    ticket.at.ms = row.int64(5);
    ticket.member_id = MemberId(std::string(row.text(6)));
    ticket.due.value = row.int64(7);
    if (const auto late = row.optional_int64(8)) ticket.late_seq = JournalSeq{static_cast<std::uint64_t>(*late)};
    return ticket;
}

}  // namespace

Result<std::optional<TicketRow>> LedgerTickets::find(const domain::TicketKey& key) const {
    std::optional<TicketRow> found;
    CF_CHECK(select_ticket_.first(
        [&](const Query& row) -> Result<void> {
            found = read_ticket(row);
            return {};
        },
        key.business_day, key.store_id.str(), key.register_id.str(), key.ticket_id.str()));
    return found;
}

Result<std::vector<TicketRow>> LedgerTickets::newest(const std::optional<MemberId>& member, std::size_t limit) const {
    std::vector<TicketRow> tickets;
    const auto collect = [&](const Query& row) -> Result<bool> {
        tickets.push_back(read_ticket(row));
        return true;
    };
    if (member) {
        CF_CHECK(select_newest_of_member_.each(collect, member->str(), limit));
    } else {
        CF_CHECK(select_newest_.each(collect, limit));
    }
    return tickets;
}

Result<std::optional<domain::JournalEntry>> LedgerTickets::entry(JournalSeq seq) const {
    std::optional<domain::JournalEntry> found;
    CF_TRY(number, stored(seq.value, "journal entry"));
    CF_CHECK(select_entry_.first(
        [&](const Query& row) -> Result<void> {
            CF_TRY(entry, codec::decode_entry(row.blob(0)));
            found = std::move(entry);
            return {};
        },
        number));
    return found;
}

Result<void> LedgerTickets::put(const TicketRow& row) {
    CF_CHECK(session_.may_write());
    CF_TRY(seq, stored(row.seq.value, "journal entry of a ticket"));
    return insert_ticket_.run(seq, row.key.business_day, row.key.store_id.str(), row.key.register_id.str(),
                              row.key.ticket_id.str(), row.at.ms, row.member_id.str(), row.due.value);
}

Result<void> LedgerTickets::name_member(const domain::TicketKey& key, const MemberId& member, JournalSeq seq) {
    CF_CHECK(session_.may_write());
    CF_TRY(number, stored(seq.value, "journal entry that names a member"));
    return update_member_.run(key.business_day, key.store_id.str(), key.register_id.str(), key.ticket_id.str(), member.str(),
                              number);
}

}  // namespace counterfoil::storage
