// Completes what a POS sent: store, day, time, and lines that name a product only.
#pragma once

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// Refusals: basket_invalid (a basket of another store); unknown_product (field: the line).
Result<Outcome<domain::Basket>> complete_basket(const View& view, const domain::Rules& rules, const domain::Basket& sent);

/// By its SKU, else by its GTIN of any length; nothing where the price file has neither.
Result<std::optional<domain::Product>> find_product(const View& view, const Sku& sku, std::string_view gtin);
const std::string& shown_name(const domain::Product& product);

/// The store's business day at a moment, "2026-11-22".
std::string business_day(const domain::Rules& rules, const StoreId& store, Instant at);

}  // namespace counterfoil::usecase
