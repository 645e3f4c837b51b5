// Gifts of random tickets, however their returns are cut.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "domain/return_gifts.hpp"
#include "random_sale.hpp"
#include "return_kit.hpp"

namespace counterfoil::domain {
namespace {

using test::chance;
using test::draw;
using test::left_of;

/// A sale with one or two gift coupons that have a threshold.
SoldTicket draw_ticket_with_gifts() {
    test::Sale sale = test::draw_sale();
    for (std::int64_t gifts = draw(1, 2); gifts > 0; --gifts) {
        const std::string id = "G" + std::to_string(gifts);
        const std::string sku = "GIFT" + std::to_string(gifts);
        BasketLine& line = sale.line(draw(1, 9000), 1000 * draw(1, 2));
        line.line_no = static_cast<std::int32_t>(100 + gifts);
        line.sku = Sku(sku);
        CouponTemplate& rule = sale.exchange(id, sku, 0);
        if (chance(3)) rule.min_qty = Quantity{1000 * draw(1, 3)};
        if (chance(3)) rule.threshold_base = ThresholdBase::list;
        if (chance(3)) rule.threshold_scope = ThresholdScope::ticket;
        if (chance(3)) rule.scope.exclude.skus = {Sku(sku)};
        rule.min_spend = Money{draw(1, 20000)};
    }
    SoldTicket ticket = test::sold(sale);
    RC_PRE(std::ranges::any_of(ticket.quote.used, [](const UsedCoupon& used) { return used.gift.has_value(); }));
    return ticket;
}

std::vector<ReturnRequest> draw_request(const SoldTicket& ticket, bool all) {
    std::vector<ReturnRequest> lines;
    for (const BasketLine& line : ticket.basket.lines) {
        const std::int64_t left = left_of(ticket, line).value;
        if (left == 0 || (!all && chance(2) && !lines.empty())) continue;
        const std::int64_t step = line.weighed ? 1 : 1000;
        lines.push_back({line.line_no, Quantity{all ? left : step * draw(1, left / step)}});
    }
    return lines;
}

/// What is in the customer's hand of a ticket, told without any Part: by the figures of a return of all the rest.
bool kept_earns(const SoldTicket& ticket, const GiftTerms& terms) {
    Money spend;
    Quantity pieces;
    const Outcome<Return> rest = make_return(ticket, draw_request(ticket, true));
    if (!std::holds_alternative<Return>(rest)) return terms.min_spend <= spend && terms.min_qty <= pieces;
    for (const ReturnLine& line : std::get<Return>(rest).lines) {
        if (std::ranges::find(terms.lines, line.line_no) == terms.lines.end()) continue;
        const auto goods =
            std::ranges::find(ticket.basket.lines, line.split_of.value_or(line.line_no), &BasketLine::line_no);
        pieces += goods->weighed ? Quantity{1000} : line.quantity;
        const auto sold = std::ranges::find(ticket.quote.lines, line.line_no, &QuoteLine::line_no);
        const Money figure = terms.threshold_base == ThresholdBase::list ? sold->list : sold->member_price;
        const std::int64_t whole = sold->quantity.value_or(goods->quantity).value;
        spend += Money{figure.value - figure.value * line.before.value / whole};
    }
    return spend >= terms.min_spend && pieces >= terms.min_qty;
}

bool is_back(const SoldTicket& ticket, const CouponId& coupon) {
    for (const QuoteLine& line : ticket.quote.lines)
        for (const Allocation& share : line.alloc)
            if (share.instrument == Instrument::coupon && share.id == coupon.str()) {
                const auto goods =
                    std::ranges::find(ticket.basket.lines, line.split_of.value_or(line.line_no), &BasketLine::line_no);
                return ticket.returned_of(line.line_no) == line.quantity.value_or(goods->quantity);
            }
    return false;
}

RC_GTEST_PROP(GiftProperty, OnItsOwnTicketAGiftIsEarned, ()) {
    const SoldTicket ticket = draw_ticket_with_gifts();
    for (const UsedCoupon& used : ticket.quote.used)
        if (used.gift) RC_ASSERT(kept_earns(ticket, *used.gift));
    RC_ASSERT(gifts_missing(ticket, Return{}).empty());
}

/// Returns in any order and cut, the till deciding at random; nothing is below 0, nothing is taken twice, what is taken is
/// what the state of the ticket says or all that refunds could bear, and once all is back nothing of it stays taken.
RC_GTEST_PROP(GiftProperty, NoCutOfReturnsTakesMoreThanTheGiftNorLeavesAnyTakenAtTheEnd, ()) {
    SoldTicket ticket = draw_ticket_with_gifts();
    Money refunds;
    for (std::int64_t parts = draw(0, 10); parts >= 0; --parts) {
        const auto lines = draw_request(ticket, parts == 0);
        if (lines.empty()) break;
        const Return now = std::get<Return>(make_return(ticket, lines));
        const GiftChoice choice = chance(3) ? GiftChoice::waive : GiftChoice::deduct;
        const auto gifts = settle_gifts(ticket, now, choice, now.totals.due);
        const Money refund = now.totals.due - deducted_for(gifts) + refunded_for(gifts);
        RC_ASSERT(refund >= Money{});
        refunds += refund;
        add_return(ticket, now);
        add_gifts(ticket, gifts);
        for (const UsedCoupon& used : ticket.quote.used) {
            if (!used.gift) continue;
            const auto known = ticket.gifts.find(used.coupon_id);
            const GiftSettled settled = known == ticket.gifts.end() ? GiftSettled{} : known->second;
            RC_ASSERT(settled.taken >= Money{} && settled.taken <= used.discount);
            const bool is_missing = !is_back(ticket, used.coupon_id) && !kept_earns(ticket, *used.gift);
            if (!is_missing) {
                RC_ASSERT(settled.taken == Money{});
                continue;
            }
            if (settled.waived || settled.taken == used.discount) continue;
            RC_ASSERT(now.totals.due == deducted_for(gifts));
        }
    }
    RC_ASSERT(refunds == ticket.quote.totals.due);
    for (const auto& [coupon, settled] : ticket.gifts)
        RC_ASSERT(settled.taken == Money{});
}

RC_GTEST_PROP(GiftProperty, WhatWasAskedForOnceIsNotAskedForAgain, ()) {
    SoldTicket ticket = draw_ticket_with_gifts();
    const auto lines = draw_request(ticket, false);
    const Return now = std::get<Return>(make_return(ticket, lines));
    const auto missing = gifts_missing(ticket, now);
    const auto gifts = settle_gifts(ticket, now, chance(2) ? GiftChoice::waive : GiftChoice::deduct, Money{draw(0, 2000)});
    RC_ASSERT(missing.size() == gifts.size());
    add_return(ticket, now);
    add_gifts(ticket, gifts);
    const auto rest = draw_request(ticket, false);
    if (rest.empty()) return;
    for (const GiftReturn& again : gifts_missing(ticket, std::get<Return>(make_return(ticket, rest))))
        RC_ASSERT(std::ranges::find(missing, again.coupon_id, &GiftReturn::coupon_id) == missing.end());
}

}  // namespace
}  // namespace counterfoil::domain
