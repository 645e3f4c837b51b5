#include <algorithm>
#include <array>
#include <string_view>

#include "domain/line_amount.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

// A code that is not in the table, of a device's own, ranks behind all of them.
constexpr std::array<std::string_view, 35> kReasonOrder{
    "unknown_coupon", "not_this_member",   "proof_needed",    "already_used",      "voided",
    "frozen",         "in_transfer",       "held_elsewhere",  "needs_network",     "risk_limit",
    "not_yet_valid",  "expired",           "wrong_day",       "wrong_hour",        "wrong_store",
    "wrong_channel",  "currency_mismatch", "wrong_tier",      "staff_not_allowed", "not_first_purchase",
    "not_birthday",   "member_limit",      "day_limit",       "campaign_over",     "no_goods_in_scope",
    "goods_excluded", "gift_not_scanned",  "below_min_spend", "below_min_qty",     "not_with_coupon",
    "ticket_limit",   "not_with_card",     "not_with_points", "no_benefit",        "better_offer"};

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

void find_scope(const Ticket& ticket, Candidate& candidate) {
    const Scope& scope = candidate.rule().scope;
    std::size_t excluded = 0;
    for (std::size_t i = 0; i < ticket.lines.size(); ++i) {
        const BasketLine& line = *ticket.lines[i].line;
        if (!scope.include.empty() && !names(scope.include, line)) continue;
        if (names(scope.exclude, line) || !takes_coupons(ticket.lines[i]))
            ++excluded;
        else
            candidate.scope.push_back(i);
    }
    if (!candidate.scope.empty()) return;
    if (excluded > 0)
        add(candidate.reasons, "goods_excluded", {{"n", std::to_string(excluded)}});
    else
        add(candidate.reasons, "no_goods_in_scope");
}

std::map<std::string, std::string> shortfall(const CouponTemplate& rule, std::int64_t lacking) {
    const LocalText& name = rule.name;
    return {{"short", std::to_string(lacking)},
            {"name", name.zh.empty() ? name.en : name.zh},
            {"name_en", name.en.empty() ? name.zh : name.en}};
}

/// Amount and whole pieces that count for a threshold.
struct Reached {
    Money spend;
    Quantity pieces;
};

Reached reached(const Ticket& ticket, const Candidate& candidate, std::span<const Money> start) {
    const CouponTemplate& rule = candidate.rule();
    Reached sum;
    const auto count = [&](std::size_t i) {
        const PricedLine& priced = ticket.lines[i];
        sum.spend += rule.threshold_base == ThresholdBase::list ? priced.list : start[i];
        sum.pieces += priced.line->weighed ? kOnePiece : priced.line->quantity;
    };
    if (rule.threshold_scope == ThresholdScope::ticket) {
        for (std::size_t i = 0; i < ticket.lines.size(); ++i)
            if (takes_coupons(ticket.lines[i])) count(i);
    } else {
        for (const std::size_t i : candidate.scope)
            count(i);
    }
    return sum;
}

void add_shortfalls(const Ticket& ticket, const Candidate& candidate, std::span<const Money> start, Reasons& reasons) {
    const CouponTemplate& rule = candidate.rule();
    const Reached sum = reached(ticket, candidate, start);
    if (sum.spend < rule.min_spend) add(reasons, "below_min_spend", shortfall(rule, (rule.min_spend - sum.spend).value));
    if (sum.pieces < rule.min_qty) {
        const std::int64_t lacking = (rule.min_qty - sum.pieces).value;
        add(reasons, "below_min_qty", shortfall(rule, (lacking + kOnePiece.value - 1) / kOnePiece.value));
    }
}

}  // namespace

std::size_t reason_rank(const std::string& code) {
    return static_cast<std::size_t>(std::ranges::find(kReasonOrder, std::string_view(code)) - kReasonOrder.begin());
}

std::vector<Money> starting_costs(const Ticket& ticket, std::span<const Candidate* const> set) {
    std::vector<Money> start;
    start.reserve(ticket.lines.size());
    for (const PricedLine& line : ticket.lines)
        start.push_back(line.member_price);
    for (const Candidate* candidate : set)
        if (!candidate->rule().with_tier_price)
            for (const std::size_t i : candidate->scope)
                start[i] = ticket.lines[i].base;
    return start;
}

bool meets_threshold(const Ticket& ticket, const Candidate& candidate, std::span<const Money> start) {
    const CouponTemplate& rule = candidate.rule();
    if (rule.min_spend.value == 0 && rule.min_qty.value == 0) return true;
    const Reached sum = reached(ticket, candidate, start);
    return sum.spend >= rule.min_spend && sum.pieces >= rule.min_qty;
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
    find_scope(ticket, candidate);
    candidate.open = reasons.empty();
    const Candidate* const alone[] = {&candidate};
    add_shortfalls(ticket, candidate, starting_costs(ticket, alone), reasons);
    std::ranges::sort(reasons, {}, [](const Refusal& reason) { return reason_rank(reason.code); });
    return candidate;
}

}  // namespace counterfoil::domain::pricing
