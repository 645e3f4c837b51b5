#include "domain/earn_rules.hpp"

#include <set>

#include "domain/rule_check.hpp"
#include "domain/rules.hpp"

namespace counterfoil::domain {
namespace {

constexpr std::size_t kRulesMax = 100;
constexpr std::size_t kStepsMax = 20;
constexpr std::size_t kScopeMax = 1000;
constexpr std::size_t kCampaignTiersMax = 100;
constexpr std::int32_t kExpiryMonthsMax = 120;

MaybeRefusal check_rate(Points points, Money per, const std::string& field) {
    if (auto no = check_range(points.value, 0, kRateMax, field + "/earn_points")) return no;
    return check_range(per.value, 1, kAmountMax, field + "/earn_per");
}

MaybeRefusal check_id(const std::string& id, std::set<std::string>& seen, const std::string& field) {
    if (!is_valid_id(id)) return broken(field, "1 to 64 characters of A-Z a-z 0-9 . _ : -");
    if (!seen.insert(id).second) return broken(field, "each id once");
    return std::nullopt;
}

MaybeRefusal check_scope(const Scope& scope, const std::string& field) {
    for (const GoodsFilter* filter : {&scope.include, &scope.exclude})
        for (const std::size_t size : {filter->skus.size(), filter->categories.size(), filter->brands.size()})
            if (size > kScopeMax) return broken(field + "/scope", "lists of at most " + std::to_string(kScopeMax));
    return std::nullopt;
}

/// Whoever pays more never earns less: each step lies higher and is no poorer than the one before.
MaybeRefusal check_steps(const PointsRules& points, const std::string& at) {
    if (points.earn_steps.size() > kStepsMax)
        return broken(at + "/earn_steps", "at most " + std::to_string(kStepsMax) + " steps");
    EarnStep before{Money{0}, points.earn_points, points.earn_per};
    for (std::size_t i = 0; i < points.earn_steps.size(); ++i) {
        const EarnStep& step = points.earn_steps[i];
        const std::string field = at + "/earn_steps/" + std::to_string(i);
        if (auto no = check_range(step.from.value, 1, kAmountMax, field + "/from")) return no;
        if (step.from <= before.from) return broken(field + "/from", "more than the step before");
        if (auto no = check_rate(step.earn_points, step.earn_per, field)) return no;
        if (step.earn_points.value * before.earn_per.value < before.earn_points.value * step.earn_per.value)
            return broken(field + "/earn_points", "no lower rate than the step before");
        before = step;
    }
    return std::nullopt;
}

MaybeRefusal check_earn_rules(const std::vector<EarnRule>& rules, const std::string& at) {
    if (rules.size() > kRulesMax) return broken(at + "/earn_rules", "at most " + std::to_string(kRulesMax) + " rules");
    std::set<std::string> ids;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const std::string field = at + "/earn_rules/" + std::to_string(i);
        if (auto no = check_id(rules[i].rule_id, ids, field + "/rule_id")) return no;
        if (auto no = check_scope(rules[i].scope, field)) return no;
        if (auto no = check_rate(rules[i].earn_points, rules[i].earn_per, field)) return no;
    }
    return std::nullopt;
}

MaybeRefusal check_campaigns(const std::vector<PointsCampaign>& campaigns, const std::string& at) {
    if (campaigns.size() > kRulesMax)
        return broken(at + "/campaigns", "at most " + std::to_string(kRulesMax) + " campaigns");
    std::set<std::string> ids;
    for (std::size_t i = 0; i < campaigns.size(); ++i) {
        const PointsCampaign& campaign = campaigns[i];
        const std::string field = at + "/campaigns/" + std::to_string(i);
        if (auto no = check_id(campaign.campaign_id, ids, field + "/campaign_id")) return no;
        if (campaign.valid_until <= campaign.valid_from) return broken(field + "/valid_until", "a time after valid_from");
        if (auto no = check_scope(campaign.scope, field)) return no;
        if (campaign.tiers.size() > kCampaignTiersMax)
            return broken(field + "/tiers", "at most " + std::to_string(kCampaignTiersMax) + " tiers");
        if (auto no = check_range(campaign.mult_bp.value, kWhole.value, kMultiplierMax.value, field + "/mult_bp")) return no;
    }
    return std::nullopt;
}

}  // namespace

MaybeRefusal check_earning(const PointsRules& points, const std::string& at) {
    if (auto no = check_steps(points, at)) return no;
    if (auto no = check_earn_rules(points.earn_rules, at)) return no;
    if (auto no = check_campaigns(points.campaigns, at)) return no;
    if (points.birthday)
        if (auto no =
                check_range(points.birthday->mult_bp.value, kWhole.value, kMultiplierMax.value, at + "/birthday/mult_bp"))
            return no;
    return check_range(points.expiry_months, 1, kExpiryMonthsMax, at + "/expiry_months");
}

}  // namespace counterfoil::domain
