// Holds: ownership of units moved from HQ to one disk of one device. The rules are docs/rights.md; these are their shapes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"

namespace counterfoil::domain {

/// One disk of one device. Never "a store".
struct Holder {
    DeviceId device_id;
    DeviceEpoch epoch;
    auto operator<=>(const Holder&) const = default;
};

/// Used once, never again. `no` rises per holder and hub epoch; gaps are allowed.
struct HoldId {
    Holder holder;
    HubEpoch hub_epoch;
    std::uint64_t no = 0;
    auto operator<=>(const HoldId&) const = default;
    /// "device/epoch/hub_epoch/no"
    std::string text() const;
};
std::optional<HoldId> hold_id_from_text(std::string_view text);

/// Units of one right: a coupon has one, a points lot has its points.
struct Units {
    RightId right_id;
    std::int64_t amount = 0;  ///< > 0
    bool operator==(const Units&) const = default;
};

struct HeldRight {
    RightId right_id;
    std::int64_t amount = 0;
    Instant expires_at = kNever;   ///< business data; a hold itself never lapses by a clock
    PurseId purse_id = PurseId();  ///< of a lot: whose points they are
    bool operator==(const HeldRight&) const = default;
};

enum class HoldReason { checkout, home_store, pass };

struct Hold {
    HoldId hold_id;
    AccountId account_id;
    MemberId member_id;
    std::vector<HeldRight> rights;
    Instant granted_at;
    HoldReason reason = HoldReason::checkout;
    std::optional<Millis> reclaim_after;  ///< `wait` where absent
    RequestNo request_no;                 ///< 0 where nobody asked
    bool operator==(const Hold&) const = default;
};

/// What HQ signed, byte for byte: verify first, then decode (protocol/grant.hpp).
struct SignedGrant {
    Bytes payload;
    Signature signature{};
    bool operator==(const SignedGrant&) const = default;
};

/// What a checkout asks for: at least `least`, at most `most` units (points: most known; coupon: 1 and 1).
struct WantedRight {
    RightId right_id;
    std::int64_t least = 1;
    std::int64_t most = 1;
    bool operator==(const WantedRight&) const = default;
};

/// One right of a hold on a device. idle = amount - spent - given_back, free for a checkout unless `checkout_id` names one.
struct DeviceRight {
    HeldRight right;
    std::int64_t spent = 0;
    std::int64_t given_back = 0;
    CheckoutId checkout_id;     ///< empty: idle
    bool recall_waits = false;  ///< asked back while in a checkout
    std::int64_t unspent() const noexcept { return right.amount - spent - given_back; }
    bool operator==(const DeviceRight&) const = default;
};

struct DeviceHold {
    Hold hold;
    SignedGrant grant;
    std::vector<DeviceRight> rights;
    bool operator==(const DeviceHold&) const = default;
};

}  // namespace counterfoil::domain
