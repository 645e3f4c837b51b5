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

bool go_together(const CouponTemplate& one, const CouponTemplate& other) {
    if (one.stack == Stack::alone || other.stack == Stack::alone) return false;
    if (excludes(one, other) || excludes(other, one)) return false;
    if (prices_pieces(one.kind) != prices_pieces(other.kind)) return true;
    return one.stack_group == other.stack_group || (welcomes(one, other) && welcomes(other, one));
}

std::size_t limit_of_group(const CouponTemplate& rule) {
    if (rule.group_limit <= 0) return std::numeric_limits<std::size_t>::max();
    return static_cast<std::size_t>(rule.group_limit);
}

std::map<std::string, std::string> named(const Candidate& coupon) {
    const LocalText& name = coupon.rule().name;
    const std::string& id = coupon.id().str();
    return {{"coupon_id", id}, {"other", name.zh.empty() ? id : name.zh}, {"other_en", name.en.empty() ? id : name.en}};
}

}  // namespace counterfoil::domain::pricing
