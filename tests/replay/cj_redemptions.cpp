#include <algorithm>

#include "replay/cj.hpp"
#include "replay/figures.hpp"

namespace counterfoil::replay::cj {
namespace {

constexpr const char* kAgain = "campaign coupon that the household has used before (the domain: already_used)";
constexpr const char* kOutside = "campaign coupon outside of its days (the domain: not_yet_valid, expired)";
constexpr const char* kOther = "campaign coupon refused for another reason";
constexpr std::int64_t kPrice = 1000;
constexpr std::int64_t kFace = 100;

Instant midnight(const std::string& day, std::int64_t days_later) {
    const Instant begin = instant_of(day + " 12:00:00", new_york_offset(day + " 12:00:00"));
    return begin + Millis{days_later * kDayMs - kDayMs / 2};
}

/// The coupon as the campaign handed it to the household, and a sale of one of its goods at noon of the day.
Sale sale_of(const Redemption& one, const Tables& tables, const domain::Rules& rules) {
    const Campaign& campaign = tables.campaigns.at(one.campaign);
    const auto& goods = tables.coupons.at({one.coupon, one.campaign});
    Sale sale;
    const std::string noon = one.day + " 12:00:00";
    sale.basket =
        basket_of("CJ-1", "R-" + one.household + "-" + one.coupon, one.day, instant_of(noon, new_york_offset(noon)), rules);
    sale.basket.member_id = MemberId("CJ-" + one.household);
    add_line(sale.basket, *goods.begin(), 1000, kPrice);

    domain::OfferedCoupon offer;
    offer.right = domain::RightState::held;
    offer.coupon.coupon_id = CouponId(one.coupon + "-" + one.campaign + "-" + one.household);
    offer.coupon.code = offer.coupon.coupon_id.str();
    offer.coupon.member_id = sale.basket.member_id;
    domain::CouponTemplate& rule = offer.coupon_template;
    rule.template_id = offer.coupon.template_id = TemplateId(one.coupon + "-" + one.campaign);
    rule.face = Money{kFace};
    rule.valid_from = midnight(campaign.first_day, 0);
    rule.valid_until = midnight(campaign.last_day, 1);
    rule.currency = rules.currency;
    for (const std::string& product : goods)
        rule.scope.include.skus.push_back(Sku(product));
    sale.basket.coupons = std::vector<CouponId>{offer.coupon.coupon_id};
    sale.coupons.push_back(std::move(offer));
    return sale;
}

/// "" where it was used; else the first reason why not.
std::string try_coupon(const domain::Basket& basket, const domain::QuoteContext& context) {
    const auto outcome = domain::make_quote(basket, context);
    const auto* quote = std::get_if<domain::Quote>(&outcome);
    if (quote == nullptr) return std::get<Refusal>(outcome).code;
    if (quote->used.size() == 1 && quote->totals.due.value == kPrice - kFace) return "";
    return quote->refused.empty() ? "not used" : quote->refused.front().reasons.front().code;
}

bool by_day(const std::string& reason) { return reason == "not_yet_valid" || reason == "expired"; }

}  // namespace

std::map<std::int64_t, std::int64_t> redeem(const Tables& tables, const std::vector<std::int64_t>& shifts, Report& report) {
    domain::Rules rules;
    rules.currency = "USD";
    std::vector<Redemption> in_order = tables.redemptions;
    std::ranges::stable_sort(in_order, {}, &Redemption::day);
    std::map<std::int64_t, std::int64_t> barred;
    std::map<CouponId, domain::CouponUse> used;
    for (const Redemption& one : in_order) {
        const auto targeted = tables.targeted.find(one.campaign);
        if (targeted == tables.targeted.end() || !targeted->second.contains(one.household) ||
            !tables.coupons.contains({one.coupon, one.campaign})) {
            report.refuse("campaign coupon that nobody handed to the household");
            continue;
        }
        Sale sale = sale_of(one, tables, rules);
        domain::QuoteContext context;
        context.rules = &rules;
        context.member = domain::Member{};
        context.member->member_id = sale.basket.member_id;
        context.coupons = std::move(sale.coupons);
        domain::Coupon& coupon = context.coupons.front().coupon;
        domain::Basket shifted = sale.basket;
        for (const std::int64_t days : shifts) {
            shifted.at = midnight(one.day, days) + Millis{kDayMs / 2};
            const std::string reason = try_coupon(shifted, context);
            report.demand(reason.empty() || by_day(reason), "a shifted coupon was refused: " + reason);
            barred[days] += by_day(reason) ? 1 : 0;
        }
        if (const auto before = used.find(coupon.coupon_id); before != used.end()) {
            coupon.state = domain::CouponState::used;
            coupon.used = before->second;
        }
        const std::string reason = try_coupon(sale.basket, context);
        if (reason.empty())
            used[coupon.coupon_id] = {sale.basket.ticket_key(), sale.basket.at};
        else
            report.refuse(reason == "already_used" ? kAgain : by_day(reason) ? kOutside : kOther);
    }
    report.note("campaign coupons: " + std::to_string(used.size()) +
                " redeemed; the file has no amounts, so each takes 1.00 off one of its goods");
    return barred;
}

}  // namespace counterfoil::replay::cj
