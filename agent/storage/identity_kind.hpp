// How kinds of identities are stored. Private to this module.
#pragma once

#include "domain/member.hpp"

namespace counterfoil::storage {

/// The stored number of a kind of identity: 1 phone ... 9 member_code. New kinds go behind.
constexpr int stored_kind(domain::IdentityKind kind) noexcept {
    static_assert(static_cast<int>(domain::IdentityKind::phone) == 0 &&
                  static_cast<int>(domain::IdentityKind::member_code) == 8);
    return static_cast<int>(kind) + 1;
}

/// In the cache: one that is the member's, or that was taken off it. What is disputed is another member's, and stands with
/// that one.
inline constexpr int kReleased = 100;
constexpr bool is_looked_up(const domain::Identity& identity) noexcept {
    return identity.state != domain::IdentityState::disputed;
}
constexpr int stored_kind(const domain::Identity& identity) noexcept {
    return stored_kind(identity.kind) + (identity.state == domain::IdentityState::released ? kReleased : 0);
}

}  // namespace counterfoil::storage
