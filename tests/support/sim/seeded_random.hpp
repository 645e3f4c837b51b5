// Randomness from a seed: the same seed gives the same world.
#pragma once

#include <random>

#include "base/random.hpp"

namespace counterfoil::test_support {

class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
    void fill(std::span<std::uint8_t> out) override {
        for (std::uint8_t& byte : out)
            byte = static_cast<std::uint8_t>(engine_() >> 24);
    }
    /// 0 .. below - 1.
    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(bound));
    }
    bool chance(int percent) { return below(100) < percent; }

private:
    std::mt19937_64 engine_;
};

}  // namespace counterfoil::test_support
