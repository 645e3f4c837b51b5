// A state folder as a store of a large brand has it: an enrolled device that HQ cannot be reached from, a price list, rules,
// and a million members in the cache.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace counterfoil::bench {

struct World {
    std::string folder;
    std::string configuration;  ///< path of the agent's configuration
    std::string token;
    std::uint16_t port = 0;
};

Result<World> make_world(const std::string& folder, std::uint64_t members, std::uint16_t port);

/// "B000000042"
std::string member_id(std::uint64_t n);

}  // namespace counterfoil::bench
