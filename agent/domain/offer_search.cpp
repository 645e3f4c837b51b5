// Branch and bound over the sets of coupons that a ticket may use. The order of evaluation is fixed, so a set is built in
// this order, and a branch knows what its lines cost already. Two sorts of coupons change what the lines cost before all
// others, and are therefore decided about first: those without tier price or benefit cards, and then those that take pieces
// out of the reach of all others. What both leave is a start, priced by the cards, and each start is searched.
#include <algorithm>
#include <limits>
#include <map>

#include "domain/offer_floor.hpp"
#include "domain/offer_incumbent.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

/// A search takes no more coupons than this; those that save least on their own are left out.
constexpr std::size_t kOpenMax = 64;
constexpr auto kTakersMax = static_cast<std::size_t>(kPieceCouponsMax);
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

class Search {
public:
    /// `open` in the order of evaluation.
    Search(const Ticket& ticket, Coupons open, std::int64_t nodes, Incumbent& best)
        : ticket_(ticket), goal_(ticket), open_(std::move(open)), nodes_max_(nodes), best_(best) {
        const auto wanted = std::clamp(ticket.context->rules->max_coupons, 1, kCouponsPerTicketMax);
        const auto orders = std::ranges::count_if(open_, [](const Candidate* one) { return !one->takes_pieces(); });
        most_ = std::min(static_cast<std::size_t>(wanted), static_cast<std::size_t>(orders));
        levels_.resize(most_ + 1);
        for (Level& level : levels_)
            level.floors.resize(open_.size());
        taken_.resize(open_.size(), false);
        usable_.resize(open_.size(), false);
        left_out_.resize(open_.size(), false);
        spend_.resize(open_.size());
        most_saved_.resize(open_.size());
        index();
    }

    void run() {
        if (open_.empty()) return;
        be_greedy();
        choose_start(0);
    }
    std::int64_t nodes() const noexcept { return nodes_; }
    bool ended() const noexcept { return !given_up_; }
    /// The least goal that a set could have which was not looked at.
    Money unseen() const noexcept { return unseen_; }
    /// Leaves sets out that cost no less than `floor`.
    void give_up(Money floor) {
        const Money least = goal_.least(floor);
        unseen_ = given_up_ ? std::min(unseen_, least) : least;
        given_up_ = true;
    }
    /// The least that any set of coupons could cost.
    Money floor_of_all() { return floor_of_starts(0); }

private:
    struct Level {
        std::vector<Money> costs;   ///< per line, after the coupons chosen so far
        std::vector<Money> sums;    ///< the same per scope, and per threshold that counts running amounts
        std::vector<Money> floors;  ///< per coupon: the least cost of any set that goes on with it or a later one
        Weight weight;              ///< of the coupons chosen so far; its goal is the least that it can be
    };

    void index() {
        std::map<TemplateId, std::size_t> templates;
        for (std::size_t i = 0; i < open_.size(); ++i) {
            const CouponTemplate& rule = open_[i]->rule();
            scope_of_.push_back(place_of(open_[i]->scope));
            counted_of_.push_back(rule.threshold_scope == ThresholdScope::ticket && is_running(rule)
                                      ? place_of(ticket_scope())
                                      : scope_of_[i]);
            template_of_.push_back(templates.emplace(rule.template_id, templates.size()).first->second);
            if (open_[i]->takes_pieces()) {
                takers_.push_back(i);
            } else if (!rule.with_tier_price || bars_cards(ticket_, *open_[i])) {
                demanding_.push_back(i);
            }
            twin_of_.push_back(kNone);
            for (std::size_t k = 0; k < i; ++k)
                if (are_twins(*open_[k], *open_[i])) twin_of_[i] = k;
        }
        used_of_template_.resize(templates.size(), 0);
        clashes_.resize(open_.size(), 0);
    }

    static bool is_running(const CouponTemplate& rule) { return rule.threshold_base == ThresholdBase::running; }

    std::size_t place_of(const std::vector<std::size_t>& scope) {
        const auto known = std::ranges::find(scopes_, scope);
        const auto place = static_cast<std::size_t>(known - scopes_.begin());
        if (known == scopes_.end()) scopes_.push_back(scope);
        return place;
    }
    std::vector<std::size_t> ticket_scope() const {
        std::vector<std::size_t> all;
        for (std::size_t i = 0; i < ticket_.lines.size(); ++i)
            if (takes_coupons(ticket_.lines[i])) all.push_back(i);
        return all;
    }

