// How a new disk gets its number, and both ends each other's keys, by a one-time code (docs/adr/0009). Pure.
#pragma once

#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/refusal.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "hub/core/store.hpp"
#include "protocol/enrolment.hpp"

namespace counterfoil::hub {

inline constexpr Millis kEnrolCodeLife{kDayMs};
inline constexpr std::int32_t kEnrolAttemptsMax = 10;

/// HMAC as a door: platform implements it.
class Mac {
public:
    virtual ~Mac() = default;
    /// HMAC-SHA256 (RFC 2104).
    virtual Digest hmac_sha256(ByteView key, ByteView message) const = 0;
};

/// What HQ tells about itself.
struct HubIdentity {
    HubEpoch hub_epoch;
    PublicKey signing_key{};  ///< Ed25519
    PublicKey curve_key{};
    std::string ops_endpoint;
    std::string feed_endpoint;
};

/// A fresh code for the store, as text for people ("ABCDEF-GHIJK-LMNOP-QRSTU-VWXYZ"). `device` names a device whose disk is
/// replaced; empty makes a new device. Error: not_found for a device that HQ does not know, invalid_input for a bad store
/// id.
Result<std::string> make_enrol_code(HubTx& tx, const StoreId& store, const DeviceId& device, Instant now, Random& random,
                                    Millis life = kEnrolCodeLife);

/// Uses the code: the new disk, its keys and the use of the code are one transaction. A repeat of the very same request gets
/// the same answer. An older disk of the same device may only upload from then on, and its holds are orphaned.
/// The job stays for a refusal too (attempts are counted). Refusals, for HQ's log (the network hears one and the same):
/// enrol_code_unknown (also a wrong HMAC, and a code that was tried too often), enrol_code_used, enrol_code_expired,
/// enrol_key_known (another disk has this curve key).
Result<Outcome<protocol::EnrolAnswer>> enrol(HubTx& tx, const protocol::EnrolRequest& request, const HubIdentity& hub,
                                             const Mac& mac, Random& random, Instant now);

}  // namespace counterfoil::hub
