// Who this disk is and whom it trusts: written once by `counterfoil enrol`, read at every start. The file identity.toml in
// the state folder, mode 0600.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace counterfoil::platform {

struct DeviceIdentity {
    DeviceId device_id;
    DeviceEpoch epoch;
    StoreId store_id;
    HubEpoch hub_epoch;  ///< at enrolment; the ledger knows the newest
    SecretKey journal_secret{};
    SecretKey curve_secret{};
    PublicKey curve_public{};
    PublicKey hq_signing_key{};
    PublicKey hq_curve_key{};
    std::string ops_endpoint;
    std::string feed_endpoint;
};

/// Error: not_found with the remedy to enrol; corrupt with the name of the value that is missing or wrong; permission.
Result<DeviceIdentity> read_device_identity(const std::string& state_folder);
/// Error: conflict where an identity is there already: its ledger may hold entries that HQ does not have.
Result<void> check_not_enrolled(const std::string& state_folder);
Result<void> write_device_identity(const std::string& state_folder, const DeviceIdentity& identity);

/// The token of the local API: made at the first call, mode 0600.
Result<std::string> local_token(const std::string& state_folder, Random& random);

}  // namespace counterfoil::platform
