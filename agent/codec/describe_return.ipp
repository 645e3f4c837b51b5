// Fields of returns (domain rules, part 12).
#pragma once

#include "codec/describe_basket.ipp"
#include "codec/describe_quote.ipp"
#include "domain/exchanges.hpp"
#include "domain/return_cards.hpp"
#include "domain/return_coupons.hpp"
#include "domain/return_entry.hpp"

namespace counterfoil::codec {

inline constexpr std::size_t kRefundsMax = 64;
/// Each gift is of a coupon that prices pieces.
inline constexpr std::size_t kGiftsMax = static_cast<std::size_t>(domain::kPieceCouponsMax);
inline constexpr TextRule kReturnKeyText{0, 200};

template <>
struct EnumNames<domain::CouponFate> {
    using E = domain::CouponFate;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::given_back, "given_back"}, {E::stays_used, "stays_used"}, {E::expired, "expired"}}};
};

template <>
struct EnumNames<domain::GiftChoice> {
    using E = domain::GiftChoice;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::ask, "ask"}, {E::deduct, "deduct"}, {E::waive, "waive"}}};
};

template <class Io>
void describe(Io& io, Of<domain::CouponReturn>) {
    using T = domain::CouponReturn;
    io.need("coupon_id", &T::coupon_id);
    io.need("fate", &T::fate);
    io.may("valid_until", &T::valid_until);
}

template <class Io>
void describe(Io& io, Of<domain::CardReturn>) {
    using T = domain::CardReturn;
    io.need("card_id", &T::card_id);
    io.may("uses", &T::uses, kCardUsesLeft);
    io.need("fate", &T::fate);
    io.may("valid_until", &T::valid_until);
}

template <class Io>
void describe(Io& io, Of<domain::ReturnRequest>) {
    using T = domain::ReturnRequest;
    io.need("line_no", &T::line_no, {1, INT32_MAX});
    io.need("quantity", &T::quantity, {1, kQuantityMax});
}

template <class Io>
void describe(Io& io, Of<domain::ReturnLine>) {
    using T = domain::ReturnLine;
    io.need("line_no", &T::line_no, {1, INT32_MAX});
    io.may("split_of", &T::split_of, {1, INT32_MAX});
    io.may("before", &T::before, {0, kQuantityMax});
    io.need("quantity", &T::quantity, {1, kQuantityMax});
    io.may("list", &T::list, kSums);
    io.may("pos_discount", &T::pos_discount, kSums);
    io.may("alloc", &T::alloc, {kAllocMax});
    io.may("net", &T::net, kSums);
    io.may("ex_tax", &T::ex_tax, kSums);
    io.may("tax", &T::tax, kSums);
    io.may("earn", &T::earn, kSums);
    io.seldom("earn_in", &T::earn_in, {domain::kPursesMax});
}

template <class Io>
void describe(Io& io, Of<domain::PurseReturn>) {
    using T = domain::PurseReturn;
    io.need("purse_id", &T::purse_id);
    io.may("burn", &T::burn, kSums);
    io.may("earn", &T::earn, kSums);
}

template <class Io>
void describe(Io& io, Of<domain::PurseDeduction>) {
    using T = domain::PurseDeduction;
    io.need("purse_id", &T::purse_id);
    io.may("deducted", &T::deducted, kSums);
    io.may("value", &T::value, kSums);
}

template <class Io>
void describe(Io& io, Of<domain::Return>) {
    using T = domain::Return;
    io.need("lines", &T::lines, {kQuoteLinesMax});
    io.may("totals", &T::totals);
    io.may("burn", &T::burn, kSums);
    io.may("earn", &T::earn, kSums);
    io.seldom("purses", &T::purses, {domain::kPursesMax});
    io.may("whole", &T::whole);
    io.may("voided", &T::voided);
}

template <class Io>
void describe(Io& io, Of<domain::GiftReturn>) {
    using T = domain::GiftReturn;
    io.need("coupon_id", &T::coupon_id);
    io.need("line_no", &T::line_no, {1, INT32_MAX});
    io.may("sku", &T::sku);
    io.may("gift_value", &T::gift_value);
    io.may("deduction", &T::deduction);
    io.may("refund", &T::refund);
    io.may("waived", &T::waived);
}

template <class Io>
void describe(Io& io, Of<domain::ExchangeRequest>) {
    using T = domain::ExchangeRequest;
    io.need("line_no", &T::line_no, {1, INT32_MAX});
    io.need("quantity", &T::quantity, {1, kQuantityMax});
    io.may("from_sku", &T::from_sku);
    io.may("sku", &T::sku);
    io.may("gtin", &T::gtin, kGtin);
}

template <class Io>
void describe(Io& io, Of<domain::Exchanged>) {
    using T = domain::Exchanged;
    io.need("line_no", &T::line_no, {1, INT32_MAX});
    io.need("quantity", &T::quantity, {1, kQuantityMax});
    io.may("from_sku", &T::from_sku);
    io.need("sku", &T::sku);
    io.may("gtin", &T::gtin, kGtin);
    io.may("name", &T::name);
}

template <class Io>
void describe(Io& io, Of<domain::ReturnEntry>) {
    using T = domain::ReturnEntry;
    io.need("ticket", &T::ticket);
    io.need("return_key", &T::return_key);
    io.may("idempotency_key", &T::idempotency_key, kReturnKeyText);
    io.may("staff_id", &T::staff_id);
    io.may("entity_id", &T::entity_id);
    io.part(&T::goods);
    io.may("deducted", &T::deducted, kSums);
    io.may("deduction", &T::deduction, kSums);
    io.seldom("deducted_in", &T::deducted_in, {domain::kPursesMax});
    io.may("gifts", &T::gifts, {kGiftsMax});
    io.may("exchange", &T::exchange, {domain::kLinesMax});
    io.may("pays_out", &T::pays_out);
    io.may("approver_id", &T::approver_id);
    io.may("refunds", &T::refunds, {kRefundsMax});
    io.may("clearing", &T::clearing, {kClearingMax});
    io.may("at_risk", &T::at_risk);
}

}  // namespace counterfoil::codec
