#include <nlohmann/json.hpp>

#include "codec/bytes.hpp"
#include "codec/json.hpp"
#include "domain/gtin.hpp"
#include "hub/core/import_rows.hpp"
#include "hub/core/member_feed.hpp"

namespace counterfoil::hub {

namespace {

constexpr const char* kRulesFeedId = "rules";
constexpr const char* kTemplateKind = "template_kind";

/// The thing as the devices get it: added, changed or as it was.
RowResult publish_row(HubTx& tx, domain::FeedKind kind, const std::string& id, Bytes body) {
    CF_TRY(before, tx.feed().find(kind, id));
    CF_TRY(changed, publish(tx, {kind, id, false, std::move(body)}));
    if (!changed) return RowChange::unchanged;
    return before ? RowChange::changed : RowChange::added;
}

}  // namespace

RowResult import_rules(ImportContext& context, const nlohmann::json& row) {
    const auto rules = codec::read_rules(row, "", context.hasher);
    if (!rules) return as_fault(rules.error());
    CF_TRY(current, context.tx.reference().rules());
    if (!current || current->hash != rules->hash) CF_CHECK(context.tx.reference().put_rules(*rules));
    return publish_row(context.tx, domain::FeedKind::rules, kRulesFeedId, codec::encode_rules(*rules));
}

RowResult import_template(ImportContext& context, nlohmann::json& row) {
    // The line's own "kind" says that it is a template, so the template's stands beside it under another name.
    if (const auto kind = row.find(kTemplateKind); kind != row.end()) {
        row["kind"] = *kind;
        row.erase(kTemplateKind);
    }
    const auto rule = codec::read_coupon_template(row, "");
    if (!rule) {
        Error error = rule.error();
        if (error.where == "/kind") error.where = std::string("/") + kTemplateKind;
        return as_fault(error);
    }
    const std::string version = std::to_string(rule->version);
    CF_TRY(same, context.tx.reference().coupon_template(rule->template_id, rule->version));
    // Tickets name the version by which they were priced, so what it says stays as it is.
    if (same && *same != *rule)
        return row_fault("/version",
                         "version " + version + " of this template says something else; give the change a higher one");
    CF_TRY(newest, context.tx.reference().coupon_template(rule->template_id));
    if (newest && newest->version > rule->version)
        return row_fault("/version", "version " + std::to_string(newest->version) + " is known already");
    if (!same) CF_CHECK(context.tx.reference().put_template(*rule));
    return publish_row(context.tx, domain::FeedKind::coupon_template, rule->template_id.str(),
                       codec::encode_template(*rule));
}

RowResult import_product(ImportContext& context, const nlohmann::json& row) {
    auto product = codec::read_product(row, "");
    if (!product) return as_fault(product.error());
    if (!product->gtin.empty()) {
        const auto gtin = domain::Gtin::from_digits(product->gtin);
        if (!gtin) return row_fault("/gtin", "a GTIN of 8, 12, 13 or 14 digits with its check digit is expected");
        product->gtin = gtin->str();
    }
    if (const auto put = context.tx.reference().put_product(*product); !put) {
        if (put.error().code == ErrorCode::conflict) return row_fault("/gtin", "is another product's already");
        return std::unexpected(put.error());
    }
    return publish_row(context.tx, domain::FeedKind::product, product->sku.str(), codec::encode_product(*product));
}

}  // namespace counterfoil::hub
