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

/// The endpoint that devices are told: the bound port ("tcp://0.0.0.0:8791") under the public name, or as bound without one.
std::string advertised(const std::string& bound, const std::string& public_host);

}  // namespace counterfoil::hub
