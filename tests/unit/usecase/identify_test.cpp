#include "usecase/identify.hpp"

#include "till.hpp"

namespace counterfoil::usecase {
namespace {

class IdentifyTest : public Till {
protected:
    IdentifyTest() {
        domain::Member known = test_support::member("m2", "gold");
        known.identities.push_back({domain::IdentityKind::phone, "+8613800138000"});
        known.identities.push_back({domain::IdentityKind::card_no, "CARD77"});
        disk.feed({row(known), row(test_support::product("milk", "04006381333931", 1290)),
                   row(test_support::product("tea", "06901234567892", 990))});
    }
    Identified identified(const std::string& scan) { return value(identify(view(), {scan, ""})); }
};

TEST_F(IdentifyTest, AMemberCodeShowsTheCardAndProvesForSpending) {
    const Identified found = identified("CFMm1");
    ASSERT_TRUE(found.member);
    EXPECT_EQ(found.member->member.member_id, MemberId{"m1"});
    EXPECT_EQ(found.member->available, Points{1300});
    EXPECT_EQ(found.member->coupons.size(), 1U);
    EXPECT_EQ(found.proof, domain::Proof::code);
}

TEST_F(IdentifyTest, EachIdentityProvesWhatItMay) {
    const Identified phone = identified("13800138000");
    ASSERT_TRUE(phone.member);
    EXPECT_EQ(phone.member->member.member_id, MemberId{"m2"});
    EXPECT_EQ(phone.proof, domain::Proof::phone);
    EXPECT_EQ(phone.member->tier->tier_id, TierId{"gold"});
    const Identified card = identified("CARD77");
    ASSERT_TRUE(card.member);
    EXPECT_EQ(card.proof, domain::Proof::none);
}

TEST_F(IdentifyTest, ACouponComesWithTheStateOfItsRight) {
    const Identified online = identified("CFCc1");
    ASSERT_TRUE(online.coupon);
    EXPECT_EQ(online.coupon->right, domain::RightState::none);
    EXPECT_FALSE(online.coupon->barred);
    link.up = false;
    EXPECT_EQ(identified("CFCc1").coupon->barred->code, "needs_network");
}

TEST_F(IdentifyTest, ATradeItemNumberIsAProduct) {
    ASSERT_TRUE(identified("4006381333931").product);
    EXPECT_EQ(identified("4006381333931").product->sku, Sku{"milk"});
}

TEST_F(IdentifyTest, WhatLeadsToNothingIsAnAnswerToo) {
    for (const char* scan : {"CFCnone", "13900139000", "4006381333948", "hello"}) {
        const Identified found = identified(scan);
        EXPECT_FALSE(found.member || found.coupon || found.product) << scan;
    }
    EXPECT_EQ(identified("130000000000000000").meaning.kind, domain::ScanKind::wechat_pay);
}

TEST_F(IdentifyTest, AnErasedMemberIsRefused) {
    domain::Member gone = test_support::member("m3", "base");
    gone.state = domain::MemberState::erased;
    gone.identities = {{domain::IdentityKind::card_no, "CARD88"}};
    disk.feed({row(gone)});
    EXPECT_EQ(refusal(identify(view(), {"CARD88", ""})).code, "erased");
}

TEST_F(IdentifyTest, GoodsCanBeLookedUpAndPagedThrough) {
    EXPECT_EQ(value(products(view(), "4006381333931", "", 10)).at(0).sku, Sku{"milk"});
    EXPECT_EQ(value(products(view(), "tea", "", 10)).at(0).sku, Sku{"tea"});
    EXPECT_TRUE(value(products(view(), "nothing", "", 10)).empty());
    ASSERT_EQ(value(products(view(), "", "", 1)).size(), 1U);
    EXPECT_EQ(value(products(view(), "", "milk", 10)).at(0).sku, Sku{"tea"});
}

}  // namespace
}  // namespace counterfoil::usecase
