#include "usecase/issuer_coupons.hpp"

#include <algorithm>

#include "codec/signed_code.hpp"

namespace counterfoil::usecase {

Result<Outcome<domain::Coupon>> coupon_of_text(const View& view, const domain::Rules& rules, const std::string& text,
                                               Instant at) {
    const auto code = codec::read_signed_code(text);
    if (!code)
        return Refusal{
            .code = "code_invalid", .field = {}, .figures = {{"rule", code.error().where + ": " + code.error().what}}};
    auto read = domain::coupon_of_code(*code, rules.issuers, at, view.verifier, view.hasher);
    if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
    domain::Coupon& coupon = std::get<domain::Coupon>(read);
    // By its code: what came back of a used one has the code of the used one.
    CF_TRY(known, view.cache.coupon_by_code(coupon.code));
    if (known) coupon = std::move(*known);
    return std::move(coupon);
}

Result<Outcome<std::vector<domain::Coupon>>> coupons_of_codes(const View& view, const domain::Rules& rules,
                                                              std::span<const std::string> codes, Instant at) {
    std::vector<domain::Coupon> coupons;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        CF_TRY(read, coupon_of_text(view, rules, codes[i], at));
        if (auto* refusal = std::get_if<Refusal>(&read)) {
            refusal->field = "/codes/" + std::to_string(i);
            return std::move(*refusal);
        }
        domain::Coupon& coupon = std::get<domain::Coupon>(read);
        if (std::ranges::find(coupons, coupon.coupon_id, &domain::Coupon::coupon_id) == coupons.end())
            coupons.push_back(std::move(coupon));
    }
    return coupons;
}

Result<std::optional<domain::Coupon>> coupon_on_ticket(const View& view, const domain::Basket& basket, const CouponId& id) {
    CF_TRY(cached, view.cache.coupon(id));
    if (cached || basket.codes.empty()) return cached;
    CF_TRY(rules, view.reference.rules());
    if (!rules) return std::nullopt;
    CF_TRY(read, coupons_of_codes(view, *rules, basket.codes, basket.at));
    // A key that has come out since makes the code worth nothing.
    auto* const coupons = std::get_if<std::vector<domain::Coupon>>(&read);
    if (coupons == nullptr) return std::nullopt;
    const auto found = std::ranges::find(*coupons, id, &domain::Coupon::coupon_id);
    if (found == coupons->end()) return std::nullopt;
    return std::move(*found);
}

}  // namespace counterfoil::usecase
