#include "support/generators/card_values.hpp"
#include "support/generators/drawing.hpp"
#include "support/generators/money_values.hpp"

namespace counterfoil::test_support {
namespace {

using namespace domain;
using namespace drawing;
namespace gen = rc::gen;

void draw_earning(PointsRules& points) {
    const Points rate = points.earn_points;
    const Money per = points.earn_per;
    for (int i = draw_int(0, 2); i > 0; --i)
        points.earn_rules.push_back(
            {"rule-" + std::to_string(i), {draw_filter(), draw_filter()}, Points{draw_int(0, 9)}, draw_money(1)});
    if (draw_bool()) points.earn_steps = {{Money{draw_amount(1, 1000)}, rate, per}, {Money{1001}, rate + Points{1}, per}};
    if (draw_bool())
        points.campaigns = {{"double-day",
                             Instant{draw_amount(0, 9)},
                             draw_bool() ? kNever : Instant{draw_amount(10)},
                             {draw_filter(), draw_filter()},
                             draw_list(2, draw_id<TierId>),
                             draw_bp(10'000, 1'000'000)}};
    if (draw_bool()) points.birthday = BirthdayPoints{draw_bp(10'000, 1'000'000), draw_enum<BirthdayPeriod>(3)};
    points.multiplier_rule = draw_enum<MultiplierRule>(2);
    points.earn_on_points = draw_bool();
    points.expiry = draw_enum<PointsExpiry>(3);
    points.expiry_months = draw_int(1, 120);
    if (draw_bool()) points.clearing_rates = {{"", {}, draw_money()}, {"2026-03-01", draw_id<EntityId>(), draw_money()}};
}

}  // namespace

rc::Gen<Rules> rules() {
    return gen::exec([] {
        Rules out;
        out.version = draw_int(1, INT32_MAX);
        if (draw_bool()) out.currency = "JPY";
        out.exponent = draw(gen::element(0, 2, 3));
        out.utc_offset_minutes = draw_int(-12 * 60, 14 * 60);
        if (draw_bool()) {
            out.zones = {{"Europe/Berlin", 60, {{Instant{draw_amount(0, 1'000'000)}, draw_int(-840, 840)}}}, {"UTC", 0, {}}};
            out.zone = "Europe/Berlin";
            out.day_cutoff = {draw_int(0, 719)};
            out.stores = {{StoreId("S1"), draw_text(0, 64), "UTC", std::nullopt, draw_id_or_none<EntityId>()},
                          {StoreId("S2"), "", "", TimeOfDay{120}}};
        }
        for (int i = draw_int(0, 4); i > 0; --i)
            out.tiers.push_back({TierId("tier-" + std::to_string(i)), draw_name(), i, draw_bp(1), draw_bp(0, 100'000)});
        out.points.earn_points = Points{draw_amount(0, 1000)};
        out.points.earn_per = draw_money(1);
        draw_earning(out.points);
        out.points.pending_days = draw_int(0, 60);
        const std::int64_t step = draw_amount(1, 1000);
        out.points.burn_points = out.points.burn_step = Points{step};
        out.points.burn_value = Money{draw_amount(1, 1000)};
        out.points.burn_least = Points{draw_amount()};
        out.points.burn_min_spend = draw_money();
        out.points.max_share_bp = draw_bp();
        out.points.offline_risk = draw_bool();
        out.points.short_points = draw_enum<ShortPoints>(3);
        out.points.restore_grace_days = draw_int(0, 366);
        if (draw_bool()) {
            out.points.unit_decimals = draw_int(0, 2);
            out.purses = {{PurseId("promo"), draw_name(), out.points}, {PurseId("P-2"), draw_name(), {}}};
        }
        if (draw_bool())
            for (Tier& tier : out.tiers)
                tier.growth_from = 1000 * tier.rank;
        out.growth = {draw_int(1, 60), draw_int(1, 12), draw_int(0, 366)};
        for (int i = draw_int(0, 2); i > 0; --i)
            out.card_types.push_back(draw_card_type(i));
        out.max_coupons = draw_int(1, 10);
        out.best_objective = draw_enum<BestObjective>(2);
        if (draw_bool()) out.search_nodes = draw_int(1, 1'000'000);
        out.late_earn_days = draw_int(0, 30);
        out.staff.month_quota = draw_money();
        out.rounding_max = draw_money();
        if (draw_bool()) out.clearing = {draw_bearers(), draw_money(), {{draw_id<EntityId>(), draw_money()}}};
        out.risk = {draw_money(), draw_money(), draw_money(), Millis{draw_amount(0, 1'000'000)}};
        if (draw_bool()) out.prefixes = {{"M", "88"}, {"C-1"}, {"Q", "K9"}};
        if (draw_bool()) {
            Issuer issuer;
            issuer.issuer_id = "live";
            issuer.name = draw_name();
            issuer.patterns = {{"LS", draw_enum<CodeAlphabet>(2), draw_int(4, 10), draw_int(10, 64)}};
            issuer.keys = {
                {"key-" + std::to_string(draw_int(1, 9)), PublicKey{1, 2, 3}, Instant{draw_amount(0, 1000)}, kNever}};
            issuer.templates = {{"ten", TemplateId("T1")}};
            issuer.states = {{"UNUSED", CouponState::issued},
                             {"GONE", draw_bool() ? CouponState::voided : CouponState::frozen}};
            out.issuers = {std::move(issuer)};
        }
        return out;
    });
}

}  // namespace counterfoil::test_support
