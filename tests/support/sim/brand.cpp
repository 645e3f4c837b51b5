#include "support/sim/brand.hpp"

#include "codec/bytes.hpp"

namespace counterfoil::test_support {

domain::Rules brand_rules() {
    domain::Rules rules;
    rules.tiers = {{TierId{"base"}, {"普通", "Base"}, 1, kWhole, kWhole},
                   {TierId{"gold"}, {"金卡", "Gold"}, 2, BasisPoints{8000}, BasisPoints{15000}}};
    rules.points.burn_least = Points{100};
    rules.risk = {.face_max = Money{3000},
                  .member_day_max = Money{5000},
                  .device_total_max = Money{20000},
                  .offline_max = Millis{4 * kHour}};
    rules.prefixes = {.member_code = {"CFM"}, .card_no = {"CARD"}, .coupon = {"CFC"}};
    return rules;
}

domain::Member member(const std::string& id, const std::string& tier, std::vector<domain::PointsLot> lots) {
    domain::Member member;
    member.member_id = MemberId{id};
    member.account_id = AccountId{"account-" + id};
    member.name = "Member " + id;
    member.tier = TierId{tier};
    member.home_store = StoreId{"S001"};
    member.identities = {{domain::IdentityKind::member_code, "CFM" + id}};
    member.lots = std::move(lots);
    return member;
}

domain::PointsLot lot(const std::string& id, std::int64_t points, Instant expires_at) {
    return {.lot_id = LotId{id}, .amount = Points{points}, .available_at = Instant{1}, .expires_at = expires_at};
}

domain::CouponTemplate amount_off(const std::string& id, std::int64_t face, std::int64_t min_spend,
                                  domain::OfflinePolicy offline) {
    domain::CouponTemplate rule;
    rule.template_id = TemplateId{id};
    rule.kind = domain::TemplateKind::amount_off;
    rule.name = {"减" + id, "Off " + id};
    rule.face = Money{face};
    rule.min_spend = Money{min_spend};
    rule.offline = offline;
    return rule;
}

domain::CouponTemplate percent_off(const std::string& id, std::int32_t pay_bp, domain::OfflinePolicy offline) {
    domain::CouponTemplate rule = amount_off(id, 0, 0, offline);
    rule.kind = domain::TemplateKind::percent_off;
    rule.pay_bp = BasisPoints{pay_bp};
    return rule;
}

domain::Coupon coupon(const std::string& id, const std::string& template_id, const std::string& member_id) {
    domain::Coupon coupon;
    coupon.coupon_id = CouponId{id};
    coupon.code = "CFC" + id;
    coupon.template_id = TemplateId{template_id};
    coupon.member_id = MemberId{member_id};
    coupon.account_id = AccountId{"account-" + member_id};
    coupon.issued_at = Instant{1};
    coupon.valid_from = Instant{1};
    return coupon;
}

domain::Product product(const std::string& sku, const std::string& gtin, std::int64_t unit_price) {
    domain::Product product;
    product.sku = Sku{sku};
    product.gtin = gtin;
    product.name = {"商品" + sku, "Product " + sku};
    product.brand = "house";
    product.category = "food";
    product.unit_price = Money{unit_price};
    product.tax_bp = BasisPoints{1300};
    return product;
}

domain::FeedRow row(const domain::Rules& rules) {
    return {domain::FeedKind::rules, "rules", false, codec::encode_rules(rules)};
}
domain::FeedRow row(const domain::CachedMember& member) {
    return {domain::FeedKind::member, member.member.member_id.str(), false, codec::encode_member(member)};
}
domain::FeedRow row(const domain::Member& member) { return row(domain::CachedMember{member, {}}); }
domain::FeedRow row(const domain::CouponTemplate& coupon_template) {
    return {domain::FeedKind::coupon_template, coupon_template.template_id.str(), false,
            codec::encode_template(coupon_template)};
}
domain::FeedRow row(const domain::Coupon& coupon) {
    return {domain::FeedKind::coupon, coupon.coupon_id.str(), false, codec::encode_coupon(coupon)};
}
domain::FeedRow row(const domain::Product& product) {
    return {domain::FeedKind::product, product.sku.str(), false, codec::encode_product(product)};
}

domain::Basket basket(const std::string& ticket, const std::string& member_id, std::int64_t price) {
    domain::Basket basket;
    basket.basket_id = "basket-" + ticket;
    basket.store_id = StoreId{"S001"};
    basket.register_id = RegisterId{"R1"};
    basket.business_day = "2026-03-02";
    basket.ticket_id = TicketId{ticket};
    basket.member_id = MemberId{member_id};
    basket.proof = domain::Proof::code;
    domain::BasketLine line;
    line.line_no = 1;
    line.sku = Sku{"goods"};
    line.name = "goods";
    line.quantity = Quantity{1000};
    line.unit_price = Money{price};
    line.tax_bp = BasisPoints{1300};
    basket.lines.push_back(line);
    return basket;
}

}  // namespace counterfoil::test_support
