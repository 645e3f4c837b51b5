// The steps of make_quote, in the order of domain rules part 4. Inside the domain only; everything here is pure, and lives
// no longer than the basket and the context that it points into.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/basket.hpp"
#include "domain/quote.hpp"

namespace counterfoil::domain::pricing {

struct PricedLine {
    const BasketLine* line = nullptr;
    std::size_t place = 0;  ///< in the basket
    Money list;
    Money base;
    Money member_price;
};

/// The basket after its member price. Lines are sorted by line_no, on which ties of a spread depend.
struct Ticket {
    const Basket* basket = nullptr;
    const QuoteContext* context = nullptr;
    const Member* member = nullptr;  ///< null: nobody is named, or nothing of the member's may be used
    const Tier* tier = nullptr;
    std::vector<PricedLine> lines;
};

Ticket open_ticket(const Basket& basket, const QuoteContext& context);

/// Neither its flags nor a price set by hand bar coupons, and it costs something.
bool takes_coupons(const PricedLine& line);

/// What tells one set of coupons from another at first sight; the lesser one is better (domain rules part 6).
struct Weight {
    Money cost;               ///< of the ticket after coupons, before points
    std::size_t at_risk = 0;  ///< coupons that are used without a hold
    std::size_t coupons = 0;
    Money face_lost;
    auto operator<=>(const Weight&) const = default;
};

/// A coupon with what does not depend on the other coupons of the ticket.
struct Candidate {
    const OfferedCoupon* offer = nullptr;
    Instant valid_until;             ///< the earlier of the coupon's and its template's
    std::vector<std::size_t> scope;  ///< places in Ticket::lines
    std::vector<Refusal> reasons;    ///< in the order of domain rules part 7; empty: may be used on its own
    bool open = false;               ///< only its threshold may be missing, which other coupons can bring back
    std::optional<Weight> alone;     ///< the ticket with this coupon only, where it takes something off

    const CouponTemplate& rule() const noexcept { return offer->coupon_template; }
    const CouponId& id() const noexcept { return offer->coupon.coupon_id; }
    bool at_risk() const noexcept { return offer->right == RightState::risk; }
};

/// When, where and for whom the coupon is good, apart from its goods and thresholds. Adds what is against it, in no order.
void check_validity(const Ticket& ticket, const Candidate& candidate, std::vector<Refusal>& reasons);

Candidate check_coupon(const Ticket& ticket, const OfferedCoupon& offer);
/// The reason code's place in domain rules part 7.
std::size_t reason_rank(const std::string& code);

/// Whether a coupon's threshold is met where the lines cost `start`.
bool meets_threshold(const Ticket& ticket, const Candidate& candidate, std::span<const Money> start);
/// What the lines cost before the set's coupons: the member price, or base where one of the set goes without tier price.
std::vector<Money> starting_costs(const Ticket& ticket, std::span<const Candidate* const> set);
/// Of all lines, and of those of a scope.
Money sum_of(std::span<const Money> costs);
Money sum_of(std::span<const Money> costs, std::span<const std::size_t> scope);

/// Whether two coupons may stand on one ticket, by what their templates say of each other. Limits are another matter.
bool go_together(const CouponTemplate& one, const CouponTemplate& other);
/// How many coupons of the group one ticket takes at most, by this template; the rules' own limit apart.
std::size_t limit_of_group(const CouponTemplate& rule);
/// {other, other_en, coupon_id}: the coupon by its name, or by its id where it has none.
std::map<std::string, std::string> named(const Candidate& coupon);

/// The order of evaluation: by rank, then by expiry, then by id. Of two twins it is also the one that is spent first.
bool works_before(const Candidate* one, const Candidate* other);

struct Discount {
    Money amount;
    Money face_lost;
};
/// What the rule takes off goods that still cost `sum`. It never falls when the sum grows: the search's bounds need that.
Discount discount_on(const CouponTemplate& rule, Money sum);

/// Spreads `amount` over the scope and takes it off the costs. The shares, beside the scope.
std::vector<std::int64_t> take_off(std::span<Money> costs, std::span<const std::size_t> scope, Money amount);

struct CouponUseOnTicket {
    const Candidate* candidate = nullptr;
    Money discount;
    Money face_lost;
    std::vector<std::int64_t> shares;  ///< beside Candidate::scope
};

/// A set of coupons, applied.
struct AppliedSet {
    std::vector<Money> start;  ///< per line, see starting_costs()
    std::vector<Money> costs;  ///< per line, after the coupons
    Money cost;                ///< their sum
    std::vector<CouponUseOnTicket> uses;
};

/// Applies the set in the order of its ranks, whatever order it comes in. Nothing where a coupon's threshold is not met or
/// a coupon takes nothing off.
std::optional<AppliedSet> apply_coupons(const Ticket& ticket, std::vector<const Candidate*> set);

/// What a search for the best set found.
struct FoundOffer {
    AppliedSet applied;
    bool proved = false;     ///< all sets were looked at or ruled out
    Money bound;             ///< no set is cheaper by more than this; 0 where it is proved
    std::int64_t nodes = 0;  ///< sets that were priced
};

/// The best set of the open candidates, by the rules' search_nodes: exact, or the best that they allow for.
FoundOffer find_best_offer(const Ticket& ticket, std::span<const Candidate> candidates);

/// `applied` points into `candidates`, whose elements stay where they are when the whole moves.
struct CouponDecision {
    std::vector<Candidate> candidates;
    AppliedSet applied;
    std::optional<BestOffer> best;       ///< where the basket asked for it
    std::vector<RefusedCoupon> refused;  ///< by coupon_id
};

/// The set that costs least, and why each other coupon is not in it.
CouponDecision choose_coupons(const Ticket& ticket);

struct PointsDecision {
    PointsResult result;
    std::vector<std::int64_t> values;  ///< per line, minor units
    std::vector<std::int64_t> burnt;   ///< per line, points
};

PointsDecision decide_points(const Ticket& ticket, const AppliedSet& applied);

/// What a line's points are multiplied by, and the campaigns that have a part in it.
struct Multiplier {
    BasisPoints mult_bp = kWhole;
    std::vector<std::string> campaigns;
};
/// By the member's tier, the rules' campaigns, and what a coupon multiplies the line's points by, if one does.
Multiplier multiplier_of(const Ticket& ticket, const BasketLine& line, const std::optional<BasisPoints>& by_coupon);

struct EarnDecision {
    std::vector<std::int64_t> earned;  ///< per line
    std::vector<EarnGroup> groups;
    Points sum;
};
/// Points earned on what is paid: `paid` and `points_values` (what points paid) per line; `by_coupon` per line, where a
/// coupon multiplies points, or empty.
EarnDecision earn_points(const Ticket& ticket, std::span<const Money> paid, std::span<const std::int64_t> points_values,
                         std::span<const std::optional<BasisPoints>> by_coupon = {});

/// Sets ex_tax and tax from net.
void set_tax(QuoteLine& line, BasisPoints tax_bp, bool tax_included);

}  // namespace counterfoil::domain::pricing
