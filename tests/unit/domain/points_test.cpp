// Points as money.
#include <gtest/gtest.h>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::Sale;

/// 100.00 of goods, half of it payable with points, 1,000 points at hand.
struct Burn : Sale {
    Burn() {
        line(10000);
        points(1000);
    }
    PointsResult ask_for(PointsChoice choice) {
        basket.points = choice;
        return quote().points;
    }
    std::string why(PointsChoice choice) {
        const PointsResult result = ask_for(choice);
        EXPECT_EQ(result.burn.value == 0, result.refused.has_value());
        return result.refused ? result.refused->code : "";
    }
    std::string figure(const std::string& name) { return quote().points.refused->figures.at(name); }
};

TEST(BurnPoints, NeverUnlessAsked) {
    Burn burn;
    PointsResult result = burn.quote().points;
    EXPECT_EQ(result.burn, Points{0});
    EXPECT_EQ(result.max, Points{1000});
    EXPECT_EQ(result.step, Points{100});
    EXPECT_FALSE(result.refused.has_value());
    result = burn.ask_for(Points{0});
    EXPECT_EQ(result.burn, Points{0});
    EXPECT_FALSE(result.refused.has_value());
}

TEST(BurnPoints, AsManyAsAskedOrTheMost) {
    Burn burn;
    EXPECT_EQ(burn.ask_for(Points{300}).burn, Points{300});
    EXPECT_EQ(burn.quote().totals.due, Money{9700});
    EXPECT_EQ(burn.ask_for(MaxPoints{}).burn, Points{1000});
    EXPECT_EQ(burn.quote().totals.points_value, Money{1000});
    burn.points(99);
    EXPECT_EQ(burn.ask_for(MaxPoints{}).burn, Points{1000}) << "whole steps only";
}

TEST(BurnPoints, Balance) {
    Burn burn;
    EXPECT_EQ(burn.why(Points{1100}), "pts_balance");
    EXPECT_EQ(burn.figure("left"), "1000");
    burn.context.member->lots.front().expires_at = burn.basket.at;
    EXPECT_EQ(burn.why(MaxPoints{}), "pts_balance");
    burn.context.member->lots.front() = {LotId("L"), Points{1000}, burn.basket.at + Millis{1}, kNever};
    EXPECT_EQ(burn.why(Points{100}), "pts_balance") << "pending points cannot be burnt";
    burn.basket.member_id = MemberId("");
    EXPECT_EQ(burn.why(Points{100}), "pts_balance");
}

TEST(BurnPoints, LeastAndStep) {
    Burn burn;
    burn.rules.points.burn_least = Points{500};
    EXPECT_EQ(burn.why(Points{400}), "pts_min");
    EXPECT_EQ(burn.figure("n"), "500");
    EXPECT_EQ(burn.why(Points{550}), "pts_step");
    EXPECT_EQ(burn.figure("n"), "100");
    EXPECT_EQ(burn.why(Points{500}), "");
    burn.rules.points.burn_least = Points{550};
    burn.context.burnable = Points{599};
    EXPECT_EQ(burn.quote().points.max, Points{0}) << "500 in whole steps is below the least";
}

TEST(BurnPoints, LeastSpend) {
    Burn burn;
    burn.rules.points.burn_min_spend = Money{10001};
    EXPECT_EQ(burn.why(MaxPoints{}), "pts_min");
    EXPECT_EQ(burn.figure("short"), "1");
    EXPECT_EQ(burn.quote().points.max, Points{0});
}

TEST(BurnPoints, Share) {
    Burn burn;
    burn.rules.points.max_share_bp = BasisPoints{599};
    EXPECT_EQ(burn.why(Points{600}), "pts_share");
    EXPECT_EQ(burn.figure("n"), "500");
    EXPECT_EQ(burn.figure("cap"), "599");
    EXPECT_EQ(burn.ask_for(MaxPoints{}).burn, Points{500});
    burn.rules.points.max_share_bp = BasisPoints{0};
    EXPECT_EQ(burn.why(MaxPoints{}), "pts_share");
}

TEST(BurnPoints, BarredLinesTakeNoShare) {
    Burn burn;
    burn.basket.lines.front().flags.no_burn = true;
    EXPECT_EQ(burn.why(MaxPoints{}), "pts_excluded");
    burn.line(1000);
    EXPECT_EQ(burn.ask_for(MaxPoints{}).burn, Points{500});
    EXPECT_EQ(test::shares(burn.quote(), Instrument::points), (std::vector<std::int64_t>{0, 500}));
}

TEST(BurnPoints, Proof) {
    Burn burn;
    burn.basket.proof = Proof::phone;
    EXPECT_EQ(burn.why(MaxPoints{}), "pts_proof");
    EXPECT_EQ(burn.quote().points.max, Points{1000}) << "what a code would open is shown";
}

TEST(BurnPoints, WhatTheDeviceMaySpend) {
    Burn burn;
    burn.context.burnable = Points{400};
    EXPECT_EQ(burn.why(Points{500}), "pts_offline");
    EXPECT_EQ(burn.figure("left"), "400");
    EXPECT_EQ(burn.ask_for(MaxPoints{}).burn, Points{400});
    EXPECT_FALSE(burn.quote().points.at_risk);
    burn.context.points_right = RightState::risk;
    EXPECT_TRUE(burn.quote().points.at_risk);
    burn.context.points_barred = Refusal{"pts_offline", {}, {{"left", "0"}}};
    EXPECT_EQ(burn.why(Points{100}), "pts_offline");
    EXPECT_EQ(burn.quote().points.max, Points{0});
    EXPECT_FALSE(burn.quote().points.at_risk);
}

TEST(BurnPoints, ACouponWithoutPoints) {
    Burn burn;
    burn.amount_off("A", 1000).with_points = false;
    EXPECT_EQ(burn.why(MaxPoints{}), "pts_not_with_coupon");
    EXPECT_EQ(burn.figure("coupon_id"), "A");
    EXPECT_EQ(burn.figure("other"), "券A");
    EXPECT_EQ(burn.figure("other_en"), "Coupon A");
    EXPECT_EQ(burn.quote().points.max, Points{0});
    EXPECT_EQ(burn.quote().totals.due, Money{9000}) << "points never win against a coupon";
    burn.ask({});
    EXPECT_EQ(burn.why(MaxPoints{}), "");
}

TEST(BurnPoints, AFrozenMembersPointsRest) {
    Burn burn;
    burn.context.member->state = MemberState::frozen;
    EXPECT_EQ(burn.why(MaxPoints{}), "frozen");
    EXPECT_EQ(burn.quote().points.max, Points{0});
}

}  // namespace
}  // namespace counterfoil::domain
