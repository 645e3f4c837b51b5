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

/// All of at most two small tenders.
std::vector<Tenders> small_lists() {
    std::vector<Tender> ones;
    for (const char* kind : {"cash", "exchange"})
        for (std::int64_t amount = -1; amount <= 3; ++amount)
            ones.push_back({kind, Money{amount}});
    std::vector<Tenders> lists{{}};
    for (const Tender& one : ones) {
        lists.push_back({one});
        for (const Tender& other : ones)
            lists.push_back({one, other});
    }
    return lists;
}

TEST(SetOff, WhateverIsTakenAddsUp) {
    const std::vector<Tenders> lists = small_lists();
    std::size_t taken = 0;
    std::size_t wrong = 0;
    for (Money kept; kept <= Money{2}; kept += Money{1})
        for (Money due; due <= Money{2}; due += Money{1})
            for (const Tenders& tenders : lists)
                for (const Tenders& refunds : lists) {
                    if (check_payment(tenders, refunds, due, kept)) continue;
                    ++taken;
                    const bool is_right = exchanged_in(tenders) == kept && exchanged_in(refunds) == Money{} &&
                                          moved(tenders) - moved(refunds) == due - kept &&
                                          (moved(tenders) == Money{} || moved(refunds) == Money{});
                    if (!is_right) ++wrong;
                }
    EXPECT_GT(taken, 9U);
    EXPECT_EQ(wrong, 0U);
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
