// The units that this disk holds, as checkouts take, spend and give them back. Every change of a unit goes with the journal
// entry that tells of it, in the caller's transaction (rights.md, states of a unit of a hold on a device).
#pragma once

#include <span>
#include <vector>

#include "usecase/view.hpp"

namespace counterfoil::usecase {

struct UnitsOnDevice {
    std::int64_t mine = 0;   ///< unspent in the checkout in question
    std::int64_t idle = 0;   ///< unspent in no checkout
    std::int64_t other = 0;  ///< unspent in another checkout of this device
    bool pass = false;       ///< the free ones came by pass
};
UnitsOnDevice units_of(std::span<const domain::DeviceHold> open, const RightId& right, const CheckoutId& checkout);

/// Idle units of the rights go into the checkout. Not where a recall waits.
Result<void> take_into(const View& view, std::span<const domain::WantedRight> rights, const CheckoutId& checkout);
/// All units of one checkout pass on to another.
Result<void> pass_on(const View& view, const CheckoutId& from, const CheckoutId& to);
/// Ends the checkout's grip: what was acquired for it, or is recalled, is released by name; the rest is idle again.
/// True where something was released.
Result<bool> give_back(const View& view, const CheckoutId& checkout);
/// Releases units of a hold by name. The hold's row is `hold`, changed here and stored by the caller.
Result<void> release(const View& view, domain::DeviceHold& hold, std::vector<domain::Units> units);

}  // namespace counterfoil::usecase
