// A priced basket, and the one function that prices it: pure, integers only, the same code at the till and at HQ.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/amounts.hpp"
#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "base/refusal.hpp"
#include "domain/basket.hpp"
#include "domain/clearing.hpp"
#include "domain/coupon.hpp"
#include "domain/rules.hpp"

namespace counterfoil::domain {

inline constexpr Millis kQuoteLife{15LL * 60 * 1000};

/// How a coupon's or lot's right stands on this device. `none` with the link up means: will be asked for at checkout.
enum class RightState { held, pass, risk, elsewhere, none };

/// A coupon as the quote sees it. `barred` is what the device knows and the rules do not: spent, held elsewhere, no network.
struct OfferedCoupon {
    Coupon coupon;
    CouponTemplate coupon_template;
    RightState right = RightState::none;
    std::optional<Refusal> barred;
};

/// A benefit card of the member's as the quote sees it; its type is the rules'. `barred` as for coupons.
struct OfferedCard {
    Card card;
    std::int64_t uses = 0;  ///< that may be spent now: held, obtainable, or by risk
    RightState right = RightState::none;
    std::optional<Refusal> barred;
};

/// What of a purse beside the main one may be burnt now.
struct PurseRight {
    PurseId purse_id;
    Points burnable;  ///< >= 0
    RightState right = RightState::none;
    std::optional<Refusal> barred;
};

/// Everything that a quote depends on besides the basket.
struct QuoteContext {
    const Rules* rules = nullptr;        ///< never null
    std::optional<Member> member;        ///< the basket's member, if it names one
    std::vector<OfferedCoupon> coupons;  ///< candidates: the member's, and bearer coupons that were scanned
    std::vector<OfferedCard> cards;      ///< the member's
    Points burnable;                     ///< points of the main purse that may be burnt now (held, or by risk), >= 0
    RightState points_right = RightState::none;
    std::optional<Refusal> points_barred;  ///< pts_offline and the like
    std::vector<PurseRight> purses;        ///< the same three of the purses beside the main one; one that is not here: 0
    /// Coupons by template that were used in the basket's store on its business day, by whomever; what the member used
    /// stands in the member. This ticket's own are in neither.
    std::map<TemplateId, std::int64_t> store_uses;

