#include <algorithm>
#include <array>
#include <string_view>

#include "domain/line_amount.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

// A code that is not in the table, of a device's own, ranks behind all of them.
constexpr std::array<std::string_view, 38> kReasonOrder{"unknown_coupon",
                                                        "unknown_card",
                                                        "not_this_member",
                                                        "proof_needed",
                                                        "already_used",
                                                        "no_uses_left",
                                                        "voided",
                                                        "frozen",
                                                        "in_transfer",
                                                        "held_elsewhere",
                                                        "needs_network",
                                                        "risk_limit",
                                                        "not_yet_valid",
                                                        "expired",
                                                        "wrong_day",
                                                        "wrong_hour",
                                                        "wrong_store",
                                                        "wrong_channel",
                                                        "currency_mismatch",
                                                        "wrong_tier",
                                                        "wrong_tag",
                                                        "staff_not_allowed",
                                                        "not_first_purchase",
                                                        "not_birthday",
                                                        "member_limit",
                                                        "day_limit",
                                                        "campaign_over",
                                                        "no_goods_in_scope",
                                                        "goods_excluded",
                                                        "gift_not_scanned",
                                                        "below_min_spend",
                                                        "below_min_qty",
                                                        "not_with_coupon",
                                                        "ticket_limit",
                                                        "not_with_card",
                                                        "not_with_points",
                                                        "no_benefit",
                                                        "better_offer"};

using Reasons = std::vector<Refusal>;

void add(Reasons& reasons, std::string code, std::map<std::string, std::string> figures = {}) {
    const auto same = [&](const Refusal& reason) { return reason.code == code; };
    if (std::ranges::none_of(reasons, same)) reasons.push_back(Refusal{std::move(code), {}, std::move(figures)});
}

void check_owner(const Ticket& ticket, const OfferedCoupon& offer, Reasons& reasons) {
    const MemberId& owner = offer.coupon.member_id;
    if (offer.coupon_template.bound == Bound::bearer || owner.empty()) return;
    // After a merge the basket may still name the id that went up in the member's.
    const bool own = owner == ticket.basket->member_id || (ticket.member != nullptr && owner == ticket.member->member_id);
    if (!own || ticket.basket->member_id.empty()) add(reasons, "not_this_member");
    if (!proves_for_spending(ticket.basket->proof)) add(reasons, "proof_needed");
    if (own && ticket.member != nullptr && ticket.member->state == MemberState::frozen) add(reasons, "frozen");
}

void check_state(const OfferedCoupon& offer, Instant valid_until, Reasons& reasons) {
    switch (offer.coupon.state) {
        case CouponState::issued:
            break;
        case CouponState::used:
            if (const auto& used = offer.coupon.used)
                add(reasons, "already_used",
                    {{"at", std::to_string(used->at.ms)}, {"store", used->ticket_key.store_id.str()}});
            else
                add(reasons, "already_used");
            break;
        case CouponState::in_transfer:
            add(reasons, "in_transfer");
            break;
        case CouponState::expired:
            add(reasons, "expired", {{"until", std::to_string(valid_until.ms)}});
            break;
        case CouponState::voided:
            add(reasons, "voided");
            break;
        case CouponState::frozen:
            add(reasons, "frozen");
            break;
    }
    if (offer.barred) {
        const auto same = [&](const Refusal& reason) { return reason.code == offer.barred->code; };
        if (std::ranges::none_of(reasons, same)) reasons.push_back(*offer.barred);
    } else if (offer.right == RightState::elsewhere) {
        add(reasons, "held_elsewhere");
    }
}

bool may_use(const PricedLine& line, const CouponTemplate& rule) {
    return takes_coupons(line) && (rule.with_pos_promo || line.line->pos_discount.value == 0);
}

/// To exchange, gift and pick_up the scope is only what counts for their threshold.
bool needs_scope(const CouponTemplate& rule) {
    if (!prices_pieces(rule.kind) || rule.kind == TemplateKind::fixed_price) return true;
    return rule.threshold_scope == ThresholdScope::scope && (rule.min_spend.value > 0 || rule.min_qty.value > 0);
}

