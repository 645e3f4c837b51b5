// The steps of make_quote, in the order of domain rules part 4. Inside the domain only; everything here is pure, and lives
// no longer than the basket and the context that it points into.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
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
    std::size_t place = 0;  ///< in the basket; behind its lines for what a split adds
    std::int32_t line_no = 0;
    std::int32_t split_of = 0;  ///< the line that it was split off; 0 for the basket's own
    Quantity quantity;
    Money list;
    Money base;
    Money member_price;
};

/// A benefit card that may be used, with what does not depend on the coupons of the ticket.
struct UsableCard {
    const OfferedCard* offer = nullptr;
    const CardType* rule = nullptr;
    Instant valid_until;             ///< the earlier of the card's and its type's
    std::vector<std::size_t> lines;  ///< places in Ticket::lines that it has a price for
};

/// The basket after its member price. Lines are sorted by line_no, on which ties of a spread depend.
struct Ticket {
    const Basket* basket = nullptr;
    const QuoteContext* context = nullptr;
    const Member* member = nullptr;  ///< null: nobody is named, or nothing of the member's may be used
    const Tier* tier = nullptr;
    std::vector<PricedLine> lines;
    std::vector<UsableCard> cards;           ///< by card_id
    std::vector<RefusedCard> refused_cards;  ///< those that may not be used, by card_id
};

Ticket open_ticket(const Basket& basket, const QuoteContext& context);

/// The cards of the context that may be used on the ticket's lines, or why not: fills in `cards` and `refused_cards`.
void find_cards(Ticket& ticket);

/// What the lines at the staff price cost, of a purchase of staff under a month's quota.
std::optional<Money> staff_spent(const Ticket& ticket);

/// Neither its flags nor a price set by hand bar coupons, and it costs something.
bool takes_coupons(const PricedLine& line);

/// What tells one set of coupons from another at first sight; the lesser one is better (domain rules part 6).
struct Weight {
    Money goal;               ///< what the rules' best_objective makes least: the cost, or what is due
    Money cost;               ///< of the ticket after coupons, before points
    std::size_t at_risk = 0;  ///< coupons that are used without a hold
    std::size_t coupons = 0;
    Money face_lost;
    auto operator<=>(const Weight&) const = default;
};

/// Amount and whole pieces that count for a coupon's threshold.
struct Reached {
    Money spend;
    Quantity pieces;
};

/// Coupons of different levels leave each other's groups and limits alone; each level comes after the one before.
enum class CouponLevel { pieces, order, points };
CouponLevel level_of(const CouponTemplate& rule);
/// How many coupons of a level go on one ticket.
std::size_t most_of_level(const Rules& rules, CouponLevel level);

/// A coupon with what does not depend on the other coupons of the ticket.
struct Candidate {
    const OfferedCoupon* offer = nullptr;
    Instant valid_until;               ///< the earlier of the coupon's and its template's
    std::vector<std::size_t> scope;    ///< places in Ticket::lines
    std::vector<std::size_t> targets;  ///< of these it prices pieces, if it is of such a kind
    std::vector<Refusal> reasons;      ///< in the order of domain rules part 7; empty: may be used on its own
    bool open = false;                 ///< only its threshold may be missing, which other coupons can bring back
    Reached lacking;                   ///< for its threshold, where no other coupon is used
    std::size_t left = std::numeric_limits<std::size_t>::max();  ///< of its template, by its limits
    std::optional<Refusal> limit;                                ///< which says so, where one does
    std::optional<Weight> alone;  ///< the ticket with this coupon only, where it takes something off
    bool asked = true;            ///< false: one that multiplies points, which is used only where it is asked for

    const CouponTemplate& rule() const noexcept { return offer->coupon_template; }
    const CouponId& id() const noexcept { return offer->coupon.coupon_id; }
    bool at_risk() const noexcept { return offer->right == RightState::risk; }
    bool takes_pieces() const noexcept { return prices_pieces(rule().kind); }
    bool adds_points() const noexcept { return multiplies_points(rule().kind); }
    /// Its scope's lines go without the price of benefit cards. Pieces are priced by the coupon in any case, and what
    /// multiplies points prices nothing.
    bool goes_without_cards() const noexcept { return !rule().with_card && !takes_pieces() && !adds_points(); }
};

