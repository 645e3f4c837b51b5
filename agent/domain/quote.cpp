#include "domain/quote.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "domain/arithmetic.hpp"
#include "domain/pricing.hpp"
#include "domain/staff.hpp"
#include "domain/tiers.hpp"

namespace counterfoil::domain {
namespace {

using namespace pricing;

std::optional<Refusal> check_input(const Basket& basket, const QuoteContext& context) {
    const Rules& rules = *context.rules;
    if (auto no = check_basket(basket)) return no;
    if (const auto* each = std::get_if<EachPurse>(&basket.points))
        for (const auto& [purse, wanted] : each->wanted)
            if (rules.purse(purse) == nullptr)
                return Refusal{"basket_invalid", "/points/" + purse.str(), {{"rule", "a purse of the rules"}}};
    if (context.member)
        if (auto no = check_approver(basket, *context.member)) return no;
    if (basket.currency == rules.currency && basket.exponent == rules.exponent) return std::nullopt;
    return Refusal{"currency_mismatch",
                   basket.currency == rules.currency ? "/exponent" : "/currency",
                   {{"currency", rules.currency}, {"exponent", std::to_string(rules.exponent)}}};
}

void allocate(QuoteLine& line, Instrument instrument, const std::string& id, Money amount, Points points = {}) {
    if (amount.value > 0 || points.value > 0) line.alloc.push_back({instrument, id, amount, points, 0});
}

/// The price of a card replaces the tier's; of a line with pieces of either, each has its own.
void allocate_member_price(const Ticket& whole, const AppliedSet& applied, std::vector<QuoteLine>& lines) {
    const std::string tier_id = whole.tier == nullptr ? std::string() : whole.tier->tier_id.str();
    std::vector<Money> by_cards(lines.size());
    for (const CardShare& share : applied.cards)
        by_cards[share.line] += share.discount;
    for (std::size_t i = 0; i < lines.size(); ++i)
        allocate(lines[i], Instrument::tier_price, tier_id, lines[i].base - lines[i].member_price - by_cards[i]);
    for (const CardShare& share : applied.cards)
        lines[share.line].alloc.push_back(
            {Instrument::card, whole.cards[share.card].offer->card.card_id.str(), share.discount, {}, share.uses});
}

Instrument instrument_of(const Candidate& coupon) {
    return coupon.rule().funding == Funding::third_party ? Instrument::third_party : Instrument::coupon;
}

/// Before rounding and tax. `ticket` is `whole` as the set splits it.
std::vector<QuoteLine> price_lines(const Ticket& whole, const Ticket& ticket, const AppliedSet& applied,
                                   const PointsDecision& points) {
    std::vector<QuoteLine> lines(ticket.lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const PricedLine& priced = ticket.lines[i];
        QuoteLine& line = lines[i];
        line.line_no = priced.line_no;
        if (priced.split_of != 0) line.split_of = priced.split_of;
        if (priced.quantity != priced.line->quantity) line.quantity = priced.quantity;
        line.list = priced.list;
        line.base = priced.base;
        line.member_price = priced.member_price;
    }
    allocate_member_price(whole, applied, lines);
    for (const Piece& piece : applied.pieces)
        allocate(lines[piece.place], instrument_of(*piece.candidate), piece.candidate->id().str(), piece.cost - piece.paid);
    for (const CouponUseOnTicket& use : applied.uses)
        for (std::size_t k = 0; k < use.shares.size(); ++k)
            allocate(lines[use.candidate->scope[k]], instrument_of(*use.candidate), use.candidate->id().str(),
                     Money{use.shares[k]});
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (const PurseBurn& purse : points.purses)
            allocate(lines[i], Instrument::points, purse.purse_id.str(), Money{purse.values[i]}, Points{purse.burnt[i]});
        lines[i].net = applied.costs[i] - Money{points.values[i]} + third_party_of(lines[i]);
    }
    return lines;
}

/// What each coupon adds to what the lines earn in the end: the first one first, then the next one beside it.
void add_up_multipliers(const Ticket& ticket, std::span<const Money> paid, const PointsDecision& points,
                        AppliedSet& applied) {
    const auto multiplies = [](const CouponUseOnTicket& use) { return use.candidate->adds_points(); };
    if (std::ranges::none_of(applied.uses, multiplies)) return;
    const PointsRules& rules = ticket.context->rules->points;
    const std::vector<const Candidate*> all = multipliers_of_lines(applied);
    std::vector<const Candidate*> some(all.size(), nullptr);
    Points before = earn_points(ticket, rules, paid, points.values).sum;
    for (CouponUseOnTicket& use : applied.uses) {
        if (!multiplies(use)) continue;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i] == use.candidate) some[i] = use.candidate;
        const Points with = earn_points(ticket, rules, paid, points.values, some).sum;
        use.earn = std::max(with - before, Points{});
        before = with;
    }
}

