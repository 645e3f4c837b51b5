// Why a coupon is not used: each code of domain rules part 7 that exists so far, all that fail, in their order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::codes;
using test::figure;
using test::Sale;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// One line and one coupon that applies until a test spoils it.
struct OneCoupon : Sale {
    OneCoupon() {
        line(10000);
        amount_off("A", 1000);
    }
    OfferedCoupon& offer() { return context.coupons.front(); }
    CouponTemplate& rule() { return offer().coupon_template; }
    std::vector<std::string> why() { return codes(quote(), "A"); }
};

TEST(Refusals, NoneWhereItApplies) { EXPECT_THAT(OneCoupon().why(), IsEmpty()); }

TEST(Refusals, AnotherMembersCoupon) {
    OneCoupon one;
    one.offer().coupon.member_id = MemberId("M2");
    EXPECT_THAT(one.why(), ElementsAre("not_this_member"));
    one.rule().bound = Bound::bearer;
    EXPECT_THAT(one.why(), IsEmpty());
}

TEST(Refusals, NobodyNamed) {
    OneCoupon one;
    one.basket.member_id = MemberId("");
    one.basket.proof = Proof::none;
    EXPECT_THAT(one.why(), ElementsAre("not_this_member", "proof_needed"));
    one.offer().coupon.member_id = MemberId("");
    EXPECT_THAT(one.why(), IsEmpty()) << "a coupon of nobody is good for whoever brings it";
}

TEST(Refusals, AfterAMergeTheOldIdStillOwns) {
    OneCoupon one;
    one.context.member->member_id = MemberId("M-SURVIVOR");
    EXPECT_THAT(one.why(), IsEmpty());
    one.offer().coupon.member_id = MemberId("M-SURVIVOR");
    EXPECT_THAT(one.why(), IsEmpty());
}

TEST(Refusals, ProofNeeded) {
    OneCoupon one;
    for (const Proof proof : {Proof::none, Proof::phone}) {
        one.basket.proof = proof;
        EXPECT_THAT(one.why(), ElementsAre("proof_needed"));
    }
    for (const Proof proof : {Proof::code, Proof::otp, Proof::pin}) {
        one.basket.proof = proof;
        EXPECT_THAT(one.why(), IsEmpty());
    }
}

TEST(Refusals, StatesOfACoupon) {
    OneCoupon one;
    one.offer().coupon.state = CouponState::used;
    one.offer().coupon.used = CouponUse{{StoreId("S009"), RegisterId("R1"), "2026-02-01", TicketId("7")}, Instant{123}};
    EXPECT_THAT(one.why(), ElementsAre("already_used"));
    EXPECT_EQ(figure(one.quote(), "A", "at"), "123");
    EXPECT_EQ(figure(one.quote(), "A", "store"), "S009");
    one.offer().coupon.used.reset();
    EXPECT_THAT(one.why(), ElementsAre("already_used"));
    one.offer().coupon.state = CouponState::voided;
    EXPECT_THAT(one.why(), ElementsAre("voided"));
    one.offer().coupon.state = CouponState::frozen;
    EXPECT_THAT(one.why(), ElementsAre("frozen"));
    one.offer().coupon.state = CouponState::in_transfer;
    EXPECT_THAT(one.why(), ElementsAre("in_transfer"));
    one.offer().coupon.state = CouponState::expired;
    EXPECT_THAT(one.why(), ElementsAre("expired"));
}

TEST(Refusals, AFrozenMembersCouponsRest) {
    OneCoupon one;
    one.context.member->state = MemberState::frozen;
    EXPECT_THAT(one.why(), ElementsAre("frozen"));
}

TEST(Refusals, WhatTheDeviceKnows) {
    OneCoupon one;
    one.offer().right = RightState::elsewhere;
    EXPECT_THAT(one.why(), ElementsAre("held_elsewhere"));
    one.offer().barred = Refusal{"held_elsewhere", {}, {{"store", "S002"}}};
    EXPECT_THAT(one.why(), ElementsAre("held_elsewhere"));
    EXPECT_EQ(figure(one.quote(), "A", "store"), "S002");
    one.offer().barred = Refusal{"risk_limit", {}, {{"left", "500"}}};
    one.rule().stores = {StoreId("S002")};
    one.basket.proof = Proof::none;
    EXPECT_THAT(one.why(), ElementsAre("proof_needed", "risk_limit", "wrong_store")) << "in the order of the table";
    one.offer().barred = Refusal{"of_a_device"};
    EXPECT_THAT(one.why(), ElementsAre("proof_needed", "wrong_store", "of_a_device"));
}