/// Whether a moment of the sale, as far as it is known, is in a period: not_yet_valid, expired, or nothing.
std::optional<Refusal> check_period(Instant at, Millis clock_error, Instant from, Instant until);
/// Whether the store is one of the list or of one of the regions; both empty: all are.
bool is_good_in(const std::vector<StoreId>& stores, const std::vector<std::string>& regions, const Rules& rules,
                const StoreId& store);
/// Whether what is held by `right` was taken for this ticket so short a time ago that it stays as good as it was then.
bool is_freshly_held(const Basket& basket, RightState right);

/// When, where and for whom the coupon is good, apart from its goods and thresholds. Adds what is against it, in no order.
void check_validity(const Ticket& ticket, const Candidate& candidate, std::vector<Refusal>& reasons);

/// How many coupons of its template the limits per member, day and store leave. Adds what is used up.
void check_limits(const Ticket& ticket, Candidate& candidate);
/// How many coupons of its template this ticket takes at most, by the template's own word and by its limits.
std::size_t most_on_ticket(const Candidate& candidate);

Candidate check_coupon(const Ticket& ticket, const OfferedCoupon& offer);
/// The texts in one figure, as many as a person would read: "A, B, C, +12".
std::string listed(std::span<const std::string> texts);
/// The reason code's place in domain rules part 7.
std::size_t reason_rank(const std::string& code);

/// Pieces of one line that a coupon prices.
struct Piece {
    const Candidate* candidate = nullptr;
    std::size_t line = 0;  ///< in Ticket::lines
    Quantity from;         ///< of the line's quantity
    Quantity to;
    Money list;
    Money cost;             ///< without the coupon
    Money paid;             ///< with it
    std::size_t place = 0;  ///< among the lines after splitting
};

/// Pieces of one line that a benefit card prices.
struct CardShare {
    std::size_t card = 0;   ///< in Ticket::cards
    std::size_t line = 0;   ///< in Ticket::lines
    std::int64_t uses = 0;  ///< spent for these pieces; 0 where a use is a ticket
    Money saved;            ///< against what they cost without the card
    Money discount;         ///< against their base, which the card's price replaces
};

/// What the lines cost before the order-level coupons of a set.
struct Start {
    std::vector<Money> whole;   ///< per line, before any coupon and card
    std::vector<Money> costs;   ///< per line, of what nobody took pieces of; after price_by_cards() with its cards
    std::vector<Piece> pieces;  ///< in the order of evaluation
    std::vector<CardShare> cards;
    Money paid;  ///< for all pieces
};

/// Where the lines cost `costs`, without `pieces`, which count for no threshold and are no part of `costs`. By `list` it is
/// the same whatever the lines cost.
Reached reached(const Ticket& ticket, const Candidate& candidate, std::span<const Money> costs,
                std::span<const Piece> pieces = {});
/// The amount from which on the rule takes anything off: min_spend, or the first step where that is more.
Money least_spend(const CouponTemplate& rule);
bool meets_threshold(const CouponTemplate& rule, const Reached& counted);
/// below_min_spend and below_min_qty, as far as `counted` lacks either.
std::vector<Refusal> shortfalls(const CouponTemplate& rule, const Reached& counted);
/// What the lines cost before the set's coupons and without cards: the tier price, or base where one of the set goes without
/// tier price.
std::vector<Money> starting_costs(const Ticket& ticket, std::span<const Candidate* const> set);
/// Whether the lines of the coupon cost what it asks for already where the coupons of the set are used.
bool asks_no_more(const Ticket& ticket, const Candidate& candidate, std::span<const Candidate* const> set);
/// The same as the start of a set, without pieces.
Start open_start(const Ticket& ticket, std::span<const Candidate* const> set);
/// Prices what nobody took pieces of by the ticket's cards, but for lines of coupons of the set that go without. The dearest
/// saving a piece comes first, as far as the uses reach; a use is spent only where it saves anything. After take_pieces().
void price_by_cards(const Ticket& ticket, std::span<const Candidate* const> set, Start& start);
/// The least that each line of a start can cost with cards and whatever pieces are taken later, where the lines in `set`
/// that go without cards do so. Never more than what it costs in any such start.
std::vector<Money> least_by_cards(const Ticket& ticket, std::span<const Candidate* const> set, const Start& start);
/// Whether a card has a price for one of the coupon's lines that the coupon does not go with.
bool bars_cards(const Ticket& ticket, const Candidate& candidate);
/// A line's figures from one cumulative quantity to another, where it costs `whole` without cards. Its discounts are cut
/// each on its own, so that none of a piece's is below 0, and the price is their sum.
PricedLine cut(const PricedLine& line, Money whole, Quantity from, Quantity to);
/// Takes the coupon's pieces out of the start, the dearest first, and says what that saves; 0 where it takes none.
Money take_pieces(const Ticket& ticket, const Candidate& candidate, Start& start);
/// No start in which the lines cost `whole` or less lets the coupon save more, whatever other coupons took before.
Money most_by_pieces(const Ticket& ticket, const Candidate& candidate, std::span<const Money> whole);
/// Gives each piece its place among the lines after splitting, and `costs` what is paid for it there. The last piece of a
/// line that is used up has the line's own place.
void place_pieces(const Ticket& ticket, Start& start);
/// Of all lines, and of those of a scope.
Money sum_of(std::span<const Money> costs);
Money sum_of(std::span<const Money> costs, std::span<const std::size_t> scope);

