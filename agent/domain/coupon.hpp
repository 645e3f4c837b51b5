// Coupon templates (the rule) and coupons (one promise to one member or bearer). Field names: domain rules, part 12.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amounts.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "domain/bearers.hpp"
#include "domain/calendar.hpp"
#include "domain/goods_scope.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {

/// The kinds that the quote can price so far. A template of another kind is refused when it is loaded.
enum class TemplateKind {
    percent_off,
    amount_off,
    stepped_off,
    fixed_price,
    exchange,
    gift,
    pick_up,
    points_multiplier,
};
/// fixed_price, exchange, gift and pick_up price pieces; the other kinds work on what the rest of their scope costs.
bool prices_pieces(TemplateKind kind);
/// points_multiplier takes no money off: it comes after all others, and only where it is asked for.
bool multiplies_points(TemplateKind kind);

/// `running`: what the goods cost after the coupons that come before it.
enum class ThresholdBase { after_member_price, list, running };
enum class ThresholdScope { scope, ticket };
/// `alone`: no other coupon on its ticket. `group`: with others as their groups allow it.
enum class Stack { alone, group };
/// The group of templates that name none: order-level coupons, of which `max_coupons` of the rules go on a ticket.
inline constexpr const char* kOrderGroup = "order";

enum class Bound { member, bearer };
/// How a coupon may be redeemed: `risk` allows it without a hold while HQ is out of reach, within the floor limits.
enum class OfflinePolicy { checkout, home_store, pass, risk };

/// stepped_off: from `threshold` on, `off` is taken off.
struct CouponStep {
    Money threshold;  ///< > 0; reached counts as met
    Money off;        ///< 1..threshold
    bool operator==(const CouponStep&) const = default;
};
/// `highest`: the highest step that is reached. `every`: the one step, as often as its threshold is reached.
enum class StepMode { highest, every };

/// `third_party`: the coupon is a tender, as others pay for it: it lowers what is due, and not what the goods cost.
enum class Funding { own, third_party };

/// What becomes of a used coupon when goods of its ticket come back.
enum class OnReturn {
    full_only,   ///< it comes back once all lines that it made cheaper have wholly come back
    never,       ///< its share of what comes back lapses
    always_new,  ///< it comes back with the first return of any of its lines, and once only
};
/// The longest extension of a coupon that comes back.
inline constexpr std::int32_t kExtendDaysMax = 366;

/// Hours of some weekdays. Hours that go on after the business day belong to the day on which they begin.
struct TimeWindow {
    std::vector<std::int32_t> weekdays;  ///< 1 = Monday .. 7 = Sunday, of the business day; empty = all
    std::optional<TimeOfDay> from;       ///< with `until`, or neither: the whole business day
    std::optional<TimeOfDay> until;
    bool operator==(const TimeWindow&) const = default;
};

