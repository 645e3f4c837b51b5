// Single coupons as somebody asks for them. What changes one is HQ's to do (usecase/hq_question.hpp).
#pragma once

#include "usecase/hq_question.hpp"
#include "usecase/view.hpp"

namespace counterfoil::usecase {

struct CouponQuery {
    bool by_code = false;
    std::string value;  ///< the coupon's id, or its code
};

/// HQ's word where it could be had, else what this device knows.
struct CouponView {
    std::string hq;                                              ///< HQ's answer as JSON; empty: out of reach
    std::optional<domain::Coupon> coupon = {};                   ///< as this device knows it, where HQ is out of reach
    std::optional<domain::CouponTemplate> coupon_template = {};  ///< where this device has it
    Millis data_age = {};                                        ///< of `coupon`
};

HqQuestion question_of(const CouponQuery& query);

/// By the cache alone. Refusal: unknown_coupon.
Result<Outcome<CouponView>> known_coupon(const View& view, const CouponQuery& query);

/// True where HQ could not be asked, so that what is known here is the best answer.
bool is_out_of_reach(const Result<Outcome<HqAnswer>>& told);

}  // namespace counterfoil::usecase
