// A checkout: a basket for which rights are being held. Durable from its opening to its commit or cancel.
#pragma once

#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/refusal.hpp"
#include "base/time.hpp"
#include "domain/basket.hpp"
#include "domain/hold.hpp"
#include "domain/quote.hpp"

namespace counterfoil::domain {

/// Idle on the device's own monotonic clock, again from zero after a restart; then its holds go back.
inline constexpr Millis kCheckoutIdleMax{10LL * 60 * 1000};
inline constexpr Millis kCheckoutAgeMax{60LL * 60 * 1000};

enum class CheckoutState { open, committed, cancelled };

/// How far the acquire of a checkout has come. `offline`: not asked, the link is down.
enum class AcquireState { not_needed, asked, granted, refused, offline };

struct Checkout {
    CheckoutId checkout_id;
    CheckoutState state = CheckoutState::open;
    Basket basket;
    Quote quote;  ///< the last one given for it; a commit names its hash
    AcquireState acquire = AcquireState::not_needed;
    RequestNo request_no;  ///< 0 where nothing was asked
    std::vector<WantedRight> wanted;
    std::string refused_reason;  ///< of the acquire: held_by, queued, limit, recovering, ended
    Instant opened_at;
    bool operator==(const Checkout&) const = default;
};

}  // namespace counterfoil::domain
