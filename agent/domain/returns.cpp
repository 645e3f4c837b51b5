#include "domain/returns.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "domain/arithmetic.hpp"
#include "domain/line_amount.hpp"

namespace counterfoil::domain {
namespace {

using MaybeRefusal = std::optional<Refusal>;

/// A line of the quote as it was sold, and how much of it is back.
struct SoldLine {
    const BasketLine* goods = nullptr;
    const QuoteLine* price = nullptr;
    Quantity quantity;  ///< less than the basket's where that is split
    Quantity returned;
    Quantity left() const { return std::max(Quantity{}, quantity - returned); }
};

using SoldLines = std::map<std::int32_t, SoldLine>;

/// The most points of one line: sums over all lines of a ticket stay far inside 64 bits.
constexpr Points kLinePointsMax{kAmountMax * static_cast<std::int64_t>(kLinesMax)};

/// An entry may come from another device: what is no price of these goods did not sell them.
bool was_sold(const SoldLine& line) {
    if (line.quantity <= Quantity{}) return false;
    const QuoteLine& price = *line.price;
    Money discounts;
    Points burnt;
    for (const Allocation& share : price.alloc) {
        if (share.instrument != Instrument::third_party) discounts += share.amount;
        burnt += share.points;
    }
    return third_party_of(price) <= price.net && price.base <= price.list && price.net + discounts == price.base &&
           price.tax <= price.net && burnt <= kLinePointsMax;
}

SoldLines lines_of(const SoldTicket& ticket) {
    std::map<std::int32_t, const BasketLine*> basket;
    for (const BasketLine& goods : ticket.basket.lines)
        basket[goods.line_no] = &goods;
    SoldLines lines;
    std::map<std::int32_t, Quantity> sold;
    for (const QuoteLine& price : ticket.quote.lines) {
        const std::int32_t origin = price.split_of.value_or(price.line_no);
        const auto goods = basket.find(origin);
        if (goods == basket.end() || (price.split_of && basket.contains(price.line_no))) continue;
        const SoldLine line{goods->second, &price, price.quantity.value_or(goods->second->quantity),
                            ticket.returned_of(price.line_no)};
        if (!was_sold(line) || sold[origin] + line.quantity > line.goods->quantity) continue;
        if (lines.emplace(price.line_no, line).second) sold[origin] += line.quantity;
    }
    return lines;
}

/// The lines that a request may mean: a part of a line by its own number, or by the basket's number all parts, of which the
/// one that was paid least per piece comes back first.
std::vector<SoldLine*> meant_by(SoldLines& sold, std::int32_t line_no) {
    std::vector<SoldLine*> meant;
    for (auto& [number, line] : sold) {
        if (line.goods->line_no == line_no) meant.push_back(&line);
        if (number == line_no && line.price->split_of) return {&line};
    }
    std::ranges::stable_sort(meant, [](const SoldLine* one, const SoldLine* other) {
        return is_dearer(other->price->net, other->quantity, one->price->net, one->quantity);
    });
    return meant;
}

Refusal broken(std::string field, std::string rule) {
    return Refusal{"return_invalid", std::move(field), {{"rule", std::move(rule)}}};
}

Refusal too_many(const ReturnRequest& asked, const std::string& field, Quantity sold, Quantity left) {
    return Refusal{"over_returned",
                   field,
                   {{"line_no", std::to_string(asked.line_no)},
                    {"sold", std::to_string(sold.value)},
                    {"left", std::to_string(left.value)}}};
}

/// What comes back of each line of the quote.
using Plan = std::map<std::int32_t, Quantity>;

MaybeRefusal plan_line(SoldLines& sold, const ReturnRequest& asked, const std::string& field, Plan& plan) {
    if (asked.quantity.value < 1 || asked.quantity.value > kQuantityMax)
        return broken(field, "a number from 1 to " + std::to_string(kQuantityMax));
    const std::vector<SoldLine*> meant = meant_by(sold, asked.line_no);
    if (meant.empty()) return too_many(asked, field, {}, {});
    Quantity whole;
    Quantity left;
    for (const SoldLine* line : meant) {
        whole += line->quantity;
        left += line->left() - plan[line->price->line_no];
    }
    if (asked.quantity > left) return too_many(asked, field, whole, left);
    if (!meant.front()->goods->weighed && asked.quantity.value % kOnePiece.value != 0)
        return broken(field, "whole pieces (a multiple of 1000), unless the line is weighed");
    Quantity wanted = asked.quantity;
    for (const SoldLine* line : meant) {
        Quantity& planned = plan[line->price->line_no];
        const Quantity part_of_it = std::min(wanted, line->left() - planned);
        planned += part_of_it;
        wanted -= part_of_it;
    }
    return std::nullopt;
}

bool is_part(const SoldLines& sold, const ReturnRequest& asked) {
    const auto found = sold.find(asked.line_no);
    return found != sold.end() && found->second.price->split_of;
}

MaybeRefusal make_plan(SoldLines& sold, std::span<const ReturnRequest> lines, Plan& plan) {
    if (lines.empty() || lines.size() > kLinesMax) return broken("/lines", "1 to " + std::to_string(kLinesMax) + " lines");
    std::set<std::int32_t> asked;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (!asked.insert(lines[i].line_no).second)
            return broken("/lines/" + std::to_string(i) + "/line_no", "each line once");
    // Parts that are named come first: what is not named takes of what they leave.
    for (const bool named : {true, false})
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (is_part(sold, lines[i]) != named) continue;
            if (auto no = plan_line(sold, lines[i], "/lines/" + std::to_string(i) + "/quantity", plan)) return no;
        }
    return std::nullopt;
}

/// The part of a line from one cumulative quantity to another.
struct Cut {
    Quantity from;
    Quantity to;
    Quantity whole;

