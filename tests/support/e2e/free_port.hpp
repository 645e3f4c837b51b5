// TCP ports for programs under test.
#pragma once

#include <cstdint>

namespace counterfoil::e2e {

/// A port on 127.0.0.1 that nobody listens on, and that no other test on this machine is given while this one runs.
std::uint16_t free_port();

}  // namespace counterfoil::e2e
