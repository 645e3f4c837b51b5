// What a till knows of days, holds and own sales when it asks whether a coupon is good.
#include "till.hpp"

namespace counterfoil::usecase {
namespace {

constexpr std::int64_t kMinute = 60'000;

class ValidityAtTheTill : public Till {
protected:
    void coupon_until(Instant end) {
        domain::Coupon ending = test_support::coupon("c1", "ten_off", "m1");
        ending.valid_until = end;
        disk.feed({row(ending)});
    }
    std::vector<std::string> reasons(const domain::Quote& quote) {
        std::vector<std::string> codes;
        for (const domain::RefusedCoupon& refused : quote.refused)
            for (const Refusal& reason : refused.reasons)
                codes.push_back(reason.code);
        return codes;
    }
};

TEST_F(ValidityAtTheTill, ACouponThatIsHeldOutlivesItsEndWhenTheTicketIsOpenedAnew) {
    coupon_until(Instant{kMorning.ms + 5 * kMinute});
    const Opened first = open(basket("1", "m1", 5000));
    grant_all(*first.wish);
    now = Instant{kMorning.ms + 8 * kMinute};
    domain::Basket more = basket("1", "m1", 6000);
    more.held_since = now;
    const domain::Checkout again = open(more).answer.checkout;
    EXPECT_EQ(again.quote.totals.due, Money{5000}) << "the till has added goods; the coupon was good when it was held";
    EXPECT_EQ(again.basket.held_since, kMorning);
    EXPECT_EQ(again.quote.expires_at, kMorning + domain::kQuoteLife);
    const domain::Checkout third = open(more).answer.checkout;
    EXPECT_EQ(third.basket.held_since, kMorning) << "it counts from the first hold";
    EXPECT_EQ(committed(third).quote.totals.due, Money{5000});
}

TEST_F(ValidityAtTheTill, NoLongerThanAQuoteLives) {
    coupon_until(Instant{kMorning.ms + 5 * kMinute});
    grant_all(*open(basket("1", "m1", 5000)).wish);
    now = kMorning + domain::kQuoteLife;
    const domain::Checkout late = open(basket("1", "m1", 5000)).answer.checkout;
    EXPECT_EQ(reasons(late.quote), std::vector<std::string>{"expired"});
    EXPECT_FALSE(late.basket.held_since);
}

TEST_F(ValidityAtTheTill, WhatATillSaysOfHoldsCountsForNothing) {
    coupon_until(Instant{kMorning.ms - kMinute});
    domain::Basket sent = basket("1", "m1", 5000);
    sent.held_since = Instant{kMorning.ms - 2 * kMinute};
    const QuoteAnswer answer = quoted(sent);
    EXPECT_FALSE(answer.basket.held_since);
    EXPECT_EQ(answer.quote.totals.due, Money{5000});
}

TEST_F(ValidityAtTheTill, ATicketOpenedAnewInTimeNeedsNoHold) {
    grant_all(*open(basket("1", "m1", 5000)).wish);
    now = Instant{kMorning.ms + 8 * kMinute};
    const domain::Checkout again = open(basket("1", "m1", 6000)).answer.checkout;
    EXPECT_FALSE(again.basket.held_since);
    EXPECT_EQ(again.quote.expires_at, now + domain::kQuoteLife);
}

TEST_F(ValidityAtTheTill, OwnSalesThatHqHasNotCountedMakeTheNextOneNoFirstPurchase) {
    domain::CouponTemplate welcome = test_support::amount_off("welcome", 1500);
    welcome.first_purchase = true;
    disk.feed({row(welcome), row(test_support::coupon("w1", "welcome", "m1"))});
    domain::Basket wanted = basket("1", "m1", 5000);
    wanted.coupons = std::vector{CouponId{"w1"}};
    EXPECT_EQ(quoted(wanted).quote.totals.due, Money{3500});
    sale(basket("0", "", 5000), "key-0", 1);
    EXPECT_EQ(quoted(wanted).quote.totals.due, Money{3500}) << "somebody else's";
    domain::Basket plain = basket("2", "m1", 5000);
    plain.coupons = std::vector<CouponId>{};
    const Committed sold = sale(plain, "key-1", 2);
    EXPECT_EQ(reasons(quoted(wanted).quote), std::vector<std::string>{"not_first_purchase"});

    domain::CachedMember counted{test_support::member("m1", "base"), {{{DeviceId{"D1"}, DeviceEpoch{1}}, sold.seq}}};
    disk.feed({row(counted)});
    EXPECT_EQ(quoted(wanted).quote.totals.due, Money{3500}) << "HQ has counted it, and says that none is left";
    counted.member.purchased = true;
    disk.feed({row(counted)});
    EXPECT_EQ(reasons(quoted(wanted).quote), std::vector<std::string>{"not_first_purchase"});
}

TEST_F(ValidityAtTheTill, TheBusinessDayIsTheStores) {
    domain::Rules rules = test_support::brand_rules();
    rules.stores = {{StoreId{"S001"}, "", "", domain::TimeOfDay{120}}};
    disk.feed({row(rules)});
    now = Instant{1'772'470'200'000};  // 2026-03-03, 00:50 in UTC+8
    domain::Basket one = basket("1", "m1", 5000);
    one.business_day.clear();
    const QuoteAnswer night = quoted(one);
    EXPECT_EQ(night.basket.business_day, "2026-03-02");
    now = Instant{now.ms + 60 * kMinute};
    const QuoteAnswer late = quoted(one);
    EXPECT_EQ(late.basket.business_day, "2026-03-02");
    EXPECT_EQ(late.quote.expires_at, Instant{1'772'470'200'000 + 70 * kMinute})
        << "no quote goes over the day's end at 02:00";
}

}  // namespace
}  // namespace counterfoil::usecase
