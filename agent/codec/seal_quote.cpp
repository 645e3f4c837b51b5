#include "codec/bytes.hpp"
#include "codec/describe_basket.ipp"
#include "codec/describe_quote.ipp"

namespace counterfoil::codec {

void seal_quote(domain::Quote& quote, const domain::Basket& basket, const Hasher& hasher) {
    Json sealed = Form<domain::Quote>::write(quote, kCompactJson);
    for (const char* name :
         {"quote_id", "hash", "expires_at", "refused", "refused_cards", "also_possible", "best", "explain"})
        sealed.erase(name);
    // Why points were refused is an explanation, too: a journal keeps none of them.
    if (const auto points = sealed.find("points"); points != sealed.end()) points->erase("refused");
    if (const auto purses = sealed.find("purses"); purses != sealed.end())
        for (Json& purse : *purses)
            purse.erase("refused");
    const std::string text = canonical_text(Json::array({Form<domain::Basket>::write(basket, kCompactJson), sealed}));
    quote.hash = hasher.sha256(as_bytes(text));
}

}  // namespace counterfoil::codec
