#include <map>
#include <nlohmann/json.hpp>

#include "codec/bytes.hpp"
#include "codec/json.hpp"
#include "domain/gtin.hpp"
#include "domain/limits.hpp"
#include "hub/core/import_rows.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/member_feed.hpp"
#include "protocol/messages.hpp"

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

/// The value of a field that is a text; nothing where it is none, which the decoder will say.
const std::string* text_at(const nlohmann::json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

nlohmann::json table_of(const domain::Zone& zone) {
    nlohmann::json changes = nlohmann::json::array();
    for (const domain::ZoneChange& change : zone.changes)
        changes.push_back({{"from", change.from.ms}, {"offset_minutes", change.offset_minutes}});
    return {{"zone", zone.zone}, {"offset_minutes", zone.offset_minutes}, {"changes", std::move(changes)}};
}

/// The tables of the zones that the row names and does not bring itself.
Result<std::optional<RowFault>> add_zones(const ZoneSource& source, nlohmann::json& row) {
    std::map<std::string, std::string> wanted;
    const auto want = [&](const nlohmann::json& object, const std::string& field) {
        if (const std::string* name = text_at(object, "zone"); name != nullptr && !name->empty())
            wanted.emplace(*name, field + "/zone");
    };
    want(row, "");
    if (const auto stores = row.find("stores"); stores != row.end() && stores->is_array())
        for (std::size_t i = 0; i < stores->size(); ++i)
            want((*stores)[i], "/stores/" + std::to_string(i));
    nlohmann::json tables = row.value("zones", nlohmann::json::array());
    if (tables.is_null()) tables = nlohmann::json::array();
    if (!tables.is_array()) return std::optional<RowFault>{};
    for (const nlohmann::json& table : tables)
        if (const std::string* name = text_at(table, "zone")) wanted.erase(*name);
    for (const auto& [name, field] : wanted) {
        if (!codec::is_zone_name(name)) continue;
        CF_TRY(zone, source.zone(name));
        if (!zone) return RowFault{field + ": the time zone database has no zone " + name};
        tables.push_back(table_of(*zone));
    }
    if (!tables.empty()) row["zones"] = std::move(tables);
    return std::optional<RowFault>{};
}

}  // namespace

RowResult import_rules(ImportContext& context, nlohmann::json& row) {
    CF_TRY(flaw, add_zones(context.zones, row));
    if (flaw) return *flaw;
    const auto rules = codec::read_rules(row, "", context.hasher);
    if (!rules) return as_fault(rules.error());
    Bytes body = codec::encode_rules(*rules);
    if (body.size() > protocol::kFeedBodyBytesMax)
        return row_fault("/stores", "all rules together are " + std::to_string(body.size()) + " bytes; at most " +
                                        std::to_string(protocol::kFeedBodyBytesMax) + " go to the devices");
    CF_TRY(current, context.tx.reference().rules());
    if (!current || current->hash != rules->hash) CF_CHECK(context.tx.reference().put_rules(*rules));
    return publish_row(context.tx, domain::FeedKind::rules, kRulesFeedId, std::move(body));
}

namespace {

/// Members are told what they used of templates with limits: of this one they may not have been so far.
Result<void> tell_uses(ImportContext& context, const TemplateId& id) {
    CF_TRY(members, context.tx.uses().members_of(id));
    for (const MemberId& member : members) {
        CF_TRY(live, live_id(context.tx, member));
        CF_CHECK(publish_member(context.tx, live));
    }
    return {};
}

}  // namespace

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
    if (!same && domain::limits_member(*rule)) CF_CHECK(tell_uses(context, rule->template_id));
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
