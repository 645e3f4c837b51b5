// Points earned on what is paid (domain rules part 8): rates by goods, multipliers, and groups of lines that earn together.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "domain/arithmetic.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

struct Rate {
    std::string rule_id;  ///< empty: the default rate
    Points points;
    Money per;
};

/// Lines of one rate and multiplier.
struct Group {
    Rate rate;
    BasisPoints mult_bp;
    std::set<std::string> campaigns;
    std::set<std::string> coupons;
    bool birthday = false;
    std::vector<std::size_t> lines;
    std::vector<std::int64_t> bases;
};

const EarnRule* rule_of(const PointsRules& rules, const BasketLine& line) {
    const auto found =
        std::ranges::find_if(rules.earn_rules, [&](const EarnRule& rule) { return in_scope(rule.scope, line); });
    return found == rules.earn_rules.end() ? nullptr : &*found;
}

/// The default rate, or that of the last step that the ticket reaches.
Rate default_rate(const PointsRules& rules, Money ticket_base) {
    Rate rate{{}, rules.earn_points, rules.earn_per};
    for (const EarnStep& step : rules.earn_steps)
        if (ticket_base >= step.from) rate = {{}, step.earn_points, step.earn_per};
    return rate;
}

/// What each line earns on; 0 where nothing does.
std::vector<Money> earning_bases(const Ticket& ticket, const PointsRules& rules, std::span<const Money> paid,
                                 std::span<const std::int64_t> points_values) {
    std::vector<Money> bases(ticket.lines.size());
    for (std::size_t i = 0; i < bases.size(); ++i) {
        const BasketLine& line = *ticket.lines[i].line;
        if (line.flags.bars_earn()) continue;
        if (const EarnRule* rule = rule_of(rules, line); rule != nullptr && rule->earn_points.value == 0) continue;
        bases[i] = paid[i];
        if (rules.earn_on_points) bases[i] += Money{points_values[i]};
    }
    return bases;
}

/// Within the clock's known error of an edge the member is served.
bool runs(const PointsCampaign& campaign, const Basket& basket) {
    return basket.at.ms + basket.clock_error.value >= campaign.valid_from.ms &&
           basket.at.ms - basket.clock_error.value < campaign.valid_until.ms;
}

bool is_for(const PointsCampaign& campaign, const Ticket& ticket) {
    return campaign.tiers.empty() ||
           (ticket.member != nullptr && std::ranges::find(campaign.tiers, ticket.member->tier) != campaign.tiers.end());
}

using GroupKey = std::tuple<std::string, BasisPoints>;

std::map<GroupKey, Group> group_lines(const Ticket& ticket, const PointsRules& rules, std::span<const Money> bases,
                                      std::span<const Candidate* const> by_coupon, EarnDecision& decision) {
    const Rate usual = default_rate(rules, sum_of(bases));
    const bool is_birthday = rules.birthday && has_birthday(ticket, rules.birthday->period, ticket.basket->at);
    std::map<GroupKey, Group> groups;
    for (std::size_t i = 0; i < bases.size(); ++i) {
        if (bases[i].value == 0) continue;
        const BasketLine& line = *ticket.lines[i].line;
        const EarnRule* own = rule_of(rules, line);
        const Candidate* coupon = by_coupon.empty() ? nullptr : by_coupon[i];
        const Multiplier multiplier = multiplier_of(ticket, rules, is_birthday, line, coupon);
        const Rate rate = own == nullptr ? usual : Rate{own->rule_id, own->earn_points, own->earn_per};
        Group& group = groups[{rate.rule_id, multiplier.mult_bp}];
        group.rate = rate;
        group.mult_bp = multiplier.mult_bp;
        group.campaigns.insert(multiplier.campaigns.begin(), multiplier.campaigns.end());
        group.birthday |= multiplier.birthday;
        if (multiplier.by_coupon) {
            group.coupons.insert(coupon->id().str());
            decision.by_coupon[i] = coupon;
        }
        group.lines.push_back(i);
        group.bases.push_back(bases[i].value);
        decision.bases[i] = bases[i].value;
    }
    return groups;
}

EarnGroup earn_together(const Group& group, std::span<std::int64_t> earned) {
    EarnGroup out{group.rate.rule_id, {}, group.rate.points, group.rate.per, group.mult_bp, {}, {}};
    for (const std::int64_t base : group.bases)
        out.base += Money{base};
    out.campaigns.assign(group.campaigns.begin(), group.campaigns.end());
    out.coupons.assign(group.coupons.begin(), group.coupons.end());
    out.birthday = group.birthday;
    const std::int64_t points =
        floor_product(out.base.value, group.rate.points.value * group.mult_bp.value, group.rate.per.value * kWhole.value);
    out.earn = Points{points};
    const std::vector<std::int64_t> shares = spread(points, group.bases);
    for (std::size_t k = 0; k < shares.size(); ++k)
        earned[group.lines[k]] = shares[k];
    return out;
}

}  // namespace

Multiplier multiplier_of(const Ticket& ticket, const PointsRules& rules, bool is_birthday, const BasketLine& line,
                         const Candidate* coupon) {
    const bool greatest_only = rules.multiplier_rule == MultiplierRule::max;
    Multiplier out;
    std::optional<std::int64_t> greatest;
    std::int64_t total = kWhole.value;
    // Of equal ones the first counts. The coupon comes last: it is not spent on what the member has without it.
    const auto counts = [&](BasisPoints mult_bp) {
        total += mult_bp.value - kWhole.value;
        if (!greatest_only) return true;
        if (greatest && mult_bp.value <= *greatest) return false;
        greatest = mult_bp.value;
        out = {};
        return true;
    };
    if (ticket.tier != nullptr) counts(ticket.tier->mult_bp);
    if (is_birthday && counts(rules.birthday->mult_bp)) out.birthday = true;
    for (const PointsCampaign& campaign : rules.campaigns)
        if (runs(campaign, *ticket.basket) && is_for(campaign, ticket) && in_scope(campaign.scope, line))
            if (counts(campaign.mult_bp)) out.campaigns.push_back(campaign.campaign_id);
    if (coupon != nullptr) out.by_coupon = counts(coupon->rule().multiplier_bp);
    const std::int64_t mult_bp = greatest_only ? greatest.value_or(kWhole.value) : std::max<std::int64_t>(total, 0);
    out.mult_bp = BasisPoints{static_cast<std::int32_t>(std::min<std::int64_t>(mult_bp, kMultiplierMax.value))};
    return out;
}

EarnDecision earn_points(const Ticket& ticket, const PointsRules& rules, std::span<const Money> paid,
                         std::span<const std::int64_t> points_values, std::span<const Candidate* const> by_coupon) {
    const std::size_t count = ticket.lines.size();
    EarnDecision decision{std::vector<std::int64_t>(count, 0),
                          {},
                          {},
                          std::vector<std::int64_t>(count, 0),
                          std::vector<const Candidate*>(count, nullptr)};
    if (ticket.member == nullptr || ticket.basket->buyer != Buyer::member) return decision;
    const std::vector<Money> bases = earning_bases(ticket, rules, paid, points_values);
    for (const auto& [key, group] : group_lines(ticket, rules, bases, by_coupon, decision)) {
        decision.groups.push_back(earn_together(group, decision.earned));
        decision.sum += decision.groups.back().earn;
    }
    return decision;
}

}  // namespace counterfoil::domain::pricing
