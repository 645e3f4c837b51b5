#include "contract/storage/cache_test.hpp"

namespace counterfoil::storage {
namespace {

using domain::FeedKind;
using domain::IdentityKind;

TEST_F(CacheTest, IsEmptyBeforeTheFirstFeed) {
    EXPECT_EQ(reader_->member(samples::member_id(1)).value(), std::nullopt);
    EXPECT_EQ(reader_->rules().value(), std::nullopt);
    EXPECT_EQ(reader_->position("all").value().value, 0u);
    EXPECT_TRUE(reader_->products("", 10).value().empty());
}

TEST_F(CacheTest, AMemberIsFoundByIdAndByEachIdentity) {
    feed({row(samples::cached_member(1)), row(samples::cached_member(2))});
    EXPECT_EQ(reader_->member(samples::member_id(1)).value(), samples::cached_member(1));
    const auto second = samples::cached_member(2);
    for (const auto& identity : second.member.identities)
        EXPECT_EQ(reader_->member_by_identity(identity.kind, identity.value).value(), samples::member_id(2));
    const auto& phone = second.member.identities[0].value;
    EXPECT_EQ(reader_->member_by_identity(IdentityKind::card_no, phone).value(), std::nullopt) << "the kind counts";
}

TEST_F(CacheTest, ARowReplacesTheMemberAndItsIdentities) {
    auto member = samples::cached_member(1);
    member.member.identities = {{IdentityKind::card_no, "old"}, {IdentityKind::card_no, "stays"}};
    feed({row(member)});
    member.member.identities = {{IdentityKind::card_no, "stays"}, {IdentityKind::card_no, "new"}};
    member.member.lots.clear();
    feed({row(member)});
    EXPECT_EQ(reader_->member(samples::member_id(1)).value(), member);
    EXPECT_EQ(by_card("old"), std::nullopt);
    EXPECT_EQ(by_card("stays"), samples::member_id(1));
    EXPECT_EQ(by_card("new"), samples::member_id(1));
}

TEST_F(CacheTest, AnIdentityThatMovedOnIsNotTakenFromItsNewMember) {
    auto first = samples::cached_member(1);
    auto second = samples::cached_member(2);
    first.member.identities = second.member.identities = {{IdentityKind::card_no, "moved"}};
    feed({row(first)});
    feed({row(second)});
    EXPECT_EQ(by_card("moved"), samples::member_id(2));
    first.member.identities.clear();
    feed({row(first)});
    EXPECT_EQ(by_card("moved"), samples::member_id(2));
    feed({deleted(FeedKind::member, first.member.member_id.str())});
    EXPECT_EQ(by_card("moved"), samples::member_id(2));
}

TEST_F(CacheTest, ADeletedMemberIsGoneWithItsIdentities) {
    feed({row(samples::cached_member(1))});
    feed({deleted(FeedKind::member, samples::member_id(1).str()), deleted(FeedKind::member, "never-seen")});
    EXPECT_EQ(reader_->member(samples::member_id(1)).value(), std::nullopt);
    EXPECT_EQ(by_card(samples::cached_member(1).member.identities[1].value), std::nullopt);
}

TEST_F(CacheTest, OfAnErasedMemberTheIdIsLeft) {
    feed({row(samples::cached_member(1))});
    domain::CachedMember gone;
    gone.member.member_id = samples::member_id(1);
    gone.member.state = domain::MemberState::erased;
    feed({row(gone)});
    EXPECT_EQ(reader_->member(samples::member_id(1)).value(), gone);
    for (const auto& identity : samples::cached_member(1).member.identities)
        EXPECT_EQ(reader_->member_by_identity(identity.kind, identity.value).value(), std::nullopt);
}

TEST_F(CacheTest, CouponsOfAMemberComeSoonestExpiryFirstThenById) {
    std::vector<domain::Coupon> coupons;
    for (int n = 1; n <= 4; ++n) {
        coupons.push_back(samples::coupon(n));
        coupons.back().member_id = samples::member_id(1);
    }
    coupons[0].valid_until = kNever;
    coupons[2].valid_until = coupons[1].valid_until;
    coupons[3].member_id = MemberId{};
    feed({row(coupons[0]), row(coupons[2]), row(coupons[1]), row(coupons[3])});
    EXPECT_EQ(reader_->coupons_of(samples::member_id(1)).value(), (std::vector{coupons[1], coupons[2], coupons[0]}));
    EXPECT_TRUE(reader_->coupons_of(MemberId{}).value().empty()) << "bearer coupons are nobody's";
    EXPECT_EQ(reader_->coupon_by_code(coupons[3].code).value(), coupons[3]);
    EXPECT_EQ(reader_->coupon(coupons[2].coupon_id).value(), coupons[2]);
    EXPECT_EQ(reader_->coupon_by_code("nothing").value(), std::nullopt);
}

TEST_F(CacheTest, ACouponRowReplacesTheCouponEverywhere) {
    feed({row(samples::coupon(1))});
    auto coupon = samples::coupon(1);
    const auto old_code = coupon.code;
    coupon.code = "CHANGED";
    coupon.member_id = samples::member_id(2);
    coupon.state = domain::CouponState::voided;
    feed({row(coupon)});
    EXPECT_EQ(reader_->coupon_by_code("CHANGED").value(), coupon);
    EXPECT_EQ(reader_->coupon_by_code(old_code).value(), std::nullopt);
    EXPECT_TRUE(reader_->coupons_of(samples::member_id(1)).value().empty());
    feed({deleted(FeedKind::coupon, coupon.coupon_id.str())});
    EXPECT_EQ(reader_->coupon(coupon.coupon_id).value(), std::nullopt);
}

TEST_F(CacheTest, TemplatesProductsAndRulesAreFound) {
    feed({row(samples::coupon_template(1)),
          row(samples::product(2)),
          row(samples::product(1)),
          {FeedKind::rules, "rules", false, codec::encode_rules(samples::rules())}});
    EXPECT_EQ(reader_->coupon_template(TemplateId("T-1")).value(), samples::coupon_template(1));
    EXPECT_EQ(reader_->product(samples::product(1).sku).value(), samples::product(1));
    EXPECT_EQ(reader_->product_by_gtin(samples::product(2).gtin).value(), samples::product(2));
    EXPECT_EQ(reader_->product_by_gtin("").value(), std::nullopt) << "goods without a GTIN are not found by it";
    const auto rules = reader_->rules().value();
    ASSERT_TRUE(rules);
    EXPECT_EQ(rules->tiers, samples::rules().tiers);
    EXPECT_NE(rules->hash, Digest{});
    feed({deleted(FeedKind::coupon_template, "T-1"), deleted(FeedKind::product, samples::product(1).sku.str()),
          deleted(FeedKind::rules, "rules")});
    EXPECT_EQ(reader_->coupon_template(TemplateId("T-1")).value(), std::nullopt);
    EXPECT_EQ(reader_->product(samples::product(1).sku).value(), std::nullopt);
    EXPECT_EQ(reader_->rules().value(), std::nullopt);
}

TEST_F(CacheTest, ChangedTemplatesAndRulesAreSeenAtOnce) {
    domain::CouponTemplate changed = samples::coupon_template(1);
    domain::Rules new_rules = samples::rules();
    feed({row(changed), {FeedKind::rules, "rules", false, codec::encode_rules(new_rules)}});
    const Digest old_hash = reader_->rules().value()->hash;
    EXPECT_EQ(reader_->coupon_template(changed.template_id).value(), changed);
    changed.version += 1;
    changed.min_spend += Money{1};
    new_rules.version += 1;
    feed({row(changed), {FeedKind::rules, "rules", false, codec::encode_rules(new_rules)}});
    EXPECT_EQ(reader_->coupon_template(changed.template_id).value(), changed);
    EXPECT_EQ(reader_->rules().value()->version, new_rules.version);
    EXPECT_NE(reader_->rules().value()->hash, old_hash);
}

TEST_F(CacheTest, ProductsArePagedBySku) {
    std::vector<domain::FeedRow> rows;
    for (int n = 5; n >= 1; --n)
        rows.push_back(row(samples::product(n)));
    feed(std::move(rows));
    const auto page = reader_->products(samples::product(2).sku.str(), 2).value();
    ASSERT_EQ(page.size(), 2u);
    EXPECT_EQ(page[0], samples::product(3));
    EXPECT_EQ(page[1], samples::product(4));
}

TEST_F(CacheTest, TheReaderSeesABatchAsAWholeWithItsPosition) {
    feed({row(samples::cached_member(1))});
    EXPECT_EQ(reader_->position("all").value().value, 1u);
    EXPECT_EQ(reader_->position("S001").value().value, 0u) << "each scope has its own position";
    ASSERT_TRUE(writer_->apply({"S001", FeedPosition{0}, FeedPosition{40}, {row(samples::cached_member(2))}}));
    EXPECT_EQ(reader_->position("S001").value().value, 40u);
    EXPECT_EQ(reader_->position("all").value().value, 1u);
}

TEST_F(CacheTest, RowsAtOrBelowThePositionAreIgnored) {
    ASSERT_TRUE(writer_->apply({"all", FeedPosition{0}, FeedPosition{10}, {row(samples::cached_member(1))}}));
    ASSERT_TRUE(writer_->apply(
        {"all", FeedPosition{3}, FeedPosition{10}, {deleted(FeedKind::member, samples::member_id(1).str())}}));
    EXPECT_TRUE(reader_->member(samples::member_id(1)).value());
    ASSERT_TRUE(writer_->apply({"all", FeedPosition{8}, FeedPosition{12}, {row(samples::cached_member(2))}}));
    EXPECT_EQ(reader_->position("all").value().value, 12u);
}

TEST_F(CacheTest, AGapIsAConflictAndChangesNothing) {
    const auto gap = writer_->apply({"all", FeedPosition{1}, FeedPosition{2}, {row(samples::cached_member(1))}});
    ASSERT_FALSE(gap);
    EXPECT_EQ(gap.error().code, ErrorCode::conflict);
    EXPECT_EQ(reader_->position("all").value().value, 0u);
    EXPECT_EQ(reader_->member(samples::member_id(1)).value(), std::nullopt);
}

TEST_F(CacheTest, ABodyThatDoesNotDecodeOrIsAboutAnotherThingChangesNothing) {
    for (const auto kind :
         {FeedKind::member, FeedKind::coupon, FeedKind::coupon_template, FeedKind::product, FeedKind::rules}) {
        const domain::FeedRow bad{kind, "x", false, Bytes{'{'}};
        const auto result = writer_->apply(next_batch({row(samples::cached_member(1)), bad}));
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::corrupt) << describe(result.error());
        EXPECT_EQ(result.error().where, "feed row x");
    }
    auto misplaced = row(samples::cached_member(1));
    misplaced.id = samples::member_id(2).str();
    const auto result = writer_->apply(next_batch({misplaced}));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::corrupt);
    EXPECT_EQ(reader_->position("all").value().value, 0u);
    EXPECT_EQ(reader_->member(samples::member_id(1)).value(), std::nullopt);
    feed({row(samples::cached_member(1))});
}

}  // namespace
}  // namespace counterfoil::storage
