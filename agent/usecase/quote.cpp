#include "usecase/quote.hpp"

#include "usecase/basket.hpp"
#include "usecase/checkout.hpp"
#include "usecase/pricing.hpp"
#include "usecase/sealing.hpp"

namespace counterfoil::usecase {

Result<Outcome<QuoteAnswer>> quote(const View& view, const QuoteRequest& request) {
    CF_TRY(in_force, rules_in_force(view));
    if (const auto* refusal = std::get_if<Refusal>(&in_force)) return *refusal;
    const domain::Rules& rules = std::get<domain::Rules>(in_force);
    CF_TRY(completed, complete_basket(view, rules, request.basket));
    if (const auto* refusal = std::get_if<Refusal>(&completed)) return *refusal;
    domain::Basket& basket = std::get<domain::Basket>(completed);

    CF_TRY(own, open_of_ticket(view, basket.ticket_key()));
    CF_TRY(outcome, price(view, rules, basket, situation_of(view, own ? own->checkout_id : CheckoutId{})));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    QuoteAnswer answer{
        .basket = std::move(basket), .quote = std::get<Priced>(std::move(outcome)).quote, .data_age = data_age(view)};
    seal(view, rules, answer.basket, answer.quote);
    return answer;
}

}  // namespace counterfoil::usecase
