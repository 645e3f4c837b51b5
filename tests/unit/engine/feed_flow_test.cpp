#include "dialogue.hpp"

namespace counterfoil::engine {
namespace {

using FeedFlowTest = Dialogue;

TEST_F(FeedFlowTest, CatchesUpToTheHead) {
    connect();
    EXPECT_EQ(all<ApplyFeed>(hear(changes(10, 20, 25))).at(0).batch.to, FeedPosition{20});
    const auto more = sent<protocol::FeedRequest>(say(FeedApplied{FeedPosition{20}}));
    ASSERT_EQ(more.size(), 1U);
    EXPECT_EQ(more[0].after, FeedPosition{20});
    EXPECT_EQ(all<ApplyFeed>(hear(changes(20, 25, 25))).size(), 1U);
    EXPECT_TRUE(sent<protocol::FeedRequest>(say(FeedApplied{FeedPosition{25}})).empty());
}

TEST_F(FeedFlowTest, PublishedChangesThatFollowOnAreTaken) {
    connect();
    hear(changes(10, 10, 10));
    EXPECT_EQ(all<ApplyFeed>(say(FeedFrameReceived{protocol::encode(changes(10, 11, 11))})).size(), 1U);
}

TEST_F(FeedFlowTest, AGapIsAskedFor) {
    connect();
    hear(changes(10, 10, 10));
    const auto actions = say(FeedFrameReceived{protocol::encode(changes(12, 13, 13))});
    EXPECT_TRUE(all<ApplyFeed>(actions).empty());
    EXPECT_EQ(sent<protocol::FeedRequest>(actions).at(0).after, FeedPosition{10});
    // Once is enough while the answer is under way.
    EXPECT_TRUE(sent<protocol::FeedRequest>(say(FeedFrameReceived{protocol::encode(changes(13, 14, 14))})).empty());
}

TEST_F(FeedFlowTest, OneBatchAtATimeAndTheRestIsAskedForAfterwards) {
    connect();
    hear(changes(10, 11, 11));
    EXPECT_TRUE(all<ApplyFeed>(say(FeedFrameReceived{protocol::encode(changes(11, 12, 12))})).empty());
    EXPECT_EQ(sent<protocol::FeedRequest>(say(FeedApplied{FeedPosition{11}})).at(0).after, FeedPosition{11});
}

TEST_F(FeedFlowTest, OldChangesAndOtherScopesAreIgnored) {
    connect();
    EXPECT_TRUE(all<ApplyFeed>(hear(changes(5, 9, 10))).empty());
    protocol::FeedChanges other = changes(10, 11, 11);
    other.batch.scope = "elsewhere";
    EXPECT_TRUE(all<ApplyFeed>(hear(other)).empty());
}

TEST_F(FeedFlowTest, ABatchThatCouldNotBeAppliedIsAskedForAgainFromWhereTheCacheStands) {
    connect();
    hear(changes(10, 20, 20));
    EXPECT_EQ(anomaly(say(FeedFailed{FeedPosition{0}})), "session.feed_not_applied");
    bool asked = false;
    for (int i = 0; i < 5 && !asked; ++i)
        for (const auto& request : sent<protocol::FeedRequest>(wait()))
            asked |= request.after == FeedPosition{0};
    EXPECT_TRUE(asked);
    EXPECT_EQ(all<ApplyFeed>(hear(changes(0, 20, 20))).size(), 1U);
}

TEST_F(FeedFlowTest, AnUnansweredRequestIsRepeated) {
    connect();
    EXPECT_EQ(sent<protocol::FeedRequest>(wait()).size(), 1U);
}

}  // namespace
}  // namespace counterfoil::engine
