#include "domain/exchanges.hpp"

#include <algorithm>
#include <string>

#include "domain/line_amount.hpp"

namespace counterfoil::domain {
namespace {

std::string pointer(std::size_t place, const char* member) { return "/exchange/" + std::to_string(place) + "/" + member; }

Quantity returned_of(const SoldTicket& ticket, const BasketLine& line) {
    Quantity returned;
    for (const QuoteLine& part : ticket.quote.lines)
        if (part.split_of.value_or(part.line_no) == line.line_no) returned += ticket.returned_of(part.line_no);
    return returned;
}

Refusal too_many(const ExchangeRequest& asked, std::size_t place, Quantity sold, Quantity left) {
    return Refusal{"over_returned",
                   pointer(place, "quantity"),
                   {{"line_no", std::to_string(asked.line_no)},
                    {"sold", std::to_string(sold.value)},
                    {"left", std::to_string(left.value)}}};
}

Refusal uneven(const BasketLine& line, const ExchangeGoods& goods, std::size_t place, const char* cause) {
    return Refusal{"exchange_uneven",
                   pointer(place, "sku"),
                   {{"line_no", std::to_string(line.line_no)}, {"sku", goods.to.sku.str()}, {"cause", cause}}};
}

}  // namespace

std::vector<std::pair<Sku, Quantity>> skus_of(const SoldTicket& ticket, const BasketLine& line) {
    std::vector<std::pair<Sku, Quantity>> skus{{line.sku, line.quantity}};
    const auto count_of = [&](const Sku& sku) -> Quantity& {
        const auto found = std::ranges::find(skus, sku, &std::pair<Sku, Quantity>::first);
        return found == skus.end() ? skus.emplace_back(sku, Quantity{}).second : found->second;
    };
    for (const Exchanged& one : ticket.exchanged) {
        if (one.line_no != line.line_no) continue;
        count_of(one.from_sku) -= one.quantity;
        count_of(one.sku) += one.quantity;
    }
    std::erase_if(skus, [](const auto& one) { return one.second <= Quantity{}; });
    return skus;
}

Outcome<Sku> find_exchanged(const SoldTicket& ticket, const ExchangeRequest& asked, std::size_t place) {
    const auto broken = [&](const char* member, std::string rule) {
        return Refusal{"return_invalid", pointer(place, member), {{"rule", std::move(rule)}}};
    };
    const auto line = std::ranges::find(ticket.basket.lines, asked.line_no, &BasketLine::line_no);
    if (line == ticket.basket.lines.end()) return too_many(asked, place, {}, {});
    if (asked.quantity < kOnePiece || asked.quantity.value % kOnePiece.value != 0 || line->weighed)
        return broken("quantity", "whole pieces (a multiple of 1000) of goods that are not weighed");
    const Quantity left = std::max(Quantity{}, line->quantity - returned_of(ticket, *line));
    if (asked.quantity > left) return too_many(asked, place, line->quantity, left);
    Quantity most;
    for (const auto& [sku, quantity] : skus_of(ticket, *line)) {
        if (!asked.from_sku.empty() && sku != asked.from_sku) continue;
        if (quantity >= asked.quantity) return sku;
        most = std::max(most, quantity);
    }
    return too_many(asked, place, line->quantity, std::min(most, left));
}

std::optional<Refusal> check_even(const BasketLine& line, const ExchangeGoods& goods, std::size_t place) {
    const Product& to = goods.to;
    const std::string& style = line.style.empty() && goods.from ? goods.from->style : line.style;
    if (style.empty() || style != to.style) return uneven(line, goods, place, "style");
    if (to.weighed) return uneven(line, goods, place, "weighed");
    const bool as_sold = to.unit_price == line.unit_price;
    const bool as_today = goods.from && to.unit_price == goods.from->unit_price;
    if (!as_sold && !as_today) return uneven(line, goods, place, "price");
    if (to.tax_bp != line.tax_bp) return uneven(line, goods, place, "tax");
    if (goods.from && goods.from->sku == to.sku) return uneven(line, goods, place, "same");
    return std::nullopt;
}

void add_exchange(SoldTicket& ticket, std::span<const Exchanged> done) {
    ticket.exchanged.insert(ticket.exchanged.end(), done.begin(), done.end());
}

}  // namespace counterfoil::domain
