#include "domain/arithmetic.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>

#include "base/assert.hpp"

namespace counterfoil::domain {
namespace {

__extension__ using Wide = __int128;

std::int64_t narrow(Wide value) {
    CF_ASSERT(value >= 0 && value <= std::numeric_limits<std::int64_t>::max());
    return static_cast<std::int64_t>(value);
}

Wide product(std::int64_t a, std::int64_t b) {
    CF_ASSERT(a >= 0 && b >= 0);
    return static_cast<Wide>(a) * b;
}

}  // namespace

std::int64_t half_up_product(std::int64_t a, std::int64_t b, std::int64_t d) {
    CF_ASSERT(d > 0);
    // n < 2^126, so whole part and remainder are taken apart: 2n + d could leave 128 bits.
    const Wide n = product(a, b);
    return narrow(n / d + (2 * (n % d) >= d ? 1 : 0));
}

std::int64_t floor_product(std::int64_t a, std::int64_t b, std::int64_t d) {
    CF_ASSERT(d > 0);
    return narrow(product(a, b) / d);
}

bool is_dearer(Money cost, Quantity quantity, Money other_cost, Quantity other_quantity) {
    return product(cost.value, other_quantity.value) > product(other_cost.value, quantity.value);
}

Money pay_share(Money amount, BasisPoints pay) { return Money{half_up_product(amount.value, pay.value, kWhole.value)}; }

std::vector<std::int64_t> spread(std::int64_t total, std::span<const std::int64_t> weights) {
    CF_ASSERT(total >= 0);
    std::vector<std::int64_t> shares(weights.size(), 0);
    if (total == 0) return shares;
    Wide sum = 0;
    for (const std::int64_t weight : weights) {
        CF_ASSERT(weight >= 0);
        sum += weight;
    }
    const std::int64_t whole = narrow(sum);
    CF_ASSERT(whole > 0);

    // Everyday products fit into 64 bits, where a division costs a fraction of a wide one.
    const bool fits = whole <= std::numeric_limits<std::int64_t>::max() / total;
    std::vector<std::int64_t> remainders(weights.size(), 0);
    std::int64_t left = total;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (fits) {
            const std::int64_t n = total * weights[i];
            shares[i] = n / whole;
            remainders[i] = n % whole;
        } else {
            const Wide n = product(total, weights[i]);
            shares[i] = narrow(n / whole);
            remainders[i] = narrow(n % whole);
        }
        left -= shares[i];
    }
    CF_ASSERT(left >= 0 && static_cast<std::size_t>(left) <= weights.size());
    if (left == 0) return shares;
    // Fewer units are left than there are lines with a remainder, so a line of weight 0 never gets one.
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto first_served = order.begin() + static_cast<std::ptrdiff_t>(left);
    std::ranges::nth_element(order, first_served, [&](std::size_t a, std::size_t b) {
        if (remainders[a] != remainders[b]) return remainders[a] > remainders[b];
        if (weights[a] != weights[b]) return weights[a] > weights[b];
        return a < b;
    });
    for (auto place = order.begin(); place != first_served; ++place)
        ++shares[*place];
    return shares;
}

std::int64_t part(std::int64_t figure, Quantity from, Quantity to, Quantity whole) {
    CF_ASSERT(from <= to && to <= whole);
    return floor_product(figure, to.value, whole.value) - floor_product(figure, from.value, whole.value);
}

}  // namespace counterfoil::domain
