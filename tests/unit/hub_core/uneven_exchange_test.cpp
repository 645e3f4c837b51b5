// Uneven exchanges at HQ: what a return kept is used up once, for what it was, and what it gave back can be used at once.
#include "domain/entry_ids.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;
using Tenders = std::vector<domain::Tender>;

class UnevenExchangeAtHq : public HqWorld {
protected:
    UnevenExchangeAtHq() {
        add_rules();
        add_member(1000);
        add_coupon("C1", kMember);
        const domain::Hold held = hold(a, 1, {{kCouponRight, 1, 1}});
        sold = sale("T1", 10'000, CouponId{"C1"});
        sold.tenders = {{"cash", sold.quote.totals.due}};
        a.write(sold, now);
        a.write(domain::ConsumeEntry{held.hold_id, {{kCouponRight, 1}}, ticket_key("T1")}, now);
        EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "accepted"}));
    }
    domain::TicketEntry sale(const std::string& id, std::int64_t price, const CouponId& coupon = {}) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + id};
        domain::Basket& basket = entry.basket = basket_of(id, now);
        add_line(basket, price);
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        if (!coupon.empty()) {
            basket.coupons = std::vector{coupon};
            domain::OfferedCoupon offer;
            offer.coupon = **store->view().rights().coupon(coupon);
            offer.coupon_template = **store->view().reference().coupon_template(TemplateId{"T1"});
            offer.right = domain::RightState::held;
            context.coupons.push_back(offer);
        }
        entry.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        EXPECT_EQ(entry.quote.used.size(), coupon.empty() ? 0U : 1U);
        return entry;
    }
    static domain::TicketKey return_key(const std::string& id) { return ticket_key(id); }
    Money kept() const { return sold.quote.totals.due; }
    domain::ReturnEntry back(const std::string& id) const {
        const domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        const domain::ReturnRequest asked{1, Quantity{1000}};
        domain::ReturnEntry entry;
        entry.ticket = sold.basket.ticket_key();
        entry.return_key = return_key(id);
        entry.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1)));
        entry.refunds = {{"exchange", kept()}};
        return entry;
    }
    /// A ticket that sets the refund off, told and paid as a till would.
    static void set_off(domain::TicketEntry& entry, const domain::TicketKey& of, Money refund) {
        const Money due = entry.quote.totals.due;
        entry.basket.exchange_of = of;
        entry.quote.exchange = domain::SetOff{of, refund, due - refund};
        entry.tenders = {{"exchange", refund}};
        if (due > refund) entry.tenders.push_back({"cash", due - refund});
        if (due < refund) entry.refunds = {{"cash", refund - due}};
    }
    domain::TicketEntry exchange(const std::string& id, std::int64_t price) {
        domain::TicketEntry entry = sale(id, price);
        set_off(entry, return_key("R1"), kept());
        return entry;
    }
    domain::ReturnEntry payment(const std::string& id, Money amount) const {
        domain::ReturnEntry entry;
        entry.ticket = sold.basket.ticket_key();
        entry.return_key = return_key(id);
        entry.pays_out = return_key("R1");
        entry.refunds = {{"cash", amount}};
        return entry;
    }
    template <class Entry>
    Strings take(TestDevice& device, const Entry& entry) {
        const std::uint64_t before = device.head.seq.value;
        device.write(entry, now);
        return verdicts(upload(device, before), device.holder);
    }
    domain::TicketEntry sold;
};

TEST_F(UnevenExchangeAtHq, WhatTheReturnGaveBackIsHeldAndUsedOnTheNewTicket) {
    EXPECT_EQ(take(a, back("R1")), Strings{"accepted"});
    const CouponId again = domain::coupon_given_back_by(hasher, a.holder, JournalSeq{a.head.seq.value}, CouponId{"C1"});
    const RightId right = domain::right_of(again);
    const domain::Hold held = hold(a, 2, {{right, 1, 1}});
    domain::TicketEntry made = sale("T2", 20'000, again);
    set_off(made, return_key("R1"), kept());
    const std::uint64_t before = a.head.seq.value;
    a.write(made, now);
    a.write(domain::ConsumeEntry{held.hold_id, {{right, 1}}, ticket_key("T2")}, now);
    EXPECT_EQ(verdicts(upload(a, before), a.holder), (Strings{"accepted", "accepted"}));
    const auto row = *store->view().returns().kept(return_key("R1"));
    ASSERT_TRUE(row && row->used_by);
    EXPECT_EQ(row->used_by->seq, JournalSeq{before + 1});
}

TEST_F(UnevenExchangeAtHq, CheaperGoodsAreNoQuestion) {
    EXPECT_EQ(take(a, back("R1")), Strings{"accepted"});
    EXPECT_EQ(take(a, exchange("T2", 1000)), Strings{"accepted"});
}

TEST_F(UnevenExchangeAtHq, TheSecondTicketIsAFinding) {
    EXPECT_EQ(take(a, back("R1")), Strings{"accepted"});
    EXPECT_EQ(take(a, exchange("T2", 20'000)), Strings{"accepted"});
    EXPECT_EQ(take(b, exchange("T3", 20'000)), Strings{"finding exchange_settled"});
    EXPECT_EQ(take(b, payment("P1", kept())), Strings{"finding exchange_settled"});
    EXPECT_EQ(take(b, exchange("T2", 20'000)), Strings{"finding duplicate_of"}) << "the same sale again uses nothing up";
}

TEST_F(UnevenExchangeAtHq, AReturnThatNobodyKnowsIsAFinding) {
    EXPECT_EQ(take(a, exchange("T2", 20'000)), Strings{"finding exchange_unknown"});
}

TEST_F(UnevenExchangeAtHq, AnotherRefundIsAFinding) {
    EXPECT_EQ(take(a, back("R1")), Strings{"accepted"});
    domain::TicketEntry more = sale("T2", 20'000);
    set_off(more, return_key("R1"), kept() + Money{1});
    EXPECT_EQ(take(a, more), Strings{"finding exchange_differs"});
}

TEST_F(UnevenExchangeAtHq, MoneyThatDoesNotAddUpIsAFinding) {
    EXPECT_EQ(take(a, back("R1")), Strings{"accepted"});
    domain::TicketEntry unpaid = exchange("T2", 20'000);
    unpaid.tenders.pop_back();
    EXPECT_EQ(take(a, unpaid), Strings{"finding exchange_differs"});
    domain::TicketEntry unnamed = sale("T3", 20'000);
    unnamed.tenders = {{"exchange", unnamed.quote.totals.due}};
    EXPECT_EQ(take(a, unnamed), Strings{"finding exchange_differs"});
}

TEST_F(UnevenExchangeAtHq, TheRefundCountsOnceWhereItIsPaidAfterAll) {
    EXPECT_EQ(take(a, back("R1")), Strings{"accepted"});
    EXPECT_EQ(take(a, payment("P1", kept())), Strings{"accepted"});
    Money sum;
    for (const ReturnRow& row : *store->view().returns().of_ticket(ticket_key("T1")))
        sum += row.refund;
    EXPECT_EQ(sum, kept());
    EXPECT_EQ(take(a, exchange("T2", 20'000)), Strings{"finding exchange_settled"});
}

TEST_F(UnevenExchangeAtHq, APaymentOfAnotherSumIsAFinding) {
    EXPECT_EQ(take(a, back("R1")), Strings{"accepted"});
    EXPECT_EQ(take(a, payment("P1", kept() - Money{1})), Strings{"finding exchange_differs"});
}

}  // namespace
}  // namespace counterfoil::hub
