#include "dialogue.hpp"

namespace counterfoil::engine {
namespace {

using LinkTest = Dialogue;

TEST_F(LinkTest, SaysHelloWhenThereIsAPath) {
    const auto hello = sent<protocol::Hello>(say(LinkUp{}));
    ASSERT_EQ(hello.size(), 1U);
    EXPECT_EQ(hello[0].holder, begin().holder);
    EXPECT_EQ(hello[0].head, begin().head);
    EXPECT_EQ(hello[0].token, "token-1");
    EXPECT_FALSE(hello[0].nonce.empty());
    EXPECT_FALSE(session.up());
}

TEST_F(LinkTest, IsUpOnceTheWelcomeIsStored) {
    const auto hello = sent<protocol::Hello>(say(LinkUp{}));
    const auto store = all<StoreWelcome>(hear(welcome(hello[0].nonce)));
    ASSERT_EQ(store.size(), 1U);
    EXPECT_EQ(store[0].welcome.next_token, "token-2");
    EXPECT_FALSE(session.up());
    const auto actions = say(WelcomeStored{});
    ASSERT_EQ(all<LinkState>(actions).size(), 1U);
    EXPECT_TRUE(all<LinkState>(actions)[0].up);
    EXPECT_TRUE(session.up());
    EXPECT_EQ(sent<protocol::FeedRequest>(actions).at(0).after, FeedPosition{10});
}

TEST_F(LinkTest, IgnoresAWelcomeForAnotherNonceAndACopy) {
    const auto hello = sent<protocol::Hello>(say(LinkUp{}));
    EXPECT_TRUE(all<StoreWelcome>(hear(welcome("another"))).empty());
    hear(welcome(hello[0].nonce));
    EXPECT_TRUE(all<StoreWelcome>(hear(welcome(hello[0].nonce))).empty());
    say(WelcomeStored{});
    EXPECT_TRUE(all<StoreWelcome>(hear(welcome(hello[0].nonce))).empty());
}

TEST_F(LinkTest, DoesNotHearAnOlderHub) {
    const auto hello = sent<protocol::Hello>(say(LinkUp{}));
    protocol::Welcome older = welcome(hello[0].nonce);
    older.hub_epoch = HubEpoch{1};
    const auto actions = hear(older);
    EXPECT_EQ(anomaly(actions), "session.older_hub");
    EXPECT_TRUE(all<StoreWelcome>(actions).empty());
}

TEST_F(LinkTest, RepeatsHelloWithGrowingWaitsUntilWelcomed) {
    const auto first = sent<protocol::Hello>(say(LinkUp{}));
    Tick last = now;
    Millis longest{0};
    for (int i = 0; i < 12; ++i) {
        const auto again = sent<protocol::Hello>(wait());
        ASSERT_EQ(again.size(), 1U);
        EXPECT_EQ(again[0].nonce, first[0].nonce);
        longest = std::max(longest, now - last);
        last = now;
    }
    EXPECT_GT(longest, Millis{5000});
    EXPECT_LE(longest, Millis{10000});
}

TEST_F(LinkTest, ANewGreetingHasANewNonceOnceTheOldOneWasAnswered) {
    const auto first = sent<protocol::Hello>(say(LinkUp{}));
    say(LinkDown{});
    EXPECT_EQ(sent<protocol::Hello>(say(LinkUp{})).at(0).nonce, first.at(0).nonce);
    hear(welcome(first.at(0).nonce));
    say(WelcomeStored{});
    say(LinkDown{});
    EXPECT_NE(sent<protocol::Hello>(say(LinkUp{})).at(0).nonce, first.at(0).nonce);
}

TEST_F(LinkTest, AWelcomeThatCouldNotBeStoredIsAskedForAgain) {
    const auto hello = sent<protocol::Hello>(say(LinkUp{}));
    hear(welcome(hello[0].nonce));
    say(WelcomeStored{.ok = false});
    EXPECT_FALSE(session.up());
    EXPECT_EQ(sent<protocol::Hello>(wait()).size(), 1U);
    EXPECT_EQ(all<StoreWelcome>(hear(welcome(hello[0].nonce))).size(), 1U);
}

TEST_F(LinkTest, SilenceMeansDownAndItBeginsAgain) {
    connect();
    std::vector<Action> actions;
    int heartbeats = 0;
    for (int i = 0; i < 100 && session.up(); ++i) {
        actions = wait();
        heartbeats += static_cast<int>(sent<protocol::FeedRequest>(actions).size());
    }
    EXPECT_EQ(now, Tick{1000 + 5000});
    ASSERT_EQ(all<LinkState>(actions).size(), 1U);
    EXPECT_FALSE(all<LinkState>(actions)[0].up);
    EXPECT_GE(heartbeats, 3);
    const auto hello = sent<protocol::Hello>(actions);
    ASSERT_EQ(hello.size(), 1U);
    EXPECT_EQ(hello[0].token, "token-2");
    hear(welcome(hello[0].nonce));
    EXPECT_TRUE(all<LinkState>(say(WelcomeStored{})).at(0).up);
}

TEST_F(LinkTest, AnAnswerToTheHeartbeatKeepsItUp) {
    connect();
    for (int i = 0; i < 40; ++i) {
        const auto actions = wait();
        if (!sent<protocol::FeedRequest>(actions).empty()) hear(changes(10, 10, 10));
    }
    EXPECT_TRUE(session.up());
    EXPECT_GT(now, Tick{30'000});
}

TEST_F(LinkTest, PublishedChangesAreNoSignOfLife) {
    connect();
    for (int i = 0; i < 100 && session.up(); ++i) {
        wait();
        say(FeedFrameReceived{protocol::encode(changes(10, 10, 10))});
    }
    EXPECT_EQ(now, Tick{6000});
}

TEST_F(LinkTest, TheCarrierMayKnowEarlier) {
    connect();
    EXPECT_FALSE(all<LinkState>(say(LinkDown{})).at(0).up);
    EXPECT_TRUE(all<SendFrame>(say(AcquireWanted{RequestNo{1}, MemberId{"m1"}, {}})).empty());
    EXPECT_EQ(sent<protocol::Hello>(say(LinkUp{})).size(), 1U);
}

TEST_F(LinkTest, AJournalBehindHqStopsRedemptions) {
    const auto actions = connect(6);
    EXPECT_EQ(anomaly(actions), "session.journal_behind");
    EXPECT_EQ(all<LinkState>(actions).at(0).mode, protocol::WelcomeMode::quarantine);
    EXPECT_TRUE(all<ReadRows>(actions).empty());
}

TEST_F(LinkTest, BadFramesAndForeignMessagesAreNotedAndDoNoHarm) {
    connect();
    EXPECT_EQ(anomaly(say(FrameReceived{{0xff, 0x00}})), "session.bad_frame");
    EXPECT_EQ(anomaly(say(FeedFrameReceived{{}})), "session.bad_feed_frame");
    EXPECT_EQ(anomaly(hear(protocol::Busy{hold(1).hold_id, 3})), "session.unexpected_message");
    EXPECT_TRUE(session.up());
}

}  // namespace
}  // namespace counterfoil::engine
