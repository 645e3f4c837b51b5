// The table "States of a hold at HQ" (docs/rights.md) and what acquire answers to first, repeated and old numbers.
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

class HoldStates : public HqWorld {
protected:
    HoldStates() {
        add_member(1000);
        add_coupon("C1", kMember);
    }
    std::vector<domain::WantedRight> coupon() const { return {{kCouponRight, 1, 1}}; }
    std::vector<domain::WantedRight> points(std::int64_t least, std::int64_t most) const {
        return {{kLotRight, least, most}};
    }
    std::vector<protocol::Refused> refused(const domain::Holder& to, const protocol::Acquire& wish) {
        return sent<protocol::Refused>(*send(to, wish), to);
    }
};

TEST_F(HoldStates, ARepeatedAcquireGetsTheSameGrant) {
    const auto first = sent<protocol::Grant>(*send(a.holder, acquire(1, coupon())), a.holder);
    const auto second = sent<protocol::Grant>(*send(a.holder, acquire(1, coupon())), a.holder);
    EXPECT_EQ(first, second);
    EXPECT_EQ(right(kCouponRight).held, 1);
}

TEST_F(HoldStates, AnAcquireWhoseHoldIsOverGetsClosed) {
    const domain::Hold held = hold(a, 1, coupon());
    a.write(release(held, kCouponRight), now);
    upload(a);
    const auto closed = sent<protocol::Closed>(*send(a.holder, acquire(1, coupon())), a.holder);
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_EQ(closed.front().hold_id, held.hold_id);
    EXPECT_EQ(closed.front().request_no, RequestNo{1});
    EXPECT_EQ(right(kCouponRight).free, 1);
}

TEST_F(HoldStates, AnOldAcquireThatNeverGotAnythingGetsClosed) {
    static_cast<void>(hold(a, 5, coupon()));
    const auto closed = sent<protocol::Closed>(*send(a.holder, acquire(4, points(1, 10))), a.holder);
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_FALSE(closed.front().hold_id.has_value());
    EXPECT_EQ(right(kLotRight).held, 0);
}

TEST_F(HoldStates, AnOldAcquireThatStillWaitsKeepsItsPlace) {
    static_cast<void>(hold(b, 1, coupon()));
    EXPECT_EQ(refused(a.holder, acquire(1, coupon())).size(), 1U);
    static_cast<void>(hold(a, 2, points(1, 10)));
    EXPECT_EQ(refused(a.holder, acquire(1, coupon())).front().reason, protocol::RefusedReason::held_by);
}

TEST_F(HoldStates, PointsAreGrantedFromLeastToMost) {
    EXPECT_EQ(hold(a, 1, points(100, 700)).rights.front().amount, 700);
    EXPECT_EQ(hold(b, 1, points(100, 700)).rights.front().amount, 300);
    EXPECT_EQ(right(kLotRight).free, 0);
}

TEST_F(HoldStates, APartOfThePointsIsRecalled) {
    const domain::Hold held = hold(a, 1, points(100, 700));
    const auto out = *send(b.holder, acquire(1, points(500, 600)));
    EXPECT_EQ(sent<protocol::Refused>(out, b.holder).front().reason, protocol::RefusedReason::held_by);
    const auto recall = sent<protocol::Recall>(out, a.holder).front();
    EXPECT_EQ(recall.units, (std::vector<domain::Units>{{kLotRight, 300}}));
    a.write(release(held, kLotRight, 300), now);
    const auto grants = sent<protocol::Grant>(upload(a), b.holder);
    EXPECT_EQ(opened(grants.front(), hq.public_key()).rights.front().amount, 600);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::open) << "nothing more is asked back of it";
}

TEST_F(HoldStates, PendingPointsAreNotGranted) {
    in_tx([&](HubTx& tx) {
        RightRow lot = **tx.rights().right(kLotRight);
        lot.available_at = Instant{now.ms + 1};
        return tx.rights().put(lot);
    });
    EXPECT_EQ(refused(a.holder, acquire(1, points(1, 10))).front().reason, protocol::RefusedReason::ended);
}

