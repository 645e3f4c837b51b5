// Fields of the rules bundle. {version, currency, exponent, utc_offset_minutes, zone, day_cutoff, zones[], stores[],
// tiers[], points{}, purses[], growth{}, card_types[], max_coupons, best_objective, search_nodes, late_earn_days, staff{},
// rounding_max, clearing{}, risk{}, gift_not_brought_back, prefixes{}, min_age, phone_trust, issuers[]}; the hash is of the
// others and is no field.
#pragma once

#include "codec/describe_calendar.ipp"
#include "codec/describe_coupon.ipp"
#include "codec/describe_issuer.ipp"
#include "domain/rules.hpp"

namespace counterfoil::codec {

template <class Io>
void describe(Io& io, Of<domain::Tier>) {
    using T = domain::Tier;
    io.need("tier_id", &T::tier_id);
    io.may("name", &T::name);
    io.need("rank", &T::rank, {0, 1000});
    io.may("pay_bp", &T::pay_bp, kPayBp);
    io.may("mult_bp", &T::mult_bp, {0, 1'000'000});
    io.may("growth_from", &T::growth_from, {0, kAmountMax});
}

inline constexpr std::size_t kEarnRulesMax = 100;
inline constexpr Range kEarnPoints{0, 10'000};
inline constexpr Range kEarnPer{1, kAmountMax};

template <>
struct EnumNames<domain::MultiplierRule> {
    using E = domain::MultiplierRule;
    static constexpr std::array<std::pair<E, std::string_view>, 2> kNames{{{E::max, "max"}, {E::add, "add"}}};
};
template <>
struct EnumNames<domain::PointsExpiry> {
    using E = domain::PointsExpiry;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::end_of_next_year, "end_of_next_year"}, {E::rolling_months, "rolling_months"}, {E::never, "never"}}};
};

template <class Io>
void describe(Io& io, Of<domain::EarnRule>) {
    using T = domain::EarnRule;
    io.need("rule_id", &T::rule_id, {1, kIdLengthMax});
    io.may("scope", &T::scope);
    io.need("earn_points", &T::earn_points, kEarnPoints);
    io.may("earn_per", &T::earn_per, kEarnPer);
}

template <class Io>
void describe(Io& io, Of<domain::EarnStep>) {
    using T = domain::EarnStep;
    io.need("from", &T::from, {1, kAmountMax});
    io.need("earn_points", &T::earn_points, kEarnPoints);
    io.may("earn_per", &T::earn_per, kEarnPer);
}

template <class Io>
void describe(Io& io, Of<domain::PointsCampaign>) {
    using T = domain::PointsCampaign;
    io.need("campaign_id", &T::campaign_id, {1, kIdLengthMax});
    io.may("valid_from", &T::valid_from);
    io.may("valid_until", &T::valid_until);
    io.may("scope", &T::scope);
    io.may("tiers", &T::tiers, {64});
    io.need("mult_bp", &T::mult_bp, {kWhole.value, domain::kMultiplierMax.value});
}

template <class Io>
void describe(Io& io, Of<domain::BirthdayPoints>) {
    using T = domain::BirthdayPoints;
    io.need("mult_bp", &T::mult_bp, {kWhole.value, domain::kMultiplierMax.value});
    io.may("period", &T::period);
}

template <>
struct EnumNames<domain::BestObjective> {
    using E = domain::BestObjective;
    static constexpr std::array<std::pair<E, std::string_view>, 2> kNames{{{E::cost, "cost"}, {E::due, "due"}}};
};
template <>
struct EnumNames<domain::ShortPoints> {
    using E = domain::ShortPoints;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::deduct_refund, "deduct_refund"}, {E::debt, "debt"}, {E::forgive, "forgive"}}};
};

template <>
struct EnumNames<domain::GiftNotBack> {
    using E = domain::GiftNotBack;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::deduct_refund, "deduct_refund"}, {E::refuse, "refuse"}, {E::waive_by_manager, "waive_by_manager"}}};
};

template <class Io>
void describe(Io& io, Of<domain::DatedRate>) {
    using T = domain::DatedRate;
    io.may("from", &T::from, {0, 10});
    io.may("entity_id", &T::entity_id);
    io.need("clearing_per_1000", &T::clearing_per_1000);
}

