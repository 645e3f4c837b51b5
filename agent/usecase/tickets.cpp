#include "usecase/tickets.hpp"

#include <algorithm>
#include <set>

#include "usecase/shown.hpp"

namespace counterfoil::usecase {
namespace {

constexpr std::size_t kConflictsShown = 50;
constexpr std::size_t kConflictsLookedThrough = 1000;

/// Tickets with a redemption that HQ could not accept.
Result<std::set<domain::TicketKey>> tickets_in_conflict(const View& view) {
    CF_TRY(conflicts, view.ledger.journal().conflicts(kConflictsLookedThrough));
    std::set<domain::TicketKey> keys;
    for (const ports::Journal::Conflict& conflict : conflicts) {
        if (const auto* risk = std::get_if<domain::RiskEntry>(&conflict.entry.body)) keys.insert(risk->ticket);
        if (const auto* consume = std::get_if<domain::ConsumeEntry>(&conflict.entry.body)) keys.insert(consume->ticket);
        if (const auto* ticket = std::get_if<domain::TicketEntry>(&conflict.entry.body))
            keys.insert(ticket->basket.ticket_key());
    }
    return keys;
}

}  // namespace

Result<Outcome<std::vector<TicketView>>> tickets(const View& view, const TicketQuery& query) {
    CF_TRY(rows, view.ledger.tickets().newest(query.member_id, std::clamp<std::size_t>(query.limit, 1, 200)));
    CF_TRY(applied, view.ledger.journal().applied());
    CF_TRY(in_conflict, tickets_in_conflict(view));
    std::vector<TicketView> views;
    for (const ports::TicketRow& row : rows) {
        CF_TRY(entry, view.ledger.tickets().entry(row.seq));
        if (!entry) continue;
        TicketView ticket{.entry = std::move(*entry), .verdict = {}};
        if (in_conflict.contains(row.key)) {
            ticket.verdict = domain::EntryVerdict::conflict;
        } else if (row.seq <= applied) {
            ticket.verdict = domain::EntryVerdict::accepted;
        }
        views.push_back(std::move(ticket));
    }
    return views;
}

Result<Outcome<Status>> status(const View& view) {
    Status status;
    status.link = view.link;
    status.data_age = data_age(view);
    auto device = view.ledger.device().state();
    if (!device && device.error().code != ErrorCode::not_found) return std::unexpected(std::move(device).error());
    if (!device || device->device_id.empty()) return status;
    status.enrolled = true;
    status.device_id = device->device_id;
    status.epoch = device->epoch;
    status.store_id = device->store_id;
    CF_TRY(position, view.reference.position("all"));
    status.feed_position = position;
    CF_TRY(head, view.ledger.journal().head());
    status.journal_seq = head.seq;
    CF_TRY(applied, view.ledger.journal().applied());
    status.applied_seq = applied;
    status.pending_operations = head.seq > applied ? head.seq.value - applied.value : 0;
    CF_TRY(holds, view.ledger.holds().open());
    status.open_holds = holds.size();
    CF_TRY(checkouts, view.ledger.checkouts().open());
    status.open_checkouts = checkouts.size();
    CF_TRY(conflicts, view.ledger.journal().conflicts(kConflictsShown));
    status.conflicts = std::move(conflicts);
    return status;
}

}  // namespace counterfoil::usecase