void find_scope(const Ticket& ticket, Candidate& candidate) {
    const Scope& scope = candidate.rule().scope;
    std::size_t excluded = 0;
    for (std::size_t i = 0; i < ticket.lines.size(); ++i) {
        const BasketLine& line = *ticket.lines[i].line;
        if (!scope.include.empty() && !names(scope.include, line)) continue;
        if (names(scope.exclude, line) || !may_use(ticket.lines[i], candidate.rule()))
            ++excluded;
        else
            candidate.scope.push_back(i);
    }
    if (!candidate.scope.empty() || !needs_scope(candidate.rule())) return;
    if (excluded > 0)
        add(candidate.reasons, "goods_excluded", {{"n", std::to_string(excluded)}});
    else
        add(candidate.reasons, "no_goods_in_scope");
}

/// The SKUs of which the coupon prices pieces; of goods to be picked up, those of the coupon itself.
std::vector<Sku> skus_of(const Candidate& candidate) {
    if (candidate.rule().kind != TemplateKind::pick_up) return candidate.rule().skus;
    std::vector<Sku> skus;
    for (const PickUpGoods& goods : candidate.offer->coupon.goods)
        skus.push_back(goods.sku);
    return skus;
}

/// Of goods to be picked up: what of it is not on the ticket.
std::vector<Sku> not_scanned(const Ticket& ticket, const Candidate& candidate) {
    std::vector<Sku> missing;
    for (const PickUpGoods& goods : candidate.offer->coupon.goods) {
        std::int64_t pieces = 0;
        for (const std::size_t i : candidate.targets)
            if (ticket.lines[i].line->sku == goods.sku) pieces += ticket.lines[i].quantity.value / kOnePiece.value;
        if (pieces < goods.pieces) missing.push_back(goods.sku);
    }
    return missing;
}

std::string listed_skus(const std::vector<Sku>& skus) {
    std::vector<std::string> texts;
    for (const Sku& sku : skus)
        texts.push_back(sku.str());
    return listed(texts);
}

/// The lines of which a coupon prices pieces: of its scope, or with one of its SKUs. Weighed goods have no pieces.
void find_targets(const Ticket& ticket, Candidate& candidate) {
    const CouponTemplate& rule = candidate.rule();
    if (!candidate.takes_pieces()) return;
    const bool by_scope = rule.kind == TemplateKind::fixed_price;
    const std::vector<Sku> skus = skus_of(candidate);
    std::size_t excluded = 0;
    for (std::size_t i = 0; i < ticket.lines.size(); ++i) {
        const PricedLine& priced = ticket.lines[i];
        const bool named = by_scope ? std::ranges::binary_search(candidate.scope, i)
                                    : std::ranges::find(skus, priced.line->sku) != skus.end();
        if (!named) continue;
        if (priced.line->weighed || !may_use(priced, rule))
            ++excluded;
        else
            candidate.targets.push_back(i);
    }
    if (rule.kind == TemplateKind::pick_up) {
        const std::vector<Sku> missing = not_scanned(ticket, candidate);
        if (!missing.empty()) add(candidate.reasons, "gift_not_scanned", {{"skus", listed_skus(missing)}});
        return;
    }
    if (!candidate.targets.empty()) return;
    if (excluded > 0)
        add(candidate.reasons, "goods_excluded", {{"n", std::to_string(excluded)}});
    else if (rule.kind == TemplateKind::gift)
        add(candidate.reasons, "gift_not_scanned", {{"skus", listed_skus(skus)}});
    else
        add(candidate.reasons, "no_goods_in_scope");
}

std::map<std::string, std::string> shortfall(const CouponTemplate& rule, std::int64_t lacking) {
    const LocalText& name = rule.name;
    return {{"short", std::to_string(lacking)},
            {"name", name.zh.empty() ? name.en : name.zh},
            {"name_en", name.en.empty() ? name.zh : name.en}};
}

/// What lacks where no other coupon is used.
void add_shortfalls(const Ticket& ticket, Candidate& candidate) {
    const CouponTemplate& rule = candidate.rule();
    const Candidate* const alone[] = {&candidate};
    Start start = open_start(ticket, alone);
    if (candidate.takes_pieces()) take_pieces(ticket, candidate, start);
    price_by_cards(ticket, alone, start);
    const Reached sum = reached(ticket, candidate, start.costs, start.pieces);
    candidate.lacking.spend = std::max(least_spend(rule) - sum.spend, Money{});
    candidate.lacking.pieces = std::max(rule.min_qty - sum.pieces, Quantity{});
    for (Refusal& reason : shortfalls(rule, sum))
        add(candidate.reasons, std::move(reason.code), std::move(reason.figures));
}

}  // namespace

