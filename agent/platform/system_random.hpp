// The kernel's randomness. Any thread. Blocks only before the kernel has gathered entropy, early in the first boot.
#pragma once

#include "base/random.hpp"

namespace counterfoil::platform {

/// getrandom(2). Aborts when the kernel has none to give: ids and keys that repeat are worse than no program.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override;
};

}  // namespace counterfoil::platform