struct CouponTemplate {
    TemplateId template_id;
    std::uint32_t version = 1;
    TemplateKind kind = TemplateKind::amount_off;
    LocalText name;
    Money face;                         ///< amount_off: what is taken off, > 0
    BasisPoints pay_bp = kWhole;        ///< percent_off: what is paid, 1..9999
    std::optional<Money> max_discount;  ///< percent_off: cap per coupon and ticket
    std::vector<CouponStep> steps;      ///< stepped_off: both figures rise from step to step; one step for `every`
    StepMode step_mode = StepMode::highest;
    std::int32_t max_times = 0;          ///< stepped_off by `every`: how often at most; 0 = no limit
    Money price;                         ///< fixed_price and exchange: what a piece costs, > 0; gift: 0
    std::int32_t max_units = 1;          ///< fixed_price: how many pieces at most
    std::vector<Sku> skus;               ///< exchange and gift: of which one piece has the price
    BasisPoints multiplier_bp = kWhole;  ///< points_multiplier: of the points of its lines, 10001..kMultiplierMax
    Scope scope;  ///< fixed_price: what has its price; exchange and gift: only what counts for the threshold
    ThresholdBase threshold_base = ThresholdBase::after_member_price;
    ThresholdScope threshold_scope = ThresholdScope::scope;
    Money min_spend;   ///< 0 = none; reached counts as met
    Quantity min_qty;  ///< whole pieces in thousandths; a weighed line is one piece
    Instant valid_from;
    Instant valid_until = kNever;
    std::int32_t valid_days = 0;        ///< natural days of a coupon from its issue; 0 = as long as the template
    std::int32_t wait_days = 0;         ///< days after the day of issue before the first of `valid_days`
    std::vector<TimeWindow> windows;    ///< good in any of these; empty = always
    std::vector<StoreId> stores;        ///< with `regions`: good in any of either; both empty = all
    std::vector<std::string> regions;   ///< of stores, by the rules
    std::vector<std::string> channels;  ///< empty = all
    std::vector<TierId> tiers;          ///< empty = all
    std::vector<std::string> tags;      ///< for members with any of these; empty = all
    bool first_purchase = false;        ///< only for a member who has no ticket yet
    std::optional<BirthdayPeriod> birthday;
    bool with_tier_price = true;  ///< false: its scope's lines go back to base
    bool with_card = false;       ///< false: its scope's lines go without the price of benefit cards
    bool with_points = true;      ///< false: no points are burnt on its ticket
    bool with_pos_promo = true;   ///< false: lines with a discount of the POS's own leave its scope
    Stack stack = Stack::group;
    std::string stack_group = kOrderGroup;
    std::int32_t group_limit = 0;          ///< coupons of its group on one ticket; 0 = no limit of its own
    std::vector<std::string> with_groups;  ///< other groups that it goes with, where they name its own, too
    std::vector<TemplateId>
        not_with;               ///< templates that it does not go with, whatever their groups; either side's word counts
    std::int32_t sequence = 0;  ///< 0 = the rank of its kind; kinds that price pieces come first in any case
    std::int32_t max_per_ticket = 1;
    std::int32_t per_member = 0;      ///< uses by one member at any time; 0 = no limit
    std::int32_t per_member_day = 0;  ///< by one member on one business day; 0 = no limit
    std::int32_t per_store_day = 0;   ///< in one store on one business day; 0 = no limit
    Bound bound = Bound::member;
    Funding funding = Funding::own;
    std::vector<Bearer> bearers;  ///< who pays for it; empty: HQ
    OfflinePolicy offline = OfflinePolicy::checkout;
    OnReturn on_return = OnReturn::full_only;
    std::int32_t extend_days = 0;   ///< a coupon that comes back is valid for at least so long; 0: as it was
    std::int32_t transferable = 0;  ///< how often a coupon may be handed on to another member; 0 = never
    std::string currency = "CNY";
    bool operator==(const CouponTemplate&) const = default;
};

enum class CouponState { issued, used, in_transfer, expired, voided, frozen };

/// Store, register, business day and POS number together name a ticket, as POS numbers restart daily.
struct TicketKey {
    StoreId store_id;
    RegisterId register_id;
    std::string business_day;  ///< YYYY-MM-DD in the store's zone
    TicketId ticket_id;
    auto operator<=>(const TicketKey&) const = default;
    /// "store/register/day/ticket", unique and stable; for keys and for people.
    std::string text() const;
};

struct CouponUse {
    TicketKey ticket_key;
    Instant at;
    bool operator==(const CouponUse&) const = default;
};

/// In whose name it was issued: HQ's own, a campaign's, a guide's or another issuer's (domain/issuer.hpp).
struct CouponIssuer {
    std::string party;  ///< hq, brand, ...; 1..64 characters
    StaffId staff_id;
    std::string campaign_id;
    bool operator==(const CouponIssuer&) const = default;
};

/// What a pick_up coupon is for: goods that were paid for elsewhere, with points or in an online order.
struct PickUpGoods {
    Sku sku;
    std::int32_t pieces = 1;
    bool operator==(const PickUpGoods&) const = default;
};
inline constexpr std::size_t kPickUpGoodsMax = 50;
inline constexpr std::int32_t kPickUpPiecesMax = 1000;

struct Coupon {
    CouponId coupon_id;
    std::string code;  ///< what is scanned, 1..64 characters
    TemplateId template_id;
    MemberId member_id;    ///< empty: whoever brings it
    AccountId account_id;  ///< where its right lives
    CouponState state = CouponState::issued;
    Instant issued_at;
    Instant valid_from;
    Instant valid_until = kNever;
    std::optional<CouponIssuer> issuer;
    std::vector<PickUpGoods> goods;  ///< pick_up: all of it, once; each SKU once
    std::int32_t transfers_left = 0;
    CouponId from;  ///< the coupon that it took the place of: given back, or handed on
    std::optional<CouponUse> used;
    bool operator==(const Coupon&) const = default;
};

/// When the coupon ends: by its template or by itself, whichever is earlier. Where the template extends what comes back
/// (extend_days), a coupon's own end may lie behind the template's and counts alone.
Instant end_of(const Coupon& coupon, const CouponTemplate& coupon_template);

RightId right_of(const CouponId& coupon);  ///< "coupon:<id>"
RightId right_of(const LotId& lot);        ///< "lot:<id>"
/// The reverse; nothing where the right is of another kind.
std::optional<CouponId> coupon_of(const RightId& right);
std::optional<LotId> lot_of(const RightId& right);

}  // namespace counterfoil::domain
