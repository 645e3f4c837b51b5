#include "codec/bytes.hpp"
#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

namespace {

Result<domain::CouponTemplate> read_template(const Query& row) { return codec::decode_template(row.blob(0)); }

}  // namespace

Result<std::optional<domain::Rules>> SqliteReference::rules() const {
    return first_row<domain::Rules>(run_.query(sql::kSelectCurrentRules), [&](const Query& row) -> Result<domain::Rules> {
        return codec::decode_rules(row.blob(0), hasher_);
    });
}

Result<std::optional<domain::Rules>> SqliteReference::rules(const Digest& hash) const {
    return first_row<domain::Rules>(run_.query(sql::kSelectRules, hash), [&](const Query& row) -> Result<domain::Rules> {
        return codec::decode_rules(row.blob(0), hasher_);
    });
}

Result<void> SqliteReference::put_rules(const domain::Rules& rules) {
    return run_.run(sql::kUpsertRules, rules.hash, codec::encode_rules(rules));
}

Result<std::optional<domain::CouponTemplate>> SqliteReference::coupon_template(const TemplateId& id) const {
    return first_row<domain::CouponTemplate>(run_.query(sql::kSelectNewestTemplate, id.str()), read_template);
}

Result<std::optional<domain::CouponTemplate>> SqliteReference::coupon_template(const TemplateId& id,
                                                                               std::uint32_t version) const {
    return first_row<domain::CouponTemplate>(run_.query(sql::kSelectTemplate, id.str(), version), read_template);
}

Result<void> SqliteReference::put_template(const domain::CouponTemplate& coupon_template) {
    return run_.run(sql::kUpsertTemplate, coupon_template.template_id.str(), coupon_template.version,
                    codec::encode_template(coupon_template));
}

Result<std::optional<domain::Product>> SqliteReference::product(const Sku& sku) const {
    return first_row<domain::Product>(
        run_.query(sql::kSelectProduct, sku.str()),
        [](const Query& row) -> Result<domain::Product> { return codec::decode_product(row.blob(0)); });
}

Result<void> SqliteReference::put_product(const domain::Product& product) {
    const auto gtin = product.gtin.empty() ? std::nullopt : std::optional<std::string_view>(product.gtin);
    return run_.run(sql::kUpsertProduct, product.sku.str(), gtin, codec::encode_product(product));
}

}  // namespace counterfoil::hub
