// The desk: what people and programs ask HQ to do or to show, as JSON (docs/api/hub.openapi.yaml has the shapes). The HTTP
// API and the command line go through Authority::serve, devices by the message `ask`. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace counterfoil::hub {

inline constexpr std::size_t kDeskKeyMax = 128;
/// How long a key is answered as it was first.
inline constexpr Millis kDeskAnswersKept{30 * kDayMs};

/// The device through which somebody asks.
struct Asker {
    DeviceId device_id;
    StoreId store_id;
    bool operator==(const Asker&) const = default;
};

struct DeskRequest {
    std::string what;     ///< one of the names in desk.cpp: "coupons.issue"
    std::string subject;  ///< the id that it is about, from the path; empty where none
    std::string key;      ///< for what changes something: 1 to kDeskKeyMax characters of ASCII without spaces
    std::string body;     ///< JSON; empty for what only shows
    std::optional<Asker> asker =
        {};  ///< nothing: HQ itself. A device may ask for some services only, and has keys of its own
};

}  // namespace counterfoil::hub
