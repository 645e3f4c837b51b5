// A device's greeting and its journal. Private to this module.
#pragma once

#include "hub/core/turn.hpp"

namespace counterfoil::hub {

Result<void> take_hello(Turn& turn, DeviceRow& device, const protocol::Hello& hello);
Result<void> take_entries(Turn& turn, DeviceRow& device, const protocol::Entries& entries);
Result<void> take_closed(Turn& turn, const DeviceRow& device, const protocol::Closed& closed);

}  // namespace counterfoil::hub
