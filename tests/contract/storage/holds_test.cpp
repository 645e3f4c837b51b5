#include "contract/storage/ledger_test.hpp"

namespace counterfoil::storage {
namespace {

class HoldsTest : public LedgerTest {
protected:
    void put(const domain::DeviceHold& hold) {
        write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.holds().put(hold)); });
    }
};

TEST_F(HoldsTest, AHoldIsReadAsItWasWritten) {
    auto hold = samples::hold(1);
    hold.hold.reason = domain::HoldReason::pass;
    hold.hold.reclaim_after = Millis{3600};
    put(hold);
    put(samples::hold(2));
    open();
    EXPECT_EQ(view().holds().find(samples::hold_id(1)).value(), hold);
    EXPECT_EQ(view().holds().find(samples::hold_id(2)).value(), samples::hold(2));
    EXPECT_EQ(view().holds().find(samples::hold_id(3)).value(), std::nullopt);
}

TEST_F(HoldsTest, WhatBecameOfTheRightsIsKept) {
    auto hold = samples::hold(1);
    put(hold);
    hold.rights[0].spent = 1;
    hold.rights[0].checkout_id = CheckoutId{};
    hold.rights[1].given_back = 100;
    hold.rights[1].recall_waits = true;
    put(hold);
    EXPECT_EQ(view().holds().find(samples::hold_id(1)).value(), hold);
}

TEST_F(HoldsTest, OpenHoldsAreFoundByMember) {
    auto second = samples::hold(2);
    second.hold.member_id = samples::member_id(1);
    put(samples::hold(1));
    put(second);
    put(samples::hold(3));
    EXPECT_EQ(view().holds().of_member(samples::member_id(1)).value(), (std::vector{samples::hold(1), second}));
    EXPECT_EQ(view().holds().open().value().size(), 3u);
    put(samples::spent_hold(1));
    EXPECT_EQ(view().holds().of_member(samples::member_id(1)).value(), std::vector{second});
    EXPECT_EQ(view().holds().open().value().size(), 2u);
}

TEST_F(HoldsTest, AHoldThatIsOverBecomesATombstone) {
    put(samples::hold(1));
    EXPECT_FALSE(view().holds().buried(samples::hold_id(1)).value());
    put(samples::spent_hold(1));
    put(samples::spent_hold(1));
    EXPECT_TRUE(view().holds().buried(samples::hold_id(1)).value());
    EXPECT_EQ(view().holds().find(samples::hold_id(1)).value(), std::nullopt);
}

TEST_F(HoldsTest, ACopyOfABuriedHoldIsRefused) {
    put(samples::spent_hold(1));
    write([](ports::LedgerTx& tx) {
        ASSERT_TRUE(tx.holds().bury(samples::hold_id(2)));
        ASSERT_TRUE(tx.holds().bury(samples::hold_id(2)));
        expect_error(tx.holds().put(samples::hold(1)), ErrorCode::conflict);
        expect_error(tx.holds().put(samples::hold(2)), ErrorCode::conflict);
    });
    EXPECT_TRUE(view().holds().open().value().empty());
}

TEST_F(HoldsTest, TombstonesBelowTheFloorMayGo) {
    write([](ports::LedgerTx& tx) {
        for (int n = 1; n <= 4; ++n)
            ASSERT_TRUE(tx.holds().bury(samples::hold_id(n)));
        ASSERT_TRUE(tx.holds().forget_below(samples::hold_id(3).no));
    });
    for (int n = 1; n <= 4; ++n)
        EXPECT_EQ(view().holds().buried(samples::hold_id(n)).value(), n >= 3) << n;
}

TEST_F(HoldsTest, TheSameNumberOfAnotherHubEpochIsAnotherHold) {
    put(samples::spent_hold(1));
    auto other = samples::hold(1);
    other.hold.hold_id.hub_epoch = HubEpoch{3};
    put(other);
    EXPECT_EQ(view().holds().find(other.hold.hold_id).value(), other);
    EXPECT_FALSE(view().holds().buried(other.hold.hold_id).value());
}

TEST_F(HoldsTest, AHoldThatContradictsItselfIsRefused) {
    auto hold = samples::hold(1);
    hold.rights[1].right.amount = 301;
    auto huge = samples::hold(2);
    huge.hold.hold_id.no = UINT64_MAX;
    auto overspent = samples::hold(3);
    overspent.rights[1].spent = 301;
    write([&](ports::LedgerTx& tx) {
        expect_error(tx.holds().put(hold), ErrorCode::invalid_input);
        expect_error(tx.holds().put(huge), ErrorCode::invalid_input);
        expect_error(tx.holds().buried(huge.hold.hold_id), ErrorCode::invalid_input);
    });
    const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
        expect_error(tx.holds().put(overspent), ErrorCode::conflict);
        return false;
    };
    ASSERT_TRUE(store_->transact(std::span(&job, 1)));
    EXPECT_TRUE(view().holds().open().value().empty());
}

TEST_F(HoldsTest, OnlyTheReserveIsLeftSoNothingNewIsTakenButWhatIsHeldCanGo) {
    std::uint64_t free_bytes = 8 * 1024 * 1024;
    open({.reserve_bytes = 8 * 1024 * 1024,
          .free_space = [&]() -> Result<std::uint64_t> { return free_bytes; },
          .log_bytes = 0});
    put(samples::hold(1));
    free_bytes -= 1;
    write([](ports::LedgerTx& tx) {
        const auto refused = tx.holds().put(samples::hold(2));
        expect_error(refused, ErrorCode::full);
        EXPECT_FALSE(refused.error().remedy.empty());
        expect_error(tx.checkouts().put(samples::checkout(2)), ErrorCode::full);
        ASSERT_TRUE(tx.journal().append(samples::release_entry(1), samples::kNow));
        ASSERT_TRUE(tx.holds().put(samples::spent_hold(1)));
        ASSERT_TRUE(tx.checkouts().put(samples::checkout(3, domain::CheckoutState::committed)));
    });
    EXPECT_TRUE(view().holds().buried(samples::hold_id(1)).value());
    EXPECT_EQ(view().holds().find(samples::hold_id(2)).value(), std::nullopt);
    free_bytes += 1;
    put(samples::hold(2));
}

TEST_F(HoldsTest, FreeSpaceThatCannotBeReadTakesNothingNew) {
    open({.free_space = []() -> Result<std::uint64_t> { return fail(ErrorCode::io, "no answer", "disk"); }, .log_bytes = 0});
    write([](ports::LedgerTx& tx) { expect_error(tx.holds().put(samples::hold(2)), ErrorCode::io); });
}

}  // namespace
}  // namespace counterfoil::storage
