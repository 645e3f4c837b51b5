// What a service tells systemd about itself (Type=notify, WatchdogSec). Any thread; never blocks.
#pragma once

#include <optional>
#include <string_view>

#include "base/log.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace counterfoil::platform {

inline constexpr std::string_view kServiceReady = "READY=1";
inline constexpr std::string_view kServiceStopping = "STOPPING=1";
inline constexpr std::string_view kServiceAlive = "WATCHDOG=1";

/// Sends one datagram to the socket that NOTIFY_SOCKET names. False: nobody asked to be told (the variable is not set).
Result<bool> notify_service_manager(std::string_view state);

/// The same for a daemon that goes on without its manager: what fails is a warning in the log.
void tell_service_manager(std::string_view state, Log& log);

/// How often kServiceAlive is expected from this process at the latest (WATCHDOG_USEC); nothing when it is not. Send it
/// twice as often.
std::optional<Millis> watchdog_interval();

}  // namespace counterfoil::platform
