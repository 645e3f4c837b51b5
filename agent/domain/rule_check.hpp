// How check_rules() and its parts tell what a bundle breaks. Inside the domain only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/refusal.hpp"

namespace counterfoil::domain {

/// With it no product of the earning and burning formulas leaves 64 bits for any basket that check_basket() lets pass.
inline constexpr std::int64_t kRateMax = 10'000;

using MaybeRefusal = std::optional<Refusal>;

inline Refusal broken(std::string field, std::string rule) {
    return Refusal{"rules_invalid", std::move(field), {{"rule", std::move(rule)}}};
}

inline MaybeRefusal check_range(std::int64_t value, std::int64_t least, std::int64_t most, const std::string& field) {
    if (value >= least && value <= most) return std::nullopt;
    return broken(field, "a number from " + std::to_string(least) + " to " + std::to_string(most));
}

}  // namespace counterfoil::domain
