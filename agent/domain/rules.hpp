// The rules bundle that HQ gives to every device: tiers, points, coupon and floor limits. Each ticket names its hash.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amounts.hpp"
#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/refusal.hpp"
#include "base/time.hpp"
#include "domain/bearers.hpp"
#include "domain/calendar.hpp"
#include "domain/card_type.hpp"
#include "domain/earn_rules.hpp"
#include "domain/issuer.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {

/// Order-level coupons on one ticket, whatever the rules say.
inline constexpr std::int32_t kCouponsPerTicketMax = 10;
/// Coupons on one ticket that price pieces (fixed_price, exchange, gift); `max_coupons` does not count these.
inline constexpr std::int32_t kPieceCouponsMax = 10;
/// Multiplier coupons on one ticket; `max_coupons` does not count these.
inline constexpr std::int32_t kMultiplierCouponsMax = 10;
/// Sets that one search for the best offer may price, whatever the rules say.
inline constexpr std::int32_t kSearchNodesMax = 1'000'000;
/// Purses beside the main one.
inline constexpr std::size_t kPursesMax = 8;
inline constexpr std::size_t kPurseIdLengthMax = 32;
/// What the main purse is called where purses are named; no other has this id.
inline constexpr const char* kMainPurse = "main";
inline constexpr std::int32_t kLateEarnDaysMax = 30;
inline constexpr std::size_t kZonesMax = 24;
inline constexpr std::size_t kZoneChangesMax = 400;
inline constexpr std::size_t kStoresMax = 2000;
/// Rates of one purse between companies, over all days and companies.
inline constexpr std::size_t kClearingRatesMax = 500;

struct Tier {
    TierId tier_id;
    LocalText name;
    std::int32_t rank = 0;         ///< higher is better; unique
    BasisPoints pay_bp = kWhole;   ///< tier price: what is paid of the list amount, 1..10000
    BasisPoints mult_bp = kWhole;  ///< earning multiplier
    /// Growth from which a member has it; nothing: it is given, and neither reached nor lost by growth.
    std::optional<std::int64_t> growth_from = std::nullopt;
    bool operator==(const Tier&) const = default;
};

/// What becomes of earned points that a return is to take and that are no longer there.
enum class ShortPoints {
    deduct_refund,  ///< their burn value comes off the refund; owed where the refund or whole minor units do not reach
    debt,           ///< owed, netted from what is earned next
    forgive,
};

/// What becomes of a gift that stays with the customer while the goods that earned it come back.
enum class GiftNotBack {
    deduct_refund,    ///< its value comes off the refund, or a manager waives it
    refuse,           ///< the gift comes back with the goods, or they do not
    waive_by_manager  ///< the gift comes back, or a manager waives it; nothing comes off the refund
};

/// What 1000 of a purse that were earned on that day or later cost between companies, until the next one's day.
struct DatedRate {
    std::string from;         ///< YYYY-MM-DD, in the brand's zone; empty: before any other
    EntityId entity_id;       ///< whose rate it is; empty: that of all companies that have none of their own
    Money clearing_per_1000;  ///< minor units
    bool operator==(const DatedRate&) const = default;
};

/// Earn floor(sum of base * earn_points * mult_bp / (earn_per * 10000)); burn burn_points for burn_value.
struct PointsRules {
    std::int32_t unit_decimals =
        0;  ///< 0..2: figures count points, tenths or hundredths of one; only what people read goes by it
    Points earn_points{1};
    Money earn_per{100};
    std::vector<EarnStep> earn_steps;  ///< take the place of the default rate, the last one that is reached
    std::vector<EarnRule> earn_rules;  ///< of a line, the first one that holds it; the default rate for the rest
    std::vector<PointsCampaign> campaigns;
    std::optional<BirthdayPoints> birthday;
    MultiplierRule multiplier_rule = MultiplierRule::max;
    bool earn_on_points = false;  ///< what is paid with points earns, too
    PointsExpiry expiry = PointsExpiry::end_of_next_year;
    std::int32_t expiry_months = 12;  ///< rolling_months: to the end of so many months after the one of earning
    std::int32_t pending_days = 7;
    Points burn_points{100};
    Money burn_value{100};
    Points burn_step{100};
    Points burn_least{100};
    Money burn_min_spend{0};
    BasisPoints max_share_bp{5000};
    bool offline_risk = false;  ///< burn without a hold while HQ is out of reach, within RiskLimits
    ShortPoints short_points = ShortPoints::deduct_refund;
    std::int32_t restore_grace_days = 30;   ///< burnt points that come back past their expiry are valid for so long again
    std::vector<DatedRate> clearing_rates;  ///< between companies; none: the main purse has those of ClearingRules
    bool operator==(const PointsRules&) const = default;
};

/// A purse beside the main one: points with a unit, a value, an expiry and rates of their own.
struct Purse {
    PurseId purse_id;
    LocalText name;
    PointsRules points;
    bool operator==(const Purse&) const = default;
};

/// Over which time growth counts, and when tiers are looked at (domain/tiers.hpp).
struct GrowthRules {
    std::int32_t window_months = 12;
    std::int32_t review_month = 1;  ///< 1..12: its first day, in the brand's zone
    std::int32_t grace_days = 30;   ///< that a tier which growth no longer reaches is kept after the review
    bool operator==(const GrowthRules&) const = default;
};

