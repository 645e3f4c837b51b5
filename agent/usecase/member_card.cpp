#include "usecase/member_card.hpp"

#include <algorithm>

#include "usecase/basket.hpp"
#include "usecase/cards.hpp"
#include "usecase/pricing.hpp"
#include "usecase/shown.hpp"

namespace counterfoil::usecase {

namespace {

PurseView view_of(const Shown& shown, const PurseId& purse, Instant now) {
    PurseView view;
    view.purse_id = purse;
    view.available = domain::points_available(shown.member.lots, now, purse);
    // A return may have taken points that a lot of HQ's shows as available by now.
    view.pending = std::max(Points{}, domain::points_pending(shown.member.lots, now, purse) + shown.earned_in(purse));
    view.owed = domain::owed_in(shown.member, purse);
    return view;
}

/// All of the rules, and those of which the member still has something.
std::vector<PurseView> other_purses(const Shown& shown, const std::optional<domain::Rules>& rules, Instant now) {
    std::vector<PurseView> purses;
    if (rules)
        for (const domain::Purse& purse : rules->purses) {
            PurseView one = view_of(shown, purse.purse_id, now);
            one.name = purse.name;
            one.unit_decimals = purse.points.unit_decimals;
            purses.push_back(std::move(one));
        }
    std::set<PurseId> left;
    for (const domain::PointsLot& lot : shown.member.lots)
        left.insert(lot.purse_id);
    for (const domain::PursePoints& debt : shown.member.owed_in)
        left.insert(debt.purse_id);
    for (const PurseId& purse : left)
        if (!purse.empty() && (!rules || rules->purse(purse) == nullptr)) purses.push_back(view_of(shown, purse, now));
    return purses;
}

}  // namespace

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
    const PurseView main = view_of(shown, PurseId(), view.now);
    card.available = main.available;
    card.pending = main.pending;
    if (rules) card.unit_decimals = rules->points.unit_decimals;
    card.purses = other_purses(shown, rules, view.now);
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
