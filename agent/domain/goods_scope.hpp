// Which goods a rule is about: by SKU, category and brand.
#pragma once

#include <string>
#include <vector>

#include "base/ids.hpp"

namespace counterfoil::domain {

struct BasketLine;

/// Empty lists match everything for `include` and nothing for `exclude`. A category matches by path prefix ("food/dairy").
struct GoodsFilter {
    std::vector<Sku> skus;
    std::vector<std::string> categories;
    std::vector<std::string> brands;
    bool empty() const noexcept { return skus.empty() && categories.empty() && brands.empty(); }
    bool operator==(const GoodsFilter&) const = default;
};

struct Scope {
    GoodsFilter include;
    GoodsFilter exclude;  ///< wins over include
    bool operator==(const Scope&) const = default;
};

/// Whether one of the filter's lists names the line; an empty filter names nothing.
bool names(const GoodsFilter& filter, const BasketLine& line);
/// Whether the line is in the scope: included, or nothing is, and not excluded.
bool in_scope(const Scope& scope, const BasketLine& line);

}  // namespace counterfoil::domain