template <class Io>
void describe(Io& io, Of<domain::PointsRules>) {
    using T = domain::PointsRules;
    io.seldom("unit_decimals", &T::unit_decimals, {0, 2});
    io.may("earn_points", &T::earn_points, {0, 1'000'000});
    io.may("earn_per", &T::earn_per, kEarnPer);
    io.may("earn_steps", &T::earn_steps, {20});
    io.may("earn_rules", &T::earn_rules, {kEarnRulesMax});
    io.may("campaigns", &T::campaigns, {kEarnRulesMax});
    io.may("birthday", &T::birthday);
    io.may("multiplier_rule", &T::multiplier_rule);
    io.may("earn_on_points", &T::earn_on_points);
    io.may("expiry", &T::expiry);
    io.may("expiry_months", &T::expiry_months, {1, 120});
    io.may("pending_days", &T::pending_days, {0, 365});
    io.may("burn_points", &T::burn_points, {1, 1'000'000'000});
    io.may("burn_value", &T::burn_value, {1, 1'000'000'000});
    io.may("burn_step", &T::burn_step, {1, 1'000'000'000});
    io.may("burn_least", &T::burn_least, {0, kAmountMax});
    io.may("burn_min_spend", &T::burn_min_spend);
    io.may("max_share_bp", &T::max_share_bp);
    io.may("offline_risk", &T::offline_risk);
    io.may("short_points", &T::short_points);
    io.may("restore_grace_days", &T::restore_grace_days, {0, 366});
    io.seldom("clearing_rates", &T::clearing_rates, {domain::kClearingRatesMax});
}

template <class Io>
void describe(Io& io, Of<domain::Purse>) {
    using T = domain::Purse;
    io.need("purse_id", &T::purse_id);
    io.may("name", &T::name);
    io.part(&T::points);
}

template <class Io>
void describe(Io& io, Of<domain::GrowthRules>) {
    using T = domain::GrowthRules;
    io.may("window_months", &T::window_months, {1, 60});
    io.may("review_month", &T::review_month, {1, 12});
    io.may("grace_days", &T::grace_days, {0, 366});
}

template <>
struct EnumNames<domain::UseUnit> {
    using E = domain::UseUnit;
    static constexpr std::array<std::pair<E, std::string_view>, 2> kNames{{{E::ticket, "ticket"}, {E::piece, "piece"}}};
};

template <class Io>
void describe(Io& io, Of<domain::CardType>) {
    using T = domain::CardType;
    io.need("card_type_id", &T::card_type_id);
    io.may("version", &T::version, {1, INT32_MAX});
    io.may("name", &T::name);
    io.need("pay_bp", &T::pay_bp, {1, kWhole.value - 1});
    io.may("scope", &T::scope);
    io.need("uses", &T::uses, kCardUses);
    io.may("use_unit", &T::use_unit);
    io.may("valid_from", &T::valid_from);
    io.may("valid_until", &T::valid_until);
    io.may("valid_days", &T::valid_days, {0, kValidDaysMax});
    io.may("stores", &T::stores, {kScopeEntriesMax});
    io.may("regions", &T::regions, {kScopeEntriesMax, {1, kIdLengthMax}});
    io.may("channels", &T::channels, {kChannelsMax, {1, 32}});
    io.may("offline", &T::offline);
}

template <class Io>
void describe(Io& io, Of<domain::StaffRules>) {
    using T = domain::StaffRules;
    io.may("tier_id", &T::tier_id);
    io.may("month_quota", &T::month_quota);
}

template <class Io>
void describe(Io& io, Of<domain::RiskLimits>) {
    using T = domain::RiskLimits;
    io.may("face_max", &T::face_max);
    io.may("member_day_max", &T::member_day_max);
    io.may("device_total_max", &T::device_total_max);
    io.may("offline_max_ms", &T::offline_max);
    io.may("return_max", &T::return_max);
    io.may("return_total_max", &T::return_total_max);
}

template <class Io>
void describe(Io& io, Of<domain::ClearingRate>) {
    using T = domain::ClearingRate;
    io.need("entity_id", &T::entity_id);
    io.need("clearing_per_1000", &T::clearing_per_1000);
}

template <class Io>
void describe(Io& io, Of<domain::ClearingRules>) {
    using T = domain::ClearingRules;
    io.may("tier_price", &T::tier_price, {domain::kBearersMax});
    io.may("clearing_per_1000", &T::clearing_per_1000);
    io.may("rates", &T::rates, {domain::kStoresMax});
}

template <class Io>
void describe(Io& io, Of<domain::CodePrefixes>) {
    using T = domain::CodePrefixes;
    io.may("member_code", &T::member_code, {32, kScanPrefix});
    io.may("card_no", &T::card_no, {32, kScanPrefix});
    io.may("coupon", &T::coupon, {32, kScanPrefix});
}

template <class Io>
void describe(Io& io, Of<domain::Rules>) {
    using T = domain::Rules;
    io.may("version", &T::version, {1, INT32_MAX});
    io.may("currency", &T::currency, kCurrency);
    io.may("exponent", &T::exponent, {0, 3});
    io.may("utc_offset_minutes", &T::utc_offset_minutes, kOffsetMinutes);
    io.may("zone", &T::zone, kZoneName);
    io.may("day_cutoff", &T::day_cutoff);
    io.may("zones", &T::zones, {domain::kZonesMax});
    io.may("stores", &T::stores, {domain::kStoresMax});
    io.may("tiers", &T::tiers, {64});
    io.may("points", &T::points);
    io.seldom("purses", &T::purses, {domain::kPursesMax});
    io.may("growth", &T::growth);
    io.may("card_types", &T::card_types, {domain::kCardTypesMax});
    io.may("max_coupons", &T::max_coupons, {0, 50});
    io.may("best_objective", &T::best_objective);
    io.may("search_nodes", &T::search_nodes, {1, domain::kSearchNodesMax});
    io.may("late_earn_days", &T::late_earn_days, {0, domain::kLateEarnDaysMax});
    io.may("staff", &T::staff);
    io.may("rounding_max", &T::rounding_max);
    io.may("clearing", &T::clearing);
    io.may("risk", &T::risk);
    io.may("gift_not_brought_back", &T::gift_not_brought_back);
    io.may("prefixes", &T::prefixes);
    io.may("min_age", &T::min_age, {0, 21});
    io.may("phone_trust", &T::phone_trust, {1, 3650});
    io.may("issuers", &T::issuers, {domain::kIssuersMax});
}

}  // namespace counterfoil::codec
