// Fields of products, baskets and tenders (domain rules, parts 3 and 12). What a basket must have beyond its form is
// domain::check_basket's: a till may leave out what the agent knows (store, time, the price file's part of a line).
#pragma once

#include "codec/describe_coupon.ipp"
#include "domain/basket.hpp"
#include "domain/issuer.hpp"
#include "domain/journal.hpp"

namespace counterfoil::codec {

template <>
struct EnumNames<domain::Buyer> {
    using E = domain::Buyer;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::member, "member"}, {E::staff, "staff"}, {E::guest, "guest"}}};
};

/// The names of the flags that are set.
template <>
struct Form<domain::LineFlags> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, domain::LineFlags& out, const Rule&, const Place& place, Reading& reading);
    static Json write(const domain::LineFlags& value, const Writing&);
};
template <>
struct Form<domain::CouponChoice> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, domain::CouponChoice& out, const Rule&, const Place& place, Reading& reading);
    static Json write(const domain::CouponChoice& value, const Writing& writing);
};
template <>
struct Form<domain::CardChoice> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, domain::CardChoice& out, const Rule&, const Place& place, Reading& reading);
    static Json write(const domain::CardChoice& value, const Writing& writing);
};
template <>
struct Form<domain::PointsChoice> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, domain::PointsChoice& out, const Rule&, const Place& place, Reading& reading);
    static Json write(const domain::PointsChoice& value, const Writing&);
};

bool is_gtin(std::string_view text);
std::string gtin_14(std::string_view gtin);
/// Tills write trade item numbers with 8, 12, 13 or 14 digits; all are kept as GTIN-14.
inline constexpr TextRule kGtin{0, 14, is_gtin, "a GTIN of 8, 12, 13 or 14 digits with its check digit is expected",
                                gtin_14};
inline constexpr TextRule kUnitOfMeasure{1, 16};

template <class Io>
void describe(Io& io, Of<domain::Product>) {
    using T = domain::Product;
    io.need("sku", &T::sku);
    io.may("gtin", &T::gtin, kGtin);
    io.may("name", &T::name);
    io.may("style", &T::style);
    io.may("brand", &T::brand);
    io.may("category", &T::category);
    io.may("uom", &T::uom, kUnitOfMeasure);
    io.may("weighed", &T::weighed);
    io.need("unit_price", &T::unit_price);
    io.may("member_unit_price", &T::member_unit_price);
    io.may("tax_bp", &T::tax_bp);
    io.may("flags", &T::flags);
}

template <class Io>
void describe(Io& io, Of<domain::PriceOverride>) {
    using T = domain::PriceOverride;
    io.may("reason", &T::reason);
    io.may("staff_id", &T::staff_id);
}

template <class Io>
void describe(Io& io, Of<domain::BasketLine>) {
    using T = domain::BasketLine;
    io.need("line_no", &T::line_no, {1, INT32_MAX});
    io.may("sku", &T::sku);
    io.may("gtin", &T::gtin, kGtin);
    io.may("name", &T::name);
    io.may("style", &T::style);
    io.may("brand", &T::brand);
    io.may("category", &T::category);
    io.need("quantity", &T::quantity, {1, kQuantityMax});
    io.may("uom", &T::uom, kUnitOfMeasure);
    io.may("weighed", &T::weighed);
    io.may("unit_price", &T::unit_price);
    io.may("amount", &T::amount);
    io.may("member_unit_price", &T::member_unit_price);
    io.may("pos_discount", &T::pos_discount);
    io.may("override", &T::override_price);
    io.may("tax_bp", &T::tax_bp);
    io.may("flags", &T::flags);
}

template <class Io>
void describe(Io& io, Of<domain::Basket>) {
    using T = domain::Basket;
    io.may("basket_id", &T::basket_id, {0, kIdLengthMax});
    io.may("store_id", &T::store_id);
    io.may("entity_id", &T::entity_id);
    io.may("register_id", &T::register_id);
    io.may("business_day", &T::business_day, kDay);
    io.may("ticket_id", &T::ticket_id);
    io.may("at", &T::at);
    io.may("held_since", &T::held_since);
    io.may("clock_error", &T::clock_error);
    io.may("currency", &T::currency, kCurrency);
    io.may("exponent", &T::exponent, {0, 3});
    io.may("tax_included", &T::tax_included);
    io.may("channel", &T::channel, {1, 32});
    io.may("buyer", &T::buyer);
    io.may("staff_id", &T::staff_id);
    io.may("approver_id", &T::approver_id);
    io.may("member_id", &T::member_id);
    io.may("proof", &T::proof);
    io.may("coupons", &T::coupons);
    io.may("cards", &T::cards);
    io.may("points", &T::points);
    io.may("rounding", &T::rounding);
    io.may("codes", &T::codes, {domain::kIssuerCodesMax, {1, domain::kIssuerCodeLengthMax}});
    io.may("exchange_of", &T::exchange_of);
    io.need("lines", &T::lines, {domain::kLinesMax});
}

template <class Io>
void describe(Io& io, Of<domain::Tender>) {
    using T = domain::Tender;
    io.need("kind", &T::kind, kTenderKind);
    io.need("amount", &T::amount, kSums);
}

}  // namespace counterfoil::codec
