#include "domain/rules.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "domain/rule_check.hpp"

namespace counterfoil::domain {
namespace {

// With these, and kRateMax, no product of the earning and burning formulas leaves 64 bits for any basket that
// check_basket() lets pass.
constexpr std::int64_t kBurnPointsMax = 1'000'000;
constexpr std::int32_t kUnitDecimalsMax = 2;
constexpr std::int32_t kPendingDaysMax = 366;
constexpr std::int32_t kGraceDaysMax = 366;
constexpr std::int64_t kOfflineMsMax = 366 * kDayMs;
constexpr std::int32_t kWindowMonthsMax = 60;
constexpr std::int32_t kTierGraceDaysMax = 366;
constexpr std::size_t kTiersMax = 100;
constexpr std::size_t kPrefixesMax = 100;
constexpr std::size_t kPrefixLengthMax = 32;

MaybeRefusal check_head(const Rules& rules) {
    const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (auto no = check_range(rules.version, 1, INT32_MAX, "/version")) return no;
    if (rules.currency.size() != 3 || !std::ranges::all_of(rules.currency, is_letter))
        return broken("/currency", "three capital letters (ISO 4217)");
    if (rules.exponent != 0 && rules.exponent != 2 && rules.exponent != 3) return broken("/exponent", "0, 2 or 3");
    if (auto no = check_range(rules.utc_offset_minutes, -kOffsetMinutesMax, kOffsetMinutesMax, "/utc_offset_minutes"))
        return no;
    if (auto no = check_range(rules.max_coupons, 1, kCouponsPerTicketMax, "/max_coupons")) return no;
    if (auto no = check_range(rules.rounding_max.value, 0, kAmountMax, "/rounding_max")) return no;
    return check_range(rules.search_nodes, 1, kSearchNodesMax, "/search_nodes");
}

MaybeRefusal check_zones(const std::vector<Zone>& zones) {
    if (zones.size() > kZonesMax) return broken("/zones", "at most " + std::to_string(kZonesMax) + " zones");
    std::set<std::string> names;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const std::string field = "/zones/" + std::to_string(i);
        const Zone& zone = zones[i];
        if (zone.zone.empty() || !names.insert(zone.zone).second) return broken(field + "/zone", "each zone once");
        if (zone.changes.size() > kZoneChangesMax)
            return broken(field + "/changes", "at most " + std::to_string(kZoneChangesMax) + " changes");
        if (auto no = check_range(zone.offset_minutes, -kOffsetMinutesMax, kOffsetMinutesMax, field + "/offset_minutes"))
            return no;
        for (std::size_t k = 0; k < zone.changes.size(); ++k) {
            const std::string at = field + "/changes/" + std::to_string(k);
            const ZoneChange& change = zone.changes[k];
            if (k > 0 && change.from <= zone.changes[k - 1].from) return broken(at + "/from", "a time after the one before");
            if (auto no = check_range(change.offset_minutes, -kOffsetMinutesMax, kOffsetMinutesMax, at + "/offset_minutes"))
                return no;
        }
    }
    return std::nullopt;
}

const Zone* find_zone(const Rules& rules, const std::string& name) {
    const auto found = std::ranges::find(rules.zones, name, &Zone::zone);
    return found == rules.zones.end() ? nullptr : &*found;
}

MaybeRefusal check_zone_name(const Rules& rules, const std::string& name, const std::string& field) {
    if (name.empty() || find_zone(rules, name) != nullptr) return std::nullopt;
    return broken(field, "one of the zones whose tables stand in /zones");
}

MaybeRefusal check_cutoff(TimeOfDay cutoff, const std::string& field) {
    if (cutoff.minutes >= 0 && cutoff.minutes < kMinutesPerDay / 2) return std::nullopt;
    return broken(field, "a time from 00:00 to 11:59");
}

MaybeRefusal check_stores(const Rules& rules) {
    if (auto no = check_zones(rules.zones)) return no;
    if (auto no = check_zone_name(rules, rules.zone, "/zone")) return no;
    if (auto no = check_cutoff(rules.day_cutoff, "/day_cutoff")) return no;
    if (rules.stores.size() > kStoresMax) return broken("/stores", "at most " + std::to_string(kStoresMax) + " stores");
    std::set<StoreId> ids;
    for (std::size_t i = 0; i < rules.stores.size(); ++i) {
        const std::string field = "/stores/" + std::to_string(i);
        const Store& store = rules.stores[i];
        if (!is_valid_id(store.store_id.str()))
            return broken(field + "/store_id", "1 to 64 characters of A-Z a-z 0-9 . _ : -");
        if (!ids.insert(store.store_id).second) return broken(field + "/store_id", "each store once");
        if (!store.entity_id.empty() && !is_valid_id(store.entity_id.str()))
            return broken(field + "/entity_id", "1 to 64 characters of A-Z a-z 0-9 . _ : -");
        if (auto no = check_zone_name(rules, store.zone, field + "/zone")) return no;
        if (store.day_cutoff)
            if (auto no = check_cutoff(*store.day_cutoff, field + "/day_cutoff")) return no;
    }
    return std::nullopt;
}

Calendar calendar_of(const Rules& rules, const std::string& zone_name, TimeOfDay cutoff) {
    const Zone* zone = find_zone(rules, zone_name);
    return zone != nullptr ? Calendar(*zone, cutoff) : Calendar(rules.utc_offset_minutes, cutoff);
}

MaybeRefusal check_tiers(const std::vector<Tier>& tiers) {
    if (tiers.size() > kTiersMax) return broken("/tiers", "at most " + std::to_string(kTiersMax) + " tiers");
    std::set<TierId> ids;
    std::set<std::int32_t> ranks;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        const std::string field = "/tiers/" + std::to_string(i);
        const Tier& tier = tiers[i];
        if (!is_valid_id(tier.tier_id.str())) return broken(field + "/tier_id", "1 to 64 characters of A-Z a-z 0-9 . _ : -");
        if (!ids.insert(tier.tier_id).second) return broken(field + "/tier_id", "each tier once");
        if (!ranks.insert(tier.rank).second) return broken(field + "/rank", "each rank once");
        if (auto no = check_range(tier.pay_bp.value, 1, kWhole.value, field + "/pay_bp")) return no;
        if (auto no = check_range(tier.mult_bp.value, 0, kMultiplierMax.value, field + "/mult_bp")) return no;
    }
    return std::nullopt;
}

