// Randomness as a port: the real one is the operating system's, the simulator's is a seed.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.hpp"

namespace counterfoil {

class Random {
public:
    virtual ~Random() = default;
    /// Fills all of `out`. Never fails: a platform without randomness aborts at start.
    virtual void fill(std::span<std::uint8_t> out) = 0;

    /// 26 characters of base32 (128 bits): an id that nobody can guess or repeat.
    std::string new_id() {
        std::array<std::uint8_t, 16> raw{};
        fill(raw);
        return to_base32(raw);
    }
};

}  // namespace counterfoil
