// The few formulas of domain rules part 1. All arguments >= 0 unless said; products in 128 bits, division last.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/amounts.hpp"

namespace counterfoil::domain {

/// floor((2n + d) / (2d)) for the product n = a * b and d > 0: rounds half up.
std::int64_t half_up_product(std::int64_t a, std::int64_t b, std::int64_t d);
/// floor(a * b / d), d > 0.
std::int64_t floor_product(std::int64_t a, std::int64_t b, std::int64_t d);
/// What one pays of `amount` at `pay`, rounded half up.
Money pay_share(Money amount, BasisPoints pay);

/// Spreads D over lines with weights w (W = their sum, > 0 where D > 0): share = floor(D*w/W); units left go one each to the
/// largest remainders D*w mod W; ties: larger w, then the earlier place. For money D <= W, so no share exceeds its weight.
std::vector<std::int64_t> spread(std::int64_t total, std::span<const std::int64_t> weights);

/// Whether a piece of goods that cost `cost` for `quantity` costs more than one of the other; quantities > 0.
bool is_dearer(Money cost, Quantity quantity, Money other_cost, Quantity other_quantity);

/// Part of figure A of a line for the returned quantity q1 -> q2 (cumulative) of Q: floor(A*q2/Q) - floor(A*q1/Q).
std::int64_t part(std::int64_t figure, Quantity from, Quantity to, Quantity whole);

}  // namespace counterfoil::domain
