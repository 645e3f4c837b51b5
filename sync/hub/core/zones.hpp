// Where HQ gets the tables of time zones from that a rules bundle carries (ADR 13).
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "domain/calendar.hpp"

namespace counterfoil::hub {

/// Tables reach from 2000 to 2060 (UTC), whenever they are made: the same database gives the same bundle, and so the same
/// hash. After the last change its offset goes on.
inline constexpr Instant kZonesFrom{946'684'800'000};
inline constexpr Instant kZonesUntil{2'840'140'800'000};

class ZoneSource {
public:
    virtual ~ZoneSource() = default;
    /// Nothing where the database has no zone of that name. Error: the database cannot be used.
    virtual Result<std::optional<domain::Zone>> zone(const std::string& name) const = 0;
};

}  // namespace counterfoil::hub
