// What the store gives up so that a payment fits its coins (domain rules part 4).
#include "domain/arithmetic.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

Refusal broken(std::string rule) { return {"basket_invalid", "/rounding", {{"rule", std::move(rule)}}}; }

}  // namespace

std::optional<Refusal> round_off(const Ticket& ticket, std::span<QuoteLine> lines) {
    const Money rounding = ticket.basket->rounding;
    if (rounding == Money{}) return std::nullopt;
    const Money most = ticket.context->rules->rounding_max;
    if (rounding > most) return broken("at most " + std::to_string(most.value));
    // Only money can be rounded: what a third party pays stays as it is.
    std::vector<std::int64_t> weights;
    Money due;
    for (const QuoteLine& line : lines) {
        const Money paid = line.net - third_party_of(line);
        weights.push_back(paid.value);
        due += paid;
    }
    if (rounding > due) return broken("at most what is due, " + std::to_string(due.value));
    const std::vector<std::int64_t> shares = spread(rounding.value, weights);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (shares[i] == 0) continue;
        lines[i].alloc.push_back({Instrument::rounding, {}, Money{shares[i]}, {}});
        lines[i].net -= Money{shares[i]};
    }
    return std::nullopt;
}

}  // namespace counterfoil::domain::pricing
