// A day at a till that a disk may end at any moment, and what must be in the file afterwards.
#pragma once

#include <vector>

#include "contract/storage/samples.hpp"
#include "platform/crypto.hpp"
#include "storage/ledger.hpp"

namespace counterfoil::storage {

/// The redemption of a coupon under hold n, as one job: ticket, consume, and all that goes with them.
inline ports::LedgerJob redemption(int n, bool stays = true) {
    return [n, stays](ports::LedgerTx& tx) {
        const auto ticket = tx.journal().append(samples::ticket_entry(n, 2), samples::kNow);
        if (!ticket || !tx.tickets().put(samples::ticket_row(n, *ticket))) return false;
        const auto consumed = tx.journal().append(samples::consume_entry(n), samples::kNow);
        if (!consumed || !tx.effects().add(samples::effect(n, *consumed))) return false;
        if (!tx.holds().put(samples::hold(n)) || !tx.holds().put(samples::spent_hold(n))) return false;
        if (!tx.checkouts().put(samples::checkout(n, domain::CheckoutState::committed, 2))) return false;
        const ports::StoredAnswer answer{samples::digest_of(n), 200, std::to_string(n)};
        return tx.requests().put(samples::request_key(n), answer, samples::kNow).has_value() && stays;
    };
}

/// Whether all of redemption n is there (1), nothing of it (0), or a part (-1).
inline int found(ports::LedgerTx& view, int n) {
    const auto ticket = view.tickets().find(samples::ticket_key(n)).value();
    int there = ticket ? 1 : 0;
    if (ticket) there += view.tickets().entry(ticket->seq).value().has_value() ? 1 : 0;
    there += view.effects().used(samples::coupon_right(n)).value() ? 1 : 0;
    there += view.holds().buried(samples::hold_id(n)).value() ? 1 : 0;
    there += view.checkouts().find(samples::checkout_id(n)).value() ? 1 : 0;
    there += view.requests().find(samples::request_key(n)).value() ? 1 : 0;
    return there == 0 ? 0 : there == 6 ? 1 : -1;
}

}  // namespace counterfoil::storage
