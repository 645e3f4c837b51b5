// The desk: what people and programs ask HQ to do or to show, as JSON (docs/api/hub.openapi.yaml has the shapes). The HTTP
// API, the command line and whoever else asks go through Authority::serve. Pure.
#pragma once

#include <string>

#include "base/time.hpp"

namespace counterfoil::hub {

inline constexpr std::size_t kDeskKeyMax = 128;
/// How long a key is answered as it was first.
inline constexpr Millis kDeskAnswersKept{30 * kDayMs};

struct DeskRequest {
    std::string what;     ///< one of the names in desk.cpp: "coupons.issue"
    std::string subject;  ///< the id that it is about, from the path; empty where none
    std::string key;      ///< for what changes something: 1 to kDeskKeyMax characters of ASCII without spaces
    std::string body;     ///< JSON; empty for what only shows
};

}  // namespace counterfoil::hub
