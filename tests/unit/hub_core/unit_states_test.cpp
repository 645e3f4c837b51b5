// The table "States of a unit at HQ" (docs/rights.md), row by row; transfers and give-backs are not there yet.
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;

class UnitStates : public HqWorld {
protected:
    UnitStates() {
        add_member(1000);
        add_coupon("C1", kMember, Instant{kStart.ms + 86'400'000});
    }
    std::vector<domain::WantedRight> coupon() const { return {{kCouponRight, 1, 1}}; }
    void withdraw() {
        withdrawn = *in_tx([&](HubTx& tx) { return authority->withdraw(tx, kCouponRight, now); });
    }
    domain::CouponState coupon_state() { return (*store->view().rights().coupon(CouponId{"C1"}))->state; }
    std::vector<Outgoing> withdrawn;
};

TEST_F(UnitStates, FreeIsHeldByAnAcquire) {
    const domain::Hold held = hold(a, 1, coupon());
    EXPECT_EQ(right(kCouponRight).held, 1);
    EXPECT_EQ(held.hold_id, (domain::HoldId{a.holder, HubEpoch{1}, 1}));
    EXPECT_EQ(held.member_id, kMember);
    EXPECT_EQ(held.rights.front().amount, 1);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::open);
}

TEST_F(UnitStates, FreeAndPastItsEndIsNotGranted) {
    now = Instant{kStart.ms + 86'400'000};
    const auto answer = send(a.holder, acquire(1, coupon()));
    EXPECT_EQ(sent<protocol::Refused>(*answer, a.holder).front().reason, protocol::RefusedReason::ended);
}

TEST_F(UnitStates, AnotherMembersCouponIsNotGranted) {
    add_coupon("C2", MemberId{"M2"});
    const auto answer = send(a.holder, acquire(1, {{RightId{"coupon:C2"}, 1, 1}}));
    EXPECT_EQ(sent<protocol::Refused>(*answer, a.holder).front().reason, protocol::RefusedReason::ended);
}

TEST_F(UnitStates, FreeEndsByWithdrawal) {
    withdraw();
    EXPECT_EQ(right(kCouponRight).ended, 1);
    EXPECT_EQ(coupon_state(), domain::CouponState::voided);
    EXPECT_TRUE(withdrawn.empty());
}

TEST_F(UnitStates, FreeEndsByExpiry) {
    now = Instant{kStart.ms + 86'400'000};
    tick();
    EXPECT_EQ(right(kCouponRight).ended, 1);
    EXPECT_EQ(coupon_state(), domain::CouponState::expired);
}

TEST_F(UnitStates, FreeIsUsedByARiskEntry) {
    a.write(risk(kCouponRight), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(right(kCouponRight).used, 1);
    EXPECT_EQ(coupon_state(), domain::CouponState::used);
    EXPECT_EQ(member().applied.at(a.holder), JournalSeq{1});
}

TEST_F(UnitStates, AFrozenCouponIsNotGrantedAndAtRiskAFinding) {
    in_tx([&](HubTx& tx) {
        domain::Coupon coupon = **tx.rights().coupon(CouponId{"C1"});
        coupon.state = domain::CouponState::frozen;
        return tx.rights().put_coupon(coupon);
    });
    EXPECT_EQ(sent<protocol::Refused>(*send(a.holder, acquire(1, coupon())), a.holder).size(), 1U);
    a.write(risk(kCouponRight), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"finding frozen"});
    EXPECT_EQ(right(kCouponRight).used, 1);
}

TEST_F(UnitStates, HeldIsUsedByAConsume) {
    const domain::Hold held = hold(a, 1, coupon());
    a.write(consume(held, kCouponRight), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(right(kCouponRight).used, 1);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::closed);
    EXPECT_EQ((*store->view().rights().coupon(CouponId{"C1"}))->used->ticket_key, ticket_key("T1"));
}

