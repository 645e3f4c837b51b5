// Coupons that price pieces: fixed_price, exchange, gift and pick_up. What they take leaves every other coupon's reach, and
// where it is only part of a line, the quote splits it (domain rules part 5).
#include <algorithm>
#include <limits>
#include <set>

#include "domain/arithmetic.hpp"
#include "domain/line_amount.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

std::int64_t pieces_of(Quantity quantity) { return quantity.value / kOnePiece.value; }

/// Pieces of some lines of which the coupon prices at most so many; a coupon of which no piece may lack is for all of them.
struct Lot {
    std::vector<std::size_t> lines;
    std::int64_t pieces = 1;
};

std::int64_t most_pieces(const CouponTemplate& rule) {
    return rule.kind == TemplateKind::fixed_price ? std::max(rule.max_units, 1) : 1;
}

/// What the coupon takes: any of its goods, or, of goods to be picked up, each.
std::vector<Lot> lots_of(const Ticket& ticket, const Candidate& candidate) {
    if (candidate.rule().kind != TemplateKind::pick_up) return {{candidate.targets, most_pieces(candidate.rule())}};
    std::vector<Lot> lots;
    for (const PickUpGoods& goods : candidate.offer->coupon.goods) {
        Lot lot{{}, goods.pieces};
        for (const std::size_t i : candidate.targets)
            if (ticket.lines[i].line->sku == goods.sku) lot.lines.push_back(i);
        lots.push_back(std::move(lot));
    }
    return lots;
}

/// Lines with the dearest pieces first.
std::vector<std::size_t> dearest_first(const Ticket& ticket, std::vector<std::size_t> places, std::span<const Money> whole) {
    std::ranges::stable_sort(places, [&](std::size_t one, std::size_t other) {
        return is_dearer(whole[one], ticket.lines[one].quantity, whole[other], ticket.lines[other].quantity);
    });
    return places;
}

Quantity taken_of(const Start& start, std::size_t line) {
    Quantity taken;
    for (const Piece& piece : start.pieces)
        if (piece.line == line) taken += piece.to - piece.from;
    return taken;
}

/// Numbers for the lines that a split adds: above all others, or the lowest free ones where there is no room above.
class FreeNumbers {
public:
    FreeNumbers(const Ticket& ticket, std::size_t wanted) {
        for (const PricedLine& line : ticket.lines)
            used_.insert(line.line_no);
        const std::int64_t last = used_.empty() ? 0 : *used_.rbegin();
        const auto room = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max() - last);
        next_ = wanted <= room ? last + 1 : 1;
    }
    std::int32_t take() {
        while (used_.contains(static_cast<std::int32_t>(next_)))
            ++next_;
        return static_cast<std::int32_t>(next_++);
    }

private:
    std::set<std::int32_t> used_;
    std::int64_t next_ = 1;
};

/// The rest of a line, of which coupons took pieces, keeps the line's place; cards price nothing else of it.
void take_card_savings(Ticket& split, const AppliedSet& applied) {
    for (const CardShare& share : applied.cards)
        split.lines[share.line].member_price -= share.saved;
}

}  // namespace

PricedLine cut(const PricedLine& line, Money whole, Quantity from, Quantity to) {
    const auto of = [&](Money figure) { return Money{part(figure.value, from, to, line.quantity)}; };
    PricedLine piece = line;
    piece.quantity = to - from;
    piece.member_price = of(whole);
    piece.base = piece.member_price + of(line.base - whole);
    piece.list = piece.base + of(line.list - line.base);
    return piece;
}

Start open_start(const Ticket& ticket, std::span<const Candidate* const> set) {
    Start start;
    start.whole = starting_costs(ticket, set);
    start.costs = start.whole;
    return start;
}

namespace {

struct Taken {
    Money saved;
    std::int64_t lacking = 0;  ///< pieces that were not to be had
};

Taken take_lot(const Ticket& ticket, const Candidate& candidate, const Lot& lot, Start& start) {
    const CouponTemplate& rule = candidate.rule();
    Taken taken{{}, lot.pieces};
    for (const std::size_t i : dearest_first(ticket, lot.lines, start.whole)) {
        if (taken.lacking == 0) break;
        const Quantity quantity = ticket.lines[i].quantity;
        // The mean piece is no dearer than the coupon's price, and no piece of the lines after it is.
        if (start.whole[i].value <= rule.price.value * pieces_of(quantity)) break;
        const Quantity from = taken_of(start, i);
        const std::int64_t count = std::min(taken.lacking, pieces_of(quantity - from));
        if (count == 0) continue;
        const Quantity to = from + Quantity{count * kOnePiece.value};
        const Money cost{part(start.whole[i].value, from, to, quantity)};
        const Money paid{rule.price.value * count};
        if (cost <= paid) continue;
        start.pieces.push_back(
            {&candidate, i, from, to, cut(ticket.lines[i], start.whole[i], from, to).list, cost, paid, 0});
        start.costs[i] -= cost;
        start.paid += paid;
        taken.saved += cost - paid;
        taken.lacking -= count;
    }
    return taken;
}

}  // namespace

