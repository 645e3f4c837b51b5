// What every benchmark prints, so that tests/bench/run can make one table: ID|what|ours|floor|ratio|goal|ok.
#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace counterfoil::bench {

enum class Better { higher, lower };

/// A ratio of two figures of the same run. `goal` bounds ours / floor from below (higher) or from above (lower).
inline void print_ratio(const char* id, const std::string& what, double ours, double floor, const char* unit, Better better,
                        double goal) {
    const double ratio = floor > 0 ? ours / floor : 0;
    const bool met = better == Better::higher ? ratio >= goal : ratio <= goal;
    std::printf("%s|%s|%.1f %s|%.1f %s|%.2f|%s %.2f|%s\n", id, what.c_str(), ours, unit, floor, unit, ratio,
                better == Better::higher ? ">=" : "<=", goal, met ? "met" : "missed");
    std::fflush(stdout);
}

/// A figure that has a bound of its own instead of a floor.
inline void print_bound(const char* id, const std::string& what, double ours, const char* unit, double most) {
    std::printf("%s|%s|%.1f %s|-|-|<= %.1f %s|%s\n", id, what.c_str(), ours, unit, most, unit,
                ours <= most ? "met" : "missed");
    std::fflush(stdout);
}

/// The q-th quantile, 0..1; sorts its copy.
inline double quantile(std::vector<double> values, double q) {
    if (values.empty()) return 0;
    const auto at = std::min(values.size() - 1, static_cast<std::size_t>(q * static_cast<double>(values.size())));
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(at));
    return values[at];
}

}  // namespace counterfoil::bench
