// Coupons of other issuers at HQ: heard of by their signed codes, once each, whoever asks.
#include "hub/core/applying.hpp"
#include "support/signed_code.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

class IssuerAtHq : public HqWorld {
protected:
    IssuerAtHq() {
        add_rules();
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            auto rules = *tx.reference().rules();
            domain::Issuer pack;
            pack.issuer_id = "pack";
            pack.keys = {{"k1", key.public_key(), Instant{}, kNever}};
            pack.templates = {{"ten", TemplateId{"TEN"}}};
            rules->issuers = {pack};
            rules->hash = hasher.sha256(codec::encode_rules(*rules));
            CF_CHECK(tx.reference().put_rules(*rules));
            domain::CouponTemplate ten;
            ten.template_id = TemplateId{"TEN"};
            ten.face = Money{1000};
            ten.bound = domain::Bound::bearer;
            ten.offline = domain::OfflinePolicy::risk;
            return tx.reference().put_template(ten);
        });
        EXPECT_TRUE(done.has_value());
    }
    std::string code(const Signer& signer) {
        return test_support::signed_code(signer, R"({"iss":"pack","jti":"0001","tpl":"ten"})");
    }
    protocol::Acquire wish(std::uint64_t no, const std::string& text) {
        protocol::Acquire asked = acquire(no, {{kRight, 1, 1}});
        asked.member_id = MemberId{};
        asked.codes = {text};
        return asked;
    }
    /// A sale in the dark, as the device wrote it.
    void sell(TestDevice& device, const std::string& ticket) {
        const auto rules = *store->view().reference().rules();
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + ticket};
        entry.basket = basket_of(ticket, now, MemberId{});
        add_line(entry.basket, 5000);
        entry.basket.codes = {code(key)};
        domain::QuoteContext context;
        context.rules = &*rules;
        domain::OfferedCoupon offer;
        const auto known = *store->view().reference().coupon_template(TemplateId{"TEN"});
        offer.coupon_template = *known;
        offer.coupon.coupon_id = domain::issued_coupon_id(hasher, "pack", "0001");
        offer.coupon.code = offer.coupon.coupon_id.str();
        offer.coupon.template_id = TemplateId{"TEN"};
        offer.right = domain::RightState::risk;
        context.coupons = {offer};
        entry.basket.coupons = std::vector{offer.coupon.coupon_id};
        entry.quote = std::get<domain::Quote>(domain::make_quote(entry.basket, context));
        device.write(entry, now);
        device.write(
            domain::RiskEntry{
                {kRight, 1}, MemberId{}, AccountId{offer.coupon.coupon_id.str()}, Money{1000}, entry.basket.ticket_key()},
            now);
    }

    platform::Ed25519Signer key{SecretKey{55}};
    const RightId kRight = domain::right_of(domain::issued_coupon_id(hasher, "pack", "0001"));
};

TEST_F(IssuerAtHq, TheFirstToAskHasItAndNobodyElse) {
    const auto first = send(a.holder, wish(1, code(key)));
    ASSERT_TRUE(first.has_value()) << describe(first.error());
    ASSERT_EQ(sent<protocol::Grant>(*first, a.holder).size(), 1U);
    EXPECT_EQ(right(kRight).held, 1);
    const auto second = send(b.holder, wish(1, code(key)));
    ASSERT_EQ(sent<protocol::Refused>(*second, b.holder).size(), 1U);
    EXPECT_EQ(sent<protocol::Refused>(*second, b.holder).front().reason, protocol::RefusedReason::held_by);
    EXPECT_EQ(right(kRight).total, 1);
}

TEST_F(IssuerAtHq, AForgedCodeMakesNoRight) {
    const platform::Ed25519Signer thief{SecretKey{56}};
    const auto answer = send(a.holder, wish(1, code(thief)));
    ASSERT_TRUE(answer.has_value());
    EXPECT_TRUE(sent<protocol::Grant>(*answer, a.holder).empty());
    EXPECT_EQ(sent<protocol::Refused>(*answer, a.holder).front().reason, protocol::RefusedReason::ended);
    EXPECT_FALSE(store->view().rights().right(kRight)->has_value());
}

TEST_F(IssuerAtHq, OfTwoSalesInTheDarkOneIsAConflict) {
    sell(a, "T1");
    sell(b, "T2");
    EXPECT_EQ(verdicts(upload(a), a.holder), (std::vector<std::string>{"accepted", "accepted"}));
    EXPECT_EQ(verdicts(upload(b), b.holder), (std::vector<std::string>{"accepted", "conflict already_used"}));
    EXPECT_EQ(right(kRight).used, 1);
}

TEST_F(IssuerAtHq, DevicesHearOfTheUsedCoupon) {
    sell(a, "T1");
    upload(a);
    const std::string id = domain::issued_coupon_id(hasher, "pack", "0001").str();
    const auto row = *store->view().feed().find(domain::FeedKind::coupon, id);
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(codec::decode_coupon(row->body)->state, domain::CouponState::used);
}

}  // namespace
}  // namespace counterfoil::hub
