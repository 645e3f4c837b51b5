// Which coupons stand on one ticket together (domain rules part 5).
#include <algorithm>
#include <limits>

#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

bool excludes(const CouponTemplate& one, const CouponTemplate& other) {
    return std::ranges::find(one.not_with, other.template_id) != one.not_with.end();
}

bool welcomes(const CouponTemplate& one, const CouponTemplate& other) {
    return std::ranges::find(one.with_groups, other.stack_group) != one.with_groups.end();
}

}  // namespace

CouponLevel level_of(const CouponTemplate& rule) {
    if (prices_pieces(rule.kind)) return CouponLevel::pieces;
    return multiplies_points(rule.kind) ? CouponLevel::points : CouponLevel::order;
}

std::size_t most_of_level(const Rules& rules, CouponLevel level) {
    switch (level) {
        case CouponLevel::pieces:
            return static_cast<std::size_t>(kPieceCouponsMax);
        case CouponLevel::points:
            return static_cast<std::size_t>(kMultiplierCouponsMax);
        case CouponLevel::order:
            break;
    }
    return static_cast<std::size_t>(std::max(rules.max_coupons, 1));
}

bool go_together(const CouponTemplate& one, const CouponTemplate& other) {
    if (one.stack == Stack::alone || other.stack == Stack::alone) return false;
    if (excludes(one, other) || excludes(other, one)) return false;
    if (level_of(one) != level_of(other)) return true;
    return one.stack_group == other.stack_group || (welcomes(one, other) && welcomes(other, one));
}

std::size_t limit_of_group(const CouponTemplate& rule) {
    if (rule.group_limit <= 0) return std::numeric_limits<std::size_t>::max();
    return static_cast<std::size_t>(rule.group_limit);
}

std::optional<Refusal> limit_reached(const Rules& rules, const Candidate& candidate,
                                     std::span<const CouponUseOnTicket> uses) {
    const auto ticket_limit = [](std::size_t most) { return Refusal{"ticket_limit", {}, {{"n", std::to_string(most)}}}; };
    const CouponTemplate& rule = candidate.rule();
    const auto of_template = static_cast<std::size_t>(std::max(rule.max_per_ticket, 1));
    std::size_t of_group = limit_of_group(rule);
    std::size_t same_template = 0;
    std::size_t same_group = 0;
    std::size_t same_level = 0;
    for (const CouponUseOnTicket& use : uses) {
        const CouponTemplate& other = use.candidate->rule();
        same_template += other.template_id == rule.template_id ? 1U : 0U;
        if (level_of(other) != level_of(rule)) continue;
        ++same_level;
        if (other.stack_group != rule.stack_group) continue;
        ++same_group;
        of_group = std::min(of_group, limit_of_group(other));
    }
    if (same_template >= of_template) return ticket_limit(of_template);
    if (same_template >= candidate.left) return candidate.limit;
    if (same_group >= of_group) return ticket_limit(of_group);
    const std::size_t most = most_of_level(rules, level_of(rule));
    if (same_level >= most) return ticket_limit(most);
    return std::nullopt;
}

std::map<std::string, std::string> named(const Candidate& coupon) {
    const LocalText& name = coupon.rule().name;
    const std::string& id = coupon.id().str();
    return {{"coupon_id", id}, {"other", name.zh.empty() ? id : name.zh}, {"other_en", name.en.empty() ? id : name.en}};
}

}  // namespace counterfoil::domain::pricing
