// Members that are one person: merged by a person's word, and split again. A merge moves no right, hold or ticket: the
// member that goes up in another keeps its account and its entries, and whoever names it means the other from then on.
// Private to this module.
#pragma once

#include "base/refusal.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/turn.hpp"

namespace counterfoil::hub {

/// So many lots may two members have to be merged: one that earns on adds up to 64.
inline constexpr std::size_t kMergedLotsMax = 192;
inline constexpr std::size_t kMergedIdentitiesMax = 64;

struct MergeOrder {
    MemberId member_id;
    MemberId other_member_id;
    Who who;
};
struct Merged {
    OperationRow operation;
    MemberId survivor;
    MemberId merged;
};
/// Confirmed before provisional, then the older one survives. Refusals: unknown_member, erased, merged, frozen,
/// merge_with_self, merge_too_large.
Result<Outcome<Merged>> merge_members(Turn& turn, const MergeOrder& order);

struct SplitOff {
    OperationRow operation;
    Points points;  ///< that it has from now on
};
/// A merged member stands for itself again. It gets the smaller of what it brought in and what is left; points that devices
/// hold of the other's account stay there. Refusals: unknown_member, not_merged.
Result<Outcome<SplitOff>> split_member(Turn& turn, const MemberId& id, const Who& who);

}  // namespace counterfoil::hub
