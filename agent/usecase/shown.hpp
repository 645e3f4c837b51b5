// A member's row with this device's own entries on top: what every action here goes by.
#pragma once

#include <map>
#include <set>

#include "usecase/view.hpp"

namespace counterfoil::usecase {

struct Shown {
    domain::Member
        member;  ///< lots less what this device spent since the row was made; growth, tier and uses with its tickets
    /// By purse, what this device's sales earned and its returns gave back since then, less what these took: in no lot yet.
    std::map<PurseId, Points> earned;
    std::set<RightId> spent;  ///< coupons that this device spent since then

    Points earned_in(const PurseId& purse) const {
        const auto found = earned.find(purse);
        return found == earned.end() ? Points{} : found->second;
    }
};

/// A merged member's id gives the member that took its place. Refusals: unknown_member; erased.
Result<Outcome<Shown>> shown_member(const View& view, const MemberId& id);

/// Whose identity it is, as far as this device knows: HQ's word first, then whom this device enrolled and HQ has not told of
/// yet.
Result<std::optional<MemberId>> member_known_by(const View& view, domain::IdentityKind kind, std::string_view value);

/// Since the last contact with HQ; -1 where there never was one.
Millis data_age(const View& view) noexcept;

}  // namespace counterfoil::usecase
