#include "till.hpp"

namespace counterfoil::usecase {
namespace {

using QuoteTest = Till;

const domain::RefusedCoupon* refused(const domain::Quote& quote, const std::string& id) {
    for (const domain::RefusedCoupon& one : quote.refused)
        if (one.coupon_id.str() == id) return &one;
    return nullptr;
}

std::string why(const domain::Quote& quote, const std::string& id) {
    const auto* found = refused(quote, id);
    return found == nullptr ? "(not refused)" : found->reasons.front().code;
}

TEST_F(QuoteTest, PricesWithTheMembersCouponWhileTheLinkIsUp) {
    const QuoteAnswer answer = quoted(basket("1", "m1", 5000));
    EXPECT_EQ(answer.quote.totals.due, Money{4000});
    ASSERT_EQ(answer.quote.used.size(), 1U);
    EXPECT_FALSE(answer.quote.used[0].at_risk);
    EXPECT_EQ(answer.quote.expires_at, now + domain::kQuoteLife);
    EXPECT_EQ(answer.data_age, Millis{0});
    EXPECT_NE(answer.quote.hash, Digest{});
}

TEST_F(QuoteTest, TheTierPriceNeedsNoLink) {
    link.up = false;
    EXPECT_EQ(quoted(basket("1", "gold", 5000)).quote.totals.due, Money{4000});
}

TEST_F(QuoteTest, WithoutTheLinkACouponWithoutRiskPolicyNeedsTheNetwork) {
    link.up = false;
    const domain::Quote quote = quoted(basket("1", "m1", 5000)).quote;
    EXPECT_EQ(quote.totals.due, Money{5000});
    EXPECT_EQ(why(quote, "c1"), "needs_network");
}

TEST_F(QuoteTest, WithoutTheLinkARiskCouponIsUsedAndMarked) {
    disk.feed({row(test_support::coupon("r1", "risky", "m1"))});
    link.up = false;
    const domain::Quote quote = quoted(basket("1", "m1", 5000)).quote;
    ASSERT_EQ(quote.used.size(), 1U);
    EXPECT_EQ(quote.used[0].coupon_id, CouponId{"r1"});
    EXPECT_TRUE(quote.used[0].at_risk);
}

TEST_F(QuoteTest, AFaceAboveTheLimitIsRefusedWithWhatIsLeft) {
    disk.feed({row(test_support::coupon("d1", "dear", "m1"))});
    link.up = false;
    const domain::Quote quote = quoted(basket("1", "m1", 9000)).quote;
    ASSERT_EQ(why(quote, "d1"), "risk_limit");
    EXPECT_EQ(refused(quote, "d1")->reasons.front().figures.at("left"), "3000");
}

TEST_F(QuoteTest, APercentCouponIsHeldToTheLimitByWhatItTakesOff) {
    disk.feed({row(test_support::percent_off("half", 5000, domain::OfflinePolicy::risk)),
               row(test_support::coupon("h1", "half", "m1"))});
    link.up = false;
    EXPECT_EQ(quoted(basket("1", "m1", 6000)).quote.totals.due, Money{3000});
    const domain::Quote over = quoted(basket("2", "m1", 6002)).quote;
    EXPECT_EQ(over.totals.due, Money{6002});
    EXPECT_EQ(why(over, "h1"), "risk_limit");
}

TEST_F(QuoteTest, OutOfTouchForTooLongNothingIsRisked) {
    disk.feed({row(test_support::coupon("r1", "risky", "m1"))});
    link.up = false;
    now = now + Millis{4 * kHour};
    EXPECT_EQ(quoted(basket("1", "m1", 5000)).quote.used.size(), 1U);
    now = now + Millis{1};
    EXPECT_EQ(why(quoted(basket("1", "m1", 5000)).quote, "r1"), "needs_network");
}

TEST_F(QuoteTest, AHeldCouponIsSafeWithoutTheLink) {
    domain::Hold one = hold(1, {{domain::right_of(CouponId{"c1"}), 1}});
    one.reason = domain::HoldReason::home_store;
    grant(one);
    link.up = false;
    const domain::Quote quote = quoted(basket("1", "m1", 5000)).quote;
    ASSERT_EQ(quote.used.size(), 1U);
    EXPECT_FALSE(quote.used[0].at_risk);
}

TEST_F(QuoteTest, WhatTheTicketsOwnCheckoutHoldsIsFreeForItAndForNoOther) {
    const Opened opened = open(basket("1", "m1", 5000));
    grant_all(*opened.wish);
    for (const bool up : {true, false}) {
        link.up = up;
        const domain::Quote own = quoted(basket("1", "m1", 6000)).quote;
        ASSERT_EQ(own.used.size(), 1U) << why(own, "c1");
        EXPECT_EQ(own.used[0].coupon_id, CouponId{"c1"});
        EXPECT_FALSE(own.used[0].at_risk);
        EXPECT_EQ(why(quoted(basket("2", "m1", 6000)).quote, "c1"), "held_elsewhere");
    }
}

TEST_F(QuoteTest, PointsAreRiskedOnlyIfTheRulesSaySo) {
    link.up = false;
    domain::Basket one = basket("1", "m1", 5000);
    one.points = Points{500};
    one.coupons = std::vector<CouponId>{};
    EXPECT_EQ(quoted(one).quote.points.refused->code, "pts_offline");

    domain::Rules rules = test_support::brand_rules();
    rules.points.offline_risk = true;
    disk.feed({row(rules)});
    const domain::Quote quote = quoted(one).quote;
    EXPECT_EQ(quote.points.burn, Points{500});
    EXPECT_TRUE(quote.points.at_risk);
}

TEST_F(QuoteTest, CouponAndPointsTogetherStayWithinTheRiskLimit) {
    domain::Rules rules = test_support::brand_rules();
    rules.points.offline_risk = true;
    rules.risk.member_day_max = Money{1500};
    disk.feed({row(rules), row(test_support::coupon("r1", "risky", "m1"))});
    link.up = false;
    domain::Basket one = basket("1", "m1", 5000);
    one.points = domain::MaxPoints{};
    const domain::Quote quote = quoted(one).quote;
    EXPECT_EQ(quote.totals.coupon_discount, Money{1000});
    EXPECT_EQ(quote.points.value, Money{500});
}

TEST_F(QuoteTest, LinesThatNameAProductOnlyAreCompleted) {
    domain::Product milk = test_support::product("milk", "04006381333931", 1290);
    milk.flags.no_coupon = true;
    disk.feed({row(milk)});
    domain::Basket one = basket("1", "", 0);
    one.lines[0].sku = Sku{};
    one.lines[0].gtin = "4006381333931";
    one.lines[0].name.clear();
    one.lines[0].tax_bp = {};
    one.lines[0].line_no = 0;
    one.store_id = StoreId{};
    one.business_day.clear();
    const QuoteAnswer answer = quoted(one);
    const domain::BasketLine& line = answer.basket.lines[0];
    EXPECT_EQ(line.sku, Sku{"milk"});
    EXPECT_EQ(line.unit_price, Money{1290});
    EXPECT_TRUE(line.flags.no_coupon);
    EXPECT_EQ(line.tax_bp, BasisPoints{1300});
    EXPECT_EQ(line.line_no, 1);
    EXPECT_EQ(answer.basket.store_id, StoreId{"S001"});
    EXPECT_EQ(answer.basket.business_day, "2026-03-02");
    EXPECT_EQ(answer.basket.at, now);
}

TEST_F(QuoteTest, AQuoteEndsWithItsDay) {
    now = Instant{kMorning.ms + 14 * kHour - 60'000};
    const QuoteAnswer answer = quoted(basket("1", "m1", 5000));
    EXPECT_EQ(answer.quote.expires_at, Instant{kMorning.ms + 14 * kHour});
}

TEST_F(QuoteTest, WhatCannotBePricedIsRefusedByName) {
    EXPECT_EQ(refusal(quote(view(), {basket("1", "nobody", 5000)})).code, "unknown_member");

    domain::Basket unknown = basket("1", "m1", 0);
    unknown.lines[0].sku = Sku{"no-such-thing"};
    const Refusal product = refusal(quote(view(), {unknown}));
    EXPECT_EQ(product.code, "unknown_product");
    EXPECT_EQ(product.field, "/lines/0");

    domain::Basket elsewhere = basket("1", "m1", 5000);
    elsewhere.store_id = StoreId{"S002"};
    EXPECT_EQ(refusal(quote(view(), {elsewhere})).code, "basket_invalid");

    domain::Member gone = test_support::member("gone", "base");
    gone.state = domain::MemberState::erased;
    disk.feed({row(gone)});
    EXPECT_EQ(refusal(quote(view(), {basket("1", "gone", 5000)})).code, "erased");
}

TEST_F(QuoteTest, ASuspendedDiskOffersNeitherCouponsNorPoints) {
    link.earn_only = true;
    domain::Basket one = basket("1", "m1", 5000);
    one.points = Points{500};
    const domain::Quote quote = quoted(one).quote;
    EXPECT_EQ(quote.totals.due, Money{5000});
    EXPECT_EQ(why(quote, "c1"), "device_suspended");
    EXPECT_EQ(quote.points.refused->code, "device_suspended");
    EXPECT_GT(quote.points.earn, Points{0});
}

TEST(QuoteWithoutData, IsNotReady) {
    const test_support::TemporaryFolder folder;
    test_support::DeviceDisk disk{folder.file("")};
    disk.enrol(DeviceId{"D1"}, DeviceEpoch{1}, StoreId{"S001"});
    test_support::SeededRandom random{1};
    EXPECT_EQ(refusal(quote(disk.view({}, kMorning, random), {basket("1", "m1", 5000)})).code, "not_ready");
}

/// What the feed brings of m1, which went up in m9: its points and its coupon are m9's, and m9's points of its own.
TEST_F(QuoteTest, ABasketOfAMergedMemberIsPricedForTheOneThatTookItsPlace) {
    domain::Member gone = test_support::member("m1", "base");
    gone.state = domain::MemberState::merged;
    gone.merged_into = MemberId{"m8"};
    domain::Member between = gone;
    between.member_id = MemberId{"m8"};
    between.merged_into = MemberId{"m9"};
    domain::Member survivor = test_support::member("m9", "gold");
    survivor.lots = {{LotId{"l1"}, Points{1000}, Instant{}, kNever}};
    survivor.merged = {MemberId{"m8"}, MemberId{"m1"}};
    disk.feed({row(gone), row(between), row(survivor), row(test_support::coupon("c1", "ten_off", "m9"))});

    const domain::Quote in_the_old_name = quoted(basket("1", "m1", 5000)).quote;
    ASSERT_EQ(in_the_old_name.used.size(), 1U);
    EXPECT_EQ(in_the_old_name.totals.due, Money{3000}) << "gold's price and the coupon";
    EXPECT_EQ(in_the_old_name.totals, quoted(basket("1", "m9", 5000)).quote.totals);
    const MemberCard card = value(member_card(view(), MemberId{"m1"}));
    EXPECT_EQ(card.member.member_id, MemberId{"m9"});
    EXPECT_EQ(card.available, Points{1000});
    EXPECT_EQ(card.coupons.size(), 1U);
}

}  // namespace
}  // namespace counterfoil::usecase
