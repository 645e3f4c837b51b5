#include "domain/clearing.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "domain/arithmetic.hpp"
#include "domain/basket.hpp"
#include "domain/quote.hpp"
#include "domain/returns.hpp"
#include "domain/rules.hpp"

namespace counterfoil::domain {
namespace {

EntityId called(Party party) { return EntityId{std::string(name_of(party))}; }

/// Those who bear one instrument of one ticket.
struct Bearing {
    const Rules& rules;
    EntityId seller;
    std::string issued_by;

    EntityId entity(const Bearer& bearer) const {
        if (!bearer.entity_id.empty()) return bearer.entity_id;
        if (is_selling_store(bearer.party)) return seller;
        if (bearer.party != Party::issuer_store) return called(bearer.party);
        EntityId issuer = entity_of(rules, StoreId{issued_by});
        return issuer.empty() ? called(Party::hq) : issuer;
    }
};

void owe(std::vector<ClearingEntry>& entries, ClearingEntry entry) {
    if (entry.debtor == entry.creditor || (entry.amount == Money{} && entry.points == Points{})) return;
    entries.push_back(std::move(entry));
}

void share_out(std::vector<ClearingEntry>& entries, const Bearing& bearing, std::span<const Bearer> bearers, Money amount,
               const ClearingEntry& pattern) {
    if (bearers.empty()) return;  // the seller bears it
    std::vector<std::int64_t> weights;
    for (const Bearer& bearer : bearers)
        weights.push_back(bearer.share_bp.value);
    const std::vector<std::int64_t> shares = spread(amount.value, weights);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        ClearingEntry entry = pattern;
        entry.debtor = bearing.entity(bearers[i]);
        entry.creditor = bearing.seller;
        entry.amount = Money{shares[i]};
        owe(entries, std::move(entry));
    }
}

std::optional<Instrument> instrument_of(ClearingCause cause) {
    switch (cause) {
        case ClearingCause::tier_price:
            return Instrument::tier_price;
        case ClearingCause::coupon:
            return Instrument::coupon;
        case ClearingCause::third_party:
            return Instrument::third_party;
        case ClearingCause::points_earned:
        case ClearingCause::points_burnt:
        case ClearingCause::refund:
            break;
    }
    return std::nullopt;
}

/// What an instrument is worth: on the whole ticket, and of what has come back before and now.
struct Worth {
    std::int64_t whole = 0;
    std::int64_t before = 0;
    std::int64_t now = 0;
};

bool belongs(const Allocation& share, const ClearingEntry& entry) {
    if (share.instrument != instrument_of(entry.cause)) return false;
    // The tier's id stands in the share; a ticket has one tier.
    return entry.cause == ClearingCause::tier_price || share.id == entry.id;
}

Worth worth_of(const SoldTicket& ticket, const Return& goods, const ClearingEntry& entry) {
    Worth worth;
    for (const QuoteLine& line : ticket.quote.lines)
        for (const Allocation& share : line.alloc) {
            if (!belongs(share, entry)) continue;
            worth.whole += share.amount.value;
            const Quantity sold = quantity_of(ticket, line);
            if (sold <= Quantity{}) continue;
            worth.before += part(share.amount.value, Quantity{}, std::min(ticket.returned_of(line.line_no), sold), sold);
        }
    for (const ReturnLine& line : goods.lines)
        for (const Allocation& share : line.alloc)
            if (belongs(share, entry)) worth.now += share.amount.value;
    return worth;
}

/// `amounts` are quantities to Part.
Money part_of(Money amount, const Worth& worth) {
    if (worth.whole <= 0) return {};
    const std::int64_t then = std::min(worth.before + worth.now, worth.whole);
    return Money{part(amount.value, Quantity{worth.before}, Quantity{then}, Quantity{worth.whole})};
}

Points deducted_from(const PaidBack& paid, const PurseId& purse) {
    if (purse.empty()) return paid.deducted;
    const auto found = std::ranges::find(paid.deducted_in, purse, &PursePoints::purse_id);
    return found == paid.deducted_in.end() ? Points{} : found->points;
}

}  // namespace

std::string_view name_of(Party party) {
    switch (party) {
        case Party::hq:
            return "hq";
        case Party::brand:
            return "brand";
        case Party::issuer_store:
            return "issuer_store";
        case Party::redeemer_store:
            return "redeemer_store";
        case Party::franchisee:
            return "franchisee";
        case Party::mall:
            return "mall";
        case Party::supplier:
            return "supplier";
        case Party::platform:
            return "platform";
        case Party::pool:
            return "pool";
    }
    return "hq";
}

bool is_selling_store(Party party) { return party == Party::redeemer_store || party == Party::franchisee; }

