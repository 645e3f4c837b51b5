// The time zone database of this machine (Debian: package tzdata), by the library cctz.
#pragma once

#include "hub/core/zones.hpp"

namespace counterfoil::hub {

class TzDatabase final : public ZoneSource {
public:
    Result<std::optional<domain::Zone>> zone(const std::string& name) const override;
};

}  // namespace counterfoil::hub
