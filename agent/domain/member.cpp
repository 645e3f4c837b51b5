#include "domain/member.hpp"

#include <algorithm>

namespace counterfoil::domain {

Points points_available(const std::vector<PointsLot>& lots, Instant now, const PurseId& purse) {
    Points sum;
    for (const PointsLot& lot : lots)
        if (lot.purse_id == purse && lot.available_at <= now && now < lot.expires_at) sum += lot.amount;
    return sum;
}

Points points_pending(const std::vector<PointsLot>& lots, Instant now, const PurseId& purse) {
    Points sum;
    for (const PointsLot& lot : lots)
        if (lot.purse_id == purse && now < lot.available_at && now < lot.expires_at) sum += lot.amount;
    return sum;
}

Points points_in(const std::vector<PursePoints>& list, const PurseId& purse) {
    const auto found = std::ranges::find(list, purse, &PursePoints::purse_id);
    return found == list.end() ? Points{} : found->points;
}

void set_points_in(std::vector<PursePoints>& list, const PurseId& purse, Points points) {
    const auto place = std::ranges::lower_bound(list, purse, {}, &PursePoints::purse_id);
    const bool is_there = place != list.end() && place->purse_id == purse;
    if (points.value == 0) {
        if (is_there) list.erase(place);
    } else if (is_there) {
        place->points = points;
    } else {
        list.insert(place, {purse, points});
    }
}

Points owed_in(const Member& member, const PurseId& purse) {
    return purse.empty() ? member.owed : points_in(member.owed_in, purse);
}

void set_owed_in(Member& member, const PurseId& purse, Points owed) {
    if (purse.empty())
        member.owed = owed;
    else
        set_points_in(member.owed_in, purse, owed);
}

bool phone_lapsed(const Identity& phone, std::int32_t trust_days, Instant now) {
    if (phone.kind != IdentityKind::phone || phone.verified_at.ms == 0) return false;
    return now >= phone.verified_at + Millis{trust_days * kDayMs};
}

}  // namespace counterfoil::domain
