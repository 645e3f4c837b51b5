#include "hub/core/clearing.hpp"

#include <algorithm>
#include <set>

#include "domain/clearing.hpp"

namespace counterfoil::hub {

using domain::ClearingCause;

namespace {

bool is_points(const domain::ClearingEntry& owed) {
    return owed.cause == ClearingCause::points_earned || owed.cause == ClearingCause::points_burnt;
}

/// Rates by the day on which points were earned.
class Rates {
public:
    Rates(domain::Rules rules, EntityId seller) : rules_(std::move(rules)), seller_(std::move(seller)) {}
    Money on(Instant earned_at, const PurseId& purse) const {
        const std::string day = domain::text_of(domain::brand_calendar(rules_).day_of(earned_at));
        return domain::clearing_rate(rules_, purse, seller_, day);
    }

private:
    domain::Rules rules_;
    EntityId seller_;
};

Result<Rates> rates_by(Turn& turn, const ClearedBy& by) {
    CF_TRY(known, turn.tx.reference().rules(by.rules_hash));
    if (!known) {
        CF_TRY(current, turn.tx.reference().rules());
        known = std::move(current);
    }
    return Rates(known.value_or(domain::Rules{}), by.seller);
}

bool is_of(const ClearingRow& row, ClearingCause cause, const PurseId& purse) {
    return row.owed.cause == cause && row.owed.purse_id == purse;
}

void add_points(std::vector<ClearingRow>& rows, ClearingRow row, std::int64_t points, Money rate) {
    if (points <= 0) return;
    if (!rows.empty() && is_of(rows.back(), row.owed.cause, row.owed.purse_id) && rows.back().clearing_per_1000 == rate) {
        rows.back().owed.points += Points{points};
        return;
    }
    row.owed.points = Points{points};
    row.clearing_per_1000 = rate;
    rows.push_back(std::move(row));
}

/// Burnt points of one purse of a ticket, in the order of burning.
struct Burnt {
    const TicketRow& ticket;
    const std::vector<Redemption>& redemptions;
    const ClearingRow& pattern;
    std::int64_t points = 0;
};

Result<void> price(Turn& turn, const Rates& rates, const Burnt& burnt, std::vector<ClearingRow>& rows) {
    const PurseId& purse = burnt.pattern.owed.purse_id;
    std::int64_t left = burnt.points;
    for (const Redemption& one : burnt.redemptions) {
        const bool counts = one.outcome == RedemptionOutcome::taken && one.purse_id == purse &&
                            domain::lot_of(one.right_id) && one.entry.holder == burnt.ticket.entry->holder;
        if (!counts) continue;
        CF_TRY(lot, turn.tx.rights().right(one.right_id));
        const std::int64_t amount = std::min(left, one.amount);
        add_points(rows, burnt.pattern, amount, rates.on(lot ? lot->earned_at : burnt.ticket.at, purse));
        left -= amount;
    }
    // Owed, refused or not yet answered for: as if they had been earned with the sale.
    add_points(rows, burnt.pattern, left, rates.on(burnt.ticket.at, purse));
    return {};
}

/// Turns the rows of one purse and cause round, from their end, without the first `before` points.
void turn_round(const std::vector<ClearingRow>& sold, const ClearingRow& back, std::int64_t before,
                std::vector<ClearingRow>& rows) {
    const ClearingCause cause = back.owed.cause;
    std::int64_t left = back.owed.points.value;
    for (auto row = sold.rbegin(); row != sold.rend(); ++row) {
        if (!is_of(*row, cause, back.owed.purse_id)) continue;
        const std::int64_t skipped = std::min(before, row->owed.points.value);
        before -= skipped;
        const std::int64_t amount = std::min(left, row->owed.points.value - skipped);
        add_points(rows, back, amount, row->clearing_per_1000);
        left -= amount;
    }
}

}  // namespace

Result<void> keep_clearing(Turn& turn, const EntryContext& context, const ClearedBy& by, const std::string& business_day,
                           const std::vector<domain::ClearingEntry>& owed) {
    if (owed.empty()) return {};
    CF_TRY(rates, rates_by(turn, by));
    std::vector<ClearingRow> rows;
    for (const domain::ClearingEntry& one : owed)
        rows.push_back({context.ref, business_day, one, is_points(one) ? rates.on(context.at, one.purse_id) : Money{}});
    return turn.tx.books().clear(context.ref, rows);
}

Result<void> keep_clearing(Turn& turn, const EntryRef& entry, const Original& original, const std::string& business_day,
                           const std::vector<domain::ClearingEntry>& owed) {
    if (owed.empty()) return {};
    // The sale may have come in the same batch.
    CF_CHECK(reprice_burnt(turn, original.row.key));
    CF_TRY(sold, turn.tx.books().cleared(*original.row.entry));
    if (original.row.late) {
        CF_TRY(late, turn.tx.books().cleared(*original.row.late));
        sold.insert(sold.end(), late.begin(), late.end());
    }
    std::vector<ClearingRow> rows;
    for (const domain::ClearingEntry& one : owed) {
        const ClearingRow back{entry, business_day, one, Money{}};
        const auto earlier = original.given_back.find(one.purse_id);
        const bool counts = one.cause == ClearingCause::points_burnt && earlier != original.given_back.end();
        if (is_points(one))
            turn_round(sold, back, counts ? earlier->second.value : 0, rows);
        else
            rows.push_back(back);
    }
    return turn.tx.books().clear(entry, rows);
}

Result<void> reprice_burnt(Turn& turn, const domain::TicketKey& ticket) {
    CF_TRY(row, turn.tx.entries().ticket(ticket));
    if (!row || !row->entry) return {};
    CF_TRY(kept, turn.tx.books().cleared(*row->entry));
    const auto is_burnt = [](const ClearingRow& one) { return one.owed.cause == ClearingCause::points_burnt; };
    if (std::ranges::none_of(kept, is_burnt)) return {};
    CF_TRY(sale, sale_of(turn, *row));
    if (!sale) return {};
    CF_TRY(rates, rates_by(turn, {sale->quote.rules_hash, sale->basket.entity_id}));
    CF_TRY(redemptions, turn.tx.returns().redemptions(ticket));
    std::vector<ClearingRow> rows;
    std::set<PurseId> done;
    for (const ClearingRow& one : kept) {
        if (!is_burnt(one)) {
            rows.push_back(one);
            continue;
        }
        if (!done.insert(one.owed.purse_id).second) continue;
        Burnt burnt{*row, redemptions, one};
        for (const ClearingRow& other : kept)
            if (is_of(other, ClearingCause::points_burnt, one.owed.purse_id)) burnt.points += other.owed.points.value;
        CF_CHECK(price(turn, rates, burnt, rows));
    }
    return rows == kept ? Result<void>{} : turn.tx.books().clear(*row->entry, rows);
}

}  // namespace counterfoil::hub
