// The demo data: the same bytes from a seed, and all of it importable.
#include "hub/core/demo_data.hpp"

#include "unit/hub_import/import_world.hpp"

namespace counterfoil::hub {
namespace {

class DemoData : public ImportWorld {
protected:
    std::vector<std::string> write(const DemoOptions& options) {
        std::vector<std::string> paths;
        for (const DemoFile& demo : make_demo_data(options))
            paths.push_back(file(demo.name, demo.text));
        return paths;
    }
};

std::string all_text(const DemoOptions& options) {
    std::string text;
    for (const DemoFile& demo : make_demo_data(options))
        text += demo.text;
    return text;
}

TEST_F(DemoData, TheSameSeedGivesTheSameBytes) {
    const DemoOptions options{.seed = 11, .members = 200, .products = 50};
    EXPECT_EQ(all_text(options), all_text(options));
    EXPECT_NE(all_text(options), all_text({.seed = 12, .members = 200, .products = 50}));
}

TEST_F(DemoData, ASeedKeepsItsBytesOverVersions) {
    // A change here changes what every document shows: change it on purpose only.
    EXPECT_EQ(to_hex(hasher.sha256(as_bytes(all_text({.seed = 1, .members = 50, .products = 30})))),
              "ed04767d695f9e4528669838d481a4c03660564e7a4d2fc9ae1b999a509cddad");
}

TEST_F(DemoData, AllOfItIsImportedAndASecondTimeChangesNothing) {
    const auto paths = write({.seed = 3, .members = 400, .products = 120});
    const auto first = run(paths);
    ASSERT_TRUE(first.has_value()) << describe(first.error());
    EXPECT_EQ(first->counts.added, first->counts.lines);
    const auto again = run(paths);
    ASSERT_TRUE(again.has_value()) << describe(again.error());
    EXPECT_EQ(again->counts.unchanged, again->counts.lines);
}

TEST_F(DemoData, HoldsTheShowcase) {
    ASSERT_TRUE(run(write({.seed = 1, .members = 20, .products = 30})).has_value());
    HubTx& hq_view = store->view();
    const auto id = *hq_view.members().by_identity(domain::IdentityKind::member_code, kDemoMemberCode);
    ASSERT_TRUE(id.has_value());
    EXPECT_EQ(domain::points_available(member_of(id->str())->member.lots, kStart), Points{1200});
    const auto amount = **hq_view.rights().coupon_by_code(kDemoAmountOffCode);
    const auto percent = **hq_view.rights().coupon_by_code(kDemoPercentOffCode);
    EXPECT_EQ(amount.member_id, *id);
    const auto amount_rule = **hq_view.reference().coupon_template(amount.template_id);
    const auto percent_rule = **hq_view.reference().coupon_template(percent.template_id);
    EXPECT_EQ(amount_rule.kind, domain::TemplateKind::amount_off);
    EXPECT_EQ(amount_rule.offline, domain::OfflinePolicy::risk);
    EXPECT_EQ(percent_rule.kind, domain::TemplateKind::percent_off);
    EXPECT_EQ(percent_rule.offline, domain::OfflinePolicy::checkout);
    const auto product = **hq_view.reference().product(Sku{"SKU00001"});
    EXPECT_EQ(product.gtin, "0" + std::string(kDemoGtin));
}

TEST_F(DemoData, HoldsACardASecondPurseAnotherIssuerAndDoublePoints) {
    ASSERT_TRUE(run(write({.seed = 1, .members = 20, .products = 30})).has_value());
    HubTx& hq_view = store->view();
    const auto id = *hq_view.members().by_identity(domain::IdentityKind::member_code, kDemoCardMemberCode);
    ASSERT_TRUE(id.has_value());
    const auto card = **hq_view.rights().card(CardId{"K0000002"});
    EXPECT_EQ(card.member_id, *id);
    EXPECT_EQ(card.card.uses, 10);
    const auto member = member_of(id->str());
    const auto& lots = member->member.lots;
    const auto stamps = std::ranges::find(lots, PurseId{"stamps"}, &domain::PointsLot::purse_id);
    ASSERT_NE(stamps, lots.end());
    EXPECT_EQ(stamps->amount, Points{40});
    EXPECT_EQ((**hq_view.rights().coupon_by_code(kDemoIssuerCode)).template_id, TemplateId{"TPL-LIVE-10"});
    const auto double_points = **hq_view.reference().coupon_template(TemplateId{"TPL-DOUBLE"});
    EXPECT_EQ(double_points.kind, domain::TemplateKind::points_multiplier);
}

}  // namespace
}  // namespace counterfoil::hub