TEST_F(HoldStates, OneHoldHoldsAllThatWasFree) {
    static_cast<void>(hold(b, 1, coupon()));
    const auto out = *send(a.holder, acquire(1, {{kCouponRight, 1, 1}, {kLotRight, 100, 100}}));
    const auto grants = sent<protocol::Grant>(out, a.holder);
    ASSERT_EQ(grants.size(), 1U);
    EXPECT_EQ(opened(grants.front(), hq.public_key()).rights.size(), 1U);
    EXPECT_EQ(sent<protocol::Recall>(out, b.holder).size(), 1U);
}

TEST_F(HoldStates, UnknownRightsAndOddWishesAreRefused) {
    EXPECT_EQ(refused(a.holder, acquire(1, {{RightId{"coupon:NO"}, 1, 1}})).front().reason, protocol::RefusedReason::ended);
    EXPECT_EQ(send(a.holder, acquire(2, {})).error().code, ErrorCode::invalid_input);
    EXPECT_EQ(send(a.holder, acquire(2, {{kLotRight, 0, 10}})).error().code, ErrorCode::invalid_input);
    EXPECT_EQ(send(a.holder, acquire(2, {{kLotRight, 20, 10}})).error().code, ErrorCode::invalid_input);
    EXPECT_EQ(send(a.holder, acquire(2, {{kLotRight, 1, 1}, {kLotRight, 1, 1}})).error().code, ErrorCode::invalid_input);
    EXPECT_EQ(send(a.holder, acquire(UINT64_MAX, coupon())).error().code, ErrorCode::invalid_input);
    protocol::Acquire other_epoch = acquire(3, coupon());
    other_epoch.epoch = DeviceEpoch{2};
    EXPECT_TRUE(send(a.holder, other_epoch)->empty());
}

TEST_F(HoldStates, InRecoveryNothingIsGranted) {
    authority = std::make_unique<Authority>(AuthorityConfig{.hub_epoch = HubEpoch{2}, .recovery = true}, hasher, verifier,
                                            hq, random, log);
    EXPECT_EQ(refused(a.holder, acquire(1, coupon())).front().reason, protocol::RefusedReason::recovering);
}

TEST_F(HoldStates, ARecallIsRepeatedWithBackoffAndBusyChangesNothing) {
    const domain::Hold held = hold(a, 1, coupon());
    static_cast<void>(send(b.holder, acquire(1, coupon())));
    EXPECT_EQ(hold_state(held.hold_id), HoldState::recalling);
    EXPECT_TRUE(send(a.holder, protocol::Busy{held.hold_id, 3})->empty());
    std::vector<std::int64_t> waits;
    std::int64_t last = now.ms;
    while (waits.size() < 8) {
        now = now + Millis{1000};
        if (sent<protocol::Recall>(tick(), a.holder).empty()) continue;
        waits.push_back((now.ms - last) / 1000);
        last = now.ms;
    }
    EXPECT_EQ(waits, (std::vector<std::int64_t>{2, 4, 8, 16, 32, 64, 120, 120}));
}

TEST_F(HoldStates, ARecallUnderWayIsToldAgainAtTheGreeting) {
    const domain::Hold held = hold(a, 1, coupon());
    static_cast<void>(send(b.holder, acquire(1, coupon())));
    const auto out = *send(a.holder, protocol::Hello{a.holder, a.head, HubEpoch{1}, "", "n1"});
    EXPECT_EQ(sent<protocol::Recall>(out, a.holder).front().hold_id, held.hold_id);
}

TEST_F(HoldStates, OpenIsClosedWhenAllUnitsAreAnswered) {
    const domain::Hold held = hold(a, 1, {{kCouponRight, 1, 1}, {kLotRight, 300, 300}});
    a.write(consume(held, kCouponRight), now);
    a.write(consume(held, kLotRight, 100), now);
    upload(a);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::open);
    a.write(release(held, kLotRight, 200), now);
    upload(a, 2);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::closed);
    EXPECT_EQ(right(kLotRight).used, 100);
    EXPECT_EQ(right(kLotRight).free, 900);
    EXPECT_EQ(ledger_sum(), 900);
}

