// Fields of quotes (domain rules, part 12).
#pragma once

#include "codec/describe_coupon.ipp"
#include "codec/describe_member.ipp"
#include "codec/describe_refusal.ipp"
#include "domain/basket.hpp"
#include "domain/quote.hpp"

namespace counterfoil::codec {

/// A member may own more coupons than a ticket can use, and each may be refused.
inline constexpr std::size_t kRefusedMax = 10'000;
inline constexpr std::size_t kReasonsMax = 64;
/// Of one ticket: bearers of coupons and tier price, points of each purse both ways, a refund.
inline constexpr std::size_t kClearingMax =
    (domain::kCouponsAskedMax + 1) * domain::kBearersMax + 2 * (domain::kPursesMax + 1) + 1;
inline constexpr std::size_t kCampaignsMax = 100;
/// Of each of its goods a coupon that prices pieces may split one line, the last one that it takes of; only a pick_up coupon
/// has goods of more than one kind.
inline constexpr std::size_t kQuoteLinesMax =
    domain::kLinesMax + static_cast<std::size_t>(domain::kPieceCouponsMax) * domain::kPickUpGoodsMax;
/// In each purse every line may earn on its own; coupons tell of money and of points, and there are a few steps more.
inline constexpr std::size_t kExplainMax =
    (domain::kPursesMax + 1) * kQuoteLinesMax + 2 * domain::kCouponsAskedMax + domain::kCardsMax + domain::kPursesMax + 10;

template <>
struct EnumNames<domain::Instrument> {
    using E = domain::Instrument;
    static constexpr std::array<std::pair<E, std::string_view>, 6> kNames{{{E::tier_price, "tier_price"},
                                                                           {E::coupon, "coupon"},
                                                                           {E::points, "points"},
                                                                           {E::card, "card"},
                                                                           {E::rounding, "rounding"},
                                                                           {E::third_party, "third_party"}}};
};
template <>
struct EnumNames<domain::ClearingCause> {
    using E = domain::ClearingCause;
    static constexpr std::array<std::pair<E, std::string_view>, 6> kNames{{{E::tier_price, "tier_price"},
                                                                           {E::coupon, "coupon"},
                                                                           {E::third_party, "third_party"},
                                                                           {E::points_earned, "points_earned"},
                                                                           {E::points_burnt, "points_burnt"},
                                                                           {E::refund, "refund"}}};
};
/// A line's shares: every coupon and card, tier price and points of each purse, rounding.
inline constexpr std::size_t kAllocMax = domain::kCouponsAskedMax + domain::kCardsMax + 3 + domain::kPursesMax;

template <class Io>
void describe(Io& io, Of<domain::Allocation>) {
    using T = domain::Allocation;
    io.need("instrument", &T::instrument);
    io.may("id", &T::id, {0, kIdLengthMax});
    io.may("amount", &T::amount, kSums);
    io.may("points", &T::points, kSums);
    io.may("uses", &T::uses, kCardUsesLeft);
}

template <class Io>
void describe(Io& io, Of<domain::ClearingEntry>) {
    using T = domain::ClearingEntry;
    io.need("debtor", &T::debtor);
    io.need("creditor", &T::creditor);
    io.need("cause", &T::cause);
    io.may("id", &T::id, {0, kIdLengthMax});
    io.may("amount", &T::amount, kSums);
    io.may("points", &T::points, kSums);
    io.seldom("purse_id", &T::purse_id);
}

template <class Io>
void describe(Io& io, Of<domain::QuoteLine>) {
    using T = domain::QuoteLine;
    io.need("line_no", &T::line_no, {1, INT32_MAX});
    io.may("split_of", &T::split_of, {1, INT32_MAX});
    io.may("quantity", &T::quantity, {1, kQuantityMax});
    io.may("list", &T::list, kSums);
    io.same_as(&T::list, "base", &T::base, kSums);
    io.same_as(&T::base, "member_price", &T::member_price, kSums);
    io.may("alloc", &T::alloc, {kAllocMax});
    io.same_as(&T::member_price, "net", &T::net, kSums);
    io.may("ex_tax", &T::ex_tax, kSums);
    io.may("tax", &T::tax, kSums);
    io.may("earn", &T::earn, kSums);
    io.seldom("earn_in", &T::earn_in, {domain::kPursesMax});
}

template <class Io>
void describe(Io& io, Of<domain::Totals>) {
    using T = domain::Totals;
    io.may("list", &T::list, kSums);
    io.may("pos_discount", &T::pos_discount, kSums);
    io.may("member_discount", &T::member_discount, kSums);
    io.may("coupon_discount", &T::coupon_discount, kSums);
    io.may("points_value", &T::points_value, kSums);
    io.may("rounding", &T::rounding, kSums);
    io.may("due", &T::due, kSums);
    io.may("third_party", &T::third_party, kSums);
    io.may("tax", &T::tax, kSums);
}

template <class Io>
void describe(Io& io, Of<domain::GiftTerms>) {
    using T = domain::GiftTerms;
    io.may("threshold_base", &T::threshold_base);
    io.may("min_spend", &T::min_spend);
    io.may("min_qty", &T::min_qty);
    io.may("lines", &T::lines, {kQuoteLinesMax, {1, INT32_MAX}});
}

template <class Io>
void describe(Io& io, Of<domain::UsedCoupon>) {
    using T = domain::UsedCoupon;
    io.need("coupon_id", &T::coupon_id);
    io.may("template_id", &T::template_id);
    io.may("template_version", &T::template_version, {1, INT32_MAX});
    io.may("discount", &T::discount, kSums);
    io.may("face_lost", &T::face_lost, kSums);
    io.may("at_risk", &T::at_risk);
    io.may("earn", &T::earn, kSums);
    io.may("gift", &T::gift);
}

template <class Io>
void describe(Io& io, Of<domain::UsedCard>) {
    using T = domain::UsedCard;
    io.need("card_id", &T::card_id);
    io.may("card_type_id", &T::card_type_id);
    io.may("version", &T::version, {1, INT32_MAX});
    io.need("uses", &T::uses, kCardUses);
    io.may("discount", &T::discount, kSums);
    io.may("at_risk", &T::at_risk);
}

template <class Io>
void describe(Io& io, Of<domain::EarnGroup>) {
    using T = domain::EarnGroup;
    io.may("rule_id", &T::rule_id, {0, kIdLengthMax});
    io.may("base", &T::base, kSums);
    io.may("earn_points", &T::earn_points, kSums);
    io.may("earn_per", &T::earn_per, kSums);
    io.may("mult_bp", &T::mult_bp, {0, domain::kMultiplierMax.value});
    io.may("campaigns", &T::campaigns, {kCampaignsMax, {1, kIdLengthMax}});
    io.may("coupons", &T::coupons, {domain::kCouponsAskedMax, {1, kIdLengthMax}});
    io.may("birthday", &T::birthday);
    io.may("earn", &T::earn, kSums);
}

template <class Io>
void describe(Io& io, Of<domain::PointsResult>) {
    using T = domain::PointsResult;
    io.may("burn", &T::burn, kSums);
    io.may("value", &T::value, kSums);
    io.may("max", &T::max, kSums);
    io.may("step", &T::step, kSums);
    io.may("earn", &T::earn, kSums);
    io.may("at_risk", &T::at_risk);
    io.may("refused", &T::refused);
    io.may("groups", &T::groups, {kQuoteLinesMax});
}

template <class Io>
void describe(Io& io, Of<domain::PurseResult>) {
    using T = domain::PurseResult;
    io.need("purse_id", &T::purse_id);
    io.part(&T::points);
}

inline bool each_purse_once(const domain::Quote& quote) {
    std::vector<PurseId> seen;
    for (const domain::PurseResult& one : quote.purses)
        seen.push_back(one.purse_id);
    std::ranges::sort(seen);
    return std::ranges::adjacent_find(seen) == seen.end();
}

template <class Io>
void describe(Io& io, Of<domain::RefusedCoupon>) {
    using T = domain::RefusedCoupon;
    io.need("coupon_id", &T::coupon_id);
    io.may("name", &T::name);
    io.need("reasons", &T::reasons, {kReasonsMax});
}

template <class Io>
void describe(Io& io, Of<domain::RefusedCard>) {
    using T = domain::RefusedCard;
    io.need("card_id", &T::card_id);
    io.may("name", &T::name);
    io.need("reasons", &T::reasons, {kReasonsMax});
}

template <class Io>
void describe(Io& io, Of<domain::PossibleCoupon>) {
    using T = domain::PossibleCoupon;
    io.need("coupon_id", &T::coupon_id);
    io.may("name", &T::name);
    io.need("earn", &T::earn, kSums);
}

template <class Io>
void describe(Io& io, Of<domain::ExplainStep>) {
    using T = domain::ExplainStep;
    io.need("step", &T::step, TextRule{1, 64});
    io.shown("zh", [](const T& step) { return sentence(step, true); });
    io.shown("en", [](const T& step) { return sentence(step, false); });
    io.may("figures", &T::figures);
}

template <class Io>
void describe(Io& io, Of<domain::BestOffer>) {
    using T = domain::BestOffer;
    io.need("cost", &T::cost, kSums);
    io.need("proved", &T::proved);
    io.may("bound", &T::bound, kSums);
    io.may("nodes", &T::nodes, {0, domain::kSearchNodesMax});
}

template <class Io>
void describe(Io& io, Of<domain::SetOff>) {
    using T = domain::SetOff;
    io.need("return_key", &T::return_key);
    io.need("refund", &T::refund, kSums);
    io.need("balance", &T::balance, {-kSums.most, kSums.most});
}

template <class Io>
void describe(Io& io, Of<domain::Quote>) {
    using T = domain::Quote;
    io.may("quote_id", &T::quote_id);
    io.may("hash", &T::hash);
    io.may("rules_hash", &T::rules_hash);
    io.may("expires_at", &T::expires_at);
    io.may("tier", &T::tier);
    io.may("totals", &T::totals);
    io.may("lines", &T::lines, {kQuoteLinesMax});
    io.may("used", &T::used, {domain::kCouponsAskedMax});
    io.may("cards", &T::cards, {domain::kCardsMax});
    io.may("points", &T::points);
    io.seldom("purses", &T::purses, {domain::kPursesMax});
    io.expect(each_purse_once, "purses", "each purse once is expected");
    io.may("staff_spent", &T::staff_spent, kSums);
    io.may("growth_before", &T::growth_before, kSums);
    io.may("growth", &T::growth, kSums);
    io.may("tier_after", &T::tier_after);
    io.may("exchange", &T::exchange);
    io.may("refused", &T::refused, {kRefusedMax});
    io.may("refused_cards", &T::refused_cards, {domain::kCardsMax * 2});
    io.may("clearing", &T::clearing, {kClearingMax});
    io.may("also_possible", &T::also_possible, {kRefusedMax});
    io.may("best", &T::best);
    io.may("explain", &T::explain, {kExplainMax});
}

}  // namespace counterfoil::codec
