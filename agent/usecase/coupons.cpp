#include "usecase/coupons.hpp"

#include "usecase/shown.hpp"

namespace counterfoil::usecase {

HqQuestion question_of(const CouponQuery& query) {
    return {query.by_code ? "coupons.show_by_code" : "coupons.show", query.value, {}, {}};
}

Result<Outcome<CouponView>> known_coupon(const View& view, const CouponQuery& query) {
    CF_TRY(coupon, query.by_code ? view.cache.coupon_by_code(query.value) : view.cache.coupon(CouponId{query.value}));
    if (!coupon) return Refusal{.code = "unknown_coupon", .field = query.by_code ? "/code" : "/coupon_id"};
    CF_TRY(rule, view.cache.coupon_template(coupon->template_id));
    return CouponView{.hq = {}, .coupon = std::move(coupon), .coupon_template = std::move(rule), .data_age = data_age(view)};
}

bool is_out_of_reach(const Result<Outcome<HqAnswer>>& told) {
    if (!told) return told.error().code == ErrorCode::unavailable;
    const auto* refusal = std::get_if<Refusal>(&*told);
    return refusal != nullptr && (refusal->code == "hq_out_of_reach" || refusal->code == "hq_not_answered");
}

}  // namespace counterfoil::usecase
