// Zones as the rules carry them, cut to 2026, for tests of days and hours.
#pragma once

#include "domain/calendar.hpp"

namespace counterfoil::domain::test {

inline Instant at_utc(Day date, int hour, int minute) {
    const auto at = date + std::chrono::hours{hour} + std::chrono::minutes{minute};
    return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count()};
}

inline Zone berlin() {
    using namespace std::chrono;
    return {"Europe/Berlin", 60, {{at_utc(2026y / March / 29, 1, 0), 120}, {at_utc(2026y / October / 25, 1, 0), 60}}};
}

inline Zone new_york() {
    using namespace std::chrono;
    return {"America/New_York", -300, {{at_utc(2026y / March / 8, 7, 0), -240}, {at_utc(2026y / November / 1, 6, 0), -300}}};
}

inline Zone shanghai() { return {"Asia/Shanghai", 480, {}}; }

}  // namespace counterfoil::domain::test
