#include "support/golden/purse_samples.hpp"

namespace counterfoil::test_support {

using namespace domain;

namespace {

const PurseId kPromo{"promo"};

}  // namespace

Rules sample_purse_rules() {
    Rules out = sample_rules();
    Purse promo{kPromo, {"促销积分", "Promotional points"}, {}};
    promo.points.unit_decimals = 1;
    promo.points.earn_per = Money{2000};
    promo.points.expiry = PointsExpiry::rolling_months;
    promo.points.expiry_months = 3;
    promo.points.burn_points = promo.points.burn_step = promo.points.burn_least = Points{1};
    promo.points.burn_value = Money{10};
    promo.points.max_share_bp = BasisPoints{1000};
    out.purses = {promo};
    return out;
}

Member sample_purse_member() {
    Member out = sample_member().member;
    out.lots.push_back({LotId("L-PROMO"), Points{125}, Instant{}, Instant{1'790'000'000'000}, kPromo});
    out.owed_in = {{PurseId("old"), Points{7}}};
    return out;
}

Basket sample_purse_basket() {
    Basket out = sample_basket();
    out.coupons = std::vector<CouponId>{};
    out.points = EachPurse{{{PurseId(), Points{6100}}, {kPromo, MaxPoints{}}}};
    return out;
}

Quote sample_purse_quote() {
    const Rules rules = sample_purse_rules();
    QuoteContext context;
    context.rules = &rules;
    context.member = sample_purse_member();
    context.burnable = Points{7500};
    context.points_right = RightState::held;
    context.purses = {{kPromo, Points{125}, RightState::held, {}}};
    Quote quote = std::get<Quote>(make_quote(sample_purse_basket(), context));
    quote.quote_id = QuoteId("Q-2");
    return quote;
}

ReturnEntry sample_purse_return() {
    const SoldTicket ticket{sample_purse_basket(), sample_purse_quote(), {}};
    const std::vector<ReturnRequest> lines{{1, Quantity{1000}}};
    ReturnEntry entry = sample_return();
    entry.goods = std::get<Return>(make_return(ticket, lines));
    entry.deducted = Points{100};
    entry.deduction = Money{150};
    entry.deducted_in = {{kPromo, Points{5}, Money{50}}};
    entry.refunds = {{"wechat_pay", entry.goods.totals.due - entry.deduction}};
    return entry;
}

Hold sample_purse_hold() {
    Hold out = sample_hold();
    out.rights.push_back({RightId("lot:L-PROMO"), 125, Instant{1'790'000'000'000}, kPromo});
    return out;
}

}  // namespace counterfoil::test_support
