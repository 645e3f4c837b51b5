// What pieces cost, who bears what, and what companies owe one another.
#pragma once

#include <vector>

#include "domain/clearing.hpp"
#include "domain/coupon.hpp"
#include "support/generators/drawing.hpp"

namespace counterfoil::test_support::drawing {

inline std::vector<domain::Bearer> draw_bearers() {
    const BasisPoints share = draw_bp(1, 9999);
    return {{domain::Party::supplier, share, draw_id_or_none<EntityId>()},
            {draw_bool() ? domain::Party::mall : domain::Party::hq, BasisPoints{kWhole.value - share.value}, {}}};
}

inline void draw_pieces(domain::CouponTemplate& out) {
    if (out.kind == domain::TemplateKind::pick_up) return;
    if (out.kind != domain::TemplateKind::gift) out.price = draw_money(1);
    if (out.kind == domain::TemplateKind::fixed_price) {
        out.max_units = draw_int(1, 10'000);
    } else {
        out.skus = {draw_id<Sku>(), draw_id<Sku>()};
    }
}

inline void draw_funding(domain::CouponTemplate& rule) {
    rule.funding = draw_enum<domain::Funding>(2);
    if (rule.funding == domain::Funding::third_party || draw_bool()) rule.bearers = draw_bearers();
}

inline std::vector<domain::ClearingEntry> draw_clearing() {
    return draw_list(3, [] {
        return domain::ClearingEntry{draw_id<EntityId>(),
                                     draw_id<EntityId>(),
                                     draw_enum<domain::ClearingCause>(6),
                                     draw_bool() ? draw(id_text()) : std::string(),
                                     draw_money(),
                                     Points{draw_amount()},
                                     draw_purse()};
    });
}

}  // namespace counterfoil::test_support::drawing
