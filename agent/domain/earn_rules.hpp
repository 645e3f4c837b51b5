// How points are earned and how long they live, as the rules say it (domain rules part 8).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amounts.hpp"
#include "base/ids.hpp"
#include "base/refusal.hpp"
#include "base/time.hpp"
#include "domain/goods_scope.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {

/// No multiplier, and no sum of multipliers, goes above this.
inline constexpr BasisPoints kMultiplierMax{1'000'000};

/// A rate of its own for some goods: earn_points for each earn_per, no points where earn_points is 0.
struct EarnRule {
    std::string rule_id;
    Scope scope;
    Points earn_points;
    Money earn_per{100};
    bool operator==(const EarnRule&) const = default;
};

/// The default rate from an amount on, counted over the ticket's lines that earn.
struct EarnStep {
    Money from;
    Points earn_points;
    Money earn_per{100};
    bool operator==(const EarnStep&) const = default;
};

/// A multiplier for some time, goods and members.
struct PointsCampaign {
    std::string campaign_id;
    Instant valid_from;
    Instant valid_until = kNever;
    Scope scope;
    std::vector<TierId> tiers;  ///< empty: all members
    BasisPoints mult_bp = kWhole;
    bool operator==(const PointsCampaign&) const = default;
};

/// A multiplier for members around their birthday, in the store's calendar.
struct BirthdayPoints {
    BasisPoints mult_bp = kWhole;
    BirthdayPeriod period = BirthdayPeriod::month;
    bool operator==(const BirthdayPoints&) const = default;
};

/// Of several multipliers for one line: the greatest, or one plus what each adds to one.
enum class MultiplierRule { max, add };

enum class PointsExpiry { end_of_next_year, rolling_months, never };

struct PointsRules;

/// The first rule for earning that is broken, as check_rules() tells it; `at` is the pointer of the purse's rules.
std::optional<Refusal> check_earning(const PointsRules& points, const std::string& at);

}  // namespace counterfoil::domain