    /// What coupon i takes off now: from here on it only falls. Nothing where its running threshold is not reached.
    Discount discount_at(const Level& here, std::size_t i) const {
        const CouponTemplate& rule = open_[i]->rule();
        const Money sum = here.sums[scope_of_[i]];
        if (!is_running(rule)) return discount_on(rule, spend_[i], sum);
        const Money spend = here.sums[counted_of_[i]];
        return spend < least_spend(rule) ? Discount{} : discount_on(rule, spend, sum);
    }

    /// The coupons of i's group that are taken leave room for i, by its own limit and by theirs.
    bool group_has_room(std::size_t i) const {
        const CouponTemplate& rule = open_[i]->rule();
        std::size_t limit = limit_of_group(rule);
        std::size_t taken = 0;
        for (std::size_t k = 0; k < open_.size(); ++k) {
            if (!taken_[k] || open_[k]->rule().stack_group != rule.stack_group) continue;
            if (open_[k]->takes_pieces() != open_[i]->takes_pieces()) continue;
            limit = std::min(limit, limit_of_group(open_[k]->rule()));
            ++taken;
        }
        return taken < limit;
    }
    /// It is on the ticket, or could still come.
    bool in_play(std::size_t i) const { return usable_[i] && (taken_[i] || clashes_[i] == 0); }

    bool may_take(std::size_t i) const {
        const std::size_t limit = most_on_ticket(*open_[i]);
        const bool has_room = open_[i]->takes_pieces() ? takers_taken_ < kTakersMax : taken_count_ < most_;
        return has_room && clashes_[i] == 0 && used_of_template_[template_of_[i]] < limit &&
               (twin_of_[i] == kNone || taken_[twin_of_[i]]) && group_has_room(i);
    }
    void take(std::size_t i, bool on) {
        taken_[i] = on;
        std::size_t& count = open_[i]->takes_pieces() ? takers_taken_ : taken_count_;
        count = on ? count + 1 : count - 1;
        std::size_t& used = used_of_template_[template_of_[i]];
        used = on ? used + 1 : used - 1;
        for (std::size_t k = 0; k < open_.size(); ++k)
            if (k != i && !go_together(open_[i]->rule(), open_[k]->rule()))
                clashes_[k] = on ? clashes_[k] + 1 : clashes_[k] - 1;
    }
    bool spent() const { return nodes_ >= nodes_max_; }

    /// Adds, again and again, the coupon that makes the set best: a good first set lets the search rule out more.
    void be_greedy() {
        Coupons chosen;
        std::vector<std::size_t> places;
        for (bool better = true; better;) {
            better = false;
            std::size_t next = kNone;
            for (std::size_t i = 0; i < open_.size(); ++i) {
                if (taken_[i] || !may_take(i)) continue;
                // The first round is free: it only repeats what each coupon saves alone.
                if (!chosen.empty() && spent()) break;
                nodes_ += chosen.empty() ? 0 : 1;
                chosen.push_back(open_[i]);
                const auto weight = weigh(chosen);
                const bool wins = weight && *weight < best_.weight();
                if (wins) best_.offer(*weight, chosen);
                chosen.pop_back();
                if (wins) next = i;
            }
            if (next == kNone) continue;
            take(next, true);
            places.push_back(next);
            chosen.push_back(open_[next]);
            better = true;
        }
        for (const std::size_t i : places)
            take(i, false);
    }

    std::optional<Weight> weigh(const Coupons& set) const {
        if (set.size() == 1) return set.front()->alone;
        const auto applied = apply_coupons(ticket_, set);
        if (!applied) return std::nullopt;
        return weight_of(ticket_, *applied);
    }

    /// Decides about the coupons without tier price or cards from demanding_[t] on; those before are taken or not.
    void choose_start(std::size_t t) {
        if (t == demanding_.size()) return open_pieces();
        const std::size_t i = demanding_[t];
        // What changes no start is left to extend().
        if (asks_no_more(ticket_, *open_[i], demanding_taken(t))) return choose_start(t + 1);
        const Money floor = floor_of_starts(t);
        if (best_.beats(goal_.least(floor), floor)) return;
        if (spent()) return give_up(floor);
        left_out_[i] = true;
        choose_start(t + 1);
        left_out_[i] = false;
        if (!may_take(i)) return;
        if (spent()) return give_up(floor);
        ++nodes_;
        take(i, true);
        choose_start(t + 1);
        take(i, false);
    }

