// The machine's clocks. Any thread; never blocks.
#pragma once

#include "base/time.hpp"

namespace counterfoil::platform {

/// now() follows the system's wall clock with all its jumps; tick() never goes back and does not count suspended time.
class SystemClock final : public Clock {
public:
    Instant now() const override;
    Tick tick() const override;
};

}  // namespace counterfoil::platform