TEST_F(UnitStates, HeldIsUsedPastValidityWithAFinding) {
    const domain::Hold held = hold(a, 1, coupon());
    a.write(consume(held, kCouponRight), Instant{kStart.ms + 86'400'000});
    now = Instant{kStart.ms + 90'000'000};
    tick();
    EXPECT_EQ(right(kCouponRight).held, 1) << "expiry of a held unit waits for its hold";
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"finding past_validity"});
    EXPECT_EQ(right(kCouponRight).used, 1);
}

TEST_F(UnitStates, HeldIsFreedByARelease) {
    const domain::Hold held = hold(a, 1, coupon());
    a.write(release(held, kCouponRight), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(right(kCouponRight).free, 1);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::closed);
}

TEST_F(UnitStates, HeldIsFreedByARefusal) {
    const domain::Hold held = hold(a, 1, {{kCouponRight, 1, 1}, {kLotRight, 1, 500}});
    a.write(domain::RefuseEntry{held.hold_id}, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(right(kCouponRight).free, 1);
    EXPECT_EQ(right(kLotRight).free, 1000);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::closed);
}

TEST_F(UnitStates, HeldGoesToTheWaitingWishAtOnce) {
    const domain::Hold held = hold(a, 1, coupon());
    const auto asked = send(b.holder, acquire(1, coupon()));
    const auto refused = sent<protocol::Refused>(*asked, b.holder).front();
    EXPECT_EQ(refused.reason, protocol::RefusedReason::held_by);
    EXPECT_EQ(refused.held_by, StoreId{"S1"});
    EXPECT_TRUE(refused.reachable);
    const auto recall = sent<protocol::Recall>(*asked, a.holder).front();
    EXPECT_EQ(recall.hold_id, held.hold_id);
    EXPECT_EQ(recall.units, (std::vector<domain::Units>{{kCouponRight, 1}}));

    a.write(release(held, kCouponRight), now);
    const auto out = upload(a);
    const auto grants = sent<protocol::Grant>(out, b.holder);
    ASSERT_EQ(grants.size(), 1U);
    EXPECT_EQ(opened(grants.front(), hq.public_key()).request_no, RequestNo{1});
    EXPECT_EQ(right(kCouponRight).held, 1);
}

TEST_F(UnitStates, WhoGaveItUpQueuesBehindTheWish) {
    const domain::Hold held = hold(a, 1, coupon());
    static_cast<void>(send(b.holder, acquire(1, coupon())));
    const auto again = send(a.holder, acquire(2, coupon()));
    EXPECT_EQ(sent<protocol::Refused>(*again, a.holder).front().reason, protocol::RefusedReason::held_by);
    a.write(release(held, kCouponRight), now);
    const auto out = upload(a);
    EXPECT_EQ(sent<protocol::Grant>(out, b.holder).size(), 1U);
    EXPECT_TRUE(sent<protocol::Grant>(out, a.holder).empty());
}

