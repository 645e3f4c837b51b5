// For test machinery: what must not fail throws, so that the test says why.
#pragma once

#include <stdexcept>
#include <utility>

#include "base/result.hpp"

namespace counterfoil::test_support {

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(describe(result.error()));
    return std::move(*result);
}
inline void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(describe(result.error()));
}

}  // namespace counterfoil::test_support
