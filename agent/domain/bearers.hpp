// Who pays for what customers do not, and the companies behind them (domain rules part 10).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/amounts.hpp"
#include "base/ids.hpp"

namespace counterfoil::domain {

inline constexpr std::size_t kBearersMax = 8;

enum class Party {
    hq,
    brand,
    issuer_store,    ///< the store that issued the coupon; HQ where none did
    redeemer_store,  ///< the store that sells
    franchisee,      ///< whoever runs the store that sells
    mall,
    supplier,
    platform,
    pool,  ///< what stands behind all points
};
/// As in JSON. The company of a party for which none is named is called by it.
std::string_view name_of(Party party);
bool is_selling_store(Party party);

struct Bearer {
    Party party = Party::hq;
    BasisPoints share_bp = kWhole;  ///< 1..10000; all of one instrument add up to 10000
    EntityId entity_id;             ///< which of several (two suppliers); empty: called by the party's name
    bool operator==(const Bearer&) const = default;
};

/// None, or at most kBearersMax, nobody twice, with shares above 0 that add up to the whole.
bool bear_the_whole(const std::vector<Bearer>& bearers);

}  // namespace counterfoil::domain
