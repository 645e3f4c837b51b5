// Points of lots, and the one text that each key has.
#include <gtest/gtest.h>

#include "domain/arithmetic.hpp"
#include "domain/coupon.hpp"
#include "domain/hold.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {
namespace {

TEST(Lots, AreAvailablePendingOrOver) {
    const std::vector<PointsLot> lots{{LotId("a"), Points{1}, Instant{0}, Instant{100}},
                                      {LotId("b"), Points{10}, Instant{100}, Instant{200}},
                                      {LotId("c"), Points{100}, Instant{50}, kNever}};
    EXPECT_EQ(points_available(lots, Instant{99}), Points{101});
    EXPECT_EQ(points_pending(lots, Instant{99}), Points{10});
    EXPECT_EQ(points_available(lots, Instant{100}), Points{110});
    EXPECT_EQ(points_pending(lots, Instant{100}), Points{0});
    EXPECT_EQ(points_available({}, Instant{0}), Points{0});
}

TEST(TicketKey, HasOneText) {
    const TicketKey key{StoreId("S001"), RegisterId("R1"), "2026-03-01", TicketId("42")};
    EXPECT_EQ(key.text(), "S001/R1/2026-03-01/42");
}

TEST(Rights, NameACouponOrALotAndNothingElse) {
    EXPECT_EQ(right_of(CouponId("C1")).str(), "coupon:C1");
    EXPECT_EQ(right_of(LotId("L1")).str(), "lot:L1");
    EXPECT_EQ(coupon_of(right_of(CouponId("a:b"))), CouponId("a:b"));
    EXPECT_EQ(lot_of(right_of(LotId("L1"))), LotId("L1"));
    EXPECT_FALSE(coupon_of(right_of(LotId("L1"))).has_value());
    EXPECT_FALSE(lot_of(right_of(CouponId("C1"))).has_value());
    EXPECT_FALSE(coupon_of(RightId("coupon:")).has_value());
    EXPECT_FALSE(coupon_of(RightId("")).has_value());
}

TEST(HoldIds, GoToTextAndBack) {
    const HoldId id{{DeviceId("D-1"), DeviceEpoch{2}}, HubEpoch{3}, UINT64_MAX};
    EXPECT_EQ(id.text(), "D-1/2/3/18446744073709551615");
    EXPECT_EQ(hold_id_from_text(id.text()), id);
}

TEST(HoldIds, OtherTextsAreNone) {
    for (const char* text :
         {"", "D-1", "D-1/2/3", "D-1/2/3/4/5", "/2/3/4", "D 1/2/3/4", "D-1//3/4", "D-1/2/3/", "D-1/+2/3/4", "D-1/-2/3/4",
          "D-1/02/3/4", "D-1/2/3/x", "D-1/2/3/4 ", "D-1/2/3/18446744073709551616"})
        EXPECT_FALSE(hold_id_from_text(text).has_value()) << text;
}

TEST(Arithmetic, RoundsHalfUp) {
    EXPECT_EQ(half_up_product(1, 1, 2), 1);
    EXPECT_EQ(half_up_product(1, 1, 3), 0);
    EXPECT_EQ(half_up_product(2, 1, 3), 1);
    EXPECT_EQ(half_up_product(0, 5, 3), 0);
    EXPECT_EQ(half_up_product(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
    EXPECT_EQ(floor_product(INT64_MAX, 9999, 10000), 9222449699651090329);
    EXPECT_EQ(pay_share(Money{2985}, BasisPoints{8800}), Money{2627});
}

}  // namespace
}  // namespace counterfoil::domain
