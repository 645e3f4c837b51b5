#include "domain/goods_scope.hpp"

#include <algorithm>

#include "domain/basket.hpp"

namespace counterfoil::domain {
namespace {

/// "food/dairy" holds "food/dairy" and "food/dairy/milk", and not "food/dairyfree".
bool is_under(const std::string& category, const std::string& prefix) {
    if (!category.starts_with(prefix)) return false;
    return category.size() == prefix.size() || prefix.ends_with('/') || category[prefix.size()] == '/';
}

}  // namespace

bool names(const GoodsFilter& filter, const BasketLine& line) {
    if (std::ranges::find(filter.skus, line.sku) != filter.skus.end()) return true;
    if (!line.brand.empty() && std::ranges::find(filter.brands, line.brand) != filter.brands.end()) return true;
    return std::ranges::any_of(filter.categories,
                               [&](const std::string& category) { return is_under(line.category, category); });
}

bool in_scope(const Scope& scope, const BasketLine& line) {
    return (scope.include.empty() || names(scope.include, line)) && !names(scope.exclude, line);
}

}  // namespace counterfoil::domain
