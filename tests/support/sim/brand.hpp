// A small brand for tests: rules, goods, members, coupons, each as its feed row.
#pragma once

#include <string>
#include <vector>

#include "domain/basket.hpp"
#include "domain/feed.hpp"
#include "domain/rules.hpp"

namespace counterfoil::test_support {

inline constexpr std::int64_t kHour = 60LL * 60 * 1000;
inline constexpr std::int64_t kDay = 24 * kHour;
/// 2026-03-02T02:00:00Z: ten in the morning in the brand's zone.
inline constexpr Instant kMorning{1'772'416'800'000};

/// No tier discount for "base", 20 % for "gold"; 100 points = 1.00, steps of 100; risk: 30.00 a face, 50.00 a member and
/// day, 200.00 a device, four hours.
domain::Rules brand_rules();
domain::Member member(const std::string& id, const std::string& tier, std::vector<domain::PointsLot> lots = {});
domain::PointsLot lot(const std::string& id, std::int64_t points, Instant expires_at);
/// Takes `face` minor units off from `min_spend` on.
domain::CouponTemplate amount_off(const std::string& id, std::int64_t face, std::int64_t min_spend = 0,
                                  domain::OfflinePolicy offline = domain::OfflinePolicy::checkout);
domain::CouponTemplate percent_off(const std::string& id, std::int32_t pay_bp,
                                   domain::OfflinePolicy offline = domain::OfflinePolicy::checkout);
domain::Coupon coupon(const std::string& id, const std::string& template_id, const std::string& member_id);
domain::Product product(const std::string& sku, const std::string& gtin, std::int64_t unit_price);

domain::FeedRow row(const domain::Rules& rules);
domain::FeedRow row(const domain::CachedMember& member);
domain::FeedRow row(const domain::Member& member);
domain::FeedRow row(const domain::CouponTemplate& coupon_template);
domain::FeedRow row(const domain::Coupon& coupon);
domain::FeedRow row(const domain::Product& product);

/// One line of one piece at a price that the till brings itself.
domain::Basket basket(const std::string& ticket, const std::string& member_id, std::int64_t price);

}  // namespace counterfoil::test_support
