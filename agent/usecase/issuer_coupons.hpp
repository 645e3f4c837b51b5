// Coupons of other issuers: what the codes of a basket stand for (domain/issuer.hpp), and what HQ has said of them since.
#pragma once

#include <span>

#include "usecase/view.hpp"

namespace counterfoil::usecase {

/// The coupon of one signed code: HQ's row where it has sent one, else as the code says. Refusal `code_invalid`, figures
/// `rule`: what is wrong with its form, or unknown_issuer, unknown_key, signature, unknown_template.
Result<Outcome<domain::Coupon>> coupon_of_text(const View& view, const domain::Rules& rules, const std::string& text,
                                               Instant at);

/// Those of a basket's codes, each once. A refusal names the code's place.
Result<Outcome<std::vector<domain::Coupon>>> coupons_of_codes(const View& view, const domain::Rules& rules,
                                                              std::span<const std::string> codes, Instant at);

/// A coupon that a ticket names: HQ's, or one of the basket's codes.
Result<std::optional<domain::Coupon>> coupon_on_ticket(const View& view, const domain::Basket& basket, const CouponId& id);

}  // namespace counterfoil::usecase
