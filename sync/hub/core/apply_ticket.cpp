#include "domain/arithmetic.hpp"
#include "hub/core/applying.hpp"
#include "hub/core/earning.hpp"
#include "hub/core/growing.hpp"
#include "hub/core/issuer_codes.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

using domain::EntryVerdict;

namespace {

/// The rules that priced the ticket; those in force where HQ does not know them.
Result<domain::Rules> rules_of(Turn& turn, const domain::Quote& quote) {
    CF_TRY(rules, turn.tx.reference().rules(quote.rules_hash));
    if (rules) return std::move(*rules);
    CF_TRY(current, turn.tx.reference().rules());
    return current.value_or(domain::Rules{});
}

}  // namespace

Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::TicketEntry& ticket) {
    const domain::Basket& basket = ticket.basket;
    const domain::Quote& quote = ticket.quote;
    CF_TRY(first, turn.tx.entries().ticket(basket.ticket_key()));
    if (first) {
        // A till that tried again elsewhere: the sale counts once, so nothing is earned for this one.
        CF_CHECK(turn.count(basket.member_id, context.ref));
        return Answer{EntryVerdict::finding, "duplicate_of"};
    }
    if (!basket.codes.empty()) {
        // Sold in the dark: HQ hears of these coupons with the sale.
        CF_TRY(priced_by, rules_of(turn, quote));
        CF_CHECK(adopt_codes(turn, basket.codes, priced_by, basket.at));
    }
    Answer answer;
    CF_TRY(difference, find_difference(turn, ticket));
    if (difference) answer = {EntryVerdict::finding, *difference};

    TicketRow row;
    row.key = basket.ticket_key();
    row.entry = context.ref;
    row.member_id = basket.member_id;
    row.at = context.at;
    row.due = quote.totals.due;
    row.total = quote.totals.due + quote.totals.points_value;
    row.spent = quote.points.burn;
    CF_TRY(member, live_row(turn.tx, basket.member_id));
    if (member && quote.points.earn.value > 0) {
        // The member was promised this figure on the receipt; where HQ comes to another one, the finding says so.
        CF_TRY(rules, rules_of(turn, quote));
        CF_CHECK(earn(turn, *member, context, quote.points.earn, rules));
        row.earned = quote.points.earn;
    }
    CF_CHECK(turn.tx.entries().put_ticket(row));
    turn.recheck(row.key);
    CF_CHECK(grow(turn, context, ticket));
    if (member) CF_CHECK(turn.count(basket.member_id, context.ref));
    return answer;
}

}  // namespace counterfoil::hub