/// The points that a coupon adds, on the lines to which it adds them: a return asks which these are.
void share_points(const CouponUseOnTicket& use, const EarnDecision& earned, std::vector<QuoteLine>& lines) {
    if (use.earn.value == 0) return;
    std::vector<std::int64_t> bases = earned.bases;
    for (std::size_t i = 0; i < bases.size(); ++i)
        if (earned.by_coupon[i] != use.candidate) bases[i] = 0;
    const std::vector<std::int64_t> shares = spread(use.earn.value, bases);
    for (std::size_t i = 0; i < lines.size(); ++i)
        allocate(lines[i], Instrument::coupon, use.candidate->id().str(), Money{}, Points{shares[i]});
}

void add_earned(const Ticket& ticket, AppliedSet& applied, std::vector<QuoteLine>& lines, PointsDecision& points) {
    std::vector<Money> paid;
    paid.reserve(lines.size());
    for (const QuoteLine& line : lines)
        paid.push_back(line.net);
    add_up_multipliers(ticket, paid, points, applied);
    for (PurseBurn& purse : points.purses) {
        // Coupons multiply what the main purse earns.
        const bool is_main = purse.purse_id.empty();
        EarnDecision decision = is_main
                                    ? earn_points(ticket, *purse.rules, paid, points.values, multipliers_of_lines(applied))
                                    : earn_points(ticket, *purse.rules, paid, points.values);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (is_main)
                lines[i].earn = Points{decision.earned[i]};
            else if (decision.earned[i] > 0)
                lines[i].earn_in.push_back({purse.purse_id, Points{decision.earned[i]}});
        }
        purse.result.earn = decision.sum;
        purse.result.groups = std::move(decision.groups);
        if (!is_main) continue;
        for (const CouponUseOnTicket& use : applied.uses)
            share_points(use, decision, lines);
    }
}

/// A purse of which the member has nothing, gets nothing and wanted nothing is left out.
void tell_purses(PointsDecision& points, Quote& quote) {
    for (PurseBurn& purse : points.purses) {
        PointsResult& result = purse.result;
        if (purse.purse_id.empty())
            quote.points = std::move(result);
        else if (result.burn.value > 0 || result.max.value > 0 || result.earn.value > 0 || result.refused)
            quote.purses.push_back({purse.purse_id, std::move(result)});
    }
}

/// What is paid for lines that earn lifts the member, from the next ticket on.
void add_growth(const Ticket& ticket, const std::vector<QuoteLine>& lines, Quote& quote) {
    const Rules& rules = *ticket.context->rules;
    if (ticket.member == nullptr || ticket.basket->buyer != Buyer::member || !growth_sets_tiers(rules)) return;
    Money paid;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (!ticket.lines[i].line->flags.bars_earn()) paid += lines[i].net;
    quote.growth_before = ticket.member->growth;
    quote.growth = growth_of(paid, ticket.basket->exponent);
    // A tier that the rules do not know is none, here as in the prices.
    const TierId present = ticket.tier == nullptr ? TierId{} : ticket.tier->tier_id;
    quote.tier_after = tier_after(rules, present, quote.growth_before + quote.growth);
}

