#include <algorithm>
#include <array>
#include <string_view>

#include "domain/quote.hpp"
#include "domain/staff.hpp"
#include "hub/core/applying.hpp"
#include "hub/core/limits.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

namespace {

/// A coupon as it was when the ticket was priced: usable. Whether it may be used is a question of rights, not of the price.
domain::OfferedCoupon as_offered(domain::Coupon coupon, domain::CouponTemplate coupon_template, bool at_risk) {
    domain::OfferedCoupon offer;
    coupon.state = domain::CouponState::issued;
    coupon.used.reset();
    offer.coupon = std::move(coupon);
    offer.coupon_template = std::move(coupon_template);
    offer.right = at_risk ? domain::RightState::risk : domain::RightState::held;
    return offer;
}

/// A card as it was when the ticket was priced, with as many uses as the ticket spent. Nothing where the card is not the
/// member's.
Result<std::optional<domain::OfferedCard>> as_offered(Turn& turn, const domain::UsedCard& used, const MemberId& member) {
    CF_TRY(row, turn.tx.rights().card(used.card_id));
    if (!row) return std::optional<domain::OfferedCard>{};
    CF_TRY(owner, live_id(turn.tx, row->member_id));
    if (owner != member || row->card.card_type_id != used.card_type_id) return std::optional<domain::OfferedCard>{};
    domain::OfferedCard offer;
    offer.card = std::move(row->card);
    offer.card.state = domain::CardState::active;
    offer.card.uses_left = offer.uses = used.uses;
    offer.right = used.at_risk ? domain::RightState::risk : domain::RightState::held;
    return std::optional{std::move(offer)};
}

/// Tier and growth by the ticket, and whatever balance lets its burn through.
domain::Member as_priced(domain::Member member, const domain::Quote& quote) {
    member.state = domain::MemberState::active;
    // A ticket that was priced without a tier says so by naming none.
    member.tier = quote.tier;
    member.growth = quote.growth_before;
    member.lots.clear();
    if (quote.points.burn.value > 0) member.lots.push_back({LotId{"priced"}, quote.points.burn, Instant{}, kNever});
    for (const domain::PurseResult& purse : quote.purses)
        if (purse.points.burn.value > 0)
            member.lots.push_back({LotId{"priced"}, purse.points.burn, Instant{}, kNever, purse.purse_id});
    return member;
}

/// When, where or for whom: by what HQ knows one of the coupons or cards was not good then. That says more than other
/// totals.
std::optional<std::string> why_not_good(const domain::Quote& ours) {
    static constexpr std::array<std::string_view, 12> kConditions{
        "not_yet_valid", "expired",    "wrong_day", "wrong_hour",         "wrong_store",  "wrong_channel",
        "not_birthday",  "wrong_tier", "wrong_tag", "not_first_purchase", "member_limit", "day_limit"};
    const auto first = [](const auto& list) -> std::optional<std::string> {
        for (const auto& refused : list)
            for (const Refusal& reason : refused.reasons)
                if (std::ranges::find(kConditions, reason.code) != kConditions.end()) return reason.code;
        return std::nullopt;
    };
    if (auto code = first(ours.refused)) return code;
    return first(ours.refused_cards);
}

bool same_points(const domain::PointsResult& theirs, const domain::PointsResult& ours) {
    return theirs.burn == ours.burn && theirs.value == ours.value && theirs.earn == ours.earn;
}

/// One that has nothing to say burns and earns nothing.
bool same_purses(const domain::Quote& theirs, const domain::Quote& ours) {
    const auto all_in = [](const domain::Quote& one, const domain::Quote& other) {
        return std::ranges::all_of(one.purses, [&](const domain::PurseResult& purse) {
            const domain::PointsResult* found = other.purse(purse.purse_id);
            return same_points(purse.points, found == nullptr ? domain::PointsResult{} : *found);
        });
    };
    return all_in(theirs, ours) && all_in(ours, theirs);
}

const char* compare(const domain::Quote& theirs, const domain::Quote& ours) {
    if (theirs.tier != ours.tier) return "tier_differs";
    if (theirs.staff_spent != ours.staff_spent) return "staff_quota";
    if (theirs.cards != ours.cards) return "cards_differ";
    if (theirs.totals != ours.totals) return "totals_differ";
    if (theirs.lines != ours.lines) return "lines_differ";
    if (theirs.used != ours.used) return "coupons_differ";
    if (theirs.clearing != ours.clearing) return "clearing_differs";
    if (theirs.growth != ours.growth || theirs.tier_after != ours.tier_after) return "growth_differs";
    return same_points(theirs.points, ours.points) && same_purses(theirs, ours) ? nullptr : "points_differ";
}

}  // namespace

