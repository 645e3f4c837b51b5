// What is being bought. Field names, units and ranges: domain rules, parts 3 and 12.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/amounts.hpp"
#include "base/ids.hpp"
#include "base/refusal.hpp"
#include "base/time.hpp"
#include "domain/coupon.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {

inline constexpr std::size_t kLinesMax = 500;
inline constexpr std::size_t kCouponsAskedMax = 50;

/// What a line bars. `regulated` and `non_goods` mean all four no_ flags.
struct LineFlags {
    bool no_tier_price = false;
    bool no_coupon = false;
    bool no_burn = false;
    bool no_earn = false;
    bool gift = false;
    bool regulated = false;
    bool non_goods = false;
    bool operator==(const LineFlags&) const = default;
    bool bars_tier_price() const noexcept { return no_tier_price || regulated || non_goods; }
    bool bars_coupon() const noexcept { return no_coupon || regulated || non_goods; }
    bool bars_burn() const noexcept { return no_burn || regulated || non_goods; }
    bool bars_earn() const noexcept { return no_earn || regulated || non_goods || gift; }
    friend LineFlags operator|(LineFlags a, const LineFlags& b) noexcept {
        a.no_tier_price |= b.no_tier_price;
        a.no_coupon |= b.no_coupon;
        a.no_burn |= b.no_burn;
        a.no_earn |= b.no_earn;
        a.gift |= b.gift;
        a.regulated |= b.regulated;
        a.non_goods |= b.non_goods;
        return a;
    }
};

/// Goods with their price file entry. `gtin` is GTIN-14 or empty.
struct Product {
    Sku sku;
    std::string gtin;
    LocalText name;
    std::string style = {};  ///< what its sizes and colours have in common; empty: it is the only one of its kind
    std::string brand;
    std::string category;
    std::string uom = "pc";
    bool weighed = false;
    Money unit_price;
    std::optional<Money> member_unit_price;
    BasisPoints tax_bp;
    LineFlags flags;
    bool operator==(const Product&) const = default;
};

/// A price that a person set by hand: bars tier price and coupons on its line.
struct PriceOverride {
    std::string reason;
    StaffId staff_id;
    bool operator==(const PriceOverride&) const = default;
};

struct BasketLine {
    std::int32_t line_no = 0;  ///< > 0, unique in the basket
    Sku sku;
    std::string gtin;
    std::string name;
    std::string style;
    std::string brand;
    std::string category;
    Quantity quantity;  ///< > 0
    std::string uom = "pc";
    bool weighed = false;         ///< only weighed lines may be no multiple of 1000
    Money unit_price;             ///< >= 0
    std::optional<Money> amount;  ///< what a scale label printed; rules over unit_price * quantity
    std::optional<Money> member_unit_price;
    Money pos_discount;  ///< the POS's own promotions, >= 0, <= the line's amount
    std::optional<PriceOverride> override_price;
    BasisPoints tax_bp;
    LineFlags flags;
    bool operator==(const BasketLine&) const = default;
};

enum class Buyer { member, staff, guest };

/// "best": the set that costs the member least; or exactly these.
struct BestCoupons {
    bool operator==(const BestCoupons&) const = default;
};
using CouponChoice = std::variant<BestCoupons, std::vector<CouponId>>;

/// "best": what is cheaper by one of the member's benefit cards; or by these only.
struct BestCards {
    bool operator==(const BestCards&) const = default;
};
using CardChoice = std::variant<BestCards, std::vector<CardId>>;

/// "none", "max", or a number of points, of the main purse; or what is wanted of each of several purses.
struct NoPoints {
    bool operator==(const NoPoints&) const = default;
};
struct MaxPoints {
    bool operator==(const MaxPoints&) const = default;
};
/// The main purse has the empty id. Purses that are not named give nothing.
struct EachPurse {
    std::map<PurseId, std::variant<MaxPoints, Points>> wanted;
    bool operator==(const EachPurse&) const = default;
};
using PointsChoice = std::variant<NoPoints, MaxPoints, Points, EachPurse>;

struct Basket {
    std::string basket_id;
    StoreId store_id;
    EntityId entity_id;  ///< the company that sells, by the rules; empty: none is named
    RegisterId register_id;
    std::string business_day;  ///< YYYY-MM-DD
    TicketId ticket_id;
    Instant at;
    /// Since when coupons of this ticket are held that have run out of time since: for the life of a quote they stay good.
    std::optional<Instant> held_since;
    Millis clock_error;  ///< known error of the device's clock, >= 0: at a validity edge the member is served
    std::string currency = "CNY";
    std::int32_t exponent = 2;  ///< 0, 2 or 3
    bool tax_included = true;
    std::string channel = "store";
    Buyer buyer = Buyer::member;
    StaffId staff_id;
    StaffId approver_id;  ///< of another one, where who is at the till buys for himself
    MemberId member_id;   ///< empty: nobody
    Proof proof = Proof::none;
    CouponChoice coupons = BestCoupons{};
    CardChoice cards = BestCards{};
    PointsChoice points = NoPoints{};
    Money rounding;                  ///< that the store gives up of what is due, >= 0, at most the rules' rounding_max
    std::vector<std::string> codes;  ///< signed codes of other issuers, as scanned; each is a coupon to choose from
    /// The return_key of a return whose refund is set off against this ticket (domain/set_off.hpp).
    std::optional<TicketKey> exchange_of;
    std::vector<BasketLine> lines;
    bool operator==(const Basket&) const = default;
    /// What is wanted of one purse; never EachPurse.
    PointsChoice points_of(const PurseId& purse) const;
    TicketKey ticket_key() const { return {store_id, register_id, business_day, ticket_id}; }
};

/// The first rule of domain rules part 3 that the basket breaks: code `basket_invalid`, field = JSON pointer, figures
/// "rule".
std::optional<Refusal> check_basket(const Basket& basket);

}  // namespace counterfoil::domain
