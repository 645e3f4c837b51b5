#include <algorithm>

#include "domain/arithmetic.hpp"
#include "hub/core/applying.hpp"
#include "hub/core/clearing.hpp"
#include "hub/core/earning.hpp"
#include "hub/core/exchanging.hpp"
#include "hub/core/growing.hpp"
#include "hub/core/identities.hpp"
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

/// What the ticket does to the purses beside the main one, by purse_id.
std::vector<TicketPurse> purses_of(const domain::Quote& quote) {
    std::vector<TicketPurse> purses;
    for (const domain::PurseResult& one : quote.purses)
        if (one.points.burn.value > 0 || one.points.earn.value > 0) purses.push_back({one.purse_id, {}, one.points.burn});
    std::ranges::sort(purses, {}, &TicketPurse::purse_id);
    return purses;
}

/// The member was promised these figures on the receipt; where HQ comes to others, the finding says so.
Result<void> book_earned(Turn& turn, const MemberRow& member, const EntryContext& context, const domain::Quote& quote,
                         TicketRow& row) {
    CF_TRY(rules, rules_of(turn, quote));
    if (quote.points.earn.value > 0) CF_CHECK(earn(turn, member, context, {PurseId(), quote.points.earn}, rules));
    row.earned = quote.points.earn;
    for (TicketPurse& purse : row.purses) {
        // Nobody could say what points of a purse are that the rules do not have.
        if (rules.purse(purse.purse_id) == nullptr) continue;
        purse.earned = quote.purse(purse.purse_id)->earn;
        if (purse.earned.value > 0) CF_CHECK(earn(turn, member, context, {purse.purse_id, purse.earned}, rules));
    }
    return {};
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
    CF_TRY(wrong_exchange, set_off(turn, context, ticket));
    if (wrong_exchange) answer = {EntryVerdict::finding, *wrong_exchange};
    if (difference) answer = {EntryVerdict::finding, *difference};

    TicketRow row;
    row.key = basket.ticket_key();
    row.entry = context.ref;
    row.member_id = basket.member_id;
    row.at = context.at;
    row.due = quote.totals.due;
    row.total = quote.totals.due + quote.totals.third_party + quote.totals.points_value;
    row.spent = quote.points.burn;
    row.purses = purses_of(quote);
    CF_TRY(member, live_row(turn.tx, basket.member_id));
    if (member) CF_CHECK(note_proof(turn, member->member.member_id, basket.proof, context.at));
    if (member) CF_CHECK(book_earned(turn, *member, context, quote, row));
    CF_CHECK(turn.tx.entries().put_ticket(row));
    CF_CHECK(keep_clearing(turn, context, {quote.rules_hash, basket.entity_id}, row.key.business_day, quote.clearing));
    turn.recheck(row.key);
    CF_CHECK(grow(turn, context, ticket));
    if (const Money spent = quote.staff_spent.value_or(Money{}); member && spent.value > 0)
        CF_CHECK(turn.tx.uses().put(StaffPurchaseRow{basket.ticket_key(), basket.member_id, spent}));
    if (member) CF_CHECK(turn.count(basket.member_id, context.ref));
    return answer;
}

}  // namespace counterfoil::hub
