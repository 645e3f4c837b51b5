#include "domain/return_gifts.hpp"

#include <algorithm>
#include <optional>

#include "domain/arithmetic.hpp"
#include "domain/line_amount.hpp"

namespace counterfoil::domain {
namespace {

Quantity now_of(const Return& now, std::int32_t line_no) {
    const auto found = std::ranges::find(now.lines, line_no, &ReturnLine::line_no);
    return found == now.lines.end() ? Quantity{} : found->quantity;
}

const BasketLine* goods_of(const Basket& basket, const QuoteLine& line) {
    const auto found = std::ranges::find(basket.lines, line.split_of.value_or(line.line_no), &BasketLine::line_no);
    return found == basket.lines.end() ? nullptr : &*found;
}

/// A line with what will have come back of it.
struct Kept {
    const BasketLine* goods = nullptr;
    Quantity sold;
    Quantity returned;
    Quantity left() const { return std::max(Quantity{}, sold - returned); }
};

std::optional<Kept> kept_of(const SoldTicket& before, const Return& now, const QuoteLine& line) {
    const BasketLine* goods = goods_of(before.basket, line);
    if (goods == nullptr) return std::nullopt;
    const Quantity sold = line.quantity.value_or(goods->quantity);
    const Quantity back = before.returned_of(line.line_no) + now_of(now, line.line_no);
    if (sold <= Quantity{} || back < Quantity{}) return std::nullopt;
    return Kept{goods, sold, std::min(back, sold)};
}

/// Whether the goods that are kept are enough for the gift.
bool is_earned(const SoldTicket& before, const Return& now, const GiftTerms& terms) {
    Money spend;
    Quantity pieces;
    for (const QuoteLine& line : before.quote.lines) {
        if (std::ranges::find(terms.lines, line.line_no) == terms.lines.end()) continue;
        const auto kept = kept_of(before, now, line);
        if (!kept) continue;
        const Money figure = terms.threshold_base == ThresholdBase::list ? line.list : line.member_price;
        spend += Money{part(figure.value, kept->returned, kept->sold, kept->sold)};
        if (kept->left() > Quantity{}) pieces += kept->goods->weighed ? kOnePiece : kept->left();
    }
    return spend >= terms.min_spend && pieces >= terms.min_qty;
}

/// The piece that the coupon gave, and whether it is back.
struct Gift {
    GiftReturn told;
    bool is_back = false;
};

std::optional<Gift> gift_of(const SoldTicket& before, const Return& now, const UsedCoupon& used) {
    for (const QuoteLine& line : before.quote.lines)
        for (const Allocation& share : line.alloc) {
            const bool by_coupon = share.instrument == Instrument::coupon || share.instrument == Instrument::third_party;
            if (!by_coupon || share.id != used.coupon_id.str()) continue;
            const auto kept = kept_of(before, now, line);
            if (!kept) return std::nullopt;
            Gift gift;
            gift.told.coupon_id = used.coupon_id;
            gift.told.line_no = line.line_no;
            gift.told.sku = kept->goods->sku;
            gift.told.gift_value = share.amount;
            gift.is_back = kept->left() == Quantity{};
            return gift;
        }
    return std::nullopt;
}

const GiftSettled* settled_of(const SoldTicket& before, const CouponId& coupon) {
    const auto found = before.gifts.find(coupon);
    return found == before.gifts.end() ? nullptr : &found->second;
}

/// What this return does about the gift; nothing where it does not concern it.
std::optional<GiftReturn> settle(const SoldTicket& before, const Return& now, const UsedCoupon& used, GiftChoice choice,
                                 Money room) {
    if (!used.gift || now.voided) return std::nullopt;
    auto gift = gift_of(before, now, used);
    if (!gift) return std::nullopt;
    const GiftSettled* settled = settled_of(before, used.coupon_id);
    const Money taken = settled == nullptr ? Money{} : settled->taken;
    GiftReturn told = std::move(gift->told);
    if (gift->is_back) {
        told.refund = taken;
        return taken > Money{} ? std::optional{std::move(told)} : std::nullopt;
    }
    if (settled != nullptr && settled->waived) return std::nullopt;
    if (is_earned(before, now, *used.gift)) return std::nullopt;
    if (choice == GiftChoice::waive) {
        told.waived = true;
        return told;
    }
    if (settled == nullptr && choice == GiftChoice::ask) return std::nullopt;
    told.deduction = std::clamp(told.gift_value - taken, Money{}, room);
    // Decided before: told again only where something more comes off.
    if (settled != nullptr && told.deduction == Money{}) return std::nullopt;
    return told;
}

}  // namespace

bool is_allowed(GiftChoice choice, GiftNotBack rule) {
    switch (rule) {
        case GiftNotBack::deduct_refund:
            return choice != GiftChoice::ask;
        case GiftNotBack::refuse:
            return false;
        case GiftNotBack::waive_by_manager:
            return choice == GiftChoice::waive;
    }
    return false;
}

std::vector<GiftReturn> gifts_missing(const SoldTicket& before, const Return& now) {
    std::vector<GiftReturn> missing;
    for (const UsedCoupon& used : before.quote.used) {
        if (settled_of(before, used.coupon_id) != nullptr) continue;
        auto told = settle(before, now, used, GiftChoice::deduct, Money{});
        if (told) missing.push_back(std::move(*told));
    }
    return missing;
}

std::vector<GiftReturn> settle_gifts(const SoldTicket& before, const Return& now, GiftChoice choice, Money room) {
    std::vector<GiftReturn> gifts;
    for (const UsedCoupon& used : before.quote.used) {
        auto told = settle(before, now, used, choice, std::max(room, Money{}));
        if (!told) continue;
        room -= told->deduction;
        gifts.push_back(std::move(*told));
    }
    return gifts;
}

Money deducted_for(std::span<const GiftReturn> gifts) {
    Money sum;
    for (const GiftReturn& gift : gifts)
        sum += gift.deduction;
    return sum;
}

Money refunded_for(std::span<const GiftReturn> gifts) {
    Money sum;
    for (const GiftReturn& gift : gifts)
        sum += gift.refund;
    return sum;
}

void add_gifts(SoldTicket& ticket, std::span<const GiftReturn> gifts) {
    for (const GiftReturn& gift : gifts) {
        GiftSettled& settled = ticket.gifts[gift.coupon_id];
        settled.taken += gift.deduction - gift.refund;
        settled.waived |= gift.waived;
    }
}

}  // namespace counterfoil::domain