Totals total(const std::vector<QuoteLine>& lines, const AppliedSet& applied, Money points_value) {
    Totals totals;
    for (const QuoteLine& line : lines) {
        totals.list += line.list;
        totals.pos_discount += line.list - line.base;
        totals.member_discount += line.base - line.member_price;
        totals.due += line.net - third_party_of(line);
        totals.third_party += third_party_of(line);
        totals.tax += line.tax;
    }
    for (const CouponUseOnTicket& use : applied.uses)
        if (instrument_of(*use.candidate) == Instrument::coupon) totals.coupon_discount += use.discount;
    totals.points_value = points_value;
    return totals;
}

std::vector<BorneCoupon> borne(const AppliedSet& applied) {
    std::vector<BorneCoupon> coupons;
    for (const CouponUseOnTicket& use : applied.uses) {
        const Candidate& coupon = *use.candidate;
        const std::optional<CouponIssuer>& issuer = coupon.offer->coupon.issuer;
        coupons.push_back({coupon.id(), instrument_of(coupon) == Instrument::third_party, use.discount,
                           coupon.rule().bearers, issuer ? issuer->party : std::string()});
    }
    return coupons;
}

UsedCoupon used(const Ticket& whole, const AppliedSet& applied, const CouponUseOnTicket& use) {
    const CouponTemplate& rule = use.candidate->rule();
    return {use.candidate->id(), rule.template_id,         rule.version, use.discount,
            use.face_lost,       use.candidate->at_risk(), use.earn,     gift_terms(whole, applied, *use.candidate)};
}

/// Back from the order of line numbers to the basket's own; what a split added stays behind.
std::vector<QuoteLine> in_basket_order(const Ticket& ticket, std::vector<QuoteLine> lines) {
    std::vector<QuoteLine> ordered(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i)
        ordered[ticket.lines[i].place] = std::move(lines[i]);
    return ordered;
}

}  // namespace

Money third_party_of(const QuoteLine& line) {
    Money sum;
    for (const Allocation& share : line.alloc)
        if (share.instrument == Instrument::third_party) sum += share.amount;
    return sum;
}

Money worth_of(const UsedCoupon& used, const PointsRules& rules) {
    return used.discount + Money{floor_product(used.earn.value, rules.burn_value.value, rules.burn_points.value)};
}

Outcome<Quote> make_quote(const Basket& basket, const QuoteContext& context) {
    CF_ASSERT(context.rules != nullptr);
    if (auto no = check_input(basket, context)) return *no;
    const Ticket whole = open_ticket(basket, context);
    CouponDecision coupons = choose_coupons(whole);
    const Ticket ticket = split_ticket(whole, coupons.applied);
    PointsDecision points = decide_points(ticket, coupons.applied);
    std::vector<QuoteLine> lines = price_lines(whole, ticket, coupons.applied, points);
    if (auto no = round_off(ticket, lines)) return *no;
    for (std::size_t i = 0; i < lines.size(); ++i)
        set_tax(lines[i], ticket.lines[i].line->tax_bp, basket.tax_included);
    add_earned(ticket, coupons.applied, lines, points);

    Quote quote;
    quote.rules_hash = context.rules->hash;
    quote.expires_at = basket.at + kQuoteLife;
    if (ticket.tier != nullptr) quote.tier = ticket.tier->tier_id;
    quote.totals = total(lines, coupons.applied, points.value);
    quote.totals.rounding = basket.rounding;
    quote.staff_spent = staff_spent(ticket);
    add_growth(ticket, lines, quote);
    quote.lines = in_basket_order(ticket, std::move(lines));
    for (const CouponUseOnTicket& use : coupons.applied.uses)
        quote.used.push_back(used(whole, coupons.applied, use));
    quote.cards = used_cards(whole, coupons.applied);
    quote.refused_cards = refused_cards(whole, coupons.applied);
    tell_purses(points, quote);
    quote.refused = std::move(coupons.refused);
    quote.also_possible = std::move(coupons.also_possible);
    quote.best = coupons.best;
    quote.clearing = clear_ticket(basket, quote, *context.rules, borne(coupons.applied));
    quote.explain = explain_quote(ticket, coupons.applied, quote);
    return quote;
}

}  // namespace counterfoil::domain
