// A member's points through a sale and all of its returns: at the end they are what they were.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "domain/return_points.hpp"
#include "random_sale.hpp"
#include "return_kit.hpp"

namespace counterfoil::domain {
namespace {

using test::chance;
using test::draw;

/// The member's lots, with the booking that a headquarters does.
struct Account {
    std::vector<PointsLot> lots;

    std::map<Instant, Points> by_expiry() const {
        std::map<Instant, Points> sums;
        for (const PointsLot& lot : lots)
            if (lot.amount > Points{}) sums[lot.expires_at] += lot.amount;
        return sums;
    }
    /// Soonest expiry first; answers what came from which lot.
    std::vector<BurntLot> burn(Points points) {
        std::ranges::sort(lots, {}, &PointsLot::expires_at);
        std::vector<BurntLot> burnt;
        for (PointsLot& lot : lots) {
            const Points taken = std::min(points, lot.amount);
            if (taken == Points{}) continue;
            lot.amount -= taken;
            points -= taken;
            burnt.push_back({lot.lot_id, taken, lot.expires_at});
        }
        RC_ASSERT(points == Points{});
        return burnt;
    }
    void restore(const std::vector<RestoredLot>& restored, Instant at) {
        for (const RestoredLot& one : restored)
            lots.push_back({LotId("R" + std::to_string(lots.size())), one.amount, at, one.expires_at});
    }
    void take(const EarnedTaken& taken) {
        for (const TakenLot& one : taken.lots) {
            PointsLot& lot = *std::ranges::find(lots, one.lot_id, &PointsLot::lot_id);
            lot.amount -= one.amount;
            RC_ASSERT(lot.amount >= Points{});
        }
    }
};

test::Sale draw_burning_sale() {
    test::Sale sale = test::draw_sale();
    RC_PRE(!sale.basket.lines.empty());
    sale.context.member->lots.clear();
    sale.context.burnable = {};
    for (std::int64_t lots = draw(0, 5); lots > 0; --lots) {
        sale.points(draw(1, 20'000));
        sale.context.member->lots.back().expires_at = sale.basket.at + Millis{draw(1, 1000)};
    }
    sale.basket.points = MaxPoints{};
    return sale;
}

/// Some of what is left, or all of it.
std::vector<ReturnRequest> draw_return(const SoldTicket& ticket, bool all) {
    std::vector<ReturnRequest> lines;
    for (const BasketLine& line : ticket.basket.lines) {
        const std::int64_t left = test::left_of(ticket, line).value;
        const std::int64_t step = line.weighed ? 1 : 1000;
        if (left > 0 && (all || chance(2)))
            lines.push_back({line.line_no, Quantity{all ? left : step * draw(1, left / step)}});
    }
    return lines;
}

RC_GTEST_PROP(ReturnAccountProperty, ReturningEverythingRestoresThePointsWithTheirExpiry, ()) {
    test::Sale sale = draw_burning_sale();
    SoldTicket ticket = test::sold(sale);
    const Instant at = sale.basket.at;
    Account account{sale.context.member->lots};
    const auto untouched = account.by_expiry();
    const std::vector<BurntLot> burnt = account.burn(ticket.quote.points.burn);
    const PointsLot earned{LotId("own"), ticket.quote.points.earn, at + Millis{1}, at + Millis{draw(2, 1000)}};
    account.lots.push_back(earned);

    Points restored;
    for (std::int64_t parts = draw(0, 6); parts >= 0; --parts) {
        const std::vector<ReturnRequest> lines = draw_return(ticket, parts == 0);
        if (lines.empty()) continue;
        const Return one = test::back(ticket, lines);
        account.restore(restore_burnt(burnt, restored, one.burn, at, 30), at);
        restored += one.burn;
        const EarnedTaken taken = take_earned({.lots = account.lots,
                                               .earned = earned,
                                               .amount = one.earn,
                                               .refund = one.totals.due,
                                               .short_points = ShortPoints::deduct_refund,
                                               .balance_is_sure = true,
                                               .at = at},
                                              sale.rules.points);
        RC_ASSERT(taken.deduction == Money{} && taken.owed == Points{});
        account.take(taken);
    }
    RC_ASSERT(account.by_expiry() == untouched);
}

}  // namespace
}  // namespace counterfoil::domain
