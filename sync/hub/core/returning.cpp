#include "hub/core/returning.hpp"

#include <algorithm>
#include <set>

#include "codec/bytes.hpp"
#include "domain/arithmetic.hpp"
#include "domain/exchanges.hpp"
#include "domain/set_off.hpp"
#include "domain/staff.hpp"
#include "domain/tiers.hpp"
#include "hub/core/clearing.hpp"
#include "hub/core/earning.hpp"
#include "hub/core/exchanging.hpp"
#include "hub/core/growing.hpp"
#include "hub/core/limits.hpp"

namespace counterfoil::hub {

using domain::EntryVerdict;

namespace {

Answer waits(const char* code) { return {EntryVerdict::pending, code}; }

/// Whether HQ has answered for all that the ticket redeemed: its entries follow it, one by one, and may be pending.
bool is_answered_for(const Original& original) {
    std::int64_t points = 0;
    for (const Redemption& one : original.redemptions)
        if (!domain::coupon_of(one.right_id) && !domain::card_of(one.right_id)) points += one.amount;
    // Of all purses together: which one a lot belonged to that HQ does not know, nobody can say.
    std::int64_t burnt = original.sale.quote.points.burn.value;
    for (const domain::PurseResult& purse : original.sale.quote.purses)
        burnt += purse.points.burn.value;
    if (points < burnt) return false;
    for (const domain::UsedCard& used : original.sale.quote.cards)
        if (uses_of(original, used.card_id, std::nullopt) < used.uses) return false;
    return std::ranges::all_of(original.sale.quote.used, [&](const domain::UsedCoupon& used) {
        const RightId right = domain::right_of(used.coupon_id);
        return std::ranges::any_of(original.redemptions, [&](const Redemption& one) { return one.right_id == right; });
    });
}

/// The member that was named after payment, and what the ticket earned so.
Result<void> add_late_member(Turn& turn, Original& original) {
    if (!original.row.late) return {};
    CF_TRY(stored, turn.tx.entries().entry(*original.row.late));
    if (!stored) return fail(ErrorCode::corrupt, "a ticket's member has no entry", original.row.late->text());
    CF_TRY(entry, codec::decode_entry(stored->body));
    const auto* late = std::get_if<domain::LateEarnEntry>(&entry.body);
    if (late == nullptr) return fail(ErrorCode::corrupt, "a ticket's member has no entry", original.row.late->text());
    domain::add_late_earn(original.sale.basket, original.sale.quote, *late);
    return {};
}

}  // namespace

Result<std::optional<domain::TicketEntry>> sale_of(Turn& turn, const TicketRow& row) {
    if (!row.entry) return std::optional<domain::TicketEntry>{};
    CF_TRY(stored, turn.tx.entries().entry(*row.entry));
    if (!stored) return std::optional<domain::TicketEntry>{};
    auto entry = codec::decode_entry(stored->body);
    auto* sale = entry ? std::get_if<domain::TicketEntry>(&entry->body) : nullptr;
    if (sale == nullptr) return std::optional<domain::TicketEntry>{};
    return std::optional{std::move(*sale)};
}

Result<FoundOriginal> find_original(Turn& turn, const domain::TicketKey& key, bool settled) {
    CF_TRY(row, turn.tx.entries().ticket(key));
    if (!row) return waits("ticket_unknown");
    CF_TRY(sale, sale_of(turn, *row));
    // Of an imported history HQ knows the sum only.
    if (!sale) return Answer{EntryVerdict::finding, "ticket_without_lines"};
    Original original;
    original.row = std::move(*row);
    original.sale = std::move(*sale);
    CF_CHECK(add_late_member(turn, original));
    original.sold = {original.sale.basket, original.sale.quote, {}};
    CF_TRY(redemptions, turn.tx.returns().redemptions(key));
    std::erase_if(redemptions, [&](const Redemption& one) { return one.entry.holder != original.row.entry->holder; });
    original.redemptions = std::move(redemptions);
    CF_TRY(earlier, turn.tx.returns().of_ticket(key));
    for (const ReturnRow& done : earlier) {
        original.given_back[PurseId()] += done.burn;
        for (const domain::PurseReturn& purse : done.purses)
            original.given_back[purse.purse_id] += purse.burn;
        domain::add_gifts(original.sold, done.gifts);
        domain::add_exchange(original.sold, done.exchange);
        for (const domain::ReturnRequest& line : done.lines)
            original.sold.returned[line.line_no] += line.quantity;
    }
    if (settled && !is_answered_for(original)) return waits("redemption_pending");
    return original;
}

namespace {

Outcome<domain::Return> make_again(const Original& original, const domain::ReturnEntry& entry) {
    if (entry.goods.voided) return domain::make_void(original.sold, entry.return_key.business_day);
    std::vector<domain::ReturnRequest> lines;
    // Goods may only be exchanged, and a refund that was kept may only be paid.
    if (domain::only_pays_out(entry)) return domain::Return{};
    if (entry.goods.lines.empty() && !entry.exchange.empty()) return domain::Return{};
    for (const domain::ReturnLine& line : entry.goods.lines)
        lines.push_back({line.line_no, line.quantity});
    return domain::make_return(original.sold, lines);
}

/// No more points of a purse than are to be taken, and for no more than they are worth.
bool is_fair(const domain::PurseDeduction& one, const domain::Return& goods, const domain::PointsRules& rules) {
    const Money most{domain::floor_product(one.deducted.value, rules.burn_value.value, rules.burn_points.value)};
    return one.deducted <= domain::in_purse(goods, one.purse_id).earn && one.value >= Money{} && one.value <= most;
}

/// The refund by the till's own figures, and what it took off for points that were gone.
bool refund_adds_up(const domain::ReturnEntry& entry, const domain::Rules& rules) {
    // Of what an earlier return had kept, that one tells.
    const Money paid = domain::only_pays_out(entry) ? Money{} : domain::sum_of(entry.refunds);
    domain::PurseDeduction main{PurseId(), entry.deducted, entry.deduction};
    std::set<PurseId> seen{PurseId()};
    for (const domain::PurseDeduction& one : entry.deducted_in) {
        if (!seen.insert(one.purse_id).second || !is_fair(one, entry.goods, rules_of_purse(rules, one.purse_id)))
            return false;
        main.value -= one.value;
    }
    return entry.deduction <= entry.goods.totals.due && paid == entry.refund() && is_fair(main, entry.goods, rules.points);
}

/// What companies owe one another for the goods that HQ comes to and the money that the till paid.
std::vector<domain::ClearingEntry> clear(const Original& original, const domain::ReturnEntry& entry,
                                         const domain::Return& ours, const domain::Rules& rules) {
    const Money refund = std::max(Money{}, entry.refund());
    return domain::clear_return(
        original.sold, ours,
        {domain::entity_of(rules, entry.return_key.store_id), entry.deducted, refund, domain::points_of(entry.deducted_in)});
}

/// Gifts as the till decided about them, with HQ's own figures. What it decided nothing about stays open.
std::vector<domain::GiftReturn> gifts_of(const Original& original, const domain::ReturnEntry& entry,
                                         const domain::Return& ours) {
    const bool waived = std::ranges::any_of(entry.gifts, &domain::GiftReturn::waived);
    std::vector<domain::GiftReturn> gifts =
        domain::settle_gifts(original.sold, ours, waived ? domain::GiftChoice::waive : domain::GiftChoice::deduct,
                             ours.totals.due - entry.deduction);
    std::erase_if(gifts, [&](const domain::GiftReturn& gift) {
        return std::ranges::find(entry.gifts, gift.coupon_id, &domain::GiftReturn::coupon_id) == entry.gifts.end();
    });
    return gifts;
}

/// A gift that stays with the customer and about which the till should have asked.
bool is_gift_missing(const Original& original, const domain::ReturnEntry& entry, const domain::Return& ours) {
    for (const domain::GiftReturn& gift : domain::gifts_missing(original.sold, ours))
        if (std::ranges::find(entry.gifts, gift.coupon_id, &domain::GiftReturn::coupon_id) == entry.gifts.end()) return true;
    return false;
}

/// That so much was there to be exchanged, after what came back in the same return.
std::optional<Refusal> check_exchange(const Original& original, const domain::ReturnEntry& entry,
                                      const domain::Return& ours) {
    domain::SoldTicket ticket = original.sold;
    domain::add_return(ticket, ours);
    for (std::size_t i = 0; i < entry.exchange.size(); ++i) {
        const domain::Exchanged& one = entry.exchange[i];
        const auto found = domain::find_exchanged(ticket, {one.line_no, one.quantity, one.from_sku, one.sku, one.gtin}, i);
        if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
        domain::add_exchange(ticket, std::span(&one, 1));
    }
    return std::nullopt;
}

/// By HQ's own goods. Prices may have changed since: the style and the tax may not.
Result<bool> is_even(Turn& turn, const Original& original, const domain::ReturnEntry& entry) {
    for (const domain::Exchanged& one : entry.exchange) {
        const auto line = std::ranges::find(original.sale.basket.lines, one.line_no, &domain::BasketLine::line_no);
        CF_TRY(to, turn.tx.reference().product(one.sku));
        CF_TRY(from, turn.tx.reference().product(one.from_sku));
        if (line == original.sale.basket.lines.end() || !to) return false;
        to->unit_price = line->unit_price;
        if (domain::check_even(*line, {from, *to}, 0)) return false;
    }
    return true;
}

Result<Answer> settle(Turn& turn, const EntryContext& context, const domain::ReturnEntry& entry) {
    CF_TRY(known, turn.tx.returns().find(entry.return_key));
    if (known) return Answer{EntryVerdict::finding, "duplicate_of"};
    CF_TRY(found, find_original(turn, entry.ticket, true));
    if (const auto* answer = std::get_if<Answer>(&found)) return *answer;
    const Original& original = std::get<Original>(found);
    const auto outcome = make_again(original, entry);
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
        CF_CHECK(turn.count(original.row.member_id, context.ref));
        return Answer{EntryVerdict::conflict, refusal->code};
    }
    const auto& ours = std::get<domain::Return>(outcome);
    if (const auto refusal = check_exchange(original, entry, ours)) {
        CF_CHECK(turn.count(original.row.member_id, context.ref));
        return Answer{EntryVerdict::conflict, refusal->code};
    }
    const std::vector<domain::GiftReturn> gifts = gifts_of(original, entry, ours);
    CF_CHECK(book_return(turn, context, original, entry, ours, gifts));
    domain::SoldTicket left = original.sold;
    domain::add_return(left, ours);
    CF_CHECK(shrink(turn, entry.ticket, domain::growth_kept(left)));
    CF_CHECK(keep_staff_purchase(turn, entry.ticket, domain::staff_kept(left)));
    CF_CHECK(turn.count(original.row.member_id, context.ref));
    CF_TRY(current, turn.tx.reference().rules());
    const domain::Rules rules = current.value_or(domain::Rules{});
    const std::vector<domain::ClearingEntry> owed = clear(original, entry, ours, rules);
    CF_CHECK(keep_clearing(turn, context.ref, original, entry.return_key.business_day, owed));
    CF_TRY(wrong_payment, pay_out(turn, context, entry));
    if (wrong_payment) return Answer{EntryVerdict::finding, *wrong_payment};
    if (ours != entry.goods) return Answer{EntryVerdict::finding, "lines_differ"};
    CF_TRY(even, is_even(turn, original, entry));
    if (!even) return Answer{EntryVerdict::finding, "exchange_uneven"};
    if (is_gift_missing(original, entry, ours)) return Answer{EntryVerdict::finding, "gift_missing"};
    if (gifts != entry.gifts) return Answer{EntryVerdict::finding, "gifts_differ"};
    if (!refund_adds_up(entry, rules)) return Answer{EntryVerdict::finding, "refund_differs"};
    if (owed != entry.clearing) return Answer{EntryVerdict::finding, "clearing_differs"};
    return Answer{};
}

}  // namespace

