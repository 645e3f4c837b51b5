// The device's tables of rights.md: units of a hold, grant checks, recalls.
#include "till.hpp"

namespace counterfoil::usecase {
namespace {

using HoldFlowTest = Till;

const RightId kCoupon = domain::right_of(CouponId{"c1"});

domain::Hold placed(domain::Hold hold) {
    hold.reason = domain::HoldReason::home_store;
    return hold;
}

TEST_F(HoldFlowTest, AGrantNamesThisDiskOrHasNoEffect) {
    domain::Hold other_device = hold(1, {{kCoupon, 1}});
    other_device.hold_id.holder.device_id = DeviceId{"D2"};
    EXPECT_EQ(grant(other_device).taken, GrantTaken::refused);
    domain::Hold other_epoch = hold(1, {{kCoupon, 1}});
    other_epoch.hold_id.holder.epoch = DeviceEpoch{2};
    EXPECT_EQ(grant(other_epoch).taken, GrantTaken::refused);
    EXPECT_TRUE(journal().empty());
}

TEST_F(HoldFlowTest, AGrantWithoutSenseHasNoEffect) {
    EXPECT_EQ(grant(hold(1, {})).taken, GrantTaken::refused);
    EXPECT_EQ(grant(hold(1, {{kCoupon, 0}})).taken, GrantTaken::refused);
    EXPECT_EQ(grant(hold(1, {{kCoupon, -1}})).taken, GrantTaken::refused);
}

TEST_F(HoldFlowTest, ACopyOfAnOpenHoldIsIgnored) {
    EXPECT_EQ(grant(placed(hold(1, {{kCoupon, 1}}))).taken, GrantTaken::stored);
    EXPECT_EQ(grant(placed(hold(1, {{kCoupon, 1}}))).taken, GrantTaken::known);
    EXPECT_EQ(disk.ledger().view().holds().open().value().size(), 1U);
}

TEST_F(HoldFlowTest, ACopyOfAHoldThatIsOverIsRefused) {
    const Opened opened = open(basket("1", "m1", 5000));
    grant_all(*opened.wish);
    committed(stored(opened.answer.checkout.checkout_id));
    EXPECT_EQ(grant_all(*opened.wish).taken, GrantTaken::refused);
    EXPECT_EQ(quoted(basket("2", "m1", 5000)).quote.totals.due, Money{5000});
}

TEST_F(HoldFlowTest, AnOlderHubsGrantAndOneBelowTheFloorAreRefused) {
    write([](const View& v) { return take_welcome(v, {HubEpoch{2}, "t1", {}, {}, 5}); }).value();
    EXPECT_EQ(grant(hold(9, {{kCoupon, 1}})).taken, GrantTaken::refused);
    domain::Hold low = placed(hold(4, {{kCoupon, 1}}));
    low.hold_id.hub_epoch = HubEpoch{2};
    EXPECT_EQ(grant(low).taken, GrantTaken::refused);
    domain::Hold high = placed(hold(5, {{kCoupon, 1}}));
    high.hold_id.hub_epoch = HubEpoch{2};
    EXPECT_EQ(grant(high).taken, GrantTaken::stored);
}

TEST_F(HoldFlowTest, AGrantThatNobodyWaitsForGoesBackAtOnceAndIsVoidForEver) {
    EXPECT_EQ(grant(hold(1, {{kCoupon, 1}}, RequestNo{77})).taken, GrantTaken::stored);
    const auto releases = entries<domain::ReleaseEntry>();
    ASSERT_EQ(releases.size(), 1U);
    EXPECT_EQ(releases[0].units, (std::vector{domain::Units{kCoupon, 1}}));
    EXPECT_EQ(grant(hold(1, {{kCoupon, 1}}, RequestNo{77})).taken, GrantTaken::refused);
    EXPECT_EQ(journal().size(), 1U);
}

TEST_F(HoldFlowTest, ARecallOfTheUnseenLeavesATombstone) {
    const domain::Hold one = placed(hold(1, {{kCoupon, 1}}));
    EXPECT_EQ(recall(one.hold_id), RecallAnswer::refused);
    ASSERT_EQ(entries<domain::RefuseEntry>().size(), 1U);
    EXPECT_EQ(grant(one).taken, GrantTaken::refused);
    EXPECT_EQ(recall(one.hold_id), RecallAnswer::closed);
    EXPECT_EQ(journal().size(), 1U);
}

TEST_F(HoldFlowTest, BelowTheFloorARecallIsClosedAndNeverRefused) {
    write([](const View& v) { return take_welcome(v, {HubEpoch{1}, "t1", {}, {}, 5}); }).value();
    EXPECT_EQ(recall(hold(4, {}).hold_id), RecallAnswer::closed);
    EXPECT_TRUE(journal().empty());
}

TEST_F(HoldFlowTest, IdleUnitsAreReleasedOnRecall) {
    const domain::Hold one = placed(hold(1, {{kCoupon, 1}}));
    grant(one);
    EXPECT_EQ(recall(one.hold_id), RecallAnswer::released);
    EXPECT_EQ(entries<domain::ReleaseEntry>().at(0).hold_id, one.hold_id);
    EXPECT_EQ(recall(one.hold_id), RecallAnswer::closed);
    EXPECT_EQ(grant(one).taken, GrantTaken::refused);
}

TEST_F(HoldFlowTest, ARecallMayNameAPart) {
    const RightId lot{"lot:late"};
    const domain::Hold one = placed(hold(1, {{lot, 1000, kNever}}));
    grant(one);
    EXPECT_EQ(recall(one.hold_id, {{lot, 300}}), RecallAnswer::released);
    EXPECT_EQ(entries<domain::ReleaseEntry>().at(0).units, (std::vector{domain::Units{lot, 300}}));
    EXPECT_EQ(disk.ledger().view().holds().find(one.hold_id).value()->rights.at(0).unspent(), 700);
    EXPECT_EQ(recall(one.hold_id, {{lot, 9000}}), RecallAnswer::released);
    EXPECT_EQ(entries<domain::ReleaseEntry>().at(1).units, (std::vector{domain::Units{lot, 700}}));
}

TEST_F(HoldFlowTest, UnitsInACheckoutAreBusyAndGoBackWithIt) {
    const domain::Hold one = placed(hold(1, {{kCoupon, 1}}));
    grant(one);
    const Opened opened = open(basket("1", "m1", 5000));
    EXPECT_FALSE(opened.wish);
    EXPECT_EQ(recall(one.hold_id), RecallAnswer::busy);
    EXPECT_TRUE(journal().empty());
    value(write([&](const View& v) { return cancel(v, opened.answer.checkout.checkout_id); }));
    EXPECT_EQ(entries<domain::ReleaseEntry>().size(), 1U);
    EXPECT_EQ(recall(one.hold_id), RecallAnswer::closed);
}

TEST_F(HoldFlowTest, AWaitingRecallDoesNotStopTheSale) {
    const domain::Hold one = placed(hold(1, {{kCoupon, 1}}));
    grant(one);
    const Opened opened = open(basket("1", "m1", 5000));
    recall(one.hold_id);
    EXPECT_EQ(committed(opened.answer.checkout).quote.totals.due, Money{4000});
    EXPECT_TRUE(entries<domain::ReleaseEntry>().empty());
    EXPECT_EQ(entries<domain::ConsumeEntry>().size(), 1U);
}

TEST_F(HoldFlowTest, WithoutARecallPlacedUnitsAreIdleAgainAfterACancel) {
    grant(placed(hold(1, {{kCoupon, 1}})));
    const Opened opened = open(basket("1", "m1", 5000));
    value(write([&](const View& v) { return cancel(v, opened.answer.checkout.checkout_id); }));
    EXPECT_TRUE(journal().empty());
    link.up = false;
    EXPECT_EQ(open(basket("2", "m1", 5000)).answer.checkout.quote.totals.due, Money{4000});
}

TEST_F(HoldFlowTest, AWelcomeRaisesTheFloorAndNeverLowersIt) {
    write([](const View& v) { return take_welcome(v, {HubEpoch{1}, "t1", {}, {}, 5}); }).value();
    write([](const View& v) { return take_welcome(v, {HubEpoch{1}, "t2", {}, {}, 3}); }).value();
    const ports::DeviceState state = disk.ledger().view().device().state().value();
    EXPECT_EQ(state.floor, 5U);
    EXPECT_EQ(state.token, "t2");
    EXPECT_EQ(state.last_contact, now);
}

TEST_F(HoldFlowTest, AnOlderHubIsNotHeard) {
    write([](const View& v) { return take_welcome(v, {HubEpoch{2}, "t1", {}, {}, 1}); }).value();
    const auto older = write([](const View& v) { return take_welcome(v, {HubEpoch{1}, "t2", {}, {}, 1}); });
    ASSERT_FALSE(older);
    EXPECT_EQ(older.error().code, ErrorCode::conflict);
    EXPECT_EQ(disk.ledger().view().device().state().value().token, "t1");
}

TEST_F(HoldFlowTest, AppliedGoesForwardOnlyAndNotBeyondTheHead) {
    sale(basket("1", "m1", 5000), "k1", 1);
    const auto applied = [&](std::uint64_t seq) {
        write([&](const View& v) { return take_applied(v, JournalSeq{seq}, JournalSeq{0}, {}); }).value();
        return disk.ledger().view().journal().applied().value();
    };
    EXPECT_EQ(applied(2), JournalSeq{2});
    EXPECT_EQ(applied(1), JournalSeq{2});
    EXPECT_EQ(applied(9), JournalSeq{2});
}

TEST_F(HoldFlowTest, ALateCopyOfPendingDoesNotUndoTheAnswer) {
    sale(basket("1", "m1", 5000), "k1", 1);
    const auto answer = [&](domain::EntryVerdict verdict) {
        write([&](const View& v) { return take_applied(v, JournalSeq{2}, {}, {{JournalSeq{2}, verdict, "why"}}); }).value();
        return disk.ledger().view().journal().conflicts(10).value().size();
    };
    EXPECT_EQ(answer(domain::EntryVerdict::pending), 0U);
    EXPECT_EQ(answer(domain::EntryVerdict::conflict), 1U);
    EXPECT_EQ(answer(domain::EntryVerdict::pending), 1U);
}

TEST_F(HoldFlowTest, ARefusalSettlesOnlyTheCheckoutThatAsked) {
    const Opened opened = open(basket("1", "m1", 5000));
    const Settlement no{domain::AcquireState::refused, "held_by", StoreId{"S002"}};
    EXPECT_EQ(write([&](const View& v) { return take_refused(v, RequestNo{99}, no); }).value(), std::nullopt);
    EXPECT_EQ(write([&](const View& v) { return take_refused(v, opened.wish->request_no, no); }).value(),
              opened.answer.checkout.checkout_id);
    EXPECT_EQ(write([&](const View& v) { return take_refused(v, opened.wish->request_no, no); }).value(), std::nullopt);
}

}  // namespace
}  // namespace counterfoil::usecase