TEST(Refusals, ValidityIsHalfOpenAndNeedsBothCouponAndTemplate) {
    OneCoupon one;
    const Instant now = one.basket.at;
    one.offer().coupon.valid_from = now;
    one.offer().coupon.valid_until = now + Millis{1};
    EXPECT_THAT(one.why(), IsEmpty());
    one.offer().coupon.valid_from = now + Millis{1};
    EXPECT_THAT(one.why(), ElementsAre("not_yet_valid"));
    EXPECT_EQ(figure(one.quote(), "A", "from"), std::to_string(now.ms + 1));
    one.offer().coupon.valid_from = Instant{};
    one.offer().coupon.valid_until = now;
    EXPECT_THAT(one.why(), ElementsAre("expired"));
    EXPECT_EQ(figure(one.quote(), "A", "until"), std::to_string(now.ms));
    one.offer().coupon.valid_until = kNever;
    one.rule().valid_until = now;
    EXPECT_THAT(one.why(), ElementsAre("expired"));
    one.rule().valid_until = kNever;
    one.rule().valid_from = now + Millis{1};
    EXPECT_THAT(one.why(), ElementsAre("not_yet_valid"));
}

TEST(Refusals, WithinTheClocksErrorOfAnEdgeTheMemberIsServed) {
    OneCoupon one;
    one.basket.clock_error = Millis{60'000};
    one.offer().coupon.valid_until = one.basket.at + Millis{-59'999};
    EXPECT_THAT(one.why(), IsEmpty());
    one.offer().coupon.valid_until = one.basket.at + Millis{-60'000};
    EXPECT_THAT(one.why(), ElementsAre("expired"));
    one.offer().coupon.valid_until = kNever;
    one.offer().coupon.valid_from = one.basket.at + Millis{60'000};
    EXPECT_THAT(one.why(), IsEmpty());
    one.offer().coupon.valid_from = one.basket.at + Millis{60'001};
    EXPECT_THAT(one.why(), ElementsAre("not_yet_valid"));
}

TEST(Refusals, StoresTiersAndCurrency) {
    OneCoupon one;
    one.rule().stores = {StoreId("S001"), StoreId("S002")};
    one.rule().tiers = {TierId("gold")};
    EXPECT_THAT(one.why(), IsEmpty());
    one.rule().tiers = {TierId("silver"), TierId("old")};
    EXPECT_THAT(one.why(), ElementsAre("wrong_tier"));
    EXPECT_EQ(figure(one.quote(), "A", "tiers"), "银卡, old");
    EXPECT_EQ(figure(one.quote(), "A", "tiers_en"), "Silver, old");
    one.rule().currency = "EUR";
    EXPECT_THAT(one.why(), ElementsAre("currency_mismatch", "wrong_tier"));
    EXPECT_EQ(figure(one.quote(), "A", "currency"), "EUR");
}

TEST(Refusals, ACouponThatTakesNothingOffIsKept) {
    OneCoupon one;
    one.basket.lines.front().unit_price = Money{1};
    one.rule().kind = TemplateKind::percent_off;
    one.rule().pay_bp = BasisPoints{9500};
    EXPECT_THAT(one.why(), ElementsAre("no_benefit"));
    one.ask({"A"});
    EXPECT_THAT(one.why(), ElementsAre("no_benefit"));
}

TEST(Refusals, NameTheCouponAndComeById) {
    Sale sale;
    sale.line(100);
    for (const char* id : {"C", "A", "B"})
        sale.amount_off(id, 100, 500);
    const Quote quote = sale.quote();
    ASSERT_EQ(quote.refused.size(), 3U);
    EXPECT_EQ(quote.refused[0].coupon_id, CouponId("A"));
    EXPECT_EQ(quote.refused[0].name.zh, "券A");
    EXPECT_EQ(quote.refused[2].coupon_id, CouponId("C"));
}

}  // namespace
}  // namespace counterfoil::domain