/// A higher tier asks for more.
MaybeRefusal check_growth(const Rules& rules) {
    std::map<std::int32_t, std::size_t> by_rank;
    for (std::size_t i = 0; i < rules.tiers.size(); ++i)
        if (rules.tiers[i].growth_from) by_rank.emplace(rules.tiers[i].rank, i);
    std::optional<std::int64_t> below;
    for (const auto& [rank, i] : by_rank) {
        const std::string field = "/tiers/" + std::to_string(i) + "/growth_from";
        const std::int64_t from = *rules.tiers[i].growth_from;
        if (auto no = check_range(from, 0, kAmountMax, field)) return no;
        if (below && from <= *below) return broken(field, "more than the tier below asks for");
        below = from;
    }
    const GrowthRules& growth = rules.growth;
    if (auto no = check_range(growth.window_months, 1, kWindowMonthsMax, "/growth/window_months")) return no;
    if (auto no = check_range(growth.review_month, 1, 12, "/growth/review_month")) return no;
    return check_range(growth.grace_days, 0, kTierGraceDaysMax, "/growth/grace_days");
}

MaybeRefusal check_clearing_rates(const std::vector<DatedRate>& rates, const std::string& at) {
    if (rates.size() > kClearingRatesMax) return broken(at, "at most " + std::to_string(kClearingRatesMax) + " rates");
    std::set<std::pair<EntityId, std::string>> known;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        const std::string field = at + "/" + std::to_string(i);
        const DatedRate& rate = rates[i];
        if (!rate.from.empty() && !day_from_text(rate.from)) return broken(field + "/from", "a date, YYYY-MM-DD");
        if (!rate.entity_id.empty() && !is_valid_id(rate.entity_id.str()))
            return broken(field + "/entity_id", "1 to 64 characters of A-Z a-z 0-9 . _ : -");
        if (!known.emplace(rate.entity_id, rate.from).second) return broken(field + "/from", "one rate a day and company");
        if (auto no = check_range(rate.clearing_per_1000.value, 0, kAmountMax, field + "/clearing_per_1000")) return no;
    }
    return std::nullopt;
}

