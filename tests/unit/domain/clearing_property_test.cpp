// What companies owe one another for random tickets, and for their returns however they are cut.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "domain/arithmetic.hpp"
#include "random_sale.hpp"
#include "return_kit.hpp"

namespace counterfoil::domain {
namespace {

using test::chance;
using test::draw;

Money sum_of(const std::vector<ClearingEntry>& entries, ClearingCause cause, const std::string& id = {}) {
    Money sum;
    for (const ClearingEntry& entry : entries)
        if (entry.cause == cause && entry.id == id) sum += entry.amount;
    return sum;
}

test::Sale draw_cleared() {
    test::Sale sale = test::draw_sale();
    RC_PRE(!sale.basket.lines.empty());
    test::draw_companies(sale);
    return sale;
}

/// What the seller bears of an amount itself, by Spread.
Money own_share(const std::vector<Bearer>& bearers, const std::string& issued_by, Money amount) {
    std::vector<std::int64_t> weights;
    for (const Bearer& bearer : bearers)
        weights.push_back(bearer.share_bp.value);
    const std::vector<std::int64_t> shares = spread(amount.value, weights);
    Money own;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const bool by_issuer =
            bearers[i].party == Party::issuer_store && bearers[i].entity_id.empty() && issued_by == "S001";
        if (by_issuer || bearers[i].entity_id == EntityId("E-1")) own += Money{shares[i]};
    }
    return own;
}

RC_GTEST_PROP(ClearingProperty, EntriesOfAnInstrumentAddUpToItLessWhatTheSellerBears, ()) {
    test::Sale sale = draw_cleared();
    const Quote quote = sale.quote();
    for (const UsedCoupon& used : quote.used) {
        const auto offer = std::ranges::find_if(
            sale.context.coupons, [&](const OfferedCoupon& one) { return one.coupon.coupon_id == used.coupon_id; });
        const bool tender = offer->coupon_template.funding == Funding::third_party;
        std::vector<Bearer> bearers = offer->coupon_template.bearers;
        if (bearers.empty()) bearers = {Bearer{}};
        const std::string issued_by = offer->coupon.issuer ? offer->coupon.issuer->party : "";
        const Money sum =
            sum_of(quote.clearing, tender ? ClearingCause::third_party : ClearingCause::coupon, used.coupon_id.str());
        RC_ASSERT(sum + own_share(bearers, issued_by, used.discount) == used.discount);
    }
    const std::vector<Bearer>& tier = sale.rules.clearing.tier_price;
    const Money by_others = sum_of(quote.clearing, ClearingCause::tier_price);
    RC_ASSERT(by_others +
                  (tier.empty() ? quote.totals.member_discount : own_share(tier, "", quote.totals.member_discount)) ==
              quote.totals.member_discount);
    for (const ClearingEntry& entry : quote.clearing) {
        RC_ASSERT(entry.debtor != entry.creditor && entry.amount >= Money{} && entry.points >= Points{});
        RC_ASSERT(entry.amount > Money{} || entry.points > Points{});
        RC_ASSERT(entry.debtor == sale.basket.entity_id || entry.creditor == sale.basket.entity_id);
    }
}

/// From whom to whom, turned round where `back`.
using Owed = std::map<std::tuple<EntityId, EntityId, ClearingCause, std::string, PurseId>, std::pair<Money, Points>>;

void count(Owed& owed, const std::vector<ClearingEntry>& entries, bool back) {
    for (const ClearingEntry& entry : entries) {
        auto& [amount, points] = owed[{back ? entry.creditor : entry.debtor, back ? entry.debtor : entry.creditor,
                                       entry.cause, entry.id, entry.purse_id}];
        amount += entry.amount;
        points += entry.points;
    }
}

RC_GTEST_PROP(ClearingProperty, ReturnsInAnyCutTurnTheTicketsEntriesRound, ()) {
    test::Sale sale = draw_cleared();
    SoldTicket ticket = test::sold(sale);
    Owed wanted;
    count(wanted, ticket.quote.clearing, false);
    Owed given_back;
    for (std::int64_t parts = draw(0, 10); parts >= 0; --parts) {
        std::vector<ReturnRequest> lines;
        for (const BasketLine& line : ticket.basket.lines) {
            const std::int64_t left = test::left_of(ticket, line).value;
            if (left == 0 || (parts > 0 && chance(2))) continue;
            const std::int64_t step = line.weighed ? 1 : 1000;
            lines.push_back({line.line_no, Quantity{parts == 0 ? left : step * draw(1, left / step)}});
        }
        if (lines.empty()) continue;
        const SoldTicket before = ticket;
        const Return goods = test::back(ticket, lines);
        const std::vector<ClearingEntry> entries = clear_return(before, goods, {EntityId("E-1"), {}, goods.totals.due});
        for (const ClearingEntry& entry : entries)
            RC_ASSERT(entry.amount >= Money{} && entry.points >= Points{} && entry.cause != ClearingCause::refund);
        count(given_back, entries, true);
    }
    RC_ASSERT(given_back == wanted);
}

/// What each company has to get of each purse, less what it has to give.
using Balances = std::map<std::pair<PurseId, EntityId>, std::int64_t>;

void settle(Balances& balances, const std::vector<ClearingEntry>& entries) {
    for (const ClearingEntry& entry : entries) {
        balances[{entry.purse_id, entry.creditor}] += entry.points.value;
        balances[{entry.purse_id, entry.debtor}] -= entry.points.value;
    }
}

RC_GTEST_PROP(ClearingProperty, OfEachPurseThePoolGetsWhatMembersEarnedLessWhatTheyBurnt, ()) {
    test::Sale sale = draw_cleared();
    test::draw_purses(sale);
    SoldTicket ticket = test::sold(sale);
    Balances balances;
    settle(balances, ticket.quote.clearing);
    std::map<PurseId, std::int64_t> wanted{{PurseId(), (ticket.quote.points.earn - ticket.quote.points.burn).value}};
    for (const PurseResult& purse : ticket.quote.purses)
        wanted[purse.purse_id] = (purse.points.earn - purse.points.burn).value;
    for (const auto& [purse, points] : wanted) {
        const std::int64_t pool = balances[{purse, EntityId("pool")}];
        const std::int64_t seller = balances[{purse, EntityId("E-1")}];
        RC_ASSERT(pool == points);
        RC_ASSERT(pool + seller == 0);
    }
    std::vector<ReturnRequest> all;
    for (const BasketLine& line : ticket.basket.lines)
        all.push_back({line.line_no, line.quantity});
    const SoldTicket before = ticket;
    const Return goods = test::back(ticket, all);
    settle(balances, clear_return(before, goods, {EntityId("E-1"), {}, goods.totals.due, {}}));
    for (const auto& [of, points] : balances)
        RC_ASSERT(points == 0);
}

}  // namespace
}  // namespace counterfoil::domain
