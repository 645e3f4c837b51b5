// The register of issuers: whose a code is, and what a signed one is worth.
#include "domain/issuer.hpp"

#include <gtest/gtest.h>

#include "domain/identify.hpp"
#include "domain/rules.hpp"
#include "support/sim/keyed_hash.hpp"

namespace counterfoil::domain {
namespace {

const test_support::HashSigner kKey{7};
const test_support::HashVerifier kVerifier;
const test_support::Sha256 kHasher;
constexpr Instant kNow{1'772'416'800'000};

Issuer live_stream() {
    Issuer issuer;
    issuer.issuer_id = "live";
    issuer.patterns = {{"", CodeAlphabet::digits, 12, 12}, {"LS", CodeAlphabet::alphanumeric, 6, 20}};
    issuer.keys = {{"k1", kKey.public_key(), Instant{}, kNever}};
    issuer.templates = {{"ten", TemplateId{"T10"}}};
    issuer.states = {{"UNUSED", CouponState::issued}, {"CONSUMED", CouponState::voided}};
    return issuer;
}

SignedCode signed_by(const Signer& signer) {
    SignedCode code{"live", "k1", "0001", "ten", Instant{5000}, Instant{kNow.ms + kDayMs}, "header.payload", {}};
    code.signature = signer.sign(as_bytes(code.signed_text));
    return code;
}

std::string rule_of(const Outcome<Coupon>& outcome) {
    const auto* refusal = std::get_if<Refusal>(&outcome);
    return refusal == nullptr ? "(a coupon)" : refusal->code + " " + refusal->figures.at("rule");
}
std::string verified(const SignedCode& code, const Issuer& issuer, Instant at = kNow) {
    return rule_of(coupon_of_code(code, std::vector{issuer}, at, kVerifier, kHasher));
}
std::string broken_field(const Issuer& issuer) {
    Rules rules;
    rules.issuers = {live_stream(), issuer};
    const auto refusal = check_rules(rules);
    return refusal ? refusal->field : "(kept)";
}

TEST(Issuer, ASignedCodeIsACouponOfWhoeverBringsIt) {
    const auto outcome = coupon_of_code(signed_by(kKey), std::vector{live_stream()}, kNow, kVerifier, kHasher);
    const Coupon& coupon = std::get<Coupon>(outcome);
    EXPECT_EQ(coupon.template_id, TemplateId{"T10"});
    EXPECT_TRUE(coupon.member_id.empty());
    EXPECT_EQ(coupon.valid_from, Instant{5000});
    EXPECT_EQ(coupon.valid_until, kNow + Millis{kDayMs});
    EXPECT_EQ(coupon.issuer->party, "live");
    EXPECT_EQ(coupon.coupon_id, issued_coupon_id(kHasher, "live", "0001"));
    EXPECT_TRUE(is_valid_id(right_of(coupon.coupon_id).str()));
}

TEST(Issuer, TheNumberAloneMakesTheRight) {
    SignedCode other = signed_by(kKey);
    other.valid_until = kNever;
    other.signed_text = "another text for the same number";
    other.signature = kKey.sign(as_bytes(other.signed_text));
    const auto one = coupon_of_code(signed_by(kKey), std::vector{live_stream()}, kNow, kVerifier, kHasher);
    const auto two = coupon_of_code(other, std::vector{live_stream()}, kNow, kVerifier, kHasher);
    EXPECT_EQ(std::get<Coupon>(one).coupon_id, std::get<Coupon>(two).coupon_id);
    EXPECT_NE(issued_coupon_id(kHasher, "live", "0001"), issued_coupon_id(kHasher, "live", "0002"));
    EXPECT_NE(issued_coupon_id(kHasher, "live", "0001"), issued_coupon_id(kHasher, "pack", "0001"));
}

TEST(Issuer, NothingIsTakenOnTrust) {
    EXPECT_EQ(verified(signed_by(test_support::HashSigner{8}), live_stream()), "code_invalid signature");
    SignedCode code = signed_by(kKey);
    code.issuer_id = "nobody";
    EXPECT_EQ(verified(code, live_stream()), "code_invalid unknown_issuer");
    code = signed_by(kKey);
    code.key_id = "k2";
    EXPECT_EQ(verified(code, live_stream()), "code_invalid unknown_key");
    code = signed_by(kKey);
    code.ref = "twenty";
    EXPECT_EQ(verified(code, live_stream()), "code_invalid unknown_template");
}

TEST(Issuer, AKeyIsGoodInItsTime) {
    Issuer issuer = live_stream();
    issuer.keys[0].valid_from = kNow;
    issuer.keys[0].valid_until = kNow + Millis{10};
    EXPECT_EQ(verified(signed_by(kKey), issuer, kNow), "(a coupon)");
    EXPECT_EQ(verified(signed_by(kKey), issuer, kNow + Millis{-1}), "code_invalid unknown_key");
    EXPECT_EQ(verified(signed_by(kKey), issuer, kNow + Millis{10}), "code_invalid unknown_key");
}

TEST(Issuer, CodesAreToldByTheirLook) {
    const std::vector issuers{live_stream()};
    const auto meaning = [&](std::string_view text, std::string_view aim = "") {
        return classify_scan(text, aim, CodePrefixes{}, issuers);
    };
    EXPECT_EQ(meaning("LS77-A2").kind, ScanKind::coupon);
    EXPECT_EQ(meaning("LS77-A2").issuer_id, "live");
    EXPECT_EQ(meaning("LS7").kind, ScanKind::unknown) << "too short";
    EXPECT_EQ(meaning("123456789011").kind, ScanKind::coupon) << "a wrong check digit, so no goods";
    // 123456789012 is a UPC-A with its right check digit.
    const ScanMeaning goods = meaning("123456789012");
    EXPECT_EQ(goods.kind, ScanKind::product);
    EXPECT_EQ(goods.issuer_id, "live") << "goods first; where there are none, it is looked up as a coupon";
    EXPECT_EQ(meaning("123456789012", "]E0").issuer_id, "") << "the scanner says that it is goods";
    EXPECT_EQ(meaning("123456789011", "]E0").kind, ScanKind::damaged);
}

TEST(Issuer, SignedCodesAreToldByTheirForm) {
    EXPECT_TRUE(looks_signed("eyJhIjoxfQ.eyJiIjoyfQ.c2ln"));
    EXPECT_FALSE(looks_signed("eyJhIjoxfQ.eyJiIjoyfQ")) << "two parts";
    EXPECT_FALSE(looks_signed("eyJhIjoxfQ.eyJiIjoyfQ.c2ln.x"));
    EXPECT_FALSE(looks_signed("eyJhIjoxfQ.eyJi jo.c2ln"));
    EXPECT_EQ(classify_scan("eyJhIjoxfQ.eyJiIjoyfQ.c2ln", "", CodePrefixes{}).kind, ScanKind::signed_coupon);
    CodePrefixes own;
    own.coupon = {"EY"};
    EXPECT_EQ(classify_scan("EYJ.A.B", "", own).kind, ScanKind::coupon) << "own prefixes come first";
}

TEST(Issuer, RulesRefuseABrokenRegister) {
    Issuer other = live_stream();
    EXPECT_EQ(broken_field(other), "/issuers/1/issuer_id") << "twice";
    other.issuer_id = "pack";
    EXPECT_EQ(broken_field(other), "(kept)");
    const auto with = [&](const auto& change) {
        Issuer changed = other;
        change(changed);
        return broken_field(changed);
    };
    EXPECT_EQ(with([](Issuer& i) { i.patterns[1].prefix = ""; }), "/issuers/1/patterns/1/prefix");
    EXPECT_EQ(with([](Issuer& i) { i.patterns[0].length_max = 11; }), "/issuers/1/patterns/0/length_max");
    EXPECT_EQ(with([](Issuer& i) { i.patterns[0].length_min = 3; }), "/issuers/1/patterns/0/length_min");
    EXPECT_EQ(with([](Issuer& i) { i.keys.push_back(i.keys[0]); }), "/issuers/1/keys/1/key_id");
    EXPECT_EQ(with([](Issuer& i) { i.keys[0].valid_until = Instant{}; }), "/issuers/1/keys/0/valid_until");
    EXPECT_EQ(with([](Issuer& i) { i.templates.push_back(i.templates[0]); }), "/issuers/1/templates/1/ref");
    EXPECT_EQ(with([](Issuer& i) { i.states[1].ours = CouponState::used; }), "/issuers/1/states/1/ours")
        << "used is what a ticket of ours did";
    EXPECT_EQ(with([](Issuer& i) { i.states[1].theirs = "UNUSED"; }), "/issuers/1/states/1/theirs");
}

}  // namespace
}  // namespace counterfoil::domain