    Coupons demanding_taken(std::size_t before) const {
        Coupons some;
        for (std::size_t k = 0; k < before; ++k)
            if (taken_[demanding_[k]]) some.push_back(open_[demanding_[k]]);
        return some;
    }

    /// The least cost of any set in which the coupons before demanding_[t] are as they are now.
    Money floor_of_starts(std::size_t t) {
        Coupons some = demanding_taken(t);
        const Start start = open_start(ticket_, some);
        const std::vector<Money> low = least_by_cards(ticket_, some, start);
        for (std::size_t k = t; k < demanding_.size(); ++k)
            some.push_back(open_[demanding_[k]]);
        const std::vector<Money> high = starting_costs(ticket_, some);
        OfferFloor floor(most_);
        Money by_pieces;
        for (const Candidate* candidate : open_) {
            if (candidate->takes_pieces()) {
                by_pieces += most_by_pieces(ticket_, *candidate, high);
                continue;
            }
            const Money spend = reached(ticket_, *candidate, high).spend;
            floor.add(candidate->rule(), discount_on(candidate->rule(), spend, sum_of(high, candidate->scope)).amount);
        }
        return std::max(floor.least(sum_of(low), most_) - by_pieces, Money{});
    }

    /// The coupons without tier price or cards are decided about: what the lines cost before cards is known.
    void open_pieces() {
        forced_ = demanding_taken(demanding_.size());
        start_ = open_start(ticket_, forced_);
        for (const std::size_t i : takers_)
            most_saved_[i] = most_by_pieces(ticket_, *open_[i], start_.whole);
        choose_pieces(0);
    }

    /// Decides about the coupons that take pieces from takers_[t] on; those before are in the start or not.
    void choose_pieces(std::size_t t) {
        if (t == takers_.size()) return search_from_start();
        const Money floor = floor_of_pieces(t);
        if (best_.beats(goal_.least(floor), floor)) return;
        if (spent()) return give_up(floor);
        const std::size_t i = takers_[t];
        if (may_take(i)) {
            ++nodes_;
            const Start before = start_;
            if (take_pieces(ticket_, *open_[i], start_).value > 0) {
                take(i, true);
                choose_pieces(t + 1);
                take(i, false);
            }
            start_ = before;
        }
        choose_pieces(t + 1);
    }

    /// The least cost of any set with this start and any coupons from takers_[t] on. More pieces taken leave the others less
    /// to work on, and less that counts for their thresholds.
    Money floor_of_pieces(std::size_t t) const {
        OfferFloor floor(most_);
        for (const Candidate* candidate : open_) {
            if (candidate->takes_pieces()) continue;
            const Reached counted = reached(ticket_, *candidate, start_.costs, start_.pieces);
            if (!meets_threshold(candidate->rule(), counted)) continue;
            const Money sum = sum_of(start_.costs, candidate->scope);
            floor.add(candidate->rule(), discount_on(candidate->rule(), counted.spend, sum).amount);
        }
        Money by_pieces;
        for (std::size_t k = t; k < takers_.size(); ++k)
            by_pieces += most_saved_[takers_[k]];
        const Money least = sum_of(least_by_cards(ticket_, forced_, start_));
        return std::max(floor.least(least + start_.paid, most_) - by_pieces, Money{});
    }

    void search_from_start() {
        Start start = start_;
        price_by_cards(ticket_, forced_, start);
        Level& first = levels_.front();
        const Money cost = sum_of(start.costs) + start.paid;
        first.weight = Weight{goal_.least(cost), cost, 0, 0, {}};
        std::size_t forced = 0;
        for (std::size_t i = 0; i < open_.size(); ++i) {
            const CouponTemplate& rule = open_[i]->rule();
            const Reached counted = reached(ticket_, *open_[i], start.costs, start.pieces);
            const bool met = meets_threshold(rule, counted);
            if (taken_[i] && !met) return;
            spend_[i] = counted.spend;
            usable_[i] = met && !open_[i]->takes_pieces() && !left_out_[i];
            forced += taken_[i] && usable_[i] ? 1U : 0U;
        }
        first.costs = std::move(start.costs);
        chosen_.clear();
        for (const std::size_t i : takers_) {
            if (!taken_[i]) continue;
            chosen_.push_back(open_[i]);
            first.weight.at_risk += open_[i]->at_risk() ? 1U : 0U;
            first.weight.coupons += 1;
        }
        if (forced == 0 && !chosen_.empty()) best_.offer(first.weight, chosen_);
        extend(0, 0, forced);
    }