/// Whether two coupons may stand on one ticket, by what their templates say of each other. Limits are another matter. Groups
/// are a matter between coupons of one level.
bool go_together(const CouponTemplate& one, const CouponTemplate& other);
/// How many coupons of the group one ticket takes at most, by this template; the rules' own limit apart.
std::size_t limit_of_group(const CouponTemplate& rule);
/// {other, other_en, coupon_id}: the coupon by its name, or by its id where it has none.
std::map<std::string, std::string> named(const Candidate& coupon);

/// Coupons that do the same on any ticket: only their ends and their numbers tell them apart.
bool are_twins(const Candidate& one, const Candidate& other);

/// The order of evaluation: by rank, then by expiry, then by id; multipliers of points come last, the greatest first. Of two
/// twins it is also the one that is spent first.
bool works_before(const Candidate* one, const Candidate* other);

struct Discount {
    Money amount;
    Money face_lost;
};
/// What the rule takes off goods that still cost `sum`, where `spend` counts for its threshold and reaches it. It never
/// falls when either grows: the search's bounds need that.
Discount discount_on(const CouponTemplate& rule, Money spend, Money sum);

/// Spreads `amount` over the scope and takes it off the costs. The shares, beside the scope.
std::vector<std::int64_t> take_off(std::span<Money> costs, std::span<const std::size_t> scope, Money amount);

struct CouponUseOnTicket {
    const Candidate* candidate = nullptr;
    Money discount;
    Money face_lost;
    std::vector<std::int64_t> shares;  ///< beside Candidate::scope; none for pieces and for multipliers of points
    Points earn = {};                  ///< that a multiplier of points adds
};

/// The limit that keeps the coupon off the ticket beside those that are used: its template's, its group's or the ticket's;
/// nothing where none does.
std::optional<Refusal> limit_reached(const Rules& rules, const Candidate& candidate,
                                     std::span<const CouponUseOnTicket> uses);

/// A set of coupons, applied.
struct AppliedSet {
    std::vector<Money> whole;      ///< per line of the ticket, see starting_costs()
    std::vector<Piece> pieces;     ///< what its coupons price on their own
    std::vector<CardShare> cards;  ///< what cards price, of lines as they are after splitting
    std::vector<Money> costs;      ///< after the coupons, per line of split_ticket()
    Money cost;                    ///< their sum
    std::vector<Money> before;     ///< per line of the ticket, without pieces: before and after the order-level coupons
    std::vector<Money> after;
    std::vector<CouponUseOnTicket> uses;
};

/// Applies the set in the order of its ranks, whatever order it comes in. Nothing where a coupon's threshold is not met or
/// a coupon takes nothing off. None multiplies points: those come after all others, see add_multipliers().
std::optional<AppliedSet> apply_coupons(const Ticket& ticket, std::vector<const Candidate*> set);

/// The ticket as the set prices it: the member price is that of its start, and lines of which a coupon took pieces are cut.
/// Every figure of a line is the sum of its parts' figures. What a split adds stands behind the ticket's lines. It has no
/// cards: theirs are in its prices.
Ticket split_ticket(const Ticket& ticket, const AppliedSet& applied);

/// By what a return will ask a gift back; nothing for other kinds, and for gifts without a threshold.
std::optional<GiftTerms> gift_terms(const Ticket& ticket, const AppliedSet& applied, const Candidate& candidate);

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
    std::vector<RefusedCoupon> refused;  ///< near misses first, those that lack least; then by coupon_id
    std::vector<PossibleCoupon> also_possible;
};