    const PurseRight* purse(const PurseId& id) const noexcept {
        for (const PurseRight& one : purses)
            if (one.purse_id == id) return &one;
        return nullptr;
    }
};

/// All but `third_party` lower what the goods cost; what a third party pays is part of a line's net.
enum class Instrument { tier_price, coupon, points, card, rounding, third_party };

/// A share of an instrument on a line.
struct Allocation {
    Instrument instrument = Instrument::coupon;
    std::string id;  ///< coupon_id; tier_id; card_id; purse_id, empty for the main one, and for rounding
    Money amount;
    Points points;          ///< points: that are burnt; coupon: that a multiplier adds to what the line earns
    std::int64_t uses = 0;  ///< of a card whose use is a piece: uses for this line
    bool operator==(const Allocation&) const = default;
};

struct QuoteLine {
    std::int32_t line_no = 0;
    /// The basket's line that this is a part of: pieces that a coupon prices on their own have a line_no of their own.
    std::optional<std::int32_t> split_of;
    std::optional<Quantity> quantity;  ///< where the basket's line is split: what of it is in this line
    Money list;                        ///< amount before everything
    Money base;                        ///< list - pos_discount
    Money member_price;                ///< after tier price or card; equals base where neither gives anything
    std::vector<Allocation> alloc;
    Money net;  ///< what is paid for the line, by the customer and by third parties
    Money ex_tax;
    Money tax;
    Points earn;                       ///< in the main purse
    std::vector<PursePoints> earn_in;  ///< in others, in the order of the rules
    bool operator==(const QuoteLine&) const = default;
};

struct Totals {
    Money list;
    Money pos_discount;
    Money member_discount;  ///< tier price and benefit cards
    Money coupon_discount;
    Money points_value;  ///< of all purses
    /// list - pos_discount - member_discount - coupon_discount - points_value - rounding - third_party, >= 0
    Money due;
    Money tax;
    Money rounding{};
    Money third_party{};  ///< what others pay: with `due` the net of all lines
    bool operator==(const Totals&) const = default;
};

/// The refund of a return that was kept for this ticket, set off against what is due.
struct SetOff {
    TicketKey return_key;
    Money refund;   ///< > 0
    Money balance;  ///< due - refund: what the customer pays; below zero: what he is given
    bool operator==(const SetOff&) const = default;
};

/// What third parties pay for the line.
Money third_party_of(const QuoteLine& line);
/// The threshold of a gift coupon, and the lines that counted for it: a return asks the gift back by these, whatever became
/// of the template since.
struct GiftTerms {
    ThresholdBase threshold_base = ThresholdBase::after_member_price;
    Money min_spend;
    Quantity min_qty;                 ///< whole pieces; a weighed line is one
    std::vector<std::int32_t> lines;  ///< of the quote, by line_no
    bool operator==(const GiftTerms&) const = default;
};

struct UsedCoupon {
    CouponId coupon_id;
    TemplateId template_id;
    std::uint32_t template_version = 1;
    Money discount;
    Money face_lost;
    bool at_risk = false;
    Points earn = {};                              ///< that a multiplier coupon adds
    std::optional<GiftTerms> gift = std::nullopt;  ///< of a gift coupon with a threshold
    bool operator==(const UsedCoupon&) const = default;
};

/// What a coupon's use could cost the chain: its discount, and the points that it adds at what they pay when they are burnt.
Money worth_of(const UsedCoupon& used, const PointsRules& rules);

/// A benefit card of which uses are spent.
struct UsedCard {
    CardId card_id;
    CardTypeId card_type_id;
    std::uint32_t version = 1;  ///< of the type
    std::int64_t uses = 0;
    Money discount;  ///< a part of member_discount
    bool at_risk = false;
    bool operator==(const UsedCard&) const = default;
};

/// Lines of one rate and multiplier earn together: earn = floor(base * earn_points * mult_bp / (earn_per * 10000)).
struct EarnGroup {
    std::string rule_id;  ///< empty: the default rate
    Money base;           ///< what earns
    Points earn_points;
    Money earn_per;
    BasisPoints mult_bp = kWhole;
    std::vector<std::string> campaigns;  ///< whose multipliers are in it, by campaign_id
    Points earn;
    std::vector<std::string> coupons = {};  ///< whose multipliers are in it, by coupon_id
    bool birthday = false;                  ///< the birthday's multiplier is in it
    bool operator==(const EarnGroup&) const = default;
};

struct PointsResult {
    Points burn;
    Money value;
    Points max;  ///< the most that could be burnt on this basket now
    Points step;
    Points earn;
    bool at_risk = false;
    std::optional<Refusal> refused;  ///< why the points that were asked for are not burnt (pts_*)
    std::vector<EarnGroup> groups;   ///< how the points are earned, by rule_id, then mult_bp
    bool operator==(const PointsResult&) const = default;
};

/// The same of a purse beside the main one.
struct PurseResult {
    PurseId purse_id;
    PointsResult points;
    bool operator==(const PurseResult&) const = default;
};

/// How well the set of coupons was searched for. An explanation: neither the quote's hash nor a written ticket holds it.
struct BestOffer {
    Money cost;              ///< of the ticket with the set, before points
    bool proved = false;     ///< no other set is better
    Money bound;             ///< no set is better by more than this, in cost or in due as the rules' best_objective has it
    std::int64_t nodes = 0;  ///< sets that were priced
    bool operator==(const BestOffer&) const = default;
};

struct RefusedCoupon {
    CouponId coupon_id;
    LocalText name;
    std::vector<Refusal> reasons;  ///< all that fail, in the order of domain rules part 7; never empty
    bool operator==(const RefusedCoupon&) const = default;
};

struct RefusedCard {
    CardId card_id;
    LocalText name;
    std::vector<Refusal> reasons;  ///< as of coupons; never empty
    bool operator==(const RefusedCard&) const = default;
};

/// A coupon that the basket did not ask for and could: it takes no money off, and adds points.
struct PossibleCoupon {
    CouponId coupon_id;
    LocalText name;
    Points earn;  ///< that it alone would add to this quote
    bool operator==(const PossibleCoupon&) const = default;
};

/// One step of how the quote came to its figures, as a code and the figures of its sentence.
struct ExplainStep {
    std::string step;
    std::map<std::string, std::string> figures;
    bool operator==(const ExplainStep&) const = default;
};

struct Quote {
    QuoteId quote_id;
    Digest hash{};  ///< of basket, context and result: a commit names it, so the total cannot change in between
    Digest rules_hash{};
    Instant expires_at;
    TierId tier;  ///< by which the lines were priced; empty for nobody
    Totals totals;
    std::vector<QuoteLine> lines;
    std::vector<UsedCoupon> used;
    std::vector<UsedCard> cards;       ///< by card_id
    PointsResult points;               ///< of the main purse
    std::vector<PurseResult> purses;   ///< of the others that have something to say, in the order of the rules
    std::optional<Money> staff_spent;  ///< of the month's quota for staff, where there is one
    std::int64_t growth_before = 0;    ///< the member's, as this was priced; 0 where growth sets no tiers
    std::int64_t growth = 0;           ///< that the ticket adds
    TierId tier_after;                 ///< the member's from the next ticket on; empty where growth sets no tiers
    /// Of a basket with exchange_of. The till's to fill in, make_quote knows nothing of other entries.
    std::optional<SetOff> exchange;
    std::vector<RefusedCoupon> refused;
    std::vector<RefusedCard> refused_cards;     ///< that were looked at and not used, by card_id
    std::vector<ClearingEntry> clearing;        ///< what companies owe one another for it
    std::vector<PossibleCoupon> also_possible;  ///< those that add most first; an explanation, like best
    std::optional<BestOffer> best;              ///< only where the basket asked for the best coupons
    std::vector<ExplainStep> explain;           ///< what happened, in the order of evaluation; an explanation, like best
    bool operator==(const Quote&) const = default;

    /// The purse's result; the main one's for an empty id; null where it has nothing to say.
    const PointsResult* purse(const PurseId& id) const noexcept {
        if (id.empty()) return &points;
        for (const PurseResult& one : purses)
            if (one.purse_id == id) return &one.points;
        return nullptr;
    }
};

/// Prices the basket: tier price and cards, coupons, points, rounding, earning, tax, in this order (domain rules part 4).
/// The result depends on the set of coupons, never on the order in which they were scanned. quote_id and hash stay empty:
/// codec/quote_hash.hpp. Refusal: basket_invalid, or currency_mismatch where the basket's currency is not the rules'.
Outcome<Quote> make_quote(const Basket& basket, const QuoteContext& context);

}  // namespace counterfoil::domain