    /// Looks at all sets that go on with a coupon from `from` on. `forced` of these are in every such set.
    void extend(std::size_t depth, std::size_t from, std::size_t forced) {
        Level& here = levels_[depth];
        const std::size_t room = most_ - taken_count_ + forced;
        measure(here, from, room);
        for (std::size_t i = from; i < open_.size(); ++i) {
            if (!in_play(i)) continue;
            if (cannot_win(here, i, room)) return;
            if (spent()) return give_up(here.floors[i]);
            const bool is_forced = taken_[i];
            if (!is_forced && !may_take(i)) continue;
            if (!is_forced) take(i, true);
            ++nodes_;
            descend(depth, i, forced - (is_forced ? 1U : 0U));
            if (is_forced) return;
            take(i, false);
        }
    }

    /// Adds coupon i, which counts as taken already.
    void descend(std::size_t depth, std::size_t i, std::size_t forced) {
        Level& here = levels_[depth];
        Level& next = levels_[depth + 1];
        const Discount discount = discount_at(here, i);
        if (discount.amount.value <= 0) return;
        next.weight = here.weight;
        next.weight.cost -= discount.amount;
        next.weight.goal = goal_.least(next.weight.cost);
        next.weight.at_risk += open_[i]->at_risk() ? 1U : 0U;
        next.weight.coupons += 1;
        next.weight.face_lost += discount.face_lost;
        chosen_.push_back(open_[i]);
        if (forced == 0) best_.offer(next.weight, chosen_);
        if (depth + 1 < most_ && i + 1 < open_.size()) {
            next.costs = here.costs;
            take_off(next.costs, open_[i]->scope, discount.amount);
            extend(depth + 1, i + 1, forced);
        }
        chosen_.pop_back();
    }

    void measure(Level& here, std::size_t from, std::size_t room) {
        here.sums.clear();
        for (const std::vector<std::size_t>& scope : scopes_)
            here.sums.push_back(sum_of(here.costs, scope));
        OfferFloor floor(room);
        for (std::size_t i = open_.size(); i > from; --i) {
            if (!in_play(i - 1)) continue;
            floor.add(open_[i - 1]->rule(), discount_at(here, i - 1).amount);
            here.floors[i - 1] = floor.least(here.weight.cost, room);
        }
    }

    /// No set that goes on with coupon i or a later one is better than the best so far, ties included.
    bool cannot_win(const Level& here, std::size_t i, std::size_t room) const {
        const Weight& best = best_.weight();
        const Money goal = goal_.least(here.floors[i]);
        if (goal != best.goal) return goal > best.goal;
        if (here.floors[i] != best.cost) return here.floors[i] > best.cost;
        if (here.weight.at_risk != best.at_risk) return here.weight.at_risk > best.at_risk;
        const std::size_t more = least_more(here, i, room);
        const std::size_t coupons = here.weight.coupons + more;
        if (coupons != best.coupons) return coupons > best.coupons;
        if (here.weight.face_lost != best.face_lost) return here.weight.face_lost > best.face_lost;
        return !asks_for_points(ticket_) && youngest_hope(i, more) >= best_.age();
    }

    /// How many coupons a set needs at least, from i on, to cost as little as the best.
    std::size_t least_more(const Level& here, std::size_t i, std::size_t room) const {
        OfferFloor floor(room);
        for (std::size_t k = i; k < open_.size(); ++k)
            if (in_play(k)) floor.add(open_[k]->rule(), discount_at(here, k).amount);
        std::size_t more = 1;
        while (more < room && floor.least(here.weight.cost, more) > best_.weight().cost)
            ++more;
        return more;
    }

    /// The soonest expiries and the lowest ids that `more` coupons from i on could bring.
    Age youngest_hope(std::size_t i, std::size_t more) const {
        std::vector<Instant> expiries;
        std::vector<CouponId> ids;
        for (std::size_t k = i; k < open_.size(); ++k) {
            if (!in_play(k)) continue;
            expiries.push_back(open_[k]->valid_until);
            ids.push_back(open_[k]->id());
        }
        std::ranges::sort(expiries);
        std::ranges::sort(ids);
        expiries.resize(std::min(more, expiries.size()));
        ids.resize(std::min(more, ids.size()));
        for (const Candidate* candidate : chosen_) {
            expiries.push_back(candidate->valid_until);
            ids.push_back(candidate->id());
        }
        return age_of(std::move(expiries), std::move(ids));
    }

