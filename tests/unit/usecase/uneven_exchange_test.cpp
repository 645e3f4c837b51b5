// Goods given back that pay for others: a return that keeps its refund, and the ticket that sets it off.
#include <algorithm>

#include "domain/entry_ids.hpp"
#include "domain/set_off.hpp"
#include "till.hpp"
#include "usecase/returns.hpp"
#include "usecase/tickets.hpp"

namespace counterfoil::usecase {
namespace {

class UnevenExchangeTest : public Till {
protected:
    /// One piece of 50.00 with the member's coupon of 10.00 under a hold: 40.00.
    Committed sell(const std::string& ticket = "1") {
        const Committed sold = sale(basket(ticket, "m1", 5000), "sale-" + ticket, 1);
        EXPECT_EQ(sold.quote.totals.due, Money{4000});
        return sold;
    }
    static domain::TicketKey key_of(const Committed& sold, const std::string& id) {
        domain::TicketKey key = sold.ticket;
        key.ticket_id = TicketId{id};
        return key;
    }
    static ReturnRequest back(const Committed& sold, const std::string& id, std::vector<domain::Tender> refunds) {
        ReturnRequest request;
        request.ticket = sold.ticket;
        request.lines = {{1, Quantity{1000}}};
        request.return_key = key_of(sold, id);
        request.refunds = std::move(refunds);
        request.idempotency_key = "key-" + id;
        request.request_digest = digest_of(id);
        return request;
    }
    auto try_return(const ReturnRequest& request) {
        return write([&](const View& v) { return take_return(v, request); });
    }
    /// All of it back, for an exchange.
    Returned give_back(const Committed& sold, const std::string& id = "R1") {
        return value(try_return(back(sold, id, {{"exchange", sold.quote.totals.due}})));
    }
    static domain::Basket wanted(const std::string& ticket, std::int64_t price, const domain::TicketKey& of,
                                 const std::string& member = "m1") {
        domain::Basket one = basket(ticket, member, price);
        one.exchange_of = of;
        return one;
    }
    Refusal not_quoted(const domain::Basket& one) { return refusal(quote(view(), {one})); }
    static CommitRequest pay(CommitRequest request, std::vector<domain::Tender> tenders,
                             std::vector<domain::Tender> refunds = {}) {
        request.tenders = std::move(tenders);
        request.refunds = std::move(refunds);
        return request;
    }
    Committed exchange(const domain::Basket& one, const std::string& key, std::vector<domain::Tender> tenders,
                       std::vector<domain::Tender> refunds = {}) {
        const domain::Checkout opened = open(one).answer.checkout;
        return value(try_commit(pay(request_for(opened, key), std::move(tenders), std::move(refunds))));
    }
    static bool tells(const domain::Quote& quote, const std::string& step) {
        return std::ranges::find(quote.explain, step, &domain::ExplainStep::step) != quote.explain.end();
    }
    void go_dark() {
        link.up = false;
        now.ms += kHour / 2;
    }
    /// What HQ makes of the coupon when it has applied the return.
    domain::Coupon made_again(const Returned& done, const std::string& id, const std::string& rule) {
        domain::Coupon again = test_support::coupon("new", rule, "m1");
        const View here = view();
        again.coupon_id =
            domain::coupon_given_back_by(here.hasher, {DeviceId{"D1"}, DeviceEpoch{1}}, done.seq, CouponId{id});
        return again;
    }
};

TEST_F(UnevenExchangeTest, TheRefundIsSetOffAndTheCustomerPaysTheRest) {
    const Committed sold = sell();
    const Returned done = give_back(sold);
    EXPECT_EQ(done.entry.refund(), Money{4000});
    const domain::Basket one = wanted("2", 6000, done.entry.return_key);
    const domain::Quote quote = quoted(one).quote;
    ASSERT_TRUE(quote.exchange);
    EXPECT_EQ(*quote.exchange, (domain::SetOff{done.entry.return_key, Money{4000}, Money{2000}}));
    EXPECT_TRUE(tells(quote, "exchange"));
    const domain::Checkout opened = open(one).answer.checkout;
    EXPECT_EQ(opened.quote.exchange, quote.exchange);
    CommitRequest request = request_for(opened, "exchange");
    const auto refused = [&](std::vector<domain::Tender> tenders, std::vector<domain::Tender> refunds = {}) {
        return refusal(try_commit(pay(request, std::move(tenders), std::move(refunds))));
    };
    EXPECT_EQ(refused({{"cash", Money{6000}}}).figures.at("kept"), "4000");
    EXPECT_EQ(refused({{"exchange", Money{4000}}, {"cash", Money{6000}}}).figures.at("due"), "2000");
    EXPECT_EQ(refused({{"exchange", Money{4000}}, {"cash", Money{2100}}}, {{"cash", Money{100}}}).code, "tenders_mismatch");
    const Committed made = value(try_commit(pay(request, {{"exchange", Money{4000}}, {"cash", Money{2000}}})));
    EXPECT_EQ(made.quote.exchange, quote.exchange);
    const auto told = entries<domain::TicketEntry>().at(1);
    EXPECT_EQ(told.basket.exchange_of, done.entry.return_key);
    EXPECT_EQ(told.quote.exchange, quote.exchange);
}

TEST_F(UnevenExchangeTest, WhereTheNewGoodsAreCheaperMoneyGoesBack) {
    const Committed sold = sell();
    const Returned done = give_back(sold);
    const domain::Basket one = wanted("2", 1000, done.entry.return_key);
    EXPECT_EQ(quoted(one).quote.exchange->balance, Money{-3000});
    EXPECT_TRUE(tells(quoted(one).quote, "exchange_back"));
    const domain::Checkout opened = open(one).answer.checkout;
    const auto request = request_for(opened, "exchange");
    const Refusal no = refusal(try_commit(pay(request, {{"exchange", Money{4000}}}, {{"cash", Money{2000}}})));
    EXPECT_EQ(no.field, "/refunds");
    EXPECT_EQ(no.figures.at("due"), "3000");
    EXPECT_EQ(refusal(try_commit(pay(request, {{"exchange", Money{4000}}}, {{"exchange", Money{3000}}}))).code,
              "tenders_mismatch")
        << "what is left is paid, not kept again";
    value(try_commit(pay(request, {{"exchange", Money{4000}}}, {{"cash", Money{3000}}})));
    EXPECT_EQ(entries<domain::TicketEntry>().at(1).refunds, (std::vector<domain::Tender>{{"cash", Money{3000}}}));
}

TEST_F(UnevenExchangeTest, ARefundIsUsedUpOnce) {
    const Committed sold = sell();
    const Returned done = give_back(sold);
    const domain::Checkout first = open(wanted("2", 6000, done.entry.return_key)).answer.checkout;
    const domain::Checkout second = open(wanted("3", 6000, done.entry.return_key)).answer.checkout;
    const std::vector<domain::Tender> tenders{{"exchange", Money{4000}}, {"cash", Money{2000}}};
    const auto paid = pay(request_for(first, "first"), tenders);
    const Committed made = value(try_commit(paid));
    const auto before = journal().size();
    const Refusal no = refusal(try_commit(pay(request_for(second, "second"), tenders)));
    EXPECT_EQ(no.code, "exchange_settled");
    EXPECT_EQ(no.figures.at("ticket"), made.ticket.text());
    EXPECT_EQ(not_quoted(wanted("4", 6000, done.entry.return_key)).code, "exchange_settled");
    ReturnRequest payout = back(sold, "P1", {{"cash", Money{4000}}});
    payout.lines.clear();
    payout.pays_out = done.entry.return_key;
    EXPECT_EQ(refusal(try_return(payout)).code, "exchange_settled");
    EXPECT_EQ(journal().size(), before);
    EXPECT_TRUE(value(try_commit(paid)).replay);
    EXPECT_EQ(journal().size(), before);
}

TEST_F(UnevenExchangeTest, OnlyARefundThatThisDeviceKeptIsSetOff) {
    const Committed sold = sell();
    EXPECT_EQ(not_quoted(wanted("2", 6000, key_of(sold, "R1"))).code, "exchange_unknown");
    value(try_return(back(sold, "R1", {{"cash", Money{4000}}})));
    const Refusal no = not_quoted(wanted("2", 6000, key_of(sold, "R1")));
    EXPECT_EQ(no.code, "exchange_unknown") << "it was paid";
    EXPECT_EQ(no.field, "/exchange_of");
    const domain::Checkout plain = open(basket("3", "m1", 6000)).answer.checkout;
    EXPECT_EQ(refusal(try_commit(pay(request_for(plain, "plain"), {{"exchange", Money{6000}}}))).code, "tenders_mismatch");
}

TEST_F(UnevenExchangeTest, APartOfTheRefundMayBePaidAndTheRestKept) {
    const Committed sold = sell();
    const Returned done = value(try_return(back(sold, "R1", {{"cash", Money{1500}}, {"exchange", Money{2500}}})));
    EXPECT_EQ(quoted(wanted("2", 6000, done.entry.return_key)).quote.exchange->refund, Money{2500});
}

TEST_F(UnevenExchangeTest, ItIsForTheSameMemberAndInTheSameCurrency) {
    const Committed sold = sell();
    const Returned done = give_back(sold);
    EXPECT_EQ(not_quoted(wanted("2", 6000, done.entry.return_key, "gold")).code, "exchange_member");
    EXPECT_TRUE(quoted(wanted("2", 6000, done.entry.return_key, "")).quote.exchange);
    domain::Member merged = test_support::member("m1", "base");
    merged.merged_into = MemberId{"gold"};
    disk.feed({row(merged)});
    EXPECT_TRUE(quoted(wanted("2", 6000, done.entry.return_key, "gold")).quote.exchange) << "they are one person now";
    domain::Rules euro = test_support::brand_rules();
    euro.currency = "EUR";
    disk.feed({row(euro)});
    domain::Basket other = wanted("2", 6000, done.entry.return_key, "");
    other.currency = "EUR";
    const Refusal no = not_quoted(other);
    EXPECT_EQ(no.code, "currency_mismatch");
    EXPECT_EQ(no.figures.at("currency"), "CNY");
}

TEST_F(UnevenExchangeTest, ACouponGivenBackIsUsableAsSoonAsHqHasMadeIt) {
    const Committed sold = sell();
    const Returned done = give_back(sold);
    ASSERT_EQ(done.coupons.at(0).fate, domain::CouponFate::given_back);
    const domain::Basket one = wanted("2", 6000, done.entry.return_key);
    EXPECT_TRUE(tells(quoted(one).quote, "exchange_coupons"));
    disk.feed({row(made_again(done, "c1", "ten_off"))});
    const Opened opened = open(one);
    ASSERT_TRUE(opened.wish) << "the new right is asked for like any other";
    grant_all(*opened.wish, 2);
    const domain::Checkout held = stored(opened.answer.checkout.checkout_id);
    EXPECT_FALSE(tells(held.quote, "exchange_coupons"));
    ASSERT_EQ(held.quote.used.size(), 1U);
    EXPECT_EQ(held.quote.exchange->balance, Money{1000});
    value(try_commit(pay(request_for(held, "exchange"), {{"exchange", Money{4000}}, {"cash", Money{1000}}})));
    const auto spent = entries<domain::ConsumeEntry>();
    ASSERT_EQ(spent.size(), 2U);
    EXPECT_NE(spent[0].units, spent[1].units) << "each right once";
}

TEST_F(UnevenExchangeTest, InTheDarkACouponGivenBackWaitsEvenWhereOthersMayBeRisked) {
    domain::Coupon risky = test_support::coupon("c2", "risky", "m1");
    disk.feed({row(risky)});
    domain::Basket first = basket("1", "m1", 5000);
    first.coupons = std::vector{CouponId{"c2"}};
    const Committed sold = sale(first, "sale-1", 1);
    ASSERT_EQ(sold.quote.used.at(0).coupon_id, CouponId{"c2"});
    go_dark();
    const Returned done = give_back(sold);
    ASSERT_EQ(done.coupons.at(0).fate, domain::CouponFate::given_back);
    domain::Basket one = wanted("2", 6000, done.entry.return_key);
    const domain::Quote quote = quoted(one).quote;
    EXPECT_TRUE(quote.used.empty()) << "its hold is spent, and the new right is HQ's to make";
    EXPECT_TRUE(tells(quote, "exchange_coupons"));
    one.coupons = std::vector{CouponId{"c2"}};
    ASSERT_EQ(quoted(one).quote.refused.size(), 1U);
    EXPECT_EQ(quoted(one).quote.refused[0].reasons.at(0).code, "already_used");
    exchange(one, "exchange", {{"exchange", Money{4000}}, {"cash", Money{2000}}});
    EXPECT_EQ(entries<domain::ConsumeEntry>().size(), 1U);
    EXPECT_TRUE(entries<domain::RiskEntry>().empty());
}

TEST_F(UnevenExchangeTest, WhatAConflictGaveBackIsNotAwaited) {
    const Committed sold = sell();
    const Returned done = give_back(sold);
    write([&](const View& v) -> Result<int> {
        CF_CHECK(v.ledger.journal().set_verdict(done.seq, domain::EntryVerdict::conflict, "over_returned"));
        return 0;
    });
    EXPECT_FALSE(tells(quoted(wanted("2", 6000, done.entry.return_key)).quote, "exchange_coupons"));
}

TEST_F(UnevenExchangeTest, WhereNothingIsTakenTheRefundIsPaidAfterAll) {
    const Committed sold = sell();
    const Returned done = give_back(sold);
    ReturnRequest payout = back(sold, "P1", {{"cash", Money{4000}}});
    payout.lines.clear();
    payout.pays_out = done.entry.return_key;
    ReturnRequest wrong = payout;
    wrong.refunds = {{"cash", Money{3999}}};
    EXPECT_EQ(refusal(try_return(wrong)).code, "tenders_mismatch");
    wrong.refunds = {{"exchange", Money{4000}}};
    EXPECT_EQ(refusal(try_return(wrong)).field, "/refunds");
    wrong = payout;
    wrong.pays_out = key_of(sold, "R7");
    EXPECT_EQ(refusal(try_return(wrong)).code, "exchange_unknown");
    const Points pending = value(member_card(view(), MemberId{"m1"})).pending;
    const Returned paid = value(try_return(payout));
    EXPECT_TRUE(domain::only_pays_out(paid.entry));
    EXPECT_EQ(paid.entry.refund(), Money{}) << "the return has told of it";
    EXPECT_EQ(value(member_card(view(), MemberId{"m1"})).pending, pending);
    EXPECT_TRUE(value(try_return(payout)).replay);
    const Refusal no = not_quoted(wanted("2", 6000, done.entry.return_key));
    EXPECT_EQ(no.code, "exchange_settled");
    EXPECT_EQ(no.figures.at("ticket"), paid.entry.return_key.text());
}

TEST_F(UnevenExchangeTest, AVoidOfTheNewTicketGivesAllOfItsValueBackOnce) {
    const Committed sold = sell();
    const Returned done = give_back(sold);
    const Committed made =
        exchange(wanted("2", 6000, done.entry.return_key), "exchange", {{"exchange", Money{4000}}, {"cash", Money{2000}}});
    ReturnRequest undo = back(made, "V1", {{"exchange", Money{6000}}});
    undo.lines.clear();
    undo.voided = true;
    const Returned undone = value(try_return(undo));
    EXPECT_EQ(not_quoted(wanted("3", 6500, done.entry.return_key)).code, "exchange_settled");
    const domain::Quote quote = quoted(wanted("3", 6500, undone.entry.return_key)).quote;
    EXPECT_EQ(quote.exchange->balance, Money{500}) << "4000 of it from the first goods, 2000 in cash";
}

TEST_F(UnevenExchangeTest, RoundingLowersTheBalance) {
    const Committed sold = sell();
    const Returned done = give_back(sold);
    const domain::Checkout opened = open(wanted("2", 6005, done.entry.return_key)).answer.checkout;
    CommitRequest request = pay(request_for(opened, "exchange"), {{"exchange", Money{4000}}, {"cash", Money{2000}}});
    request.rounding = Money{5};
    EXPECT_EQ(value(try_commit(request)).quote.exchange->balance, Money{2000});
}

}  // namespace
}  // namespace counterfoil::usecase
