// Signed codes of other issuers at a till: with the link, without it, and after HQ has heard of them.
#include "support/signed_code.hpp"
#include "till.hpp"
#include "usecase/identify.hpp"
#include "usecase/returns.hpp"

namespace counterfoil::usecase {
namespace {

using test_support::signed_code;

class IssuerCoupons : public Till {
protected:
    IssuerCoupons() {
        domain::Rules rules = test_support::brand_rules();
        domain::Issuer issuer;
        issuer.issuer_id = "pack";
        issuer.keys = {{"k1", key.public_key(), Instant{}, kNever}};
        issuer.templates = {{"ten", TemplateId{"ten_off"}}, {"risky", TemplateId{"risky"}}};
        issuer.patterns = {{"", domain::CodeAlphabet::digits, 12, 12}};
        rules.issuers = {issuer};
        for (const char* id : {"ten_off", "risky"}) {
            domain::CouponTemplate rule = test_support::amount_off(
                id, 1000, 0, id[0] == 'r' ? domain::OfflinePolicy::risk : domain::OfflinePolicy::checkout);
            rule.bound = domain::Bound::bearer;
            disk.feed({row(rule)});
        }
        disk.feed({row(rules)});
    }
    std::string code(const std::string& ref = "ten", const std::string& serial = "0001") {
        return signed_code(key, R"({"iss":"pack","jti":")" + serial + R"(","tpl":")" + ref + R"("})");
    }
    domain::Basket with(const std::string& text, const std::string& ticket = "1") {
        domain::Basket one = basket(ticket, "", 5000);
        one.codes = {text};
        return one;
    }
    CouponId id(const std::string& serial = "0001") {
        return domain::issued_coupon_id(test_support::Sha256{}, "pack", serial);
    }

    test_support::HashSigner key{42};
};

TEST_F(IssuerCoupons, AreAskedForUnderTheirOwnRightWithTheCodeThatProvesThem) {
    const Opened opened = open(with(code()));
    ASSERT_TRUE(opened.wish);
    EXPECT_EQ(opened.wish->wanted.front().right_id, domain::right_of(id()));
    EXPECT_EQ(opened.wish->codes, std::vector{code()});
    EXPECT_EQ(opened.answer.checkout.quote.totals.due, Money{4000});
    grant_all(*opened.wish);
    const Committed sold = committed(stored(opened.answer.checkout.checkout_id));
    EXPECT_EQ(sold.quote.used.front().coupon_id, id());
    EXPECT_EQ(entries<domain::ConsumeEntry>().size(), 1U);
    EXPECT_EQ(entries<domain::TicketEntry>().front().basket.codes, std::vector{code()})
        << "HQ can verify it from the journal";
}

TEST_F(IssuerCoupons, TwoCodesOfOneNumberAreOneCoupon) {
    domain::Basket one = with(code());
    one.codes.push_back(signed_code(key, R"({"iss":"pack","jti":"0001","tpl":"ten","iat":9})"));
    const QuoteAnswer answer = quoted(one);
    EXPECT_EQ(answer.quote.used.size() + answer.quote.refused.size(), 1U);
}

TEST_F(IssuerCoupons, InTheDarkTheyNeedTheNetworkOrArePartOfTheRisk) {
    link.up = false;
    const QuoteAnswer strict = quoted(with(code()));
    ASSERT_EQ(strict.quote.refused.size(), 1U);
    EXPECT_EQ(strict.quote.refused.front().reasons.front().code, "needs_network");

    const Opened opened = open(with(code("risky", "0002")));
    EXPECT_TRUE(opened.answer.checkout.quote.used.front().at_risk);
    committed(opened.answer.checkout);
    const auto risks = entries<domain::RiskEntry>();
    ASSERT_EQ(risks.size(), 1U);
    EXPECT_EQ(risks.front().units.right_id, domain::right_of(id("0002")));
    EXPECT_EQ(risks.front().account_id, AccountId{id("0002").str()});

    const QuoteAnswer again = quoted(with(code("risky", "0002"), "2"));
    EXPECT_EQ(again.quote.refused.front().reasons.front().code, "already_used") << "this device knows its own sales";
}

TEST_F(IssuerCoupons, AWrongCodeIsRefusedByItsPlace) {
    const test_support::HashSigner thief{9};
    domain::Basket one = with(code());
    one.codes.push_back(signed_code(thief, R"({"iss":"pack","jti":"0009","tpl":"ten"})"));
    const Refusal wrong = refusal(quote(view(), {one}));
    EXPECT_EQ(wrong.code, "code_invalid");
    EXPECT_EQ(wrong.field, "/codes/1");
    EXPECT_EQ(wrong.figures.at("rule"), "signature");
    EXPECT_EQ(refusal(quote(view(), {with("scribble")})).field, "/codes/0");
    EXPECT_EQ(refusal(try_open(one)).code, "code_invalid");
    EXPECT_TRUE(journal().empty());
}

TEST_F(IssuerCoupons, WhatHqSaysOfThemCounts) {
    domain::Coupon used = test_support::coupon(id().str(), "ten_off", "");
    used.code = id().str();
    used.state = domain::CouponState::used;
    disk.feed({row(used)});
    EXPECT_EQ(quoted(with(code())).quote.refused.front().reasons.front().code, "already_used");
    // What a return gave for it goes by the code of the used one.
    used.code = "R1:" + id().str();
    domain::Coupon fresh = test_support::coupon("fresh", "ten_off", "");
    fresh.code = id().str();
    disk.feed({row(used), row(fresh)});
    EXPECT_EQ(quoted(with(code())).quote.used.front().coupon_id, CouponId{"fresh"});
}

TEST_F(IssuerCoupons, OneThatHqHasNotToldOfComesBackWithItsTicket) {
    const Committed sold = sale(with(code()), "sale", 1);
    ReturnRequest request;
    request.ticket = sold.ticket;
    request.voided = true;
    const ReturnPreview preview = value(preview_return(view(), request));
    ASSERT_EQ(preview.coupons.size(), 1U);
    EXPECT_EQ(preview.coupons[0].coupon_id, id());
    EXPECT_EQ(preview.coupons[0].fate, domain::CouponFate::given_back);
}

TEST_F(IssuerCoupons, AScanIsIdentified) {
    const Identified found = value(identify(view(), {code(), ""}));
    EXPECT_EQ(found.meaning.kind, domain::ScanKind::signed_coupon);
    EXPECT_EQ(found.meaning.issuer_id, "pack");
    ASSERT_TRUE(found.coupon.has_value());
    EXPECT_EQ(found.coupon->coupon.coupon_id, id());
    EXPECT_EQ(refusal(identify(view(), {code("twenty"), ""})).figures.at("rule"), "unknown_template");
}

TEST_F(IssuerCoupons, ACodeOfDigitsThatLooksLikeGoodsIsFoundAsACoupon) {
    domain::Coupon listed = test_support::coupon("L1", "ten_off", "");
    listed.code = "123456789012";
    disk.feed({row(listed)});
    const Identified found = value(identify(view(), {"123456789012", ""}));
    EXPECT_FALSE(found.product);
    ASSERT_TRUE(found.coupon.has_value());
    EXPECT_EQ(found.coupon->coupon.coupon_id, CouponId{"L1"});
}

}  // namespace
}  // namespace counterfoil::usecase