    const Ticket& ticket_;
    GoalFloor goal_;
    Coupons open_;
    std::int64_t nodes_max_;
    Incumbent& best_;
    std::size_t most_ = 0;
    std::vector<std::vector<std::size_t>> scopes_;  ///< each scope once: many coupons share one
    std::vector<std::size_t> scope_of_;
    std::vector<std::size_t> counted_of_;  ///< what counts for its threshold, where that is a running amount
    std::vector<std::size_t> template_of_;
    std::vector<std::size_t> twin_of_;    ///< the twin that is spent before it
    std::vector<std::size_t> demanding_;  ///< those without tier price, or without cards where there are any
    std::vector<bool> left_out_;          ///< of those, decided against
    Coupons forced_;                      ///< of those, taken
    std::vector<std::size_t> takers_;     ///< those that price pieces
    std::vector<Money> most_saved_;       ///< by those at most, with the tier prices that are being looked at
    Start start_;
    std::vector<std::size_t> used_of_template_;
    std::vector<bool> taken_;
    std::vector<bool> usable_;          ///< with the start that is being looked at
    std::vector<Money> spend_;          ///< what counts for its threshold with that start
    std::vector<std::size_t> clashes_;  ///< how many of the taken ones do not go with it
    std::size_t taken_count_ = 0;       ///< order-level coupons
    std::size_t takers_taken_ = 0;
    std::vector<Level> levels_;
    Coupons chosen_;
    std::int64_t nodes_ = 0;
    bool given_up_ = false;
    Money unseen_;
};

/// The open coupons in the order of evaluation, less the twins of which a ticket takes no more.
Coupons open_ones(const Ticket& ticket, std::span<const Candidate> candidates) {
    Coupons open;
    for (const Candidate& candidate : candidates)
        if (candidate.open && !candidate.adds_points()) open.push_back(&candidate);
    std::ranges::sort(open, works_before);
    Coupons kept;
    for (const Candidate* candidate : open) {
        const auto most = candidate->takes_pieces() ? kPieceCouponsMax : std::max(ticket.context->rules->max_coupons, 1);
        const auto limit = std::min(most_on_ticket(*candidate), static_cast<std::size_t>(most));
        const auto twins = std::ranges::count_if(kept, [&](const Candidate* one) { return are_twins(*one, *candidate); });
        if (static_cast<std::size_t>(twins) < limit) kept.push_back(candidate);
    }
    return kept;
}

/// The kOpenMax coupons that save most on their own.
Coupons most_promising(Coupons open) {
    if (open.size() <= kOpenMax) return open;
    const auto better = [](const Candidate* one, const Candidate* other) {
        if (one->alone.has_value() != other->alone.has_value()) return one->alone.has_value();
        if (one->alone != other->alone) return *one->alone < *other->alone;
        return works_before(one, other);
    };
    std::ranges::sort(open, better);
    open.resize(kOpenMax);
    std::ranges::sort(open, works_before);
    return open;
}

}  // namespace

FoundOffer find_best_offer(const Ticket& ticket, std::span<const Candidate> candidates) {
    // Where the search is cut short, the sets of its own result are tried after it: whoever prices these coupons again must
    // come to the same set.
    constexpr std::int64_t kTidying = 1023;
    const std::int64_t nodes_max = std::max(ticket.context->rules->search_nodes, 1);
    const std::int64_t kept = std::min(kTidying, nodes_max / 2);

    Incumbent best(ticket, *apply_coupons(ticket, {}));
    const Coupons open = open_ones(ticket, candidates);
    Search search(ticket, most_promising(open), nodes_max - kept, best);
    if (open.size() > kOpenMax) search.give_up(Search(ticket, open, 0, best).floor_of_all());
    search.run();

    FoundOffer found;
    found.nodes = search.nodes();
    found.proved = search.ended() || best.weight().goal < search.unseen();
    if (!found.proved) {
        Coupons own;
        for (const CouponUseOnTicket& use : best.applied().uses)
            own.push_back(use.candidate);
        Search tidying(ticket, std::move(own), kept, best);
        tidying.run();
        found.nodes += tidying.nodes();
        found.bound = std::max(best.weight().goal - search.unseen(), Money{});
        found.proved = best.weight().goal < search.unseen();
    }
    found.applied = best.take();
    return found;
}

}  // namespace counterfoil::domain::pricing
