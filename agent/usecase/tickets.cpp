#include "usecase/tickets.hpp"

#include <algorithm>

#include "usecase/shown.hpp"
#include "usecase/sold.hpp"

namespace counterfoil::usecase {
namespace {

constexpr std::size_t kConflictsShown = 50;
constexpr int kEntriesOfATicketMax = 512;

bool concerns(const domain::JournalEntry& entry, const domain::TicketKey& ticket) {
    if (const auto* risk = std::get_if<domain::RiskEntry>(&entry.body)) return risk->ticket == ticket;
    if (const auto* consume = std::get_if<domain::ConsumeEntry>(&entry.body)) return consume->ticket == ticket;
    return std::holds_alternative<domain::ReleaseEntry>(entry.body);
}

/// The gravest first: what a cashier has to know of a sale.
int gravity(domain::EntryVerdict verdict) {
    switch (verdict) {
        case domain::EntryVerdict::conflict:
            return 3;
        case domain::EntryVerdict::pending:
            return 2;
        case domain::EntryVerdict::finding:
            return 1;
        case domain::EntryVerdict::accepted:
            return 0;
    }
    return 0;
}

/// HQ's gravest answer to a sale and to the redemptions that stand right behind it; nothing while HQ has not applied it.
Result<std::optional<domain::EntryVerdict>> verdict_of(const View& view, const ports::TicketRow& row, JournalSeq applied) {
    if (row.seq > applied) return std::nullopt;
    domain::EntryVerdict gravest = domain::EntryVerdict::accepted;
    JournalSeq seq = row.seq;
    for (int i = 0; i < kEntriesOfATicketMax; ++i, seq = seq.next()) {
        if (i > 0) {
            CF_TRY(entry, view.ledger.tickets().entry(seq));
            if (!entry || !concerns(*entry, row.key)) break;
        }
        CF_TRY(verdict, view.ledger.journal().verdict(seq));
        if (verdict && gravity(*verdict) > gravity(gravest)) gravest = *verdict;
    }
    return gravest;
}

}  // namespace

Result<Outcome<std::vector<TicketView>>> tickets(const View& view, const TicketQuery& query) {
    CF_TRY(rows, view.ledger.tickets().newest(query.member_id, std::clamp<std::size_t>(query.limit, 1, 200)));
    CF_TRY(applied, view.ledger.journal().applied());
    std::vector<TicketView> views;
    for (const ports::TicketRow& row : rows) {
        CF_TRY(entry, view.ledger.tickets().entry(row.seq));
        if (!entry) continue;
        CF_TRY(verdict, verdict_of(view, row, applied));
        views.push_back({.entry = std::move(*entry), .verdict = verdict});
    }
    return views;
}

Result<Outcome<TicketDetail>> ticket(const View& view, const domain::TicketKey& key, const domain::ToldTicket* told) {
    CF_TRY(found, find_sold(view, key, told));
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    auto& sold = std::get<Sold>(found);
    CF_TRY(device, view.ledger.device().state());
    const bool is_own = sold.seller == domain::Holder{device.device_id, device.epoch};
    CF_TRY(applied, view.ledger.journal().applied());
    std::optional<domain::EntryVerdict> verdict;
    if (is_own) {
        CF_TRY(known, verdict_of(view, sold.row, applied));
        verdict = known;
    }
    TicketDetail detail;
    detail.left = lines_left(sold.ticket);
    detail.exchanged = sold.ticket.exchanged;
    detail.returns = std::move(sold.returns);
    detail.ticket = {.entry = std::move(sold.entry), .verdict = verdict};
    return detail;
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
