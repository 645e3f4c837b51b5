// What every scanner driver delivers, whatever the wire was.
#pragma once

#include <string>

#include "base/time.hpp"

namespace counterfoil::scan {

/// One scan. `text` may be a member's code: mask_for_log() before it goes into a log.
struct ScanEvent {
    std::string source;  ///< the scanner's configured name
    std::string text;    ///< the symbol's bytes, 8-bit clean, without framing, suffix and symbology identifier
    std::string aim;     ///< AIM symbology identifier such as "]E0"; empty if the scanner sends none
    Instant at;          ///< when the scan was complete
    bool operator==(const ScanEvent&) const = default;
};

}  // namespace counterfoil::scan