Result<std::optional<std::string>> find_difference(Turn& turn, const domain::TicketEntry& ticket) {
    using Difference = std::optional<std::string>;
    CF_TRY(rules, turn.tx.reference().rules(ticket.quote.rules_hash));
    if (!rules) return Difference{"rules_unknown"};
    if (ticket.basket.entity_id != domain::entity_of(*rules, ticket.basket.store_id)) return Difference{"entity_differs"};
    domain::QuoteContext context;
    context.rules = &*rules;
    bool other_tier = false;
    bool to_self = false;
    std::vector<MemberRow> members;
    if (!ticket.basket.member_id.empty()) {
        CF_TRY(member, live_row(turn.tx, ticket.basket.member_id));
        if (!member) return Difference{"member_unknown"};
        const bool has_tier = rules->tier(member->member.tier) != nullptr;
        // Staff may have a tier for what they buy as such, which is not their own.
        const bool as_staff =
            ticket.basket.buyer == domain::Buyer::staff && !rules->staff.tier_id.empty() && !member->member.staff_id.empty();
        other_tier = !as_staff && (has_tier ? member->member.tier : TierId{}) != ticket.quote.tier;
        to_self = domain::sells_to_self(ticket.basket, member->member);
        context.member = as_priced(std::move(member->member), ticket.quote);
        // Of what is known by now: what was sold before. A sale that comes in later does not make this one a second
        // purchase.
        CF_TRY(all, family(turn.tx, context.member->member_id));
        members = std::move(all);
        if (ticket.basket.buyer == domain::Buyer::staff) {
            CF_TRY(staff_month, staff_month_of(turn.tx, members, domain::month_of(ticket.basket.business_day)));
            context.member->staff_month = std::move(staff_month);
        }
        CF_TRY(bought, has_bought(turn.tx, members, ticket.basket.at));
        context.member->purchased = bought;
        context.member->tags = tags_of_family(members);
    }
    for (const domain::UsedCoupon& used : ticket.quote.used) {
        CF_TRY(coupon, turn.tx.rights().coupon(used.coupon_id));
        if (!coupon) return Difference{"coupon_unknown"};
        CF_TRY(rule, turn.tx.reference().coupon_template(used.template_id, used.template_version));
        if (!rule) return Difference{"template_unknown"};
        CF_TRY(owner, live_id(turn.tx, coupon->member_id));
        coupon->member_id = std::move(owner);
        context.coupons.push_back(as_offered(std::move(*coupon), std::move(*rule), used.at_risk));
    }
    for (const domain::UsedCard& used : ticket.quote.cards) {
        if (!context.member) return Difference{"member_unknown"};
        CF_TRY(offer, as_offered(turn, used, context.member->member_id));
        if (!offer) return Difference{"card_unknown"};
        context.cards.push_back(std::move(*offer));
    }
    CF_CHECK(count_other_uses(turn, ticket.basket, members, context));
    context.burnable = ticket.quote.points.burn;
    context.points_right = ticket.quote.points.at_risk ? domain::RightState::risk : domain::RightState::held;
    for (const domain::PurseResult& purse : ticket.quote.purses)
        context.purses.push_back({.purse_id = purse.purse_id,
                                  .burnable = purse.points.burn,
                                  .right = purse.points.at_risk ? domain::RightState::risk : domain::RightState::held,
                                  .barred = {}});
    const Outcome<domain::Quote> own = domain::make_quote(ticket.basket, context);
    const auto* quote = std::get_if<domain::Quote>(&own);
    if (quote == nullptr) return Difference{"quote_refused"};
    if (const auto reason = why_not_good(*quote)) return Difference{*reason};
    if (const char* code = compare(ticket.quote, *quote)) return Difference{code};
    // The figures are right for a tier that is not the one HQ has: it has changed since, or the device is behind.
    if (other_tier) return Difference{"tier_differs"};
    // Right, and for a manager to see: who was at the till was the customer.
    return to_self ? Difference{"sold_to_self"} : Difference{};
}

}  // namespace counterfoil::hub
