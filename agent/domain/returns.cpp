#include "domain/returns.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "domain/arithmetic.hpp"
#include "domain/line_amount.hpp"

namespace counterfoil::domain {
namespace {

using MaybeRefusal = std::optional<Refusal>;

/// A line as it was sold, and how much of it is back.
struct SoldLine {
    const BasketLine* goods = nullptr;
    const QuoteLine* price = nullptr;
    Quantity returned;
    Quantity left() const { return std::max(Quantity{}, goods->quantity - returned); }
};

using SoldLines = std::map<std::int32_t, SoldLine>;

/// The most points of one line: sums over all lines of a ticket stay far inside 64 bits.
constexpr Points kLinePointsMax{kAmountMax * static_cast<std::int64_t>(kLinesMax)};

/// An entry may come from another device: what is no price of these goods did not sell them.
bool was_sold(const SoldLine& line) {
    if (line.price == nullptr || line.goods->quantity <= Quantity{}) return false;
    const QuoteLine& price = *line.price;
    Money discounts;
    Points burnt;
    for (const Allocation& share : price.alloc) {
        discounts += share.amount;
        burnt += share.points;
    }
    return price.base <= price.list && price.net + discounts == price.base && price.tax <= price.net &&
           burnt <= kLinePointsMax;
}

SoldLines lines_of(const SoldTicket& ticket) {
    SoldLines lines;
    for (const BasketLine& goods : ticket.basket.lines)
        lines[goods.line_no] = {&goods, nullptr, ticket.returned_of(goods.line_no)};
    for (const QuoteLine& price : ticket.quote.lines)
        if (const auto found = lines.find(price.line_no); found != lines.end()) found->second.price = &price;
    std::erase_if(lines, [](const auto& line) { return !was_sold(line.second); });
    return lines;
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

MaybeRefusal check_line(const SoldLines& sold, const ReturnRequest& asked, const std::string& field) {
    if (asked.quantity.value < 1 || asked.quantity.value > kQuantityMax)
        return broken(field, "a number from 1 to " + std::to_string(kQuantityMax));
    const auto found = sold.find(asked.line_no);
    if (found == sold.end()) return too_many(asked, field, {}, {});
    const SoldLine& line = found->second;
    if (asked.quantity > line.left()) return too_many(asked, field, line.goods->quantity, line.left());
    if (!line.goods->weighed && asked.quantity.value % kOnePiece.value != 0)
        return broken(field, "whole pieces (a multiple of 1000), unless the line is weighed");
    return std::nullopt;
}

MaybeRefusal check(const SoldLines& sold, std::span<const ReturnRequest> lines) {
    if (lines.empty() || lines.size() > kLinesMax) return broken("/lines", "1 to " + std::to_string(kLinesMax) + " lines");
    std::map<std::int32_t, Quantity> asked;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string field = "/lines/" + std::to_string(i);
        if (!asked.emplace(lines[i].line_no, lines[i].quantity).second) return broken(field + "/line_no", "each line once");
        if (auto no = check_line(sold, lines[i], field + "/quantity")) return no;
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
        return floor_product(line.tax.value, floor_product(line.net.value, quantity.value, cut.whole.value), line.net.value);
    };
    return Money{tax_at(cut.to) - tax_at(cut.from)};
}

ReturnLine cut_line(const SoldLine& sold, const ReturnRequest& asked) {
    const Cut cut{sold.returned, sold.returned + asked.quantity, sold.goods->quantity};
    const QuoteLine& price = *sold.price;
    ReturnLine line;
    line.line_no = asked.line_no;
    line.before = sold.returned;
    line.quantity = asked.quantity;
    line.pos_discount = cut.of(price.list - price.base);
    line.net = cut.of(price.net);
    line.tax = tax_of(price, cut);
    line.ex_tax = line.net - line.tax;
    line.earn = cut.of(price.earn);
    line.list = line.pos_discount + line.net;
    for (const Allocation& share : price.alloc) {
        const Allocation back{share.instrument, share.id, cut.of(share.amount), cut.of(share.points)};
        line.list += back.amount;
        if (back.amount.value > 0 || back.points.value > 0) line.alloc.push_back(back);
    }
    return line;
}

void add_share(Return& sum, const Allocation& share) {
    switch (share.instrument) {
        case Instrument::tier_price:
            sum.totals.member_discount += share.amount;
            return;
        case Instrument::coupon:
            sum.totals.coupon_discount += share.amount;
            return;
        case Instrument::points:
            sum.totals.points_value += share.amount;
            sum.burn += share.points;
            return;
    }
}

void add_line(Return& sum, ReturnLine line) {
    sum.totals.list += line.list;
    sum.totals.pos_discount += line.pos_discount;
    sum.totals.due += line.net;
    sum.totals.tax += line.tax;
    sum.earn += line.earn;
    for (const Allocation& share : line.alloc)
        add_share(sum, share);
    sum.lines.push_back(std::move(line));
}

/// `lines` have been checked.
Return cut_ticket(SoldLines sold, std::vector<ReturnRequest> lines) {
    std::ranges::sort(lines, {}, &ReturnRequest::line_no);
    Return back;
    for (const ReturnRequest& asked : lines) {
        SoldLine& line = sold.at(asked.line_no);
        add_line(back, cut_line(line, asked));
        line.returned += asked.quantity;
    }
    back.whole = std::ranges::all_of(sold, [](const auto& line) { return line.second.left() == Quantity{}; });
    return back;
}

}  // namespace

Outcome<Return> make_return(const SoldTicket& ticket, std::span<const ReturnRequest> lines) {
    SoldLines sold = lines_of(ticket);
    if (auto no = check(sold, lines)) return *no;
    return cut_ticket(std::move(sold), {lines.begin(), lines.end()});
}

Outcome<Return> make_void(const SoldTicket& ticket, std::string_view today) {
    const auto too_late = [&](const char* figure, std::string value) {
        return Refusal{"void_too_late", {}, {{"business_day", ticket.basket.business_day}, {figure, std::move(value)}}};
    };
    if (ticket.basket.business_day != today) return too_late("today", std::string(today));
    for (const auto& [line_no, quantity] : ticket.returned)
        if (quantity > Quantity{}) return too_late("line_no", std::to_string(line_no));
    SoldLines sold = lines_of(ticket);
    std::vector<ReturnRequest> lines;
    for (const auto& [line_no, line] : sold)
        lines.push_back({line_no, line.goods->quantity});
    Return back = cut_ticket(std::move(sold), std::move(lines));
    back.voided = true;
    return back;
}

void add_return(SoldTicket& ticket, const Return& done) {
    for (const ReturnLine& line : done.lines)
        ticket.returned[line.line_no] += line.quantity;
}

}  // namespace counterfoil::domain
