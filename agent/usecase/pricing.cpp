#include "usecase/pricing.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "domain/arithmetic.hpp"
#include "usecase/basket.hpp"
#include "usecase/cards.hpp"
#include "usecase/held.hpp"
#include "usecase/issuer_coupons.hpp"
#include "usecase/limits.hpp"
#include "usecase/risk.hpp"
#include "usecase/set_off.hpp"

namespace counterfoil::usecase {
namespace {

// Coupons beyond the chosen set that are asked for as well, in case that HQ does not grant one of the set.
constexpr std::size_t kAlternativesMax = 8;
constexpr std::size_t kUsefulMax = 128;

using Holds = std::vector<domain::DeviceHold>;

Refusal elsewhere(const StoreId& store) {
    Refusal refusal{.code = "held_elsewhere"};
    if (!store.empty()) refusal.figures["store"] = store.str();
    return refusal;
}

Result<RiskRoom> room_for(const View& view, const std::optional<domain::Rules>& rules, const MemberId& member,
                          const std::string& day) {
    if (!rules) return RiskRoom{};
    return risk_room(view, *rules, member, day);
}

void judge_offline(domain::OfferedCoupon& offer, const RiskRoom& risk) {
    if (offer.coupon_template.offline != domain::OfflinePolicy::risk || !risk.in_touch) {
        offer.barred = Refusal{.code = "needs_network"};
        return;
    }
    const bool by_face = offer.coupon_template.kind == domain::TemplateKind::amount_off;
    if (risk.left.value <= 0 || (by_face && offer.coupon_template.face > risk.face_max)) {
        offer.barred = risk_limit(std::min(risk.left, risk.face_max));
        return;
    }
    offer.right = domain::RightState::risk;
}

Result<domain::OfferedCoupon> offer_of(const View& view, const domain::Coupon& coupon, const Holds& open,
                                       const RiskRoom& risk, const Situation& situation) {
    domain::OfferedCoupon offer{.coupon = coupon, .coupon_template = {}, .right = domain::RightState::none, .barred = {}};
    CF_TRY(rule, view.cache.coupon_template(coupon.template_id));
    if (!rule) {
        offer.barred = Refusal{.code = "unknown_coupon"};
        return offer;
    }
    offer.coupon_template = std::move(*rule);
    const RightId right = domain::right_of(coupon.coupon_id);
    CF_TRY(spent_here, view.ledger.effects().used(right));
    if (spent_here) {
        offer.barred = Refusal{.code = "already_used"};
        return offer;
    }
    if (view.link.earn_only) {
        offer.barred = Refusal{.code = "device_suspended"};
        return offer;
    }
    const UnitsOnDevice units = units_of(open, right, situation.checkout);
    if (units.mine > 0 || units.idle > 0) {
        offer.right = units.pass ? domain::RightState::pass : domain::RightState::held;
    } else if (units.other > 0) {
        CF_TRY(device, view.ledger.device().state());
        offer.right = domain::RightState::elsewhere;
        offer.barred = elsewhere(device.store_id);
    } else if (situation.reach == Reach::offline) {
        judge_offline(offer, risk);
    }
    return offer;
}

/// What multiplies points, asked for or not: the quote says which of these are also possible.
Result<void> add_multipliers(const View& view, const MemberId& member, std::vector<domain::Coupon>& coupons) {
    CF_TRY(all, view.cache.coupons_of(member));
    std::map<TemplateId, bool> multiplies;
    for (domain::Coupon& coupon : all) {
        if (coupon.state != domain::CouponState::issued) continue;
        if (std::ranges::find(coupons, coupon.coupon_id, &domain::Coupon::coupon_id) != coupons.end()) continue;
        const auto [known, is_new] = multiplies.try_emplace(coupon.template_id, false);
        if (is_new) {
            CF_TRY(rule, view.cache.coupon_template(coupon.template_id));
            known->second = rule && domain::multiplies_points(rule->kind);
        }
        if (known->second) coupons.push_back(std::move(coupon));
    }
    return {};
}

Result<std::vector<domain::Coupon>> own_candidates(const View& view, const domain::Basket& basket,
                                                   const std::optional<domain::Member>& member) {
    if (std::holds_alternative<domain::BestCoupons>(basket.coupons)) {
        if (!member) return std::vector<domain::Coupon>{};
        CF_TRY(all, view.cache.coupons_of(member->member_id));
        // Nobody asked for these: what is over is left out instead of being refused one by one.
        std::erase_if(all, [](const domain::Coupon& coupon) { return coupon.state != domain::CouponState::issued; });
        return all;
    }
    std::vector<domain::Coupon> asked;
    for (const CouponId& id : std::get<std::vector<CouponId>>(basket.coupons)) {
        CF_TRY(coupon, view.cache.coupon(id));
        if (coupon) asked.push_back(std::move(*coupon));
    }
    if (member) CF_CHECK(add_multipliers(view, member->member_id, asked));
    return asked;
}

/// What the basket names or leaves to us, and what its codes stand for.
Result<Outcome<std::vector<domain::Coupon>>> candidates(const View& view, const domain::Rules& rules,
                                                        const domain::Basket& basket,
                                                        const std::optional<domain::Member>& member) {
    CF_TRY(coupons, own_candidates(view, basket, member));
    CF_TRY(read, coupons_of_codes(view, rules, basket.codes, basket.at));
    if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
    for (domain::Coupon& coupon : std::get<std::vector<domain::Coupon>>(read))
        if (std::ranges::find(coupons, coupon.coupon_id, &domain::Coupon::coupon_id) == coupons.end())
            coupons.push_back(std::move(coupon));
    return std::move(coupons);
}

/// Points of the purse on this device for the member: in the checkout or idle.
Points held_points(const Holds& open, const std::vector<domain::PointsLot>& lots, const PurseId& purse,
                   const Situation& situation, Instant now) {
    Points sum;
    for (const domain::PointsLot& lot : lots) {
        if (lot.purse_id != purse || lot.available_at > now || lot.expires_at <= now) continue;
        const UnitsOnDevice units = units_of(open, domain::right_of(lot.lot_id), situation.checkout);
        sum += Points{units.mine + units.idle};
    }
    return sum;
}

Points points_for(Money value, const domain::PointsRules& rules) {
    return Points{domain::floor_product(value.value, rules.burn_points.value, rules.burn_value.value)};
}

/// What of one purse may be burnt now.
domain::PurseRight offer_purse(const View& view, const domain::PointsRules& rules, const PurseId& purse, const Holds& open,
                               const RiskRoom& risk, const Situation& situation,
                               const std::vector<domain::PointsLot>& lots) {
    domain::PurseRight out;
    out.purse_id = purse;
    if (view.link.earn_only) {
        out.barred = Refusal{.code = "device_suspended"};
        return out;
    }
    const Points held = held_points(open, lots, purse, situation, view.now);
    if (situation.reach == Reach::obtainable) {
        out.burnable = domain::points_available(lots, view.now, purse);
        out.right = held.value > 0 ? domain::RightState::held : domain::RightState::none;
    } else if (held.value > 0) {
        out.burnable = held;
        out.right = domain::RightState::held;
    } else if (situation.reach == Reach::answered) {
        out.right = domain::RightState::elsewhere;
        out.barred = situation.ended ? Refusal{.code = "pts_balance", .field = {}, .figures = {{"left", "0"}}}
                                     : elsewhere(situation.held_by);
    } else if (!rules.offline_risk || !risk.in_touch) {
        out.barred = Refusal{.code = "pts_offline"};
    } else {
        const Points most = points_for(std::min(risk.face_max, risk.left), rules);
        out.burnable = std::min(domain::points_available(lots, view.now, purse), most);
        out.right = domain::RightState::risk;
        if (out.burnable < rules.burn_least || out.burnable.value == 0)
            out.barred = risk_limit(std::min(risk.face_max, risk.left));
    }
    return out;
}

void put(domain::QuoteContext& context, domain::PurseRight right) {
    if (right.purse_id.empty()) {
        context.burnable = right.burnable;
        context.points_right = right.right;
        context.points_barred = std::move(right.barred);
        return;
    }
    const auto known = std::ranges::find(context.purses, right.purse_id, &domain::PurseRight::purse_id);
    if (known == context.purses.end())
        context.purses.push_back(std::move(right));
    else
        *known = std::move(right);
}

void offer_points(const View& view, const domain::Rules& rules, const Holds& open, const RiskRoom& risk,
                  const Situation& situation, domain::QuoteContext& context) {
    if (!context.member) return;
    const auto& lots = context.member->lots;
    put(context, offer_purse(view, rules.points, PurseId(), open, risk, situation, lots));
    for (const domain::Purse& purse : rules.purses)
        put(context, offer_purse(view, purse.points, purse.purse_id, open, risk, situation, lots));
}

domain::OfferedCoupon* find_offer(domain::QuoteContext& context, const CouponId& id) {
    const auto found = std::ranges::find_if(
        context.coupons, [&](const domain::OfferedCoupon& offer) { return offer.coupon.coupon_id == id; });
    return found == context.coupons.end() ? nullptr : &*found;
}

Refusal why_not_granted(const domain::CouponTemplate& rule, const Situation& situation) {
    if (situation.ended) return Refusal{.code = "already_used"};
    const bool by_limit = situation.limit && (rule.per_member > 0 || rule.birthday);
    if (!by_limit) return elsewhere(situation.held_by);
    const std::int32_t most = rule.birthday ? 1 : rule.per_member;
    return Refusal{.code = "member_limit", .field = {}, .figures = {{"n", std::to_string(most)}}};
}

/// A coupon of the quote that HQ was asked for and did not grant. The rules cannot see it, so the quote is made again.
bool bar_ungranted(const domain::Quote& quote, const Situation& situation, domain::QuoteContext& context) {
    if (situation.reach != Reach::answered) return false;
    for (const domain::UsedCoupon& used : quote.used) {
        domain::OfferedCoupon* offer = find_offer(context, used.coupon_id);
        if (offer == nullptr || offer->right != domain::RightState::none) continue;
        offer->right = domain::RightState::elsewhere;
        offer->barred = why_not_granted(offer->coupon_template, situation);
        return true;
    }
    return false;
}

/// The dearest of what is used at risk, and the sum.
struct AtRisk {
    Money sum;
    Money dearest;
    std::optional<Refusal>* barred = nullptr;  ///< of the dearest
    domain::RightState* right = nullptr;
    void add(Money value, std::optional<Refusal>& bar, domain::RightState& state) {
        sum += value;
        if (barred != nullptr && value <= dearest) return;
        dearest = value;
        barred = &bar;
        right = &state;
    }
};

AtRisk at_risk_of(const domain::Quote& quote, const domain::Rules& rules, domain::QuoteContext& context) {
    AtRisk risks;
    for (const domain::UsedCoupon& used : quote.used)
        if (domain::OfferedCoupon* offer = used.at_risk ? find_offer(context, used.coupon_id) : nullptr)
            risks.add(domain::worth_of(used, rules.points), offer->barred, offer->right);
    for (const domain::UsedCard& used : quote.cards)
        for (domain::OfferedCard& offer : context.cards)
            if (used.at_risk && offer.card.card_id == used.card_id) risks.add(used.discount, offer.barred, offer.right);
    return risks;
}

/// What points take off at risk, of all purses.
Money points_at_risk(const domain::Quote& quote) {
    Money sum;
    if (quote.points.at_risk) sum += quote.points.value;
    for (const domain::PurseResult& purse : quote.purses)
        if (purse.points.at_risk) sum += purse.points.value;
    return sum;
}

/// Takes the excess off the last purse that is burnt at risk.
void cut_points(const domain::Quote& quote, const domain::Rules& rules, Money excess, domain::QuoteContext& context) {
    PurseId last;
    for (const domain::PurseResult& purse : quote.purses)
        if (purse.points.at_risk && purse.points.value.value > 0) last = purse.purse_id;
    const domain::PointsResult& result = *quote.purse(last);
    const domain::PointsRules& own = *rules.purse(last);
    const Money left = std::max(Money{}, result.value - excess);
    domain::PurseRight right{last, std::min(result.burn, points_for(left, own)), domain::RightState::risk, std::nullopt};
    if (right.burnable < own.burn_least || right.burnable.value == 0) right.barred = risk_limit(left);
    put(context, std::move(right));
}

/// Each coupon was within the limits alone; together, or by what they are truly worth, they need not be. So with
/// cards.
bool bar_beyond_risk(const domain::Quote& quote, const domain::Rules& rules, const RiskRoom& risk,
                     domain::QuoteContext& context) {
    const AtRisk risks = at_risk_of(quote, rules, context);
    if (risks.barred != nullptr && (risks.sum > risk.left || risks.dearest > risk.face_max)) {
        *risks.right = domain::RightState::none;
        *risks.barred = risk_limit(std::min(risk.left, risk.face_max));
        return true;
    }
    const Money excess = points_at_risk(quote) - (risk.left - risks.sum);
    if (excess <= Money{} || points_at_risk(quote) <= Money{}) return false;
    cut_points(quote, rules, excess, context);
    return true;
}

/// Whether a coupon outside of the set would come in if one of the set were not to be had.
bool is_alternative(const domain::RefusedCoupon& refused) {
    static constexpr std::array<std::string_view, 5> kBySet{"better_offer", "no_benefit", "not_with_coupon", "ticket_limit",
                                                            "not_with_card"};
    return std::ranges::all_of(refused.reasons, [](const Refusal& reason) {
        return std::ranges::find(kBySet, std::string_view(reason.code)) != kBySet.end();
    });
}

void want_points(const domain::Basket& basket, const PurseId& purse, Points burn, const domain::Member& member, Instant now,
                 std::vector<domain::WantedRight>& useful) {
    const bool all = std::holds_alternative<domain::MaxPoints>(basket.points_of(purse));
    std::int64_t open = burn.value;
    if (open == 0) return;
    for (const domain::PointsLot& lot : member.lots) {
        if (useful.size() >= kUsefulMax || (!all && open <= 0)) return;
        if (lot.purse_id != purse || lot.available_at > now || lot.expires_at <= now) continue;
        const std::int64_t most = all ? lot.amount.value : std::min(lot.amount.value, open);
        useful.push_back({.right_id = domain::right_of(lot.lot_id), .least = 1, .most = most});
        open -= most;
    }
}

std::vector<domain::WantedRight> useful_rights(const domain::Basket& basket, const domain::Quote& quote,
                                               const domain::QuoteContext& context, Instant now) {
    std::vector<domain::WantedRight> useful;
    for (const domain::UsedCoupon& used : quote.used)
        if (useful.size() < kUsefulMax) useful.push_back({domain::right_of(used.coupon_id), 1, 1});
    std::size_t alternatives = 0;
    for (const domain::RefusedCoupon& refused : quote.refused) {
        if (alternatives == kAlternativesMax || useful.size() >= kUsefulMax) break;
        if (!is_alternative(refused)) continue;
        useful.push_back({domain::right_of(refused.coupon_id), 1, 1});
        ++alternatives;
    }
    want_cards(basket, quote, *context.rules, context.cards, kUsefulMax - useful.size(), useful);
    if (!context.member) return useful;
    want_points(basket, PurseId(), quote.points.burn, *context.member, now, useful);
    for (const domain::PurseResult& purse : quote.purses)
        want_points(basket, purse.purse_id, purse.points.burn, *context.member, now, useful);
    return useful;
}

/// Prices again until nothing is in the quote that this device may not redeem. Each round bars a coupon or cuts the points.
Outcome<domain::Quote> settle_quote(const domain::Rules& rules, const domain::Basket& basket, const Situation& situation,
                                    const RiskRoom& risk, domain::QuoteContext& context) {
    const std::size_t bars = context.coupons.size() + context.cards.size();
    for (std::size_t round = 0; round <= bars + 2 * (rules.purses.size() + 1); ++round) {
        Outcome<domain::Quote> quote = domain::make_quote(basket, context);
        const auto* made = std::get_if<domain::Quote>(&quote);
        if (made == nullptr) return quote;
        const bool again = bar_ungranted(*made, situation, context) || bar_beyond_risk(*made, rules, risk, context);
        if (!again) return quote;
    }
    // The points were cut and are still too many: without any the limits hold.
    put(context, {PurseId(), Points{}, domain::RightState::none, risk_limit(risk.left)});
    for (const domain::Purse& purse : rules.purses)
        put(context, {purse.purse_id, Points{}, domain::RightState::none, risk_limit(risk.left)});
    return domain::make_quote(basket, context);
}

}  // namespace

Situation situation_of(const View& view, const CheckoutId& checkout) {
    return Situation{.reach = view.link.up ? Reach::obtainable : Reach::offline,
                     .held_by = {},
                     .ended = false,
                     .limit = false,
                     .checkout = checkout};
}

Situation situation_of(const Settlement& settlement, const CheckoutId& checkout) {
    Situation situation{
        .reach = Reach::answered, .held_by = settlement.held_by, .ended = false, .limit = false, .checkout = checkout};
    // A hub in recovery grants nothing to anybody: to the till that is as good as no hub.
    if (settlement.state == domain::AcquireState::offline || settlement.reason == "recovering")
        situation.reach = Reach::offline;
    situation.ended = settlement.reason == "ended";
    situation.limit = settlement.reason == "limit";
    return situation;
}

Result<Outcome<domain::Rules>> rules_in_force(const View& view) {
    CF_TRY(rules, view.reference.rules());
    if (!rules) return Refusal{.code = "not_ready"};
    return std::move(*rules);
}

Result<std::vector<domain::OfferedCoupon>> offered(const View& view, const std::optional<domain::Rules>& rules,
                                                   const std::vector<domain::Coupon>& coupons, const Situation& situation) {
    CF_TRY(open, view.ledger.holds().open());
    CF_TRY(device, view.ledger.device().state());
    const std::string day = rules ? business_day(*rules, device.store_id, view.now) : std::string{};
    std::vector<domain::OfferedCoupon> offers;
    std::map<MemberId, RiskRoom> risks;
    for (const domain::Coupon& coupon : coupons) {
        if (!risks.contains(coupon.member_id)) {
            CF_TRY(facts, room_for(view, rules, coupon.member_id, day));
            risks[coupon.member_id] = facts;
        }
        CF_TRY(offer, offer_of(view, coupon, open, risks[coupon.member_id], situation));
        offers.push_back(std::move(offer));
    }
    return offers;
}

Result<Outcome<Priced>> price(const View& view, const domain::Rules& rules, const domain::Basket& basket,
                              const Situation& situation) {
    domain::QuoteContext context;
    context.rules = &rules;
    if (!basket.member_id.empty()) {
        CF_TRY(shown, shown_member(view, basket.member_id));
        if (const auto* refusal = std::get_if<Refusal>(&shown)) return *refusal;
        context.member = std::get<Shown>(std::move(shown)).member;
    }
    CF_TRY(open, view.ledger.holds().open());
    CF_TRY(risk, room_for(view, rules, basket.member_id, basket.business_day));
    CF_TRY(chosen, candidates(view, rules, basket, context.member));
    if (auto* refusal = std::get_if<Refusal>(&chosen)) return std::move(*refusal);
    for (const domain::Coupon& coupon : std::get<std::vector<domain::Coupon>>(chosen)) {
        CF_TRY(offer, offer_of(view, coupon, open, risk, situation));
        context.coupons.push_back(std::move(offer));
    }
    if (context.member) {
        CF_TRY(cards, offered_cards(view, rules, *context.member, open, risk, situation));
        context.cards = std::move(cards);
    }
    CF_CHECK(count_uses(view, basket, open, situation.checkout, context));
    offer_points(view, rules, open, risk, situation, context);

    Outcome<domain::Quote> outcome = settle_quote(rules, basket, situation, risk, context);
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    Priced priced{.quote = std::get<domain::Quote>(std::move(outcome)), .coupons = {}, .useful = {}};
    CF_TRY(not_set_off, set_off(view, basket, priced.quote));
    if (not_set_off) return std::move(*not_set_off);
    priced.useful = useful_rights(basket, priced.quote, context, view.now);
    priced.coupons = std::move(context.coupons);
    return priced;
}

}  // namespace counterfoil::usecase
