#include "domain/coupon.hpp"

#include <algorithm>
#include <string_view>

namespace counterfoil::domain {
namespace {

constexpr std::string_view kCouponPrefix = "coupon:";
constexpr std::string_view kLotPrefix = "lot:";

template <class Id>
std::optional<Id> id_behind(std::string_view prefix, const RightId& right) {
    const std::string& text = right.str();
    if (!text.starts_with(prefix) || text.size() == prefix.size()) return std::nullopt;
    return Id(text.substr(prefix.size()));
}

}  // namespace

bool prices_pieces(TemplateKind kind) {
    return kind == TemplateKind::fixed_price || kind == TemplateKind::exchange || kind == TemplateKind::gift ||
           kind == TemplateKind::pick_up;
}

bool multiplies_points(TemplateKind kind) { return kind == TemplateKind::points_multiplier; }

std::string TicketKey::text() const {
    return store_id.str() + "/" + register_id.str() + "/" + business_day + "/" + ticket_id.str();
}

Instant end_of(const Coupon& coupon, const CouponTemplate& coupon_template) {
    if (coupon_template.extend_days > 0 && coupon.valid_until < kNever) return coupon.valid_until;
    return std::min(coupon.valid_until, coupon_template.valid_until);
}

RightId right_of(const CouponId& coupon) { return RightId(std::string(kCouponPrefix) + coupon.str()); }
RightId right_of(const LotId& lot) { return RightId(std::string(kLotPrefix) + lot.str()); }

std::optional<CouponId> coupon_of(const RightId& right) { return id_behind<CouponId>(kCouponPrefix, right); }
std::optional<LotId> lot_of(const RightId& right) { return id_behind<LotId>(kLotPrefix, right); }

}  // namespace counterfoil::domain
