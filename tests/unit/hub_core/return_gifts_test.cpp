// Gifts at HQ: what a till decided about them is worked out again, whoever took the goods back.
#include "domain/return_gifts.hpp"

#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using domain::GiftChoice;
using Strings = std::vector<std::string>;

/// Two pieces of 100.00 and a cup of 30.00, which coupon G gives from 150.00 on; tier price 90 %.
class GiftsAtHq : public HqWorld {
protected:
    GiftsAtHq() {
        add_rules();
        add_member(1000);
        add_coupon("C1", kMember);
        in_tx([&](HubTx& tx) -> Result<void> {
            domain::CouponTemplate rule;
            rule.template_id = TemplateId{"T1"};
            rule.version = 2;
            rule.kind = domain::TemplateKind::gift;
            rule.skus = {Sku{"CUP"}};
            rule.min_spend = Money{15'000};
            return tx.reference().put_template(rule);
        });
        sell();
    }

    void sell() {
        domain::Basket& basket = sold.basket = basket_of("T1", now);
        sold.checkout_id = CheckoutId{"K"};
        basket.coupons = std::vector{CouponId{"C1"}};
        add_line(basket, 10'000, 2);
        add_line(basket, 3000, 1, "CUP");
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        domain::OfferedCoupon offer;
        offer.coupon = **store->view().rights().coupon(CouponId{"C1"});
        offer.coupon_template = **store->view().reference().coupon_template(TemplateId{"T1"});
        offer.right = domain::RightState::held;
        context.coupons.push_back(offer);
        sold.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        sold.tenders.push_back({"cash", sold.quote.totals.due});
        const domain::Hold held = hold(a, 1, {{kCouponRight, 1, 1}});
        a.write(sold, now);
        a.write(domain::ConsumeEntry{held.hold_id, {{kCouponRight, 1}}, ticket_key("T1")}, now);
        EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "accepted"}));
        seen = {sold.basket, sold.quote, {}};
    }

    /// A return as a till makes it that has seen those before.
    domain::ReturnEntry back(const std::string& id, std::vector<domain::ReturnRequest> lines, GiftChoice choice) {
        domain::ReturnEntry entry;
        entry.ticket = sold.basket.ticket_key();
        entry.return_key = entry.ticket;
        entry.return_key.ticket_id = TicketId{id};
        entry.goods = std::get<domain::Return>(domain::make_return(seen, lines));
        entry.gifts = domain::settle_gifts(seen, entry.goods, choice, entry.goods.totals.due);
        entry.refunds = {{"cash", entry.refund()}};
        domain::add_return(seen, entry.goods);
        domain::add_gifts(seen, entry.gifts);
        return entry;
    }
    Strings take(TestDevice& device, const domain::ReturnEntry& entry) {
        const std::uint64_t before = device.head.seq.value;
        device.write(entry, now);
        return verdicts(upload(device, before), device.holder);
    }
    Money refunds() {
        Money sum;
        const auto rows = store->view().returns().of_ticket(ticket_key("T1"));
        for (const ReturnRow& row : *rows)
            sum += row.refund;
        return sum;
    }

    domain::TicketEntry sold;
    domain::SoldTicket seen;
};

const domain::ReturnRequest kPiece{1, Quantity{1000}};
const domain::ReturnRequest kCup{2, Quantity{1000}};

TEST_F(GiftsAtHq, TheValueComesOffAndGoesBackOverTwoStores) {
    const domain::ReturnEntry first = back("X1", {kPiece}, GiftChoice::deduct);
    ASSERT_EQ(first.gifts.at(0).deduction, Money{2700});
    EXPECT_EQ(take(a, first), Strings{"accepted"});
    const domain::ReturnEntry cup = back("X2", {kCup}, GiftChoice::ask);
    ASSERT_EQ(cup.refund(), Money{2700});
    EXPECT_EQ(take(b, cup), Strings{"accepted"});
    EXPECT_EQ(take(a, back("X3", {kPiece}, GiftChoice::ask)), Strings{"accepted"});
    EXPECT_EQ(refunds(), sold.quote.totals.due);
    const auto rows = *store->view().returns().of_ticket(ticket_key("T1"));
    EXPECT_EQ(rows.at(0).gifts, first.gifts);
}

TEST_F(GiftsAtHq, WhatWasWaivedStaysWaived) {
    EXPECT_EQ(take(a, back("X1", {kPiece}, GiftChoice::waive)), Strings{"accepted"});
    EXPECT_EQ(take(a, back("X2", {kPiece}, GiftChoice::ask)), Strings{"accepted"});
    EXPECT_EQ(refunds(), sold.quote.totals.due);
}

TEST_F(GiftsAtHq, ATillThatDidNotAskIsAFinding) {
    EXPECT_EQ(take(a, back("X1", {kPiece}, GiftChoice::ask)), Strings{"finding gift_missing"});
    seen.gifts.clear();
    EXPECT_EQ(take(a, back("X2", {kPiece}, GiftChoice::deduct)), Strings{"accepted"}) << "the next one asks";
}

TEST_F(GiftsAtHq, OtherFiguresAreAFindingAndHqKeepsItsOwn) {
    domain::ReturnEntry first = back("X1", {kPiece}, GiftChoice::deduct);
    first.gifts[0].deduction = Money{1};
    first.refunds = {{"cash", first.refund()}};
    EXPECT_EQ(take(a, first), Strings{"finding gifts_differ"});
    EXPECT_EQ((*store->view().returns().of_ticket(ticket_key("T1"))).at(0).gifts.at(0).deduction, Money{2700});
    domain::ReturnEntry second = back("X2", {kPiece}, GiftChoice::ask);
    second.gifts = {{CouponId{"C1"}, 2, Sku{"CUP"}, Money{2700}, Money{2700}, {}, false}};
    second.refunds = {{"cash", second.refund()}};
    EXPECT_EQ(take(a, second), Strings{"finding gifts_differ"}) << "taken twice";
}

TEST_F(GiftsAtHq, ARefundThatForgetsTheDeductionDoesNotAddUp) {
    domain::ReturnEntry first = back("X1", {kPiece}, GiftChoice::deduct);
    first.refunds = {{"cash", first.goods.totals.due}};
    EXPECT_EQ(take(a, first), Strings{"finding refund_differs"});
}

}  // namespace
}  // namespace counterfoil::hub
