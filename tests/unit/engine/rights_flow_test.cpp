#include "dialogue.hpp"

namespace counterfoil::engine {
namespace {

using RightsFlowTest = Dialogue;

AcquireWanted wish(std::uint64_t no) { return {RequestNo{no}, MemberId{"m1"}, {{RightId{"coupon:c1"}, 1, 1}}}; }

TEST_F(RightsFlowTest, AnAcquireIsRepeatedUntilItsGrantIsStored) {
    connect();
    const auto first = sent<protocol::Acquire>(say(wish(1)));
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].request_no, RequestNo{1});
    EXPECT_EQ(first[0].epoch, DeviceEpoch{3});
    EXPECT_EQ(sent<protocol::Acquire>(wait()).at(0), first[0]);

    const auto store = all<StoreGrant>(hear(protocol::Grant{protocol::sign_grant(hold(1, RequestNo{1}), hq_key)}));
    ASSERT_EQ(store.size(), 1U);
    EXPECT_EQ(store[0].hold, hold(1, RequestNo{1}));
    // Not stored yet: it goes on.
    say(GrantStored{RequestNo{1}, false});
    EXPECT_GE(sent_while_waiting<protocol::Acquire>(6), 1U);
    say(GrantStored{RequestNo{1}, true});
    EXPECT_EQ(sent_while_waiting<protocol::Acquire>(6), 0U);
}

TEST_F(RightsFlowTest, ALastWordEndsTheAcquire) {
    connect();
    say(wish(1));
    protocol::Refused refused{RequestNo{1}, protocol::RefusedReason::queued, {}, false};
    EXPECT_EQ(all<TakeRefused>(hear(refused)).size(), 1U);
    EXPECT_GE(sent_while_waiting<protocol::Acquire>(6), 1U);
    refused.reason = protocol::RefusedReason::held_by;
    refused.reachable = true;
    EXPECT_EQ(all<TakeRefused>(hear(refused)).size(), 1U);
    EXPECT_GE(sent_while_waiting<protocol::Acquire>(6), 1U);
    refused.reachable = false;
    EXPECT_EQ(all<TakeRefused>(hear(refused)).size(), 1U);
    EXPECT_EQ(sent_while_waiting<protocol::Acquire>(6), 0U);

    say(wish(2));
    EXPECT_EQ(all<TakeClosed>(hear(protocol::Closed{{}, RequestNo{2}, {}})).at(0).request_no, RequestNo{2});
    EXPECT_EQ(sent_while_waiting<protocol::Acquire>(6), 0U);

    say(wish(3));
    say(AcquireDropped{RequestNo{3}});
    EXPECT_EQ(sent_while_waiting<protocol::Acquire>(6), 0U);
}

TEST_F(RightsFlowTest, NoMoreAcquiresAreKeptThanTheBound) {
    connect();
    for (std::uint64_t no = 1; no <= 64; ++no)
        EXPECT_EQ(sent<protocol::Acquire>(say(wish(no))).size(), 1U);
    const auto actions = say(wish(65));
    EXPECT_TRUE(sent<protocol::Acquire>(actions).empty());
    EXPECT_EQ(anomaly(actions), "session.too_many_acquires");
}

TEST_F(RightsFlowTest, AGrantThatHqDidNotSignIsNotTaken) {
    connect();
    const auto forged = hear(protocol::Grant{protocol::sign_grant(hold(1), device_key)});
    EXPECT_TRUE(all<StoreGrant>(forged).empty());
    EXPECT_EQ(anomaly(forged), "session.bad_grant");
    domain::SignedGrant changed = protocol::sign_grant(hold(1), hq_key);
    changed.payload.back() ^= 1;
    EXPECT_TRUE(all<StoreGrant>(hear(protocol::Grant{changed})).empty());
}

TEST_F(RightsFlowTest, AGrantForAnotherDiskOrOfAnOlderHubIsNotTaken) {
    connect();
    domain::Hold other = hold(1);
    other.hold_id.holder.epoch = DeviceEpoch{2};
    EXPECT_TRUE(all<StoreGrant>(hear(protocol::Grant{protocol::sign_grant(other, hq_key)})).empty());
    other = hold(1);
    other.hold_id.holder.device_id = DeviceId{"D2"};
    EXPECT_TRUE(all<StoreGrant>(hear(protocol::Grant{protocol::sign_grant(other, hq_key)})).empty());
    other = hold(1);
    other.hold_id.hub_epoch = HubEpoch{1};
    EXPECT_EQ(anomaly(hear(protocol::Grant{protocol::sign_grant(other, hq_key)})), "session.older_hub");
}

TEST_F(RightsFlowTest, ARecallIsAnsweredByTheDisk) {
    connect();
    const protocol::Recall recall{hold(1).hold_id, {{RightId{"coupon:c1"}, 1}}, "wanted"};
    const auto ask = all<AnswerRecall>(hear(recall));
    ASSERT_EQ(ask.size(), 1U);
    EXPECT_EQ(ask[0].units, recall.units);

    const auto busy = sent<protocol::Busy>(say(RecallAnswered{recall.hold_id, RecallOutcome::busy, 42}));
    ASSERT_EQ(busy.size(), 1U);
    EXPECT_EQ(busy[0].idle_s, 42);
    const auto closed = sent<protocol::Closed>(say(RecallAnswered{recall.hold_id, RecallOutcome::closed, 0}));
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_EQ(closed[0].hold_id, recall.hold_id);
    EXPECT_EQ(closed[0].seq, JournalSeq{5});
    // A release travels in the journal, so that nothing overtakes a consume.
    EXPECT_TRUE(all<SendFrame>(say(RecallAnswered{recall.hold_id, RecallOutcome::released, 0})).empty());
    EXPECT_TRUE(all<SendFrame>(say(RecallAnswered{recall.hold_id, RecallOutcome::refused, 0})).empty());
    EXPECT_TRUE(all<SendFrame>(say(RecallAnswered{recall.hold_id, RecallOutcome::failed, 0})).empty());
}

TEST_F(RightsFlowTest, ARecallOfAnotherDisksHoldIsIgnored) {
    connect();
    domain::HoldId id = hold(1).hold_id;
    id.holder.epoch = DeviceEpoch{2};
    EXPECT_TRUE(all<AnswerRecall>(hear(protocol::Recall{id, {}, ""})).empty());
}

}  // namespace
}  // namespace counterfoil::engine