bool bear_the_whole(const std::vector<Bearer>& bearers) {
    if (bearers.empty()) return true;
    if (bearers.size() > kBearersMax) return false;
    std::int64_t sum = 0;
    std::set<std::pair<Party, EntityId>> named;
    for (const Bearer& bearer : bearers) {
        if (bearer.share_bp.value < 1 || !named.emplace(bearer.party, bearer.entity_id).second) return false;
        sum += bearer.share_bp.value;
    }
    return sum == kWhole.value;
}

EntityId entity_of(const Rules& rules, const StoreId& store) {
    const Store* known = rules.store(store);
    return known == nullptr ? EntityId{} : known->entity_id;
}

Money clearing_rate(const Rules& rules, const PurseId& purse, const EntityId& company, std::string_view day) {
    const DatedRate* own = nullptr;
    const DatedRate* common = nullptr;
    if (const PointsRules* points = rules.purse(purse); points != nullptr)
        for (const DatedRate& rate : points->clearing_rates) {
            if (rate.from > day || (!rate.entity_id.empty() && rate.entity_id != company)) continue;
            const DatedRate*& newest = rate.entity_id.empty() ? common : own;
            if (newest == nullptr || rate.from > newest->from) newest = &rate;
        }
    if (own != nullptr) return own->clearing_per_1000;
    if (purse.empty())
        for (const ClearingRate& rate : rules.clearing.rates)
            if (rate.entity_id == company) return rate.clearing_per_1000;
    if (common != nullptr) return common->clearing_per_1000;
    return purse.empty() ? rules.clearing.clearing_per_1000 : Money{};
}

std::string_view rates_since(const Rules& rules, const PurseId& purse, std::string_view day) {
    std::string_view newest;
    if (const PointsRules* points = rules.purse(purse); points != nullptr)
        for (const DatedRate& rate : points->clearing_rates)
            if (rate.from <= day && rate.from > newest) newest = rate.from;
    return newest;
}

std::vector<ClearingEntry> clear_points(const EntityId& seller, const PurseId& purse, Points earned, Points burnt) {
    std::vector<ClearingEntry> entries;
    if (seller.empty()) return entries;
    const EntityId pool = called(Party::pool);
    owe(entries, {seller, pool, ClearingCause::points_earned, {}, {}, earned, purse});
    owe(entries, {pool, seller, ClearingCause::points_burnt, {}, {}, burnt, purse});
    return entries;
}

std::vector<ClearingEntry> clear_ticket(const Basket& basket, const Quote& quote, const Rules& rules,
                                        std::span<const BorneCoupon> coupons) {
    static const std::vector<Bearer> kByHq{Bearer{}};
    std::vector<ClearingEntry> entries;
    const EntityId& seller = basket.entity_id;
    if (seller.empty()) return entries;
    Money tier;
    for (const QuoteLine& line : quote.lines)
        for (const Allocation& share : line.alloc)
            if (share.instrument == Instrument::tier_price) tier += share.amount;
    share_out(entries, {rules, seller, {}}, rules.clearing.tier_price, tier,
              {{}, {}, ClearingCause::tier_price, {}, {}, {}});
    for (const ClearingCause cause : {ClearingCause::coupon, ClearingCause::third_party})
        for (const BorneCoupon& coupon : coupons) {
            if (coupon.third_party != (cause == ClearingCause::third_party)) continue;
            share_out(entries, {rules, seller, coupon.issued_by}, coupon.bearers.empty() ? kByHq : coupon.bearers,
                      coupon.discount, {{}, {}, cause, coupon.coupon_id.str(), {}, {}});
        }
    const auto add_points = [&](const PurseId& purse, const PointsResult& points) {
        const std::vector<ClearingEntry> own = clear_points(seller, purse, points.earn, points.burn);
        entries.insert(entries.end(), own.begin(), own.end());
    };
    add_points(PurseId(), quote.points);
    for (const PurseResult& one : quote.purses)
        add_points(one.purse_id, one.points);
    return entries;
}

std::vector<ClearingEntry> clear_return(const SoldTicket& ticket, const Return& goods, const PaidBack& paid) {
    std::vector<ClearingEntry> entries;
    for (const ClearingEntry& sold : ticket.quote.clearing) {
        ClearingEntry back{sold.creditor, sold.debtor, sold.cause, sold.id, {}, {}, sold.purse_id};
        if (sold.cause == ClearingCause::points_earned)
            back.points = std::max(Points{}, in_purse(goods, sold.purse_id).earn - deducted_from(paid, sold.purse_id));
        else if (sold.cause == ClearingCause::points_burnt)
            back.points = in_purse(goods, sold.purse_id).burn;
        else
            back.amount = part_of(sold.amount, worth_of(ticket, goods, sold));
        owe(entries, std::move(back));
    }
    const EntityId& seller = ticket.basket.entity_id;
    if (!seller.empty() && !paid.entity_id.empty())
        owe(entries, {seller, paid.entity_id, ClearingCause::refund, {}, paid.refund, {}});
    return entries;
}

}  // namespace counterfoil::domain
