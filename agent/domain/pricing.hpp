// The steps of make_quote, in the order of domain rules part 4. Inside the domain only; everything here is pure, and lives
// no longer than the basket and the context that it points into.
#pragma once

#include <cstddef>
#include <cstdint>
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

/// A coupon with what does not depend on the other coupons of the ticket.
struct Candidate {
    const OfferedCoupon* offer = nullptr;
    Instant valid_until;             ///< the earlier of the coupon's and its template's
    std::vector<std::size_t> scope;  ///< places in Ticket::lines
    std::vector<Refusal> reasons;    ///< in the order of domain rules part 7; empty: may be used
    Money alone;                     ///< the ticket's cost with this coupon only, where it may be used

    const CouponTemplate& rule() const noexcept { return offer->coupon_template; }
    const CouponId& id() const noexcept { return offer->coupon.coupon_id; }
    bool at_risk() const noexcept { return offer->right == RightState::risk; }
};

Candidate check_coupon(const Ticket& ticket, const OfferedCoupon& offer);
/// The reason code's place in domain rules part 7.
std::size_t reason_rank(const std::string& code);

/// What lacks to a coupon's threshold where the lines cost `start`; nothing where it is met.
std::optional<Refusal> below_threshold(const Ticket& ticket, const Candidate& candidate, std::span<const Money> start);
/// What the lines cost before the set's coupons: the member price, or base where one of the set goes without tier price.
std::vector<Money> starting_costs(const Ticket& ticket, std::span<const Candidate* const> set);

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

/// `applied` points into `candidates`, whose elements stay where they are when the whole moves.
struct CouponDecision {
    std::vector<Candidate> candidates;
    AppliedSet applied;
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
/// Points earned on what is paid, per line.
std::vector<std::int64_t> earn_points(const Ticket& ticket, std::span<const Money> paid);

/// Sets ex_tax and tax from net.
void set_tax(QuoteLine& line, BasisPoints tax_bp, bool tax_included);

}  // namespace counterfoil::domain::pricing
