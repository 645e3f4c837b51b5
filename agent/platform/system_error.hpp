// errno in our words. Private to the adapters of this module.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace counterfoil::platform {

/// `action` completes "cannot ...". Codes: full (no space, no file handles), permission, not_found, unavailable (try again),
/// io (the rest); each with a remedy.
Error system_error(int number, std::string_view action, std::string where);

}  // namespace counterfoil::platform
