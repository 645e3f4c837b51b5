// Points at returns, for any lots and any cut.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "domain/return_points.hpp"
#include "random_sale.hpp"

namespace counterfoil::domain {
namespace {

using test::chance;
using test::draw;

constexpr Instant kNow{1'000'000};

Instant draw_near() { return chance(6) ? kNever : kNow + Millis{draw(-3, 6)}; }

std::vector<BurntLot> draw_burnt() {
    std::vector<BurntLot> burnt;
    for (std::int64_t lots = draw(0, 6); lots > 0; --lots)
        burnt.push_back({LotId("B" + std::to_string(lots)), Points{draw(1, 5000)}, draw_near()});
    std::ranges::sort(burnt, {}, &BurntLot::expires_at);
    return burnt;
}

Points sum_of(const std::vector<BurntLot>& lots) {
    Points sum;
    for (const BurntLot& lot : lots)
        sum += lot.amount;
    return sum;
}

using ByLot = std::map<LotId, Points>;

template <class Lots, class Id>
void add(ByLot& sums, const Lots& lots, Id id) {
    for (const auto& lot : lots)
        sums[lot.*id] += lot.amount;
}

RC_GTEST_PROP(RestoreBurntProperty, AnyCutGivesTheSameBackAndAllOfItEverything, ()) {
    const std::vector<BurntLot> burnt = draw_burnt();
    const Points all = sum_of(burnt);
    Points before;
    ByLot steps;
    for (std::int64_t parts = draw(0, 8); parts > 0; --parts) {
        const Points amount{draw(0, (all - before).value)};
        const auto restored = restore_burnt(burnt, before, amount, kNow, 1);
        before += amount;
        Points sum;
        for (const RestoredLot& lot : restored) {
            RC_ASSERT(lot.amount > Points{});
            RC_ASSERT(lot.expires_at > kNow);
            sum += lot.amount;
        }
        RC_ASSERT(sum == amount);
        add(steps, restored, &RestoredLot::from);
    }
    ByLot once;
    add(once, restore_burnt(burnt, {}, before, kNow, 1), &RestoredLot::from);
    RC_ASSERT(steps == once);

    add(steps, restore_burnt(burnt, before, all - before, kNow, 1), &RestoredLot::from);
    ByLot whole;
    add(whole, burnt, &BurntLot::lot_id);
    RC_ASSERT(steps == whole);
}

std::vector<PointsLot> draw_lots() {
    std::vector<PointsLot> lots;
    for (std::int64_t count = draw(0, 8); count > 0; --count)
        lots.push_back({LotId("L" + std::to_string(count)), Points{draw(0, 300)}, kNow + Millis{draw(-2, 2)}, draw_near()});
    return lots;
}

PointsRules draw_rules() {
    PointsRules rules;
    rules.burn_points = Points{draw(1, 1000)};
    rules.burn_value = Money{draw(1, 1000)};
    return rules;
}

EarnedReturn draw_wanted(const std::vector<PointsLot>& lots) {
    EarnedReturn wanted;
    wanted.lots = lots;
    wanted.earned = {LotId("L" + std::to_string(draw(1, 8))), Points{}, kNow + Millis{draw(-2, 2)}, draw_near()};
    wanted.amount = Points{draw(0, 2000)};
    wanted.refund = Money{draw(0, 5000)};
    wanted.short_points = static_cast<ShortPoints>(draw(0, 2));
    wanted.balance_is_sure = !chance(3);
    wanted.at = kNow;
    return wanted;
}

/// Takes the points out of the lots; no lot may fall below 0 or be touched past its expiry.
void book(std::vector<PointsLot>& lots, const EarnedTaken& taken) {
    for (const TakenLot& one : taken.lots) {
        const auto lot = std::ranges::find(lots, one.lot_id, &PointsLot::lot_id);
        RC_ASSERT(lot != lots.end());
        RC_ASSERT(one.amount > Points{} && one.amount <= lot->amount);
        RC_ASSERT(kNow < lot->expires_at);
        lot->amount -= one.amount;
    }
}

RC_GTEST_PROP(TakeEarnedProperty, AllOfItIsAnsweredForAndNoBalanceFallsBelowZero, ()) {
    std::vector<PointsLot> lots = draw_lots();
    const EarnedReturn wanted = draw_wanted(lots);
    const PointsRules rules = draw_rules();
    const EarnedTaken taken = take_earned(wanted, rules);
    Points sum = taken.deducted + taken.owed + taken.forgiven;
    for (const TakenLot& one : taken.lots)
        sum += one.amount;
    RC_ASSERT(sum == wanted.amount);
    RC_ASSERT(std::min({taken.deducted, taken.owed, taken.forgiven}) >= Points{});
    RC_ASSERT(taken.deduction >= Money{} && taken.deduction <= wanted.refund);
    RC_ASSERT(taken.deduction.value * rules.burn_points.value <= taken.deducted.value * rules.burn_value.value);
    RC_ASSERT((taken.deducted.value - 1) * rules.burn_value.value < taken.deduction.value * rules.burn_points.value ||
              taken.deducted == Points{});
    book(lots, taken);
    if (taken.deducted + taken.owed + taken.forgiven > Points{})
        for (const PointsLot& lot : lots)
            RC_ASSERT(lot.amount == Points{} || lot.expires_at <= kNow);
}

RC_GTEST_PROP(TakeEarnedProperty, AnyCutTakesTheSameFromEachLot, ()) {
    std::vector<PointsLot> lots = draw_lots();
    EarnedReturn wanted = draw_wanted(lots);
    wanted.short_points = ShortPoints::debt;
    const PointsRules rules = draw_rules();
    const EarnedTaken once = take_earned(wanted, rules);
    ByLot at_once;
    add(at_once, once.lots, &TakenLot::lot_id);

    Points left = wanted.amount;
    Points owed;
    ByLot steps;
    while (left > Points{}) {
        wanted.amount = Points{draw(1, left.value)};
        wanted.lots = lots;
        const EarnedTaken taken = take_earned(wanted, rules);
        book(lots, taken);
        add(steps, taken.lots, &TakenLot::lot_id);
        owed += taken.owed;
        left -= wanted.amount;
    }
    RC_ASSERT(steps == at_once);
    RC_ASSERT(owed == once.owed);
}

RC_GTEST_PROP(TakeEarnedProperty, TheOrderOfLotsDoesNotMatter, ()) {
    std::vector<PointsLot> lots = draw_lots();
    EarnedReturn wanted = draw_wanted(lots);
    const PointsRules rules = draw_rules();
    const EarnedTaken taken = take_earned(wanted, rules);
    std::ranges::reverse(lots);
    RC_ASSERT(take_earned(wanted, rules) == taken);
}

}  // namespace
}  // namespace counterfoil::domain
