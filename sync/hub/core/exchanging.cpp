#include "hub/core/exchanging.hpp"

#include "domain/set_off.hpp"

namespace counterfoil::hub {

namespace {

using Finding = std::optional<std::string>;

/// The first one to name it has it; `refund` is what that one says was kept.
Result<Finding> use_up(Turn& turn, const EntryContext& context, const domain::TicketKey& return_key, Money refund) {
    CF_TRY(row, turn.tx.returns().kept(return_key));
    if (!row) return Finding{"exchange_unknown"};
    if (row->used_by && *row->used_by != context.ref) return Finding{"exchange_settled"};
    row->used_by = context.ref;
    CF_CHECK(turn.tx.returns().put(*row));
    return row->kept == refund ? Finding{} : Finding{"exchange_differs"};
}

}  // namespace

Result<void> keep_refund(Turn& turn, const EntryContext& context, const domain::ReturnEntry& entry) {
    const Money kept = domain::exchanged_in(entry.refunds);
    if (kept.value == 0) return {};
    CF_TRY(known, turn.tx.returns().kept(entry.return_key));
    if (known) return {};
    return turn.tx.returns().put(KeptRefundRow{entry.return_key, context.ref, kept, {}});
}

Result<Finding> set_off(Turn& turn, const EntryContext& context, const domain::TicketEntry& ticket) {
    const auto& return_key = ticket.basket.exchange_of;
    const auto& exchange = ticket.quote.exchange;
    const Money due = ticket.quote.totals.due;
    const Money refund = exchange ? exchange->refund : Money{};
    const bool adds_up = return_key.has_value() == exchange.has_value() &&
                         (!exchange || (exchange->return_key == *return_key && exchange->balance == due - refund)) &&
                         // How other tickets were paid is not for HQ to judge.
                         ((!exchange && domain::exchanged_in(ticket.tenders).value == 0 && ticket.refunds.empty()) ||
                          !domain::check_payment(ticket.tenders, ticket.refunds, due, refund));
    if (return_key) {
        CF_TRY(finding, use_up(turn, context, *return_key, refund));
        if (finding) return finding;
    }
    return adds_up ? Finding{} : Finding{"exchange_differs"};
}

Result<Finding> pay_out(Turn& turn, const EntryContext& context, const domain::ReturnEntry& entry) {
    if (!entry.pays_out) return Finding{};
    CF_TRY(finding, use_up(turn, context, *entry.pays_out, domain::sum_of(entry.refunds) - entry.refund()));
    if (finding) return finding;
    return domain::exchanged_in(entry.refunds).value == 0 ? Finding{} : Finding{"exchange_differs"};
}

}  // namespace counterfoil::hub
