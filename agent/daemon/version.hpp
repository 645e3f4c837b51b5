#pragma once

namespace counterfoil::daemon {

inline constexpr const char* kVersion = COUNTERFOIL_VERSION;  ///< from CMakeLists.txt's project()

}  // namespace counterfoil::daemon
