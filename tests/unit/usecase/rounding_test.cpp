// Rounding that comes with the commit, and the company that sells.
#include <functional>

#include "till.hpp"
#include "usecase/returns.hpp"

namespace counterfoil::usecase {
namespace {

class RoundingTest : public Till {
protected:
    /// 50.00 less the coupon's 10.00 less 4.00 in points: 36.00.
    domain::Checkout ready(const std::string& ticket = "1") {
        domain::Basket one = basket(ticket, "m1", 5000);
        one.points = Points{400};
        const Opened opened = open(one);
        if (opened.wish) grant_all(*opened.wish);
        return stored(opened.answer.checkout.checkout_id);
    }
    CommitRequest rounded(const domain::Checkout& one, std::int64_t rounding, std::int64_t paid) {
        CommitRequest request = request_for(one);
        request.rounding = Money{rounding};
        request.tenders = {{"cash", Money{paid}}};
        return request;
    }
    void change_rules(const std::function<void(domain::Rules&)>& change) {
        domain::Rules rules = test_support::brand_rules();
        change(rules);
        rules.version += 1;
        disk.feed({row(rules)});
    }
};

TEST_F(RoundingTest, IsWrittenAndEverythingElseOfThePriceStays) {
    const domain::Checkout one = ready();
    ASSERT_EQ(one.quote.totals.due, Money{3600});
    const Committed sold = value(try_commit(rounded(one, 60, 3540)));
    EXPECT_EQ(sold.quote.totals.due, Money{3540});
    EXPECT_EQ(sold.quote.totals.rounding, Money{60});
    EXPECT_EQ(sold.quote.totals.coupon_discount, Money{1000});
    EXPECT_EQ(sold.quote.points.burn, Points{400});
    EXPECT_EQ(sold.quote.points.earn, Points{35});
    const auto told = entries<domain::TicketEntry>();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].quote, sold.quote);
    EXPECT_EQ(told[0].basket.rounding, Money{60});
    EXPECT_EQ(entries<domain::ConsumeEntry>().size(), 1U);
    const domain::Checkout after = stored(one.checkout_id);
    EXPECT_EQ(after.quote.totals.due, Money{3540});
    EXPECT_NE(sold.quote.hash, one.quote.hash) << "its figures are others";
}

TEST_F(RoundingTest, TheTendersAddUpToWhatIsLeft) {
    const domain::Checkout one = ready();
    const Refusal no = refusal(try_commit(rounded(one, 60, 3600)));
    EXPECT_EQ(no.code, "tenders_mismatch");
    EXPECT_EQ(no.figures.at("due"), "3540");
    EXPECT_TRUE(entries<domain::TicketEntry>().empty());
    EXPECT_EQ(stored(one.checkout_id).quote, one.quote);
    EXPECT_EQ(value(try_commit(request_for(one))).quote.totals.due, Money{3600});
}

TEST_F(RoundingTest, IsNoMoreThanTheRulesAllow) {
    const domain::Checkout one = ready();
    const Refusal no = refusal(try_commit(rounded(one, 100, 3500)));
    EXPECT_EQ(no.code, "basket_invalid");
    EXPECT_EQ(no.field, "/rounding");
    EXPECT_EQ(no.figures.at("rule"), "at most 99");
}

TEST_F(RoundingTest, TheSameSaleToldTwiceIsOneSale) {
    const domain::Checkout one = ready();
    const Committed first = value(try_commit(rounded(one, 60, 3540)));
    CommitRequest again = rounded(one, 60, 3540);
    again.idempotency_key = "key-2";
    const Committed second = value(try_commit(again));
    EXPECT_TRUE(second.replay);
    EXPECT_EQ(second.seq, first.seq);
    again.idempotency_key = "key-3";
    again.rounding = Money{50};
    EXPECT_EQ(refusal(try_commit(again)).code, "ticket_id_reused");
    EXPECT_EQ(entries<domain::TicketEntry>().size(), 1U);
}