TEST_F(UnitStates, AWishLapsesAfterAMinuteWithoutARepeat) {
    const domain::Hold held = hold(a, 1, coupon());
    static_cast<void>(send(b.holder, acquire(1, coupon())));
    now = now + Millis{60'001};
    tick();
    a.write(release(held, kCouponRight), now);
    EXPECT_TRUE(sent<protocol::Grant>(upload(a), b.holder).empty());
    EXPECT_EQ(right(kCouponRight).free, 1);
}

TEST_F(UnitStates, ARepeatKeepsTheWishAliveAndItsPlace) {
    const domain::Hold held = hold(a, 1, coupon());
    static_cast<void>(send(b.holder, acquire(1, coupon())));
    now = now + Millis{50'000};
    static_cast<void>(send(b.holder, acquire(1, coupon())));
    now = now + Millis{50'000};
    tick();
    a.write(release(held, kCouponRight), now);
    EXPECT_EQ(sent<protocol::Grant>(upload(a), b.holder).size(), 1U);
}

TEST_F(UnitStates, HeldAndWithdrawnIsRecalledAndEndsWhenItComesBack) {
    const domain::Hold held = hold(a, 1, coupon());
    withdraw();
    EXPECT_EQ(sent<protocol::Recall>(withdrawn, a.holder).size(), 1U);
    EXPECT_EQ(right(kCouponRight).held, 1);
    static_cast<void>(send(b.holder, acquire(1, coupon())));
    a.write(release(held, kCouponRight), now);
    EXPECT_TRUE(sent<protocol::Grant>(upload(a), b.holder).empty()) << "a withdrawal is before all other wishes";
    EXPECT_EQ(right(kCouponRight).ended, 1);
    EXPECT_EQ(coupon_state(), domain::CouponState::voided);
}

TEST_F(UnitStates, AWithdrawalThatMeetsAConsumeComesTooLate) {
    const domain::Hold held = hold(a, 1, coupon());
    withdraw();
    a.write(consume(held, kCouponRight), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(right(kCouponRight).used, 1);
    EXPECT_EQ(coupon_state(), domain::CouponState::used);
}

TEST_F(UnitStates, ExpiredWhileHeldEndsAtOnceWhenItComesBack) {
    const domain::Hold held = hold(a, 1, coupon());
    now = Instant{kStart.ms + 86'400'000};
    EXPECT_TRUE(tick().empty()) << "expiry recalls nothing";
    a.write(release(held, kCouponRight), now);
    upload(a);
    EXPECT_EQ(right(kCouponRight).ended, 1);
    EXPECT_EQ(coupon_state(), domain::CouponState::expired);
}

TEST_F(UnitStates, ARiskEntryOnAHeldUnitIsPendingThenConflictWhenTheHoldIsUsed) {
    const domain::Hold held = hold(a, 1, coupon());
    b.write(risk(kCouponRight), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"pending held_elsewhere"});
    a.write(consume(held, kCouponRight), now);
    const auto out = upload(a);
    EXPECT_EQ(verdicts(out, a.holder), Strings{"accepted"});
    EXPECT_EQ(verdicts(out, b.holder), Strings{"conflict already_used"});
    EXPECT_EQ(entry(b, 1).verdict, domain::EntryVerdict::conflict);
}

TEST_F(UnitStates, ARiskEntryOnAHeldUnitIsPendingThenAcceptedBeforeAnyNewGrant) {
    const domain::Hold held = hold(a, 1, coupon());
    b.write(risk(kCouponRight), now);
    upload(b);
    static_cast<void>(send(b.holder, acquire(1, coupon())));
    a.write(release(held, kCouponRight), now);
    const auto out = upload(a);
    EXPECT_EQ(verdicts(out, b.holder), Strings{"accepted"});
    EXPECT_TRUE(sent<protocol::Grant>(out, b.holder).empty());
    EXPECT_EQ(right(kCouponRight).used, 1);
}

TEST_F(UnitStates, APendingRiskAsksForTheUnitSoThatALostGrantDoesNotHoldTheAnswer) {
    const domain::Hold held = hold(a, 1, coupon());
    b.write(risk(kCouponRight), now);
    const auto out = upload(b);
    const auto recalls = sent<protocol::Recall>(out, a.holder);
    ASSERT_EQ(recalls.size(), 1U);
    EXPECT_EQ(recalls[0].hold_id, held.hold_id);
    a.write(domain::RefuseEntry{held.hold_id}, now);
    EXPECT_EQ(verdicts(upload(a), b.holder), Strings{"accepted"});
}

TEST_F(UnitStates, ALateAnswerIsToldAgainAtTheNextGreeting) {
    const domain::Hold held = hold(a, 1, coupon());
    b.write(risk(kCouponRight), now);
    upload(b);
    a.write(consume(held, kCouponRight), now);
    upload(a);
    protocol::Hello hello{b.holder, b.head, HubEpoch{1}, "", "nonce"};
    EXPECT_EQ(verdicts(*send(b.holder, hello), b.holder), Strings{"conflict already_used"});
}

TEST_F(UnitStates, AWrittenOffHoldFreesItsUnits) {
    const domain::Hold held = hold(a, 1, coupon());
    ASSERT_TRUE(in_tx([&](HubTx& tx) { return authority->write_off(tx, held.hold_id, now); }));
    EXPECT_EQ(right(kCouponRight).free, 1);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::reclaimed);
}

TEST_F(UnitStates, ALateConsumeOfAReclaimedUnitIsAcceptedWhileFree) {
    const domain::Hold held = hold(a, 1, coupon());
    ASSERT_TRUE(in_tx([&](HubTx& tx) { return authority->write_off(tx, held.hold_id, now); }));
    a.write(consume(held, kCouponRight), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(right(kCouponRight).used, 1);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::reclaimed);
}

TEST_F(UnitStates, ALateConsumeOfAReclaimedUnitThatWasUsedSinceIsAConflict) {
    const domain::Hold held = hold(a, 1, coupon());
    ASSERT_TRUE(in_tx([&](HubTx& tx) { return authority->write_off(tx, held.hold_id, now); }));
    const domain::Hold second = hold(b, 1, coupon());
    b.write(consume(second, kCouponRight, 1, "T2"), now);
    upload(b);
    a.write(consume(held, kCouponRight), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"conflict already_used"});
    EXPECT_EQ(right(kCouponRight).used, 1);
}

TEST_F(UnitStates, ALateReleaseOfAReclaimedHoldChangesNothing) {
    const domain::Hold held = hold(a, 1, coupon());
    ASSERT_TRUE(in_tx([&](HubTx& tx) { return authority->write_off(tx, held.hold_id, now); }));
    static_cast<void>(hold(b, 1, coupon()));
    a.write(release(held, kCouponRight), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(right(kCouponRight).held, 1);
    EXPECT_EQ(right(kCouponRight).free, 0);
}

TEST_F(UnitStates, UsedAndSpentAgainByRiskIsAConflict) {
    a.write(risk(kCouponRight), now);
    upload(a);
    b.write(risk(kCouponRight), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"conflict already_used"});
}

TEST_F(UnitStates, EndedAndSpentByRiskIsAConflict) {
    withdraw();
    b.write(risk(kCouponRight), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"conflict ended"});
    EXPECT_EQ(right(kCouponRight).ended, 1);
}

