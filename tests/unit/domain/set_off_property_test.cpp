// Uneven exchanges: over a return and its new ticket, what really moves is what is due less the refund.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/set_off.hpp"

namespace counterfoil::domain {
namespace {

using Tenders = std::vector<Tender>;

Money draw_money(std::int64_t least, std::int64_t most) { return Money{*rc::gen::inRange<std::int64_t>(least, most + 1)}; }

/// Money that changes hands; what is kept does not.
Money moved(const Tenders& tenders) { return sum_of(tenders) - exchanged_in(tenders); }

/// So much, in one to three payments.
Tenders in_parts(Money amount) {
    const Money first = draw_money(0, amount.value);
    const Money second = draw_money(0, amount.value - first.value);
    Tenders parts{{"cash", first}, {"card", second}, {"cash", amount - first - second}};
    std::erase_if(parts, [](const Tender& one) { return one.amount == Money{}; });
    return parts;
}

RC_GTEST_PROP(SetOff, MoneyMovesForTheDifferenceAndNothingElseIsTaken, ()) {
    const Money refund = draw_money(1, 100'000);
    const Money kept = draw_money(1, refund.value);
    const Money due = draw_money(0, 100'000);
    Tenders given_back = in_parts(refund - kept);
    given_back.push_back({"exchange", kept});
    Tenders tenders = in_parts(std::max(Money{}, due - kept));
    tenders.push_back({"exchange", kept});
    const Tenders refunds = in_parts(std::max(Money{}, kept - due));
    RC_ASSERT(!check_payment(tenders, refunds, due, kept));
    RC_ASSERT(sum_of(given_back) == refund);
    RC_ASSERT(moved(tenders) - moved(refunds) - moved(given_back) == due - refund);
}

RC_GTEST_PROP(SetOff, WhateverIsTakenAddsUp, ()) {
    // Small figures, so that many of them do.
    const Money kept = draw_money(0, 3);
    const Money due = draw_money(0, 3);
    const auto draw = [] {
        Tenders tenders;
        for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
            tenders.push_back({*rc::gen::element<std::string>("cash", "exchange"), draw_money(-1, 3)});
        return tenders;
    };
    const Tenders tenders = draw();
    const Tenders refunds = draw();
    if (check_payment(tenders, refunds, due, kept)) return;
    RC_ASSERT(exchanged_in(tenders) == kept);
    RC_ASSERT(exchanged_in(refunds) == Money{});
    RC_ASSERT(moved(tenders) - moved(refunds) == due - kept);
    RC_ASSERT(moved(tenders) == Money{} || moved(refunds) == Money{});
}

TEST(SetOff, APaymentOfWhatWasKeptHasNothingElseInIt) {
    ReturnEntry entry;
    EXPECT_FALSE(only_pays_out(entry)) << "it pays nothing";
    entry.pays_out = TicketKey{StoreId{"S"}, RegisterId{"R"}, "2026-03-02", TicketId{"1"}};
    EXPECT_TRUE(only_pays_out(entry));
    entry.deduction = Money{1};
    EXPECT_FALSE(only_pays_out(entry));
    entry.deduction = Money{};
    entry.goods.lines.emplace_back();
    EXPECT_FALSE(only_pays_out(entry));
}

}  // namespace
}  // namespace counterfoil::domain