std::size_t reason_rank(const std::string& code) {
    return static_cast<std::size_t>(std::ranges::find(kReasonOrder, std::string_view(code)) - kReasonOrder.begin());
}

std::string listed(std::span<const std::string> texts) {
    // Neither more names than a screen has room for, nor more bytes than a figure may have: names have up to 200 characters.
    constexpr std::size_t kListedMax = 20;
    constexpr std::size_t kListedBytes = 1000;
    std::string text;
    std::size_t shown = 0;
    for (; shown < texts.size() && shown < kListedMax; ++shown) {
        if (shown > 0 && text.size() + texts[shown].size() > kListedBytes) break;
        text += (shown == 0 ? "" : ", ") + texts[shown];
    }
    return shown == texts.size() ? text : text + ", +" + std::to_string(texts.size() - shown);
}

std::vector<Money> starting_costs(const Ticket& ticket, std::span<const Candidate* const> set) {
    std::vector<Money> start;
    start.reserve(ticket.lines.size());
    for (const PricedLine& line : ticket.lines)
        start.push_back(line.member_price);
    for (const Candidate* candidate : set)
        if (!candidate->rule().with_tier_price && !candidate->takes_pieces())
            for (const std::size_t i : candidate->scope)
                start[i] = ticket.lines[i].base;
    return start;
}

Reached reached(const Ticket& ticket, const Candidate& candidate, std::span<const Money> costs,
                std::span<const Piece> pieces) {
    const CouponTemplate& rule = candidate.rule();
    Reached sum;
    const auto count = [&](std::size_t i) {
        const PricedLine& priced = ticket.lines[i];
        sum.spend += rule.threshold_base == ThresholdBase::list ? priced.list : costs[i];
        sum.pieces += priced.line->weighed ? kOnePiece : priced.line->quantity;
    };
    if (rule.threshold_scope == ThresholdScope::ticket) {
        for (std::size_t i = 0; i < ticket.lines.size(); ++i)
            if (takes_coupons(ticket.lines[i])) count(i);
    } else {
        for (const std::size_t i : candidate.scope)
            count(i);
    }
    for (const Piece& piece : pieces) {
        const bool counted =
            rule.threshold_scope == ThresholdScope::ticket || std::ranges::binary_search(candidate.scope, piece.line);
        if (!counted) continue;
        if (rule.threshold_base == ThresholdBase::list) sum.spend -= piece.list;
        sum.pieces -= piece.to - piece.from;
    }
    return sum;
}

Money least_spend(const CouponTemplate& rule) {
    if (rule.kind != TemplateKind::stepped_off) return rule.min_spend;
    return std::max(rule.min_spend, rule.steps.front().threshold);
}

bool meets_threshold(const CouponTemplate& rule, const Reached& counted) {
    return counted.spend >= least_spend(rule) && counted.pieces >= rule.min_qty;
}

std::vector<Refusal> shortfalls(const CouponTemplate& rule, const Reached& counted) {
    Reasons reasons;
    if (const Money lacking = least_spend(rule) - counted.spend; lacking > Money{})
        add(reasons, "below_min_spend", shortfall(rule, lacking.value));
    if (const Quantity lacking = rule.min_qty - counted.pieces; lacking > Quantity{})
        add(reasons, "below_min_qty", shortfall(rule, (lacking.value + kOnePiece.value - 1) / kOnePiece.value));
    return reasons;
}

Candidate check_coupon(const Ticket& ticket, const OfferedCoupon& offer) {
    const CouponTemplate& rule = offer.coupon_template;
    Candidate candidate;
    candidate.offer = &offer;
    candidate.valid_until = end_of(offer.coupon, rule);
    Reasons& reasons = candidate.reasons;
    check_owner(ticket, offer, reasons);
    check_state(offer, candidate.valid_until, reasons);
    check_validity(ticket, candidate, reasons);
    check_limits(ticket, candidate);
    find_scope(ticket, candidate);
    find_targets(ticket, candidate);
    candidate.open = reasons.empty();
    add_shortfalls(ticket, candidate);
    std::ranges::sort(reasons, {}, [](const Refusal& reason) { return reason_rank(reason.code); });
    return candidate;
}

}  // namespace counterfoil::domain::pricing
