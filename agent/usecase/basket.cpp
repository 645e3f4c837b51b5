#include "usecase/basket.hpp"

#include "domain/gtin.hpp"

namespace counterfoil::usecase {
namespace {

/// Whether the line leaves its price to the agent's price file.
bool needs_price(const domain::BasketLine& line) {
    return line.unit_price.value == 0 && !line.amount && !line.flags.gift && !line.override_price;
}

void fill(domain::BasketLine& line, const domain::Product& product) {
    const bool own_price = needs_price(line);
    if (line.sku.empty()) line.sku = product.sku;
    if (line.gtin.empty()) line.gtin = product.gtin;
    if (line.name.empty()) line.name = shown_name(product);
    if (line.style.empty()) line.style = product.style;
    if (line.brand.empty()) line.brand = product.brand;
    if (line.category.empty()) line.category = product.category;
    line.flags = line.flags | product.flags;
    if (own_price) {
        line.unit_price = product.unit_price;
        line.uom = product.uom;
        line.weighed = product.weighed;
    }
    if (line.tax_bp.value == 0) line.tax_bp = product.tax_bp;
    // A member price belongs to the list price beside which it stands in the price file, and to no other.
    if (!line.member_unit_price && line.unit_price == product.unit_price) line.member_unit_price = product.member_unit_price;
}

}  // namespace

std::string business_day(const domain::Rules& rules, const StoreId& store, Instant at) {
    return domain::text_of(domain::store_calendar(rules, store).day_of(at));
}

Result<std::optional<domain::Product>> find_product(const View& view, const Sku& sku, std::string_view gtin) {
    if (!sku.empty()) {
        CF_TRY(by_sku, view.reference.product(sku));
        if (by_sku) return by_sku;
    }
    if (const auto found = domain::Gtin::from_digits(gtin)) return view.reference.product_by_gtin(found->str());
    return std::nullopt;
}

const std::string& shown_name(const domain::Product& product) {
    return product.name.zh.empty() ? product.name.en : product.name.zh;
}

Result<Outcome<domain::Basket>> complete_basket(const View& view, const domain::Rules& rules, const domain::Basket& sent) {
    CF_TRY(device, view.ledger.device().state());
    domain::Basket basket = sent;
    if (basket.store_id.empty()) basket.store_id = device.store_id;
    if (basket.store_id != device.store_id)
        return Refusal{.code = "basket_invalid", .field = "/store_id", .figures = {{"rule", "other_store"}}};
    const EntityId entity = domain::entity_of(rules, basket.store_id);
    if (!basket.entity_id.empty() && basket.entity_id != entity)
        return Refusal{.code = "basket_invalid", .field = "/entity_id", .figures = {{"rule", "other_entity"}}};
    basket.entity_id = entity;
    // Validity is judged by this device's clock: a POS with a wrong one must not revive a coupon.
    basket.at = view.now;
    basket.held_since.reset();
    if (basket.business_day.empty()) basket.business_day = business_day(rules, basket.store_id, view.now);
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        domain::BasketLine& line = basket.lines[i];
        if (line.line_no == 0) line.line_no = static_cast<std::int32_t>(i + 1);
        if (line.sku.empty() && line.gtin.empty()) continue;
        CF_TRY(product, find_product(view, line.sku, line.gtin));
        if (product) {
            fill(line, *product);
        } else if (needs_price(line)) {
            return Refusal{.code = "unknown_product",
                           .field = "/lines/" + std::to_string(i),
                           .figures = {{"sku", line.sku.str()}, {"gtin", line.gtin}}};
        }
    }
    return basket;
}

}  // namespace counterfoil::usecase
