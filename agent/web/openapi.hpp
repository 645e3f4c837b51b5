// docs/api/agent.openapi.yaml as it was when this program was built.
#pragma once

#include <string_view>

namespace counterfoil::web {

extern const std::string_view kOpenApi;

}  // namespace counterfoil::web