/// What members of staff pay who buy for themselves (buyer `staff`).
struct StaffRules {
    TierId tier_id;     ///< whose price they get; empty: that of the member's own tier
    Money month_quota;  ///< what goods at that price may cost in a calendar month; 0: no limit
    bool operator==(const StaffRules&) const = default;
};

/// Floor limits for redemptions without a hold. All amounts in minor units of the programme's currency.
struct RiskLimits {
    Money face_max{0};          ///< one coupon or one burn
    Money member_day_max{0};    ///< per member and business day
    Money device_total_max{0};  ///< all of this device that HQ has not yet answered
    Millis offline_max{0};      ///< longest time since the last contact with HQ
    /// What goods that come back while HQ is out of reach may cost; nothing: any amount.
    std::optional<Money> return_max = std::nullopt;        ///< one refund
    std::optional<Money> return_total_max = std::nullopt;  ///< all of this device that HQ has not yet answered
    bool operator==(const RiskLimits&) const = default;
};

/// What the best set of coupons makes least: what the goods cost, or what is left to pay after the points that are burnt.
enum class BestObjective { cost, due };

/// What a scan may begin with. All upper case; the longest match wins.
struct CodePrefixes {
    std::vector<std::string> member_code;
    std::vector<std::string> card_no;
    std::vector<std::string> coupon;
    bool operator==(const CodePrefixes&) const = default;
};

/// Where a store stands. What it leaves open is the brand's.
struct Store {
    StoreId store_id;
    std::string region;                   ///< empty: in none
    std::string zone;                     ///< empty: the brand's
    std::optional<TimeOfDay> day_cutoff;  ///< nothing: the brand's
    EntityId entity_id{};                 ///< the company that it belongs to; empty: cleared with nobody
    bool operator==(const Store&) const = default;
};

/// What a company pays and gets for points of the main purse, whenever they were earned.
struct ClearingRate {
    EntityId entity_id;
    Money clearing_per_1000;
    bool operator==(const ClearingRate&) const = default;
};

/// Who bears what customers do not pay, between the companies of the programme.
struct ClearingRules {
    std::vector<Bearer> tier_price;  ///< empty: the store that sells
    Money clearing_per_1000;         ///< for 1000 points of the main purse, minor units, where no rate says more
    std::vector<ClearingRate> rates;
    bool operator==(const ClearingRules&) const = default;
};

struct Rules {
    std::int32_t version = 1;
    std::string currency = "CNY";
    std::int32_t exponent = 2;
    std::int32_t utc_offset_minutes = 480;  ///< the brand's clock where no `zone` is named
    std::string zone;                       ///< the brand's zone, one of `zones`
    TimeOfDay day_cutoff;                   ///< when a store's business day begins, before noon
    std::vector<Zone> zones;                ///< the tables of all zones that are named here; HQ adds them at import
    std::vector<Store> stores;              ///< those that differ, or that belong to a region
    std::vector<Tier> tiers;
    PointsRules points;         ///< of the main purse
    std::vector<Purse> purses;  ///< beside it, in the order in which points are burnt, behind the main one
    GrowthRules growth;
    std::int32_t max_coupons = 1;  ///< order-level coupons on one ticket
    BestObjective best_objective = BestObjective::cost;
    std::int32_t search_nodes = 20'000;  ///< effort of one search for the best offer: how many sets it may price
    std::vector<CardType> card_types;    ///< rules of benefit cards
    std::int32_t late_earn_days = 7;     ///< after the sale, in which a member may be named to earn on it; 0: never
    StaffRules staff;
    Money rounding_max{99};  ///< that one ticket may be rounded down by, minor units
    ClearingRules clearing;
    RiskLimits risk;
    GiftNotBack gift_not_brought_back = GiftNotBack::deduct_refund;
    CodePrefixes prefixes;
    std::int32_t min_age = 14;       ///< years; under it a guardian enrols and consents
    std::int32_t phone_trust = 180;  ///< days after its last proof for which a phone alone names its member
    std::vector<Issuer> issuers;     ///< whose coupons are taken besides our own
    Digest hash{};                   ///< of the bundle's canonical JSON; set by the decoder, no part of equality rules
    bool operator==(const Rules&) const = default;

    const Tier* tier(const TierId& id) const noexcept {
        for (const Tier& t : tiers)
            if (t.tier_id == id) return &t;
        return nullptr;
    }
    const CardType* card_type(const CardTypeId& id) const noexcept {
        for (const CardType& one : card_types)
            if (one.card_type_id == id) return &one;
        return nullptr;
    }
    /// The purse's rules; the main one's for an empty id; null where there is no such purse.
    const PointsRules* purse(const PurseId& id) const noexcept {
        if (id.empty()) return &points;
        for (const Purse& one : purses)
            if (one.purse_id == id) return &one.points;
        return nullptr;
    }
    const Store* store(const StoreId& id) const noexcept {
        for (const Store& one : stores)
            if (one.store_id == id) return &one;
        return nullptr;
    }
};

/// The purse's id, or "main".
const std::string& purse_name(const PurseId& purse);

/// For points and absolute dates: days from midnight in the brand's zone. Lives no longer than the rules.
Calendar brand_calendar(const Rules& rules);
/// For days and hours of validity and for business days: the store's own zone and cutoff where it has them.
Calendar store_calendar(const Rules& rules, const StoreId& store);

/// The first rule that the bundle breaks (a burn step that is no whole minor unit, a tier twice), with its JSON pointer.
std::optional<Refusal> check_rules(const Rules& rules);

}  // namespace counterfoil::domain