/// The uses that the set leaves to be spent, by card; and why each other card is not used.
std::vector<UsedCard> used_cards(const Ticket& ticket, const AppliedSet& applied);
std::vector<RefusedCard> refused_cards(const Ticket& ticket, const AppliedSet& applied);

/// The set that costs least, the multipliers of points that were asked for, and why each other coupon is not in it.
CouponDecision choose_coupons(const Ticket& ticket);

/// What is burnt of one purse.
struct PurseBurn {
    PurseId purse_id;
    const PointsRules* rules = nullptr;
    PointsResult result;
    std::vector<std::int64_t> values;  ///< per line, minor units
    std::vector<std::int64_t> burnt;   ///< per line, points
};

struct PointsDecision {
    std::vector<PurseBurn> purses;     ///< the main one first, then all others in the order of the rules
    std::vector<std::int64_t> values;  ///< per line, of all purses
    Money value;                       ///< their sum
};

/// `ticket` as split_ticket() gave it. Each purse works on what the ones before it left.
PointsDecision decide_points(const Ticket& ticket, const AppliedSet& applied);
/// How much of a cost points could pay at most: a purse's share of it, as far as what may be burnt reaches.
struct BurnCap {
    Money most;
    BasisPoints share;
};
/// Of each purse, in the order in which they pay, whatever the coupons leave.
std::vector<BurnCap> burn_caps(const Ticket& ticket);

/// Whether the basket asks to burn points of any purse.
bool asks_for_points(const Ticket& ticket);

/// Whether sets of coupons are told apart by what is due first, and by their cost then.
bool aims_at_due(const Ticket& ticket);
/// What is due for the set, after points.
Money due_of(const Ticket& ticket, const AppliedSet& applied);
Weight weight_of(const Ticket& ticket, const AppliedSet& applied);

/// What a line's points are multiplied by, and what has a part in it.
struct Multiplier {
    BasisPoints mult_bp = kWhole;
    std::vector<std::string> campaigns;
    bool birthday = false;
    bool by_coupon = false;
};
/// By the member's tier, the purse's birthday and campaigns, and the coupon that multiplies the line's points, or null.
Multiplier multiplier_of(const Ticket& ticket, const PointsRules& rules, bool is_birthday, const BasketLine& line,
                         const Candidate* coupon);

struct EarnDecision {
    std::vector<std::int64_t> earned;  ///< per line
    std::vector<EarnGroup> groups;
    Points sum;
    std::vector<std::int64_t> bases;          ///< per line: what it earns on
    std::vector<const Candidate*> by_coupon;  ///< per line: the coupon that has a part in its multiplier, or null
};
/// Points earned on what is paid, by the rules of one purse: `paid` and `points_values` (what points paid) per line;
/// `by_coupon` per line, where a coupon multiplies points, or empty.
EarnDecision earn_points(const Ticket& ticket, const PointsRules& rules, std::span<const Money> paid,
                         std::span<const std::int64_t> points_values, std::span<const Candidate* const> by_coupon = {});
/// Per line of the split ticket, of those of the set that multiply points the first one that holds the line; else null.
std::vector<const Candidate*> multipliers_of_lines(const AppliedSet& applied);
/// Adds to the set those of the candidates that multiply points, as far as they were asked for and add any: the greatest
/// first, so that a line has the greatest one that holds it. The others get their reasons; those that were not asked for and
/// would add points stand in `possible`, the most first.
AppliedSet add_multipliers(const Ticket& ticket, AppliedSet chosen, std::span<Candidate> candidates,
                           std::vector<PossibleCoupon>& possible);

/// Whether it is the member's birthday in the ticket's store; a member is served within the clock's known error.
bool has_birthday(const Ticket& ticket, BirthdayPeriod period, Instant at);

/// What happened, step by step, for people: `ticket` as split_ticket() gave it, the quote as it is otherwise.
std::vector<ExplainStep> explain_quote(const Ticket& ticket, const AppliedSet& applied, const Quote& quote);

/// Takes the basket's rounding off what the customer pays for the lines, which stand by line_no. Refusal: `basket_invalid`,
/// where it is more than the rules allow or than is due.
std::optional<Refusal> round_off(const Ticket& ticket, std::span<QuoteLine> lines);

/// Sets ex_tax and tax from net.
void set_tax(QuoteLine& line, BasisPoints tax_bp, bool tax_included);

}  // namespace counterfoil::domain::pricing