TEST_F(RoundingTest, AQuoteMayBeRoundedAlready) {
    domain::Basket one = basket("1", "gold", 5001);
    one.rounding = Money{1};
    const Opened opened = open(one);
    const domain::Checkout& checkout = opened.answer.checkout;
    EXPECT_EQ(checkout.quote.totals.rounding, Money{1});
    const domain::Quote sold = value(try_commit(request_for(checkout))).quote;
    EXPECT_EQ(sold.hash, checkout.quote.hash) << "of all but the explanations";
    EXPECT_EQ(sold.totals, checkout.quote.totals);
}

TEST_F(RoundingTest, APriceThatNoLongerComesOutIsStale) {
    const domain::Checkout one = ready();
    change_rules([](domain::Rules&) {});
    const Refusal by_rules = refusal(try_commit(rounded(one, 60, 3540)));
    EXPECT_EQ(by_rules.code, "quote_stale");
    EXPECT_EQ(by_rules.figures.at("cause"), "other_rules");
    const domain::Quote sold = value(try_commit(request_for(one))).quote;
    EXPECT_EQ(sold.hash, one.quote.hash) << "without rounding it is the promise that counts";
    EXPECT_EQ(sold.totals, one.quote.totals);
}

TEST_F(RoundingTest, AMemberWhoChangedMeanwhileMakesItStale) {
    const domain::Checkout one = ready();
    disk.feed({row(test_support::member("m1", "gold",
                                        {test_support::lot("early", 300, Instant{kMorning.ms + 10 * kDay}),
                                         test_support::lot("late", 1000, Instant{kMorning.ms + 300 * kDay})}))});
    const Refusal no = refusal(try_commit(rounded(one, 60, 3540)));
    EXPECT_EQ(no.code, "quote_stale");
    EXPECT_EQ(no.figures.at("cause"), "other_price");
}

TEST_F(RoundingTest, TheCompanyIsTheRulesWordAndOwesAndIsOwed) {
    change_rules([](domain::Rules& rules) { rules.stores = {{StoreId{"S001"}, {}, {}, {}, EntityId{"E-1"}}}; });
    domain::Basket wrong = basket("0", "m1", 5000);
    wrong.entity_id = EntityId{"E-2"};
    EXPECT_EQ(refusal(try_open(wrong)).field, "/entity_id");
    const domain::Checkout one = ready();
    EXPECT_EQ(one.basket.entity_id, EntityId{"E-1"});
    const Committed sold = value(try_commit(rounded(one, 60, 3540)));
    using Cause = domain::ClearingCause;
    const std::vector<domain::ClearingEntry> owed{
        {EntityId{"hq"}, EntityId{"E-1"}, Cause::coupon, "c1", Money{1000}, {}},
        {EntityId{"E-1"}, EntityId{"pool"}, Cause::points_earned, {}, {}, Points{35}},
        {EntityId{"pool"}, EntityId{"E-1"}, Cause::points_burnt, {}, {}, Points{400}}};
    EXPECT_EQ(sold.quote.clearing, owed);

    ReturnRequest request;
    request.ticket = sold.ticket;
    request.lines = {{1, Quantity{1000}}};
    request.return_key = sold.ticket;
    request.return_key.ticket_id = TicketId{"R1"};
    request.refunds = {{"cash", Money{3540}}};
    request.idempotency_key = "back";
    const Returned back = value(write([&](const View& v) { return take_return(v, request); }));
    EXPECT_EQ(back.entry.entity_id, EntityId{"E-1"});
    EXPECT_EQ(back.entry.goods.totals.rounding, Money{60});
    std::vector<domain::ClearingEntry> turned;
    for (const domain::ClearingEntry& entry : owed)
        turned.push_back({entry.creditor, entry.debtor, entry.cause, entry.id, entry.amount, entry.points});
    EXPECT_EQ(back.entry.clearing, turned);
}

}  // namespace
}  // namespace counterfoil::usecase
