// Local time without a database of time zones: a zone is a table of offsets that the rules carry, so every machine that
// prices by the same rules comes to the same day and hour, whatever is installed on it. Pure; any thread.
//
// A local time that does not exist, because the clock jumped over it, means the moment of the jump. One that comes twice
// means the first, or the last where that is asked for: a day begins with the first, a period of hours ends with the last,
// so that nobody is turned away against the clock on the wall.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace counterfoil::domain {

inline constexpr std::int32_t kOffsetMinutesMax = 14 * 60;
inline constexpr std::int32_t kMinutesPerDay = 24 * 60;

/// What a clock on the wall shows: minutes after midnight, 0..1439. JSON: "HH:MM".
struct TimeOfDay {
    std::int32_t minutes = 0;
    auto operator<=>(const TimeOfDay&) const = default;
};
std::string text_of(TimeOfDay time);  ///< "02:00"

/// From this moment on the zone's clock is `offset_minutes` ahead of UTC.
struct ZoneChange {
    Instant from;
    std::int32_t offset_minutes = 0;
    bool operator==(const ZoneChange&) const = default;
};

struct Zone {
    std::string zone;                 ///< IANA name
    std::int32_t offset_minutes = 0;  ///< before the first change
    std::vector<ZoneChange> changes;  ///< in order of time; the last one holds for ever
    bool operator==(const Zone&) const = default;
};

using Day = std::chrono::sys_days;  ///< a date of the Gregorian calendar, of no particular zone
std::string text_of(Day day);       ///< "2026-03-01"
/// Of years 1 to 9999; nothing where the text is no such date.
std::optional<Day> day_from_text(std::string_view text);

enum class Twice { first, last };

/// The calendar of a store or of the brand. Points to the zone, so it lives no longer than the rules that it was made from.
class Calendar {
public:
    explicit Calendar(std::int32_t offset_minutes, TimeOfDay day_cutoff = {}) noexcept
        : offset_minutes_(offset_minutes), day_cutoff_(day_cutoff) {}
    explicit Calendar(const Zone& zone, TimeOfDay day_cutoff = {}) noexcept : zone_(&zone), day_cutoff_(day_cutoff) {}

    std::int32_t offset_minutes_at(Instant at) const noexcept;
    /// The moment at which the wall's clock shows `time` on that date.
    Instant instant_of(Day date, TimeOfDay time, Twice twice = Twice::first) const noexcept;
    /// The business day of a moment: it begins at the cutoff, so what is sold at 01:00 may belong to the day before.
    Day day_of(Instant at) const noexcept;
    Instant begin_of(Day day) const noexcept { return instant_of(day, day_cutoff_); }
    /// Within business day `day`: a time before the cutoff is after midnight, on the next date.
    Instant instant_within(Day day, TimeOfDay time, Twice twice = Twice::first) const noexcept;
    TimeOfDay day_cutoff() const noexcept { return day_cutoff_; }

private:
    const Zone* zone_ = nullptr;
    std::int32_t offset_minutes_ = 0;
    TimeOfDay day_cutoff_;
};

}  // namespace counterfoil::domain
