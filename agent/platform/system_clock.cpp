#include "platform/system_clock.hpp"

#include <chrono>

namespace counterfoil::platform {
namespace {

template <class TimePoint>
std::int64_t milliseconds(TimePoint point) {
    return std::chrono::floor<std::chrono::milliseconds>(point.time_since_epoch()).count();
}

}  // namespace

Instant SystemClock::now() const { return Instant{milliseconds(std::chrono::system_clock::now())}; }
Tick SystemClock::tick() const { return Tick{milliseconds(std::chrono::steady_clock::now())}; }

}  // namespace counterfoil::platform
