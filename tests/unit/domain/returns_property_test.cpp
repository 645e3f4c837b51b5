// Returns of random tickets, however they are cut.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <utility>

#include "domain/return_coupons.hpp"
#include "random_sale.hpp"
#include "return_kit.hpp"

namespace counterfoil::domain {
namespace {

using test::chance;
using test::draw;
using test::left_of;

/// The figures of all returns of a line, added up.
struct LineSum {
    Money list, pos_discount, net, ex_tax, tax;
    Points earn;
    std::map<PurseId, Points> earn_in;
    std::vector<Allocation> alloc;
    bool operator==(const LineSum&) const = default;

    void add(const Allocation& share) {
        for (Allocation& known : alloc)
            if (known.instrument == share.instrument && known.id == share.id) {
                known.amount += share.amount;
                known.points += share.points;
                return;
            }
        alloc.push_back(share);
        std::ranges::sort(alloc, {}, [](const Allocation& one) { return std::pair(one.instrument, one.id); });
    }
};

struct Sum {
    std::map<std::int32_t, LineSum> lines;
    Totals totals;
    Points burn;
    Points earn;
    std::map<PurseId, PurseReturn> purses;
    bool operator==(const Sum&) const = default;

    void add(const Return& one) {
        for (const ReturnLine& line : one.lines) {
            LineSum& sum = lines[line.line_no];
            sum.list += line.list;
            sum.pos_discount += line.pos_discount;
            sum.net += line.net;
            sum.ex_tax += line.ex_tax;
            sum.tax += line.tax;
            sum.earn += line.earn;
            for (const PursePoints& earned : line.earn_in)
                sum.earn_in[earned.purse_id] += earned.points;
            for (const Allocation& share : line.alloc)
                sum.add(share);
        }
        totals.list += one.totals.list;
        totals.pos_discount += one.totals.pos_discount;
        totals.member_discount += one.totals.member_discount;
        totals.coupon_discount += one.totals.coupon_discount;
        totals.points_value += one.totals.points_value;
        totals.rounding += one.totals.rounding;
        totals.due += one.totals.due;
        totals.third_party += one.totals.third_party;
        totals.tax += one.totals.tax;
        burn += one.burn;
        earn += one.earn;
        for (const PurseReturn& purse : one.purses) {
            PurseReturn& sum = purses.try_emplace(purse.purse_id, PurseReturn{purse.purse_id, {}, {}}).first->second;
            sum.burn += purse.burn;
            sum.earn += purse.earn;
        }
    }
};

/// One part by its own number, where the line is split and something of the part is left.
std::optional<ReturnRequest> draw_part(const SoldTicket& ticket, const BasketLine& line) {
    for (const QuoteLine& price : ticket.quote.lines) {
        if (price.split_of != line.line_no) continue;
        const Quantity left = *price.quantity - ticket.returned_of(price.line_no);
        if (left > Quantity{}) return ReturnRequest{price.line_no, Quantity{1000 * draw(1, left.value / 1000)}};
    }
    return std::nullopt;
}

/// Some of what is left, in any order; nothing where nothing is.
std::vector<ReturnRequest> draw_request(const SoldTicket& ticket) {
    std::vector<ReturnRequest> lines;
    for (const BasketLine& line : ticket.basket.lines) {
        const std::int64_t left = left_of(ticket, line).value;
        if (left == 0 || (chance(2) && !lines.empty())) continue;
        const std::int64_t step = line.weighed ? 1 : 1000;
        ReturnRequest one{line.line_no, Quantity{step * draw(1, left / step)}};
        if (const auto named = draw_part(ticket, line); named && chance(2)) one = *named;
        lines.insert(chance(2) ? lines.begin() : lines.end(), one);
    }
    return lines;
}

std::vector<ReturnRequest> all_that_is_left(const SoldTicket& ticket) {
    std::vector<ReturnRequest> lines;
    for (const BasketLine& line : ticket.basket.lines)
        if (const Quantity left = left_of(ticket, line); left > Quantity{}) lines.push_back({line.line_no, left});
    return lines;
}

Return take_back(SoldTicket& ticket, const std::vector<ReturnRequest>& lines) {
    const Outcome<Return> made = make_return(ticket, lines);
    RC_ASSERT(std::holds_alternative<Return>(made));
    const Return& one = std::get<Return>(made);
    for (const ReturnLine& line : one.lines) {
        RC_ASSERT(std::min({line.list, line.pos_discount, line.net, line.ex_tax, line.tax}) >= Money{});
        Money sum = line.pos_discount + line.net;
        Money others;
        for (const Allocation& share : line.alloc) {
            RC_ASSERT(share.amount >= Money{} && share.points >= Points{});
            (share.instrument == Instrument::third_party ? others : sum) += share.amount;
        }
        RC_ASSERT(line.list == sum);
        // No customer gets a third party's money, and none is asked for any.
        RC_ASSERT(others <= line.net);
        RC_ASSERT(line.net == line.ex_tax + line.tax);
    }
    add_return(ticket, one);
    return one;
}

/// Returns everything: some of it in random parts, the rest at the end.
Sum return_in_parts(SoldTicket ticket) {
    Sum sum;
    bool whole = false;
    for (std::int64_t parts = draw(0, 12); parts > 0; --parts) {
        const std::vector<ReturnRequest> lines = draw_request(ticket);
        if (lines.empty()) break;
        const Return one = take_back(ticket, lines);
        whole = one.whole;
        sum.add(one);
    }
    const std::vector<ReturnRequest> rest = all_that_is_left(ticket);
    RC_ASSERT(whole == rest.empty());
    if (rest.empty()) return sum;
    const Return last = take_back(ticket, rest);
    RC_ASSERT(last.whole);
    sum.add(last);
    return sum;
}

SoldTicket draw_ticket() {
    test::Sale sale = test::draw_sale();
    RC_PRE(!sale.basket.lines.empty());
    if (chance(2)) test::draw_companies(sale);
    return test::sold(sale);
}

RC_GTEST_PROP(ReturnProperty, ReturningEverythingGivesTheWholeTicketBackHoweverItIsCut, ()) {
    const SoldTicket ticket = draw_ticket();
    const Sum sum = return_in_parts(ticket);
    RC_ASSERT(sum.totals == ticket.quote.totals);
    RC_ASSERT(sum.burn == ticket.quote.points.burn);
    RC_ASSERT(sum.earn == ticket.quote.points.earn);
    for (const QuoteLine& line : ticket.quote.lines) {
        LineSum wanted{line.list, line.list - line.base, line.net, line.ex_tax, line.tax, line.earn, {}, {}};
        for (const PursePoints& earned : line.earn_in)
            wanted.earn_in[earned.purse_id] += earned.points;
        for (const Allocation& share : line.alloc)
            wanted.add(share);
        RC_ASSERT(sum.lines.at(line.line_no) == wanted);
    }
}

RC_GTEST_PROP(ReturnProperty, APartOfATicketIsTheSameHoweverItIsCut, ()) {
    const SoldTicket start = draw_ticket();
    SoldTicket stepwise = start;
    Sum steps;
    for (std::int64_t parts = draw(1, 6); parts > 0; --parts) {
        const std::vector<ReturnRequest> lines = draw_request(stepwise);
        if (!lines.empty()) steps.add(take_back(stepwise, lines));
    }
    std::vector<ReturnRequest> at_once;
    for (const auto& [line_no, quantity] : stepwise.returned)
        at_once.push_back({line_no, quantity});
    SoldTicket other = start;
    Sum once;
    once.add(take_back(other, at_once));
    RC_ASSERT(steps == once);
}

RC_GTEST_PROP(ReturnProperty, TheOrderOfLinesDoesNotMatter, ()) {
    SoldTicket ticket = draw_ticket();
    if (chance(2)) take_back(ticket, draw_request(ticket));
    std::vector<ReturnRequest> lines = draw_request(ticket);
    RC_PRE(!lines.empty());
    const Outcome<Return> one = make_return(ticket, lines);
    std::ranges::reverse(lines);
    std::ranges::reverse(ticket.basket.lines);
    std::ranges::reverse(ticket.quote.lines);
    RC_ASSERT(std::get<Return>(one) == std::get<Return>(make_return(ticket, lines)));
}

RC_GTEST_PROP(ReturnProperty, NeverMoreThanWasSold, ()) {
    SoldTicket ticket = draw_ticket();
    if (chance(2)) take_back(ticket, draw_request(ticket));
    std::vector<ReturnRequest> lines = all_that_is_left(ticket);
    RC_PRE(!lines.empty());
    const auto bad = static_cast<std::size_t>(draw(0, static_cast<std::int64_t>(lines.size()) - 1));
    lines[bad].quantity += Quantity{draw(1, 3) * 1000};
    const Outcome<Return> made = make_return(ticket, lines);
    const auto* no = std::get_if<Refusal>(&made);
    RC_ASSERT(no != nullptr);
    RC_ASSERT(no->code == "over_returned");
    RC_ASSERT(no->field == "/lines/" + std::to_string(bad) + "/quantity");
}

/// Coupons with terms of their own, and what all returns of a ticket give back of them.
struct CouponsBack {
    std::map<CouponId, OnReturn> policies;
    std::vector<CouponTerms> terms;
    std::map<CouponId, int> given;

