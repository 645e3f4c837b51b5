#include "domain/rules.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "zones.hpp"

namespace counterfoil::domain {
namespace {

Rules good_rules() {
    Rules rules;
    rules.tiers = {{TierId("gold"), {}, 2, BasisPoints{9000}, BasisPoints{12000}}, {TierId("base"), {}, 1, kWhole, kWhole}};
    rules.tiers[0].growth_from = 1000;
    rules.tiers[1].growth_from = 100;
    rules.points.earn_steps = {{Money{100}, Points{2}, Money{200}}, {Money{200}, Points{3}, Money{200}}};
    rules.points.earn_rules = {{"tea", {}, Points{0}, Money{1}}, {"milk", {}, Points{1}, Money{100}}};
    rules.points.campaigns = {{"spring", Instant{5}, Instant{9}, {}, {TierId("gold")}, BasisPoints{20000}}};
    rules.zones = {test::berlin()};
    rules.zone = "Europe/Berlin";
    rules.stores = {{StoreId("S1"), "north", "Europe/Berlin", TimeOfDay{120}}};
    rules.clearing = {{{Party::hq, BasisPoints{5000}, {}}, {Party::redeemer_store, BasisPoints{5000}, {}}},
                      Money{800},
                      {{EntityId("E1"), Money{700}}}};
    rules.prefixes = {{"CF"}, {"9900"}, {"CP", "CF-C"}};
    return rules;
}

struct Fault {
    const char* field;
    std::function<void(Rules&)> make;
};

const std::vector<Fault>& faults() {
    static const std::vector<Fault> all{
        {"/version", [](Rules& r) { r.version = 0; }},
        {"/currency", [](Rules& r) { r.currency = "CN"; }},
        {"/exponent", [](Rules& r) { r.exponent = 4; }},
        {"/utc_offset_minutes", [](Rules& r) { r.utc_offset_minutes = 900; }},
        {"/zone", [](Rules& r) { r.zone = "Asia/Tokyo"; }},
        {"/day_cutoff", [](Rules& r) { r.day_cutoff = {720}; }},
        {"/zones", [](Rules& r) { r.zones.resize(25); }},
        {"/zones/1/zone", [](Rules& r) { r.zones.push_back(r.zones[0]); }},
        {"/zones/0/offset_minutes", [](Rules& r) { r.zones[0].offset_minutes = 841; }},
        {"/zones/0/changes", [](Rules& r) { r.zones[0].changes.resize(401); }},
        {"/zones/0/changes/1/from", [](Rules& r) { r.zones[0].changes[1].from = r.zones[0].changes[0].from; }},
        {"/zones/0/changes/1/offset_minutes", [](Rules& r) { r.zones[0].changes[1].offset_minutes = -841; }},
        {"/stores", [](Rules& r) { r.stores.resize(2001); }},
        {"/stores/1/store_id", [](Rules& r) { r.stores.push_back(r.stores[0]); }},
        {"/stores/0/store_id", [](Rules& r) { r.stores[0].store_id = StoreId(""); }},
        {"/stores/0/zone", [](Rules& r) { r.stores[0].zone = "Asia/Tokyo"; }},
        {"/stores/0/day_cutoff", [](Rules& r) { r.stores[0].day_cutoff = TimeOfDay{-1}; }},
        {"/max_coupons", [](Rules& r) { r.max_coupons = 0; }},
        {"/max_coupons", [](Rules& r) { r.max_coupons = 11; }},
        {"/search_nodes", [](Rules& r) { r.search_nodes = 0; }},
        {"/search_nodes", [](Rules& r) { r.search_nodes = 1'000'001; }},
        {"/tiers", [](Rules& r) { r.tiers.assign(101, r.tiers[0]); }},
        {"/tiers/1/tier_id", [](Rules& r) { r.tiers[1].tier_id = TierId("gold"); }},
        {"/tiers/0/tier_id", [](Rules& r) { r.tiers[0].tier_id = TierId(""); }},
        {"/tiers/1/rank", [](Rules& r) { r.tiers[1].rank = 2; }},
        {"/tiers/0/pay_bp", [](Rules& r) { r.tiers[0].pay_bp = BasisPoints{0}; }},
        {"/tiers/0/pay_bp", [](Rules& r) { r.tiers[0].pay_bp = BasisPoints{10001}; }},
        {"/tiers/0/mult_bp", [](Rules& r) { r.tiers[0].mult_bp = BasisPoints{-1}; }},
        {"/tiers/0/growth_from", [](Rules& r) { r.tiers[0].growth_from = 100; }},
        {"/tiers/1/growth_from", [](Rules& r) { r.tiers[1].growth_from = -1; }},
        {"/growth/window_months", [](Rules& r) { r.growth.window_months = 0; }},
        {"/growth/review_month", [](Rules& r) { r.growth.review_month = 13; }},
        {"/growth/grace_days", [](Rules& r) { r.growth.grace_days = -1; }},
        {"/points/earn_points", [](Rules& r) { r.points.earn_points = Points{-1}; }},
        {"/points/earn_per", [](Rules& r) { r.points.earn_per = Money{0}; }},
        {"/points/pending_days", [](Rules& r) { r.points.pending_days = -1; }},
        {"/points/burn_points", [](Rules& r) { r.points.burn_points = Points{0}; }},
        {"/points/burn_value", [](Rules& r) { r.points.burn_value = Money{0}; }},
        {"/points/burn_step", [](Rules& r) { r.points.burn_step = Points{0}; }},
        {"/points/burn_step", [](Rules& r) { r.points.burn_points = Points{300}; }},
        {"/points/burn_least", [](Rules& r) { r.points.burn_least = Points{-1}; }},
        {"/points/burn_min_spend", [](Rules& r) { r.points.burn_min_spend = Money{-1}; }},
        {"/points/max_share_bp", [](Rules& r) { r.points.max_share_bp = BasisPoints{10001}; }},
        {"/points/earn_steps", [](Rules& r) { r.points.earn_steps.resize(21); }},
        {"/points/earn_steps/0/from", [](Rules& r) { r.points.earn_steps[0].from = Money{0}; }},
        {"/points/earn_steps/1/from", [](Rules& r) { r.points.earn_steps[1].from = Money{100}; }},
        {"/points/earn_steps/0/earn_points", [](Rules& r) { r.points.earn_steps[0].earn_per = Money{201}; }},
        {"/points/earn_steps/1/earn_points", [](Rules& r) { r.points.earn_steps[1].earn_points = Points{1}; }},
        {"/points/earn_steps/0/earn_per", [](Rules& r) { r.points.earn_steps[0].earn_per = Money{0}; }},
        {"/points/earn_rules", [](Rules& r) { r.points.earn_rules.resize(101, r.points.earn_rules[0]); }},
        {"/points/earn_rules/1/rule_id", [](Rules& r) { r.points.earn_rules[1].rule_id = "tea"; }},
        {"/points/earn_rules/0/rule_id", [](Rules& r) { r.points.earn_rules[0].rule_id = "a b"; }},
        {"/points/earn_rules/0/scope", [](Rules& r) { r.points.earn_rules[0].scope.include.brands.resize(1001); }},
        {"/points/earn_rules/0/earn_points", [](Rules& r) { r.points.earn_rules[0].earn_points = Points{10'001}; }},
        {"/points/earn_rules/1/earn_per", [](Rules& r) { r.points.earn_rules[1].earn_per = Money{0}; }},
        {"/points/campaigns/0/campaign_id", [](Rules& r) { r.points.campaigns[0].campaign_id = ""; }},
        {"/points/campaigns/0/valid_until", [](Rules& r) { r.points.campaigns[0].valid_until = Instant{5}; }},
        {"/points/campaigns/0/mult_bp", [](Rules& r) { r.points.campaigns[0].mult_bp = BasisPoints{9999}; }},
        {"/points/campaigns/0/tiers", [](Rules& r) { r.points.campaigns[0].tiers.resize(101); }},
        {"/points/expiry_months", [](Rules& r) { r.points.expiry_months = 0; }},
        {"/points/expiry_months", [](Rules& r) { r.points.expiry_months = 121; }},
        {"/points/restore_grace_days", [](Rules& r) { r.points.restore_grace_days = -1; }},
        {"/points/restore_grace_days", [](Rules& r) { r.points.restore_grace_days = 367; }},
        {"/risk/face_max", [](Rules& r) { r.risk.face_max = Money{-1}; }},
        {"/risk/member_day_max", [](Rules& r) { r.risk.member_day_max = Money{kAmountMax + 1}; }},
        {"/risk/device_total_max", [](Rules& r) { r.risk.device_total_max = Money{-1}; }},
        {"/risk/offline_max", [](Rules& r) { r.risk.offline_max = Millis{-1}; }},
        {"/prefixes/member_code/0", [](Rules& r) { r.prefixes.member_code[0] = ""; }},
        {"/prefixes/card_no/0", [](Rules& r) { r.prefixes.card_no[0] = "cf"; }},
        {"/prefixes/coupon/1", [](Rules& r) { r.prefixes.coupon[1] = "CF"; }},
        {"/prefixes/coupon", [](Rules& r) { r.prefixes.coupon.resize(101); }},
    };
    return all;
}

const std::vector<Fault>& faults_of_companies() {
    static const std::vector<Fault> all{
        {"/stores/0/entity_id", [](Rules& r) { r.stores[0].entity_id = EntityId("a b"); }},
        {"/rounding_max", [](Rules& r) { r.rounding_max = Money{-1}; }},
        {"/clearing/tier_price", [](Rules& r) { r.clearing.tier_price.pop_back(); }},
        {"/clearing/clearing_per_1000", [](Rules& r) { r.clearing.clearing_per_1000 = Money{-1}; }},
        {"/clearing/rates", [](Rules& r) { r.clearing.rates.resize(2001); }},
        {"/clearing/rates/1/entity_id", [](Rules& r) { r.clearing.rates.push_back(r.clearing.rates[0]); }},
        {"/clearing/rates/0/clearing_per_1000", [](Rules& r) { r.clearing.rates[0].clearing_per_1000 = Money{-1}; }},
        {"/points/clearing_rates", [](Rules& r) { r.points.clearing_rates.resize(501); }},
        {"/points/clearing_rates/0/from",
         [](Rules& r) {
             r.points.clearing_rates = {{"2026-02-29", {}, {}}};
         }},
        {"/points/clearing_rates/1/from",
         [](Rules& r) {
             r.points.clearing_rates = {{"", {}, {}}, {"", {}, {}}};
         }},
        {"/points/clearing_rates/0/entity_id",
         [](Rules& r) {
             r.points.clearing_rates = {{"", EntityId("a b"), {}}};
         }},
        {"/points/clearing_rates/0/clearing_per_1000",
         [](Rules& r) {
             r.points.clearing_rates = {{"", {}, Money{-1}}};
         }},
    };
    return all;
}

TEST(CheckRules, AcceptsDefaultsAndGoodOnes) {
    EXPECT_FALSE(check_rules(Rules{}).has_value());
    EXPECT_FALSE(check_rules(good_rules()).has_value());
}

void expect_named(const std::vector<Fault>& all) {
    for (const Fault& fault : all) {
        Rules rules = good_rules();
        fault.make(rules);
        const auto no = check_rules(rules);
        ASSERT_TRUE(no.has_value()) << fault.field;
        EXPECT_EQ(no->code, "rules_invalid");
        EXPECT_EQ(no->field, fault.field);
        EXPECT_FALSE(no->figures.at("rule").empty());
    }
}

TEST(CheckRules, NamesTheFieldOfEachFault) {
    expect_named(faults());
    expect_named(faults_of_companies());
}

}  // namespace
}  // namespace counterfoil::domain