std::int64_t uses_of(const Original& original, const CardId& card, std::optional<RedemptionOutcome> outcome) {
    std::int64_t uses = 0;
    for (const Redemption& one : original.redemptions)
        if (domain::card_of(one.right_id) == card && (!outcome || one.outcome == *outcome)) uses += one.amount;
    return uses;
}

Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::ReturnEntry& entry) {
    CF_CHECK(keep_refund(turn, context, entry));
    CF_TRY(waiting, turn.tx.returns().waiting(entry.ticket));
    Answer answer = waits("ticket_unknown");
    // Behind those that wait already: who came first comes first.
    if (waiting.empty()) {
        CF_TRY(settled, settle(turn, context, entry));
        answer = std::move(settled);
    } else {
        turn.recheck(entry.ticket);
    }
    if (answer.verdict == EntryVerdict::pending) CF_CHECK(turn.tx.returns().wait(entry.ticket, context.ref, turn.now));
    return answer;
}

Result<void> retry_returns(Turn& turn, const domain::TicketKey& ticket) {
    CF_TRY(waiting, turn.tx.returns().waiting(ticket));
    for (const EntryRef& ref : waiting) {
        CF_TRY(stored, turn.tx.entries().entry(ref));
        if (!stored) return fail(ErrorCode::corrupt, "a return waits that is no entry", ref.text());
        CF_TRY(entry, codec::decode_entry(stored->body));
        const auto* goods = std::get_if<domain::ReturnEntry>(&entry.body);
        if (goods == nullptr) return fail(ErrorCode::corrupt, "an entry waits that is no return", ref.text());
        CF_TRY(answer, settle(turn, {ref, entry.at}, *goods));
        if (answer.verdict == EntryVerdict::pending) return {};
        CF_CHECK(turn.tx.returns().stop_waiting(ref));
        CF_CHECK(turn.answer_late(ref, answer.verdict, answer.code));
    }
    return {};
}

}  // namespace counterfoil::hub
