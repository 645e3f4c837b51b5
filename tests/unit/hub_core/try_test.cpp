// Templates tried at HQ's desk: the price that they would make, and nothing else.
#include <gmock/gmock.h>

#include "unit/hub_core/desk_world.hpp"

namespace counterfoil::hub {
namespace {

using ::testing::HasSubstr;

class TryTemplates : public DeskWorld {
protected:
    TryTemplates() { add_rules(); }

    static json document() {
        return {{"basket",
                 {{"store_id", "S1"},
                  {"register_id", "R1"},
                  {"business_day", "2026-05-29"},
                  {"ticket_id", "T1"},
                  {"at", kStart.ms},
                  {"currency", "CNY"},
                  {"coupons", "best"},
                  {"lines", {{{"line_no", 1}, {"sku", "SHIRT"}, {"quantity", 1000}, {"unit_price", 10000}}}}}},
                {"templates", {{{"template_id", "NEW"}, {"kind", "amount_off"}, {"face", 700}, {"bound", "bearer"}}}},
                {"coupons", {{{"coupon_id", "X1"}, {"code", "CFCX1"}, {"template_id", "NEW"}}}}};
    }
    json tried(const json& body) { return ask("templates.try", "", body); }
};

TEST_F(TryTemplates, PricesByATemplateThatNobodyHas) {
    const auto before = store->view().feed().head();
    const json quote = tried(document());
    ASSERT_TRUE(quote.contains("totals")) << quote.dump();
    EXPECT_EQ(quote["totals"]["due"], 9300);
    EXPECT_EQ(quote["used"][0]["coupon_id"], "X1");
    EXPECT_EQ(*store->view().feed().head(), *before);
    EXPECT_FALSE(store->view().reference().coupon_template(TemplateId{"NEW"})->has_value());
    EXPECT_FALSE(store->view().rights().coupon(CouponId{"X1"})->has_value());
}

TEST_F(TryTemplates, HqsOwnTemplatesAndRulesStandInForWhatIsLeftOut) {
    const auto done = in_tx([&](HubTx& tx) -> Result<void> {
        domain::CouponTemplate own;
        own.template_id = TemplateId{"OWN"};
        own.face = Money{1200};
        own.bound = domain::Bound::bearer;
        return tx.reference().put_template(own);
    });
    ASSERT_TRUE(done.has_value());
    json body = document();
    body.erase("templates");
    body["coupons"][0]["template_id"] = "OWN";
    const json quote = tried(body);
    EXPECT_EQ(quote["totals"]["due"], 8800) << quote.dump();
    EXPECT_EQ(quote["rules_hash"], to_hex((*store->view().reference().rules())->hash));
    body["templates"] = {{{"template_id", "OWN"}, {"kind", "amount_off"}, {"face", 100}, {"bound", "bearer"}}};
    EXPECT_EQ(tried(body)["totals"]["due"], 9900) << "a change of a template is tried before it is imported";
}

TEST_F(TryTemplates, WhatIsWrongIsNamedByItsPath) {
    json body = document();
    body["templates"][0]["face"] = -1;
    EXPECT_THAT(tried(body)["error"], HasSubstr("/templates/0/face"));
    body = document();
    body["coupons"][0]["template_id"] = "NONE";
    EXPECT_THAT(tried(body)["error"], HasSubstr("/coupons/0/template_id"));
    body = document();
    body["basket"].erase("at");
    EXPECT_THAT(tried(body)["error"], HasSubstr("/basket/at"));
    body = document();
    body["more"] = 1;
    EXPECT_THAT(tried(body)["error"], HasSubstr("/more"));
}

}  // namespace
}  // namespace counterfoil::hub
