#include "hub/store/tz_database.hpp"

#include <cctz/time_zone.h>

#include <chrono>

namespace counterfoil::hub {

namespace {

using Seconds = cctz::time_point<cctz::seconds>;

Seconds seconds_at(Instant at) { return Seconds{cctz::seconds{at.ms / 1000}}; }

/// Whole minutes: no zone has had seconds in its offset since 1972.
std::int32_t offset_minutes_at(const cctz::time_zone& zone, Seconds at) { return zone.lookup(at).offset / 60; }

}  // namespace

Result<std::optional<domain::Zone>> TzDatabase::zone(const std::string& name) const {
    cctz::time_zone found;
    if (!cctz::load_time_zone(name, &found)) {
        cctz::time_zone any;
        if (!cctz::load_time_zone("Europe/Berlin", &any))
            return fail(ErrorCode::not_found, "this machine has no time zone database", name, "install the package tzdata");
        return std::optional<domain::Zone>{};
    }
    domain::Zone zone{.zone = name, .offset_minutes = offset_minutes_at(found, seconds_at(kZonesFrom)), .changes = {}};
    std::int32_t offset = zone.offset_minutes;
    cctz::time_zone::civil_transition next;
    for (Seconds at = seconds_at(kZonesFrom); found.next_transition(at, &next);) {
        at = found.lookup(next.to).trans;
        if (at >= seconds_at(kZonesUntil)) break;
        // Some transitions change no more than the name of the time.
        const std::int32_t then = offset_minutes_at(found, at);
        if (then == offset) continue;
        offset = then;
        zone.changes.push_back({Instant{at.time_since_epoch().count() * 1000}, offset});
    }
    return std::optional<domain::Zone>{std::move(zone)};
}

}  // namespace counterfoil::hub
