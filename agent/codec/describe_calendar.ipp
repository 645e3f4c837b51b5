// Fields of zones and stores of the rules, and of the hours in which a coupon is good.
#pragma once

#include "codec/json.hpp"
#include "codec/object_reader.ipp"
#include "domain/calendar.hpp"
#include "domain/rules.hpp"

namespace counterfoil::codec {

inline constexpr Range kOffsetMinutes{-domain::kOffsetMinutesMax, domain::kOffsetMinutesMax};

bool is_time_of_day(std::string_view text);  ///< HH:MM, 00:00 to 23:59

inline constexpr TextRule kZoneName{0, 64, is_zone_name, "the IANA name of a zone such as Asia/Shanghai is expected"};
inline constexpr TextRule kTimeOfDay{5, 5, is_time_of_day, "a time from 00:00 to 23:59 as HH:MM is expected"};

template <>
struct Form<domain::TimeOfDay> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, domain::TimeOfDay& out, const Rule&, const Place& place, Reading& reading);
    static Json write(const domain::TimeOfDay& value, const Writing&);
};

template <class Io>
void describe(Io& io, Of<domain::ZoneChange>) {
    using T = domain::ZoneChange;
    io.need("from", &T::from);
    io.need("offset_minutes", &T::offset_minutes, kOffsetMinutes);
}

template <class Io>
void describe(Io& io, Of<domain::Zone>) {
    using T = domain::Zone;
    io.need("zone", &T::zone, {1, kZoneName.most, is_zone_name, kZoneName.expected});
    io.may("offset_minutes", &T::offset_minutes, kOffsetMinutes);
    io.may("changes", &T::changes, {domain::kZoneChangesMax});
}

template <class Io>
void describe(Io& io, Of<domain::Store>) {
    using T = domain::Store;
    io.need("store_id", &T::store_id);
    io.may("region", &T::region, {0, kIdLengthMax});
    io.may("zone", &T::zone, kZoneName);
    io.may("day_cutoff", &T::day_cutoff);
    io.may("entity_id", &T::entity_id);
}

}  // namespace counterfoil::codec