    template <class Figure>
    Figure of(Figure figure) const {
        return Figure{part(figure.value, from, to, whole)};
    }
};

/// Tax is cut by the money and not by the quantity: where a piece costs less than a minor unit, a return could else hold
/// more tax than money.
Money tax_of(const QuoteLine& line, const Cut& cut) {
    if (line.net.value == 0) return {};
    const auto tax_at = [&](Quantity quantity) {
        return floor_product(line.tax.value, net_of(line, quantity, cut.whole).value, line.net.value);
    };
    return Money{tax_at(cut.to) - tax_at(cut.from)};
}

ReturnLine cut_line(const SoldLine& sold, Quantity quantity) {
    const Cut cut{sold.returned, sold.returned + quantity, sold.quantity};
    const QuoteLine& price = *sold.price;
    ReturnLine line;
    line.line_no = price.line_no;
    line.split_of = price.split_of;
    line.before = sold.returned;
    line.quantity = quantity;
    line.pos_discount = cut.of(price.list - price.base);
    line.net = net_of(price, cut.to, cut.whole) - net_of(price, cut.from, cut.whole);
    line.tax = tax_of(price, cut);
    line.ex_tax = line.net - line.tax;
    line.earn = cut.of(price.earn);
    line.list = line.pos_discount + line.net;
    for (const PursePoints& earned : price.earn_in)
        if (const Points back = cut.of(earned.points); back.value > 0) line.earn_in.push_back({earned.purse_id, back});
    for (const Allocation& share : price.alloc) {
        // A use is whole: it comes back with the last piece of its line.
        const std::int64_t uses = cut.to == cut.whole ? share.uses : 0;
        const Allocation back{share.instrument, share.id, cut.of(share.amount), cut.of(share.points), uses};
        if (share.instrument != Instrument::third_party) line.list += back.amount;
        if (back.amount.value > 0 || back.points.value > 0 || uses > 0) line.alloc.push_back(back);
    }
    return line;
}

PurseReturn& purse_of(Return& sum, const PurseId& purse) {
    const auto place = std::ranges::lower_bound(sum.purses, purse, {}, &PurseReturn::purse_id);
    if (place != sum.purses.end() && place->purse_id == purse) return *place;
    return *sum.purses.insert(place, {purse, {}, {}});
}

void add_share(Return& sum, const Allocation& share) {
    switch (share.instrument) {
        case Instrument::tier_price:
        case Instrument::card:
            sum.totals.member_discount += share.amount;
            return;
        case Instrument::coupon:
            sum.totals.coupon_discount += share.amount;
            return;
        case Instrument::points:
            sum.totals.points_value += share.amount;
            (share.id.empty() ? sum.burn : purse_of(sum, PurseId(share.id)).burn) += share.points;
            return;
        case Instrument::rounding:
            sum.totals.rounding += share.amount;
            return;
        case Instrument::third_party:
            sum.totals.third_party += share.amount;
            sum.totals.due -= share.amount;
            return;
    }
}

void add_line(Return& sum, ReturnLine line) {
    sum.totals.list += line.list;
    sum.totals.pos_discount += line.pos_discount;
    sum.totals.due += line.net;
    sum.totals.tax += line.tax;
    sum.earn += line.earn;
    for (const PursePoints& earned : line.earn_in)
        purse_of(sum, earned.purse_id).earn += earned.points;
    for (const Allocation& share : line.alloc)
        add_share(sum, share);
    sum.lines.push_back(std::move(line));
}

Return cut_ticket(SoldLines sold, const Plan& plan) {
    Return back;
    for (const auto& [line_no, quantity] : plan) {
        if (quantity <= Quantity{}) continue;
        SoldLine& line = sold.at(line_no);
        add_line(back, cut_line(line, quantity));
        line.returned += quantity;
    }
    back.whole = std::ranges::all_of(sold, [](const auto& line) { return line.second.left() == Quantity{}; });
    return back;
}

}  // namespace

