#include "domain/member.hpp"

namespace counterfoil::domain {

Points points_available(const std::vector<PointsLot>& lots, Instant now) {
    Points sum;
    for (const PointsLot& lot : lots)
        if (lot.available_at <= now && now < lot.expires_at) sum += lot.amount;
    return sum;
}

Points points_pending(const std::vector<PointsLot>& lots, Instant now) {
    Points sum;
    for (const PointsLot& lot : lots)
        if (now < lot.available_at && now < lot.expires_at) sum += lot.amount;
    return sum;
}

}  // namespace counterfoil::domain