    explicit CouponsBack(const Quote& quote) {
        for (const UsedCoupon& used : quote.used) {
            const CouponReturnRule rule{static_cast<OnReturn>(draw(0, 2)), 0};
            policies[used.coupon_id] = rule.on_return;
            terms.push_back({used.coupon_id, kNever, rule});
        }
    }
    void add(const SoldTicket& before, const Return& now) {
        for (const CouponReturn& one : return_coupons(before, now, terms, Instant{}))
            if (one.fate == CouponFate::given_back) ++given[one.coupon_id];
    }
};

RC_GTEST_PROP(ReturnProperty, EachCouponComesBackOnceAndByItsPolicyHoweverReturnsAreCut, ()) {
    SoldTicket ticket = draw_ticket();
    CouponsBack coupons(ticket.quote);
    for (std::int64_t parts = draw(0, 12); parts >= 0; --parts) {
        const auto lines = parts == 0 ? all_that_is_left(ticket) : draw_request(ticket);
        if (lines.empty()) break;
        const SoldTicket before = ticket;
        coupons.add(before, take_back(ticket, lines));
    }
    for (const auto& [coupon, policy] : coupons.policies)
        RC_ASSERT(coupons.given[coupon] == (policy == OnReturn::never ? 0 : 1));
}

}  // namespace
}  // namespace counterfoil::domain