PurseReturn in_purse(const Return& done, const PurseId& purse) {
    if (purse.empty()) return {purse, done.burn, done.earn};
    const auto found = std::ranges::find(done.purses, purse, &PurseReturn::purse_id);
    return found == done.purses.end() ? PurseReturn{purse, {}, {}} : *found;
}

Quantity quantity_of(const SoldTicket& ticket, const QuoteLine& line) {
    if (line.quantity) return *line.quantity;
    const auto goods = std::ranges::find(ticket.basket.lines, line.split_of.value_or(line.line_no), &BasketLine::line_no);
    return goods == ticket.basket.lines.end() ? Quantity{} : goods->quantity;
}

Money net_of(const QuoteLine& line, Quantity back, Quantity whole) {
    Money others;
    Money net;
    for (const Allocation& share : line.alloc) {
        if (share.instrument != Instrument::third_party) continue;
        others += share.amount;
        net += Money{part(share.amount.value, Quantity{}, back, whole)};
    }
    return net + Money{part((line.net - others).value, Quantity{}, back, whole)};
}

Outcome<Return> make_return(const SoldTicket& ticket, std::span<const ReturnRequest> lines) {
    SoldLines sold = lines_of(ticket);
    Plan plan;
    if (auto no = make_plan(sold, lines, plan)) return *no;
    return cut_ticket(std::move(sold), plan);
}

Outcome<Return> make_void(const SoldTicket& ticket, std::string_view today) {
    const auto too_late = [&](const char* figure, std::string value) {
        return Refusal{"void_too_late", {}, {{"business_day", ticket.basket.business_day}, {figure, std::move(value)}}};
    };
    if (ticket.basket.business_day != today) return too_late("today", std::string(today));
    for (const auto& [line_no, quantity] : ticket.returned)
        if (quantity > Quantity{}) return too_late("line_no", std::to_string(line_no));
    SoldLines sold = lines_of(ticket);
    Plan plan;
    for (const auto& [line_no, line] : sold)
        plan[line_no] = line.quantity;
    Return back = cut_ticket(std::move(sold), plan);
    back.voided = true;
    return back;
}

void add_return(SoldTicket& ticket, const Return& done) {
    for (const ReturnLine& line : done.lines)
        ticket.returned[line.line_no] += line.quantity;
}

}  // namespace counterfoil::domain
