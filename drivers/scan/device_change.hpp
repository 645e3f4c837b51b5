// A device came or went. Every driver tells it in this form; the cashier's screen and the log show it.
#pragma once

#include <string>

#include "base/time.hpp"

namespace counterfoil::scan {

struct DeviceChange {
    std::string source;  ///< the device's configured name
    std::string path;    ///< where it is looked for
    bool attached = false;
    std::string reason;  ///< why it is not attached; empty when attached
    std::string remedy;  ///< what a person can do about it; may be empty
    Instant at;
};

}  // namespace counterfoil::scan
