// What devices ask of HQ's desk. Private to this module.
#pragma once

#include "hub/core/turn.hpp"

namespace counterfoil::hub {

/// Sends the answer. A fault of HQ's own is an error: the device asks again.
Result<void> take_ask(Turn& turn, const DeviceRow& device, const protocol::Ask& ask);

}  // namespace counterfoil::hub
