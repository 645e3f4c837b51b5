// The formulas of domain rules part 1, for any figures.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "domain/arithmetic.hpp"

namespace counterfoil::domain {
namespace {

std::int64_t draw(std::int64_t from, std::int64_t to) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(from, to + 1));
}

std::vector<std::int64_t> draw_weights(std::int64_t most) {
    const auto count = static_cast<std::size_t>(draw(1, 40));
    std::vector<std::int64_t> weights;
    for (std::size_t i = 0; i < count; ++i)
        weights.push_back(draw(0, 3) == 0 ? 0 : draw(1, most));
    return weights;
}

RC_GTEST_PROP(SpreadProperty, AddsUpAndGivesNobodyMoreThanItsWeight, ()) {
    const auto weights = draw_weights(draw(0, 1) == 0 ? 5 : kAmountMax / 40);
    const std::int64_t whole = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    const std::int64_t total = draw(0, whole);
    const auto shares = spread(total, weights);
    RC_ASSERT(std::accumulate(shares.begin(), shares.end(), std::int64_t{0}) == total);
    for (std::size_t i = 0; i < weights.size(); ++i)
        RC_ASSERT(shares[i] >= 0 && shares[i] <= weights[i]);
}

RC_GTEST_PROP(SpreadProperty, IsWithinOneUnitOfTheExactShare, ()) {
    const auto weights = draw_weights(1000);
    const std::int64_t whole = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    RC_PRE(whole > 0);
    const std::int64_t total = draw(0, 100'000);  // points may be more than money
    const auto shares = spread(total, weights);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        RC_ASSERT(shares[i] * whole > total * weights[i] - whole);
        RC_ASSERT(shares[i] * whole < total * weights[i] + whole);
    }
}

RC_GTEST_PROP(PartProperty, AnyCutAddsUpToTheFigure, ()) {
    const std::int64_t whole = draw(1, kQuantityMax);
    const std::int64_t figure = draw(0, kAmountMax);
    std::vector<std::int64_t> cuts{0, whole};
    const std::int64_t count = draw(0, 10);
    for (std::int64_t i = 0; i < count; ++i)
        cuts.push_back(draw(0, whole));
    std::ranges::sort(cuts);
    std::int64_t sum = 0;
    for (std::size_t i = 1; i < cuts.size(); ++i) {
        const std::int64_t one = part(figure, Quantity{cuts[i - 1]}, Quantity{cuts[i]}, Quantity{whole});
        RC_ASSERT(one >= 0);
        sum += one;
    }
    RC_ASSERT(sum == figure);
}

RC_GTEST_PROP(RoundingProperty, HalfUpIsTheNearestAndFloorTheOneBelow, ()) {
    const std::int64_t a = draw(0, 3'000'000'000);
    const std::int64_t b = draw(0, 1'000'000'000);
    const std::int64_t d = draw(1, 1'000'000);
    const std::int64_t n = a * b;
    RC_ASSERT(floor_product(a, b, d) == n / d);
    const std::int64_t twice = 2 * n % (2 * d);
    RC_ASSERT(half_up_product(a, b, d) == n / d + (twice >= d ? 1 : 0));
}

}  // namespace
}  // namespace counterfoil::domain