TEST_F(UnitStates, AConsumeUnderAClosedHoldIsADoubleClaim) {
    const domain::Hold held = hold(a, 1, coupon());
    const domain::Hold other = hold(a, 2, {{kLotRight, 1, 100}});
    a.write(consume(held, kCouponRight), now);
    a.write(consume(held, kCouponRight, 1, "T2"), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "conflict double_claim"}));
    EXPECT_EQ(state_of(a), DeviceState::quarantined);
    EXPECT_EQ(hold_state(other.hold_id), HoldState::frozen);
    EXPECT_EQ(right(kCouponRight).used, 1);
}

TEST_F(UnitStates, AConsumeOfAReleasedUnitIsADoubleClaim) {
    const domain::Hold held = hold(a, 1, {{kCouponRight, 1, 1}, {kLotRight, 1, 100}});
    a.write(release(held, kCouponRight), now);
    a.write(consume(held, kCouponRight), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "conflict double_claim"}));
    EXPECT_EQ(state_of(a), DeviceState::quarantined);
    EXPECT_EQ(right(kCouponRight).free, 1);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::frozen);
}

TEST_F(UnitStates, AfterADoubleClaimTheRestIsKeptAside) {
    const domain::Hold held = hold(a, 1, coupon());
    a.write(consume(held, kCouponRight), now);
    a.write(consume(held, kCouponRight, 1, "T2"), now);
    a.write(risk(kLotRight, 10), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "conflict double_claim", "pending quarantined"}));
    EXPECT_EQ(right(kLotRight).free, 1000);
    EXPECT_EQ((*store->view().entries().open_questions(10)).size(), 2U);
}

}  // namespace
}  // namespace counterfoil::hub
