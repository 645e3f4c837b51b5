// `counterfoil enrol`: gives this disk its number and keys, and HQ's, by a one-time code (docs/adr/0009).
#pragma once

#include <string>

#include "base/result.hpp"
#include "platform/configuration.hpp"
#include "platform/device_identity.hpp"

namespace counterfoil::cli {

struct EnrolWish {
    std::string hub_url;      ///< "http://hq.example:8790"
    std::string code;         ///< as HQ printed it
    std::string device_name;  ///< for people
};

/// Writes the identity into the state folder. Nothing is written where HQ refuses, cannot be reached, or does not know the
/// code's secret (an impostor). A disk that is enrolled already is refused before HQ is asked, so that the code stays good.
Result<platform::DeviceIdentity> enrol(const platform::AgentConfig& config, const EnrolWish& wish);

}  // namespace counterfoil::cli