TEST_F(HoldStates, ARevokedDisksHoldsAreOrphanedAndItsOldJournalStillCounts) {
    const domain::Hold held = hold(a, 1, coupon());
    ASSERT_TRUE(in_tx([&](HubTx& tx) { return authority->revoke(tx, a.holder, "stolen"); }));
    EXPECT_EQ(hold_state(held.hold_id), HoldState::orphaned);
    EXPECT_EQ(refused(b.holder, acquire(1, coupon())).front().reason, protocol::RefusedReason::held_by);
    EXPECT_EQ(refused(a.holder, acquire(2, coupon())).front().reason, protocol::RefusedReason::ended);
    EXPECT_EQ(send(a.holder, protocol::FeedRequest{}).error().code, ErrorCode::permission);
    a.write(consume(held, kCouponRight), now);
    upload(a);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::closed);
    EXPECT_EQ(right(kCouponRight).used, 1);
}

TEST_F(HoldStates, AnOrphanCanBeWrittenOffAndAClosedHoldCannot) {
    const domain::Hold held = hold(a, 1, coupon());
    ASSERT_TRUE(in_tx([&](HubTx& tx) { return authority->revoke(tx, a.holder, "stolen"); }));
    const auto write_off = [&](HubTx& tx) { return authority->write_off(tx, held.hold_id, now); };
    EXPECT_TRUE(in_tx(write_off).has_value());
    EXPECT_EQ(right(kCouponRight).free, 1);
    EXPECT_EQ(in_tx(write_off).error().code, ErrorCode::conflict);
}

TEST_F(HoldStates, AWriteOffServesWhoWaits) {
    const domain::Hold held = hold(a, 1, coupon());
    static_cast<void>(send(b.holder, acquire(1, coupon())));
    const auto out = in_tx([&](HubTx& tx) { return authority->write_off(tx, held.hold_id, now); });
    EXPECT_EQ(sent<protocol::Grant>(*out, b.holder).size(), 1U);
}

TEST_F(HoldStates, ClosedByTheDeviceMakesHqAskForTheEntries) {
    const domain::Hold held = hold(a, 1, coupon());
    a.write(consume(held, kCouponRight), now);
    const auto out = *send(a.holder, protocol::Closed{held.hold_id, {}, JournalSeq{1}});
    EXPECT_EQ(sent<protocol::EntriesWanted>(out, a.holder).front().from_seq, JournalSeq{1});
    upload(a);
    EXPECT_TRUE(send(a.holder, protocol::Closed{held.hold_id, {}, JournalSeq{1}})->empty());
}

TEST_F(HoldStates, AnUnknownOrForeignHoldIsAdoptedAndShown) {
    const domain::Hold held = hold(b, 1, points(10, 10));
    domain::Hold unknown;
    unknown.hold_id = {a.holder, HubEpoch{1}, 77};
    a.write(consume(unknown, kCouponRight), now);
    a.write(consume(held, kLotRight, 10), now);
    a.write(release(held, kLotRight, 10), now);
    EXPECT_EQ(verdicts(upload(a), a.holder),
              (std::vector<std::string>{"finding hold_unknown", "finding hold_unknown", "finding hold_unknown"}));
    EXPECT_EQ(right(kCouponRight).used, 1);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::open);
}

TEST_F(HoldStates, AReleaseOfMoreThanIsLeftFreesNothing) {
    const domain::Hold held = hold(a, 1, points(100, 100));
    a.write(consume(held, kLotRight, 60), now);
    a.write(release(held, kLotRight, 60), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (std::vector<std::string>{"accepted", "finding release_excess"}));
    EXPECT_EQ(right(kLotRight).held, 40);
}

}  // namespace
}  // namespace counterfoil::hub
