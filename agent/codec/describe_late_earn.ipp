// Fields of points for a member who was named after payment (domain rules, part 12).
#pragma once

#include "codec/describe_basket.ipp"
#include "codec/describe_quote.ipp"
#include "domain/late_earn.hpp"

namespace counterfoil::codec {

inline constexpr TextRule kLateEarnKey{0, 200};

template <class Io>
void describe(Io& io, Of<domain::LateLine>) {
    using T = domain::LateLine;
    io.need("line_no", &T::line_no, {1, INT32_MAX});
    io.need("earn", &T::earn, kSums);
}

template <class Io>
void describe(Io& io, Of<domain::LateEarn>) {
    using T = domain::LateEarn;
    io.may("tier", &T::tier);
    io.may("lines", &T::lines, {kQuoteLinesMax});
    io.may("earn", &T::earn, kSums);
    io.may("growth", &T::growth, kSums);
}

template <class Io>
void describe(Io& io, Of<domain::LateEarnEntry>) {
    using T = domain::LateEarnEntry;
    io.need("ticket", &T::ticket);
    io.need("member_id", &T::member_id);
    io.may("idempotency_key", &T::idempotency_key, kLateEarnKey);
    io.may("staff_id", &T::staff_id);
    io.need("approver_id", &T::approver_id);
    io.need("rules_hash", &T::rules_hash);
    io.part(&T::points);
}

}  // namespace counterfoil::codec
