#include "usecase/limits.hpp"

#include <algorithm>
#include <set>

#include "domain/limits.hpp"
#include "domain/staff.hpp"
#include "usecase/held.hpp"

namespace counterfoil::usecase {
namespace {

/// Units that went back leave a checkout that cannot commit them; what HQ is still asked for may yet come.
bool is_in(const domain::Checkout& checkout, const domain::UsedCoupon& used, std::span<const domain::DeviceHold> open) {
    if (used.at_risk || checkout.acquire == domain::AcquireState::asked) return true;
    return units_of(open, domain::right_of(used.coupon_id), checkout.checkout_id).mine > 0;
}

bool is_of(const domain::Member& member, const MemberId& id) {
    return id == member.member_id || std::ranges::find(member.merged, id) != member.merged.end();
}

}  // namespace

Result<void> count_uses(const View& view, const domain::Basket& basket, std::span<const domain::DeviceHold> open,
                        const CheckoutId& own, domain::QuoteContext& context) {
    std::set<TemplateId> limited;
    for (const domain::OfferedCoupon& offer : context.coupons) {
        const domain::CouponTemplate& rule = offer.coupon_template;
        if (rule.per_store_day > 0 && !context.store_uses.contains(rule.template_id)) {
            CF_TRY(uses, view.ledger.effects().uses_of_day(rule.template_id, basket.business_day));
            context.store_uses[rule.template_id] = uses;
        }
        if (rule.per_store_day > 0 || domain::limits_member(rule)) limited.insert(rule.template_id);
    }
    const bool has_quota = basket.buyer == domain::Buyer::staff && context.rules->staff.month_quota.value > 0;
    if (limited.empty() && !has_quota) return {};
    CF_TRY(checkouts, view.ledger.checkouts().open());
    for (const domain::Checkout& other : checkouts) {
        // The same ticket opened anew takes over what the other has.
        if (other.checkout_id == own || other.basket.ticket_key() == basket.ticket_key()) continue;
        if (has_quota && context.member && is_of(*context.member, other.basket.member_id))
            domain::add_staff_spent(context.member->staff_month, domain::month_of(other.basket.business_day),
                                    other.quote.staff_spent.value_or(Money{}));
        for (const domain::UsedCoupon& used : other.quote.used) {
            if (!limited.contains(used.template_id) || !is_in(other, used, open)) continue;
            const std::string& day = other.basket.business_day;
            if (context.member && is_of(*context.member, other.basket.member_id))
                domain::add_uses(context.member->uses, used.template_id, day, 1);
            const auto in_store = context.store_uses.find(used.template_id);
            if (in_store != context.store_uses.end() && day == basket.business_day) ++in_store->second;
        }
    }
    return {};
}

}  // namespace counterfoil::usecase
