// HQ's own keys: made at the first start, kept in hub.toml (mode 0600) in the state folder.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "transport/curve_keys.hpp"

namespace counterfoil::hub {

struct HubKeys {
    SecretKey signing_secret{};  ///< Ed25519: signs grants
    transport::CurveKeys curve;
};

/// Error: permission or corrupt for a file that is not what it was written as; unavailable without CURVE.
Result<HubKeys> open_hub_keys(const std::string& state_folder, Random& random);

}  // namespace counterfoil::hub
