#include "usecase/member_card.hpp"

#include <algorithm>

#include "usecase/basket.hpp"
#include "usecase/cards.hpp"
#include "usecase/pricing.hpp"
#include "usecase/shown.hpp"

namespace counterfoil::usecase {

Result<Outcome<MemberCard>> member_card(const View& view, const MemberId& id) {
    CF_TRY(outcome, shown_member(view, id));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    Shown shown = std::get<Shown>(std::move(outcome));
    CF_TRY(rules, view.reference.rules());
    CF_TRY(coupons, view.cache.coupons_of(shown.member.member_id));
    std::erase_if(coupons, [&](const domain::Coupon& coupon) {
        return coupon.state == domain::CouponState::used || shown.spent.contains(domain::right_of(coupon.coupon_id));
    });

    MemberCard card;
    card.available = domain::points_available(shown.member.lots, view.now);
    // A return may have taken points that a lot of HQ's shows as available by now.
    card.pending = std::max(Points{}, domain::points_pending(shown.member.lots, view.now) + shown.earned);
    CF_TRY(offers, offered(view, rules, coupons, situation_of(view, CheckoutId{})));
    card.coupons = std::move(offers);
    if (rules) {
        CF_TRY(open, view.ledger.holds().open());
        CF_TRY(device, view.ledger.device().state());
        CF_TRY(risk, risk_room(view, *rules, shown.member.member_id, business_day(*rules, device.store_id, view.now)));
        CF_TRY(offered, offered_cards(view, *rules, shown.member, open, risk, situation_of(view, CheckoutId{})));
        for (domain::OfferedCard& one : offered) {
            const domain::CardType* type = rules->card_type(one.card.card_type_id);
            card.cards.push_back({std::move(one), type == nullptr ? std::nullopt : std::optional(*type)});
        }
    }
    if (const domain::Tier* tier = rules ? rules->tier(shown.member.tier) : nullptr) card.tier = *tier;
    card.data_age = data_age(view);
    card.member = std::move(shown.member);
    return card;
}

}  // namespace counterfoil::usecase
