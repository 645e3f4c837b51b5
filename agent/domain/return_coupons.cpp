#include "domain/return_coupons.hpp"

#include <algorithm>
#include <set>

namespace counterfoil::domain {
namespace {

/// The lines that a coupon made cheaper, as far as they have come back.
struct Progress {
    bool touched_before = false;
    bool touched_now = false;
    bool whole = true;
};

bool is_of_coupon(const Allocation& share) {
    return share.instrument == Instrument::coupon || share.instrument == Instrument::third_party;
}

std::set<std::int32_t> lines_of(const Quote& quote, const CouponId& coupon) {
    std::set<std::int32_t> lines;
    for (const QuoteLine& line : quote.lines)
        for (const Allocation& share : line.alloc)
            if (is_of_coupon(share) && share.id == coupon.str()) lines.insert(line.line_no);
    return lines;
}

Quantity now_of(const Return& now, std::int32_t line_no) {
    const auto found = std::ranges::find(now.lines, line_no, &ReturnLine::line_no);
    return found == now.lines.end() ? Quantity{} : found->quantity;
}

Progress progress_of(const SoldTicket& before, const Return& now, const CouponId& coupon) {
    Progress progress;
    const std::set<std::int32_t> lines = lines_of(before.quote, coupon);
    for (const QuoteLine& line : before.quote.lines) {
        if (!lines.contains(line.line_no)) continue;
        const auto goods =
            std::ranges::find(before.basket.lines, line.split_of.value_or(line.line_no), &BasketLine::line_no);
        if (goods == before.basket.lines.end()) continue;
        const Quantity earlier = before.returned_of(line.line_no);
        const Quantity with_this = now_of(now, line.line_no);
        progress.touched_before |= earlier > Quantity{};
        progress.touched_now |= with_this > Quantity{};
        progress.whole &= earlier + with_this >= line.quantity.value_or(goods->quantity);
    }
    return progress;
}

bool comes_back(OnReturn policy, const Progress& progress) {
    switch (policy) {
        case OnReturn::full_only:
            return progress.whole;
        case OnReturn::never:
            return false;
        case OnReturn::always_new:
            return true;
    }
    return false;
}

CouponReturn give_back(const CouponTerms& terms, Instant at) {
    Instant until = terms.valid_until;
    if (terms.rule.extend_days > 0) until = std::max(until, at + Millis{terms.rule.extend_days * kDayMs});
    if (at >= until) return {terms.coupon_id, CouponFate::expired, terms.valid_until};
    return {terms.coupon_id, CouponFate::given_back, until};
}

CouponReturn fate_of(const CouponTerms& terms, const Return& now, const Progress& progress, Instant at) {
    if (now.voided) return {terms.coupon_id, CouponFate::given_back, terms.valid_until};
    if (comes_back(terms.rule.on_return, progress)) return give_back(terms, at);
    return {terms.coupon_id, CouponFate::stays_used, terms.valid_until};
}

}  // namespace

std::vector<CouponReturn> return_coupons(const SoldTicket& before, const Return& now, std::span<const CouponTerms> terms,
                                         Instant at) {
    std::vector<CouponReturn> fates;
    for (const UsedCoupon& used : before.quote.used) {
        const Progress progress = progress_of(before, now, used.coupon_id);
        if (!progress.touched_now) continue;
        const auto known = std::ranges::find(terms, used.coupon_id, &CouponTerms::coupon_id);
        if (known == terms.end()) {
            fates.push_back({used.coupon_id, CouponFate::stays_used, kNever});
            continue;
        }
        if (known->rule.on_return == OnReturn::always_new && progress.touched_before) continue;
        fates.push_back(fate_of(*known, now, progress, at));
    }
    return fates;
}

}  // namespace counterfoil::domain