Money take_pieces(const Ticket& ticket, const Candidate& candidate, Start& start) {
    const bool all_or_none = candidate.rule().kind == TemplateKind::pick_up;
    const std::size_t before = start.pieces.size();
    Money saved;
    std::int64_t lacking = 0;
    for (const Lot& lot : lots_of(ticket, candidate)) {
        const Taken taken = take_lot(ticket, candidate, lot, start);
        saved += taken.saved;
        lacking += taken.lacking;
    }
    if (!all_or_none || lacking == 0) return saved;
    // What was paid for goes out as a whole and once: a part of it would leave a right that is neither used nor free.
    for (std::size_t k = before; k < start.pieces.size(); ++k) {
        start.costs[start.pieces[k].line] += start.pieces[k].cost;
        start.paid -= start.pieces[k].paid;
    }
    start.pieces.resize(before);
    return {};
}

Money most_by_pieces(const Ticket& ticket, const Candidate& candidate, std::span<const Money> whole) {
    const CouponTemplate& rule = candidate.rule();
    Money most;
    for (const Lot& lot : lots_of(ticket, candidate)) {
        std::int64_t wanted = lot.pieces;
        for (const std::size_t i : dearest_first(ticket, lot.lines, whole)) {
            const std::int64_t pieces = pieces_of(ticket.lines[i].quantity);
            const std::int64_t dearest = (whole[i].value + pieces - 1) / pieces;
            const std::int64_t count = std::min(wanted, pieces);
            if (count == 0 || dearest <= rule.price.value) break;
            most += Money{(dearest - rule.price.value) * count};
            wanted -= count;
        }
    }
    return most;
}

void place_pieces(const Ticket& ticket, Start& start) {
    std::size_t end = ticket.lines.size();
    for (std::size_t k = 0; k < start.pieces.size(); ++k) {
        Piece& piece = start.pieces[k];
        const bool is_last = piece.to == ticket.lines[piece.line].quantity;
        piece.place = is_last ? piece.line : end++;
        if (is_last) {
            start.costs[piece.line] = piece.paid;
        } else {
            start.costs.push_back(piece.paid);
        }
    }
}

Ticket split_ticket(const Ticket& ticket, const AppliedSet& applied) {
    Ticket split;
    split.basket = ticket.basket;
    split.context = ticket.context;
    split.member = ticket.member;
    split.tier = ticket.tier;
    split.lines = ticket.lines;
    for (std::size_t i = 0; i < ticket.lines.size(); ++i)
        split.lines[i].member_price = applied.whole[i];
    if (applied.pieces.empty()) {
        take_card_savings(split, applied);
        return split;
    }
    split.lines.resize(applied.costs.size());
    std::vector<Quantity> taken(ticket.lines.size());
    FreeNumbers numbers(ticket, applied.costs.size() - ticket.lines.size());
    for (const Piece& piece : applied.pieces) {
        const PricedLine& line = ticket.lines[piece.line];
        PricedLine& part_of_line = split.lines[piece.place];
        part_of_line = cut(line, applied.whole[piece.line], piece.from, piece.to);
        taken[piece.line] = std::max(taken[piece.line], piece.to);
        if (piece.place == piece.line) continue;
        part_of_line.split_of = line.line_no;
        part_of_line.line_no = numbers.take();
        part_of_line.place = piece.place;
    }
    for (std::size_t i = 0; i < ticket.lines.size(); ++i)
        if (taken[i] > Quantity{} && taken[i] < ticket.lines[i].quantity)
            split.lines[i] = cut(ticket.lines[i], applied.whole[i], taken[i], ticket.lines[i].quantity);
    take_card_savings(split, applied);
    return split;
}

std::optional<GiftTerms> gift_terms(const Ticket& ticket, const AppliedSet& applied, const Candidate& candidate) {
    const CouponTemplate& rule = candidate.rule();
    const bool has_threshold = rule.min_spend.value > 0 || rule.min_qty.value > 0;
    if (rule.kind != TemplateKind::gift || !has_threshold) return std::nullopt;
    GiftTerms terms{rule.threshold_base, rule.min_spend, rule.min_qty, {}};
    for (std::size_t i = 0; i < ticket.lines.size(); ++i) {
        const bool counts = rule.threshold_scope == ThresholdScope::ticket ? takes_coupons(ticket.lines[i])
                                                                           : std::ranges::binary_search(candidate.scope, i);
        // Pieces have left everybody's threshold; where they are all of a line, the line is such a piece.
        const bool is_piece = std::ranges::find(applied.pieces, i, &Piece::place) != applied.pieces.end();
        if (counts && !is_piece) terms.lines.push_back(ticket.lines[i].line_no);
    }
    return terms;
}

}  // namespace counterfoil::domain::pricing