MaybeRefusal check_points(const PointsRules& points, const std::string& at) {
    if (auto no = check_range(points.unit_decimals, 0, kUnitDecimalsMax, at + "/unit_decimals")) return no;
    if (auto no = check_range(points.earn_points.value, 0, kRateMax, at + "/earn_points")) return no;
    if (auto no = check_range(points.earn_per.value, 1, kAmountMax, at + "/earn_per")) return no;
    if (auto no = check_range(points.pending_days, 0, kPendingDaysMax, at + "/pending_days")) return no;
    if (auto no = check_range(points.burn_points.value, 1, kBurnPointsMax, at + "/burn_points")) return no;
    if (auto no = check_range(points.burn_value.value, 1, kBurnPointsMax, at + "/burn_value")) return no;
    if (auto no = check_range(points.burn_step.value, 1, kBurnPointsMax, at + "/burn_step")) return no;
    if (points.burn_step.value * points.burn_value.value % points.burn_points.value != 0)
        return broken(at + "/burn_step", "a step that is worth whole minor units");
    if (auto no = check_range(points.burn_least.value, 0, kAmountMax, at + "/burn_least")) return no;
    if (auto no = check_range(points.burn_min_spend.value, 0, kAmountMax, at + "/burn_min_spend")) return no;
    if (auto no = check_range(points.restore_grace_days, 0, kGraceDaysMax, at + "/restore_grace_days")) return no;
    if (auto no = check_range(points.max_share_bp.value, 0, kWhole.value, at + "/max_share_bp")) return no;
    if (auto no = check_clearing_rates(points.clearing_rates, at + "/clearing_rates")) return no;
    return check_earning(points, at);
}

MaybeRefusal check_purses(const std::vector<Purse>& purses) {
    if (purses.size() > kPursesMax) return broken("/purses", "at most " + std::to_string(kPursesMax) + " purses");
    std::set<PurseId> ids;
    for (std::size_t i = 0; i < purses.size(); ++i) {
        const std::string field = "/purses/" + std::to_string(i);
        const std::string& id = purses[i].purse_id.str();
        if (!is_valid_id(id) || id.size() > kPurseIdLengthMax || id == kMainPurse)
            return broken(field + "/purse_id", "1 to 32 characters of A-Z a-z 0-9 . _ : -, and not main");
        if (!ids.insert(purses[i].purse_id).second) return broken(field + "/purse_id", "each purse once");
        if (auto no = check_points(purses[i].points, field)) return no;
    }
    return std::nullopt;
}

MaybeRefusal check_clearing(const ClearingRules& clearing) {
    if (!bear_the_whole(clearing.tier_price))
        return broken("/clearing/tier_price", "at most " + std::to_string(kBearersMax) +
                                                  " bearers, nobody twice, whose shares add up to " +
                                                  std::to_string(kWhole.value));
    if (auto no = check_range(clearing.clearing_per_1000.value, 0, kAmountMax, "/clearing/clearing_per_1000")) return no;
    if (clearing.rates.size() > kStoresMax)
        return broken("/clearing/rates", "at most " + std::to_string(kStoresMax) + " companies");
    std::set<EntityId> known;
    for (std::size_t i = 0; i < clearing.rates.size(); ++i) {
        const std::string field = "/clearing/rates/" + std::to_string(i);
        const ClearingRate& rate = clearing.rates[i];
        if (!is_valid_id(rate.entity_id.str()) || !known.insert(rate.entity_id).second)
            return broken(field + "/entity_id", "each company once");
        if (auto no = check_range(rate.clearing_per_1000.value, 0, kAmountMax, field + "/clearing_per_1000")) return no;
    }
    return std::nullopt;
}

