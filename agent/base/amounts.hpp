// Strong amounts: integers only, no floating point anywhere near money or points.
#pragma once

#include <compare>
#include <cstdint>

namespace counterfoil {

/// Largest magnitude that input may bring (minor units, points) and the largest quantity (thousandths). Sums over a bounded
/// number of lines stay far inside 64 bits; products go through 128 bits (domain/arithmetic.hpp).
inline constexpr std::int64_t kAmountMax = 1'000'000'000'000;
inline constexpr std::int64_t kQuantityMax = 1'000'000'000;

template <class Tag>
struct Amount {
    std::int64_t value = 0;
    auto operator<=>(const Amount&) const = default;
    Amount& operator+=(Amount other) noexcept {
        value += other.value;
        return *this;
    }
    Amount& operator-=(Amount other) noexcept {
        value -= other.value;
        return *this;
    }
    friend Amount operator+(Amount a, Amount b) noexcept { return a += b; }
    friend Amount operator-(Amount a, Amount b) noexcept { return a -= b; }
    friend Amount operator-(Amount a) noexcept { return Amount{-a.value}; }
};

using Money = Amount<struct MoneyTag>;        ///< minor units of the ticket's currency
using Points = Amount<struct PointsTag>;      ///< whole units of the purse
using Quantity = Amount<struct QuantityTag>;  ///< thousandths of the sales unit: 1 piece = 1000

/// Basis points: 10000 = all of it. `pay_bp` 8000 means that 80 % is paid.
struct BasisPoints {
    std::int32_t value = 0;
    auto operator<=>(const BasisPoints&) const = default;
};
inline constexpr BasisPoints kWhole{10000};

}  // namespace counterfoil
