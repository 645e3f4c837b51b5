// Who asks and why, as it stands in every order of the desk.
#pragma once

#include "codec/object_reader.ipp"
#include "hub/core/coupon_life.hpp"

namespace counterfoil::codec {

inline constexpr TextRule kReason{1, 200};

template <class Io>
void describe(Io& io, Of<hub::Who>) {
    using T = hub::Who;
    io.need("staff_id", &T::staff_id);
    io.need("reason", &T::reason, kReason);
}

}  // namespace counterfoil::codec
