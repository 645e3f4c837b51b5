// Time as a value. Layers without I/O receive it; only platform reads a clock.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace counterfoil {

/// A span in milliseconds.
struct Millis {
    std::int64_t value = 0;
    auto operator<=>(const Millis&) const = default;
};
/// Twenty-four hours, in milliseconds; a calendar's day may be another one.
inline constexpr std::int64_t kDayMs = std::int64_t{24} * 60 * 60 * 1000;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z. Periods are half open: from <= t < until.
struct Instant {
    std::int64_t ms = 0;
    auto operator<=>(const Instant&) const = default;
    friend Instant operator+(Instant t, Millis d) noexcept { return Instant{t.ms + d.value}; }
    friend Millis operator-(Instant a, Instant b) noexcept { return Millis{a.ms - b.ms}; }
};
inline constexpr Instant kNever{INT64_MAX};

/// A point on a clock that never jumps and that restarts with the process; liveness timers only, never business time.
struct Tick {
    std::int64_t ms = 0;
    auto operator<=>(const Tick&) const = default;
    friend Tick operator+(Tick t, Millis d) noexcept { return Tick{t.ms + d.value}; }
    friend Millis operator-(Tick a, Tick b) noexcept { return Millis{a.ms - b.ms}; }
};

/// Wall and monotonic clock. Any thread; never blocks.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    virtual Tick tick() const = 0;
};

}  // namespace counterfoil
