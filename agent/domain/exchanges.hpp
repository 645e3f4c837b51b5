// Even exchanges: pieces of a sold line against others of the same style and list price (domain rules part 9). Pure. Nothing
// of the ticket's figures moves; what changes is which goods they stand for.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/refusal.hpp"
#include "domain/basket.hpp"
#include "domain/returns.hpp"

namespace counterfoil::domain {

/// What one wants instead of pieces of a line, by sku or by gtin.
struct ExchangeRequest {
    std::int32_t line_no = 0;
    Quantity quantity;
    Sku from_sku;  ///< which of the line's goods, where it has several by now; empty: the first that there are enough of
    Sku sku;
    std::string gtin;
    bool operator==(const ExchangeRequest&) const = default;
};

/// Goods as the price file has them now; `from` is nothing where they have left it.
struct ExchangeGoods {
    std::optional<Product> from;
    Product to;
};

/// The goods that a line stands for now, those of the sale first. Which of them came back is not told apart.
std::vector<std::pair<Sku, Quantity>> skus_of(const SoldTicket& ticket, const BasketLine& line);

/// Refusals, with the JSON pointer into `exchange`: return_invalid (figures: rule); over_returned (figures: line_no, sold,
/// left) where so much is not there to be exchanged. Answers which of the line's goods are meant.
Outcome<Sku> find_exchanged(const SoldTicket& ticket, const ExchangeRequest& asked, std::size_t place);

/// Whether the line's pieces may go for the goods without any money: the same style, the same tax, and a list price like
/// that of the sale or of the old goods today. Refusal: exchange_uneven (figures: line_no, sku, cause: style | price | tax |
/// weighed | same).
std::optional<Refusal> check_even(const BasketLine& line, const ExchangeGoods& goods, std::size_t place);

void add_exchange(SoldTicket& ticket, std::span<const Exchanged> done);

}  // namespace counterfoil::domain
