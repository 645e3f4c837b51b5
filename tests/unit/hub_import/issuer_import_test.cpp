// Lists of other issuers' coupons, in the issuers' own words; and coupons for goods that were paid for elsewhere.
#include "unit/hub_import/import_world.hpp"

namespace counterfoil::hub {
namespace {

constexpr const char* kRegister =
    R"({"kind":"rules","issuers":[{"issuer_id":"live","patterns":[{"prefix":"LS","length_min":6,"length_max":20}],)"
    R"("templates":[{"ref":"ten","template_id":"T7"}],)"
    R"("states":[{"theirs":"UNUSED","ours":"issued"},{"theirs":"LOCKED","ours":"frozen"},{"theirs":"CONSUMED","ours":"void"}]}]})"
    "\n";
constexpr const char* kBearer =
    "{\"kind\":\"template\",\"template_id\":\"T7\",\"template_kind\":\"amount_off\",\"face\":500,\"bound\":\"bearer\"}\n";
constexpr const char* kPickUp =
    "{\"kind\":\"template\",\"template_id\":\"TP\",\"template_kind\":\"pick_up\",\"bound\":\"bearer\"}\n";

class IssuerImport : public ImportWorld {
protected:
    IssuerImport() { EXPECT_TRUE(run_text(std::string(kRegister) + kBearer + kPickUp).has_value()); }
    std::string line(const std::string& state, const std::string& more = "") {
        return R"({"kind":"issuer_coupon","issuer_id":"live","code":"LS000001","ref":"ten","state":")" + state + "\"" +
               more + "}\n";
    }
    domain::Coupon listed() {
        return store->view().rights().coupon(domain::issued_coupon_id(hasher, "live", "LS000001"))->value();
    }
    RightRow its_right() { return right(domain::right_of(listed().coupon_id)); }
};

TEST_F(IssuerImport, TheirWordsBecomeOurs) {
    ASSERT_TRUE(run_text(line("UNUSED")).has_value());
    EXPECT_EQ(listed().state, domain::CouponState::issued);
    EXPECT_EQ(listed().template_id, TemplateId{"T7"});
    EXPECT_EQ(listed().issuer->party, "live");
    EXPECT_EQ(listed().code, "LS000001");
    EXPECT_EQ(its_right().free, 1);
    ASSERT_TRUE(run_text(line("LOCKED")).has_value());
    EXPECT_EQ(listed().state, domain::CouponState::frozen);
    ASSERT_TRUE(run_text(line("CONSUMED")).has_value());
    EXPECT_EQ(listed().state, domain::CouponState::voided) << "used at the issuer's, so nobody can use it here";
    EXPECT_EQ(its_right().ended, 1);
    ASSERT_TRUE(run_text(line("UNUSED")).has_value());
    EXPECT_EQ(listed().state, domain::CouponState::voided) << "no list brings back what has ended";
}

TEST_F(IssuerImport, WhatIsWrongIsNamed) {
    EXPECT_NE(fault(line("GONE")).find("/state: one of the issuer's states is expected"), std::string::npos);
    EXPECT_NE(fault(line("UNUSED", R"(,"coupon_id":"C1")")).find("/coupon_id: unknown key"), std::string::npos);
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = line("UNUSED");
        return fault(text.replace(text.find(from), from.size(), to));
    };
    EXPECT_NE(with("\"live\"", "\"dead\"").find("/issuer_id: one of the rules' issuers is expected"), std::string::npos);
    EXPECT_NE(with("\"ten\"", "\"one\"").find("/ref: one of the issuer's templates is expected"), std::string::npos);
    EXPECT_NE(with("\"LS000001\"", "7").find("/code: a text is expected"), std::string::npos);
}

TEST_F(IssuerImport, AnOrderToBePickedUpNamesItsGoods) {
    const std::string order =
        R"({"kind":"coupon","coupon_id":"O1","code":"PU1","template_id":"TP","goods":[{"sku":"SKU1","pieces":2},{"sku":"SKU2"}]})"
        "\n";
    ASSERT_TRUE(run_text(order).has_value());
    const domain::Coupon coupon = store->view().rights().coupon(CouponId{"O1"})->value();
    ASSERT_EQ(coupon.goods.size(), 2U);
    EXPECT_EQ(coupon.goods[0].pieces, 2);
    EXPECT_EQ(coupon.goods[1].pieces, 1);
    EXPECT_NE(fault(R"({"kind":"coupon","coupon_id":"O2","code":"PU2","template_id":"TP"})"
                    "\n")
                  .find("/goods: goods are expected for a pick_up coupon"),
              std::string::npos);
    EXPECT_NE(fault(R"({"kind":"coupon","coupon_id":"O3","code":"PU3","template_id":"T7","goods":[{"sku":"SKU1"}]})"
                    "\n")
                  .find("/goods: goods are expected for a pick_up coupon, and for no other"),
              std::string::npos);
    EXPECT_NE(
        fault(R"({"kind":"coupon","coupon_id":"O4","code":"PU4","template_id":"TP","goods":[{"sku":"SKU1"},{"sku":"SKU1"}]})"
              "\n")
            .find("/goods: each sku once is expected"),
        std::string::npos);
}

}  // namespace
}  // namespace counterfoil::hub