MaybeRefusal check_risk(const RiskLimits& risk) {
    if (auto no = check_range(risk.face_max.value, 0, kAmountMax, "/risk/face_max")) return no;
    if (auto no = check_range(risk.member_day_max.value, 0, kAmountMax, "/risk/member_day_max")) return no;
    if (auto no = check_range(risk.device_total_max.value, 0, kAmountMax, "/risk/device_total_max")) return no;
    return check_range(risk.offline_max.value, 0, kOfflineMsMax, "/risk/offline_max");
}

MaybeRefusal check_staff(const Rules& rules) {
    if (auto no = check_range(rules.staff.month_quota.value, 0, kAmountMax, "/staff/month_quota")) return no;
    if (rules.staff.tier_id.empty() || rules.tier(rules.staff.tier_id) != nullptr) return std::nullopt;
    return broken("/staff/tier_id", "one of the tiers");
}

MaybeRefusal check_prefix_list(const std::vector<std::string>& list, const std::string& field, std::set<std::string>& seen) {
    if (list.size() > kPrefixesMax) return broken(field, "at most " + std::to_string(kPrefixesMax) + " prefixes");
    const auto fits = [](char c) { return c > ' ' && c < '\x7f' && !(c >= 'a' && c <= 'z'); };
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string at = field + "/" + std::to_string(i);
        if (list[i].empty() || list[i].size() > kPrefixLengthMax || !std::ranges::all_of(list[i], fits))
            return broken(at, "1 to 32 visible characters without small letters");
        if (!seen.insert(list[i]).second) return broken(at, "each prefix once, for one kind of code");
    }
    return std::nullopt;
}

MaybeRefusal check_prefixes(const CodePrefixes& prefixes) {
    std::set<std::string> seen;
    if (auto no = check_prefix_list(prefixes.member_code, "/prefixes/member_code", seen)) return no;
    if (auto no = check_prefix_list(prefixes.card_no, "/prefixes/card_no", seen)) return no;
    return check_prefix_list(prefixes.coupon, "/prefixes/coupon", seen);
}

}  // namespace

MaybeRefusal check_rules(const Rules& rules) {
    if (auto no = check_head(rules)) return no;
    if (auto no = check_stores(rules)) return no;
    if (auto no = check_tiers(rules.tiers)) return no;
    if (auto no = check_growth(rules)) return no;
    if (auto no = check_points(rules.points, "/points")) return no;
    if (auto no = check_purses(rules.purses)) return no;
    if (auto no = check_card_types(rules.card_types)) return no;
    if (auto no = check_range(rules.late_earn_days, 0, kLateEarnDaysMax, "/late_earn_days")) return no;
    if (auto no = check_staff(rules)) return no;
    if (auto no = check_clearing(rules.clearing)) return no;
    if (auto no = check_risk(rules.risk)) return no;
    if (auto no = check_prefixes(rules.prefixes)) return no;
    return check_issuers(rules.issuers);
}

const std::string& purse_name(const PurseId& purse) {
    static const std::string kMain = kMainPurse;
    return purse.empty() ? kMain : purse.str();
}

Calendar brand_calendar(const Rules& rules) { return calendar_of(rules, rules.zone, {}); }

Calendar store_calendar(const Rules& rules, const StoreId& store) {
    const Store* own = rules.store(store);
    if (own == nullptr) return calendar_of(rules, rules.zone, rules.day_cutoff);
    return calendar_of(rules, own->zone.empty() ? rules.zone : own->zone, own->day_cutoff.value_or(rules.day_cutoff));
}

}  // namespace counterfoil::domain
