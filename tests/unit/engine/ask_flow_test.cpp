#include "dialogue.hpp"

namespace counterfoil::engine {
namespace {

using AskFlowTest = Dialogue;

AskWanted question(std::uint64_t no) { return {no, "coupons.show", "C1", "", {}}; }

protocol::Answer answer_to(std::uint64_t no) {
    protocol::Answer answer;
    answer.epoch = DeviceEpoch{3};
    answer.ask_no = no;
    answer.body = {'{', '}'};
    return answer;
}

TEST_F(AskFlowTest, AnAskIsRepeatedUntilItsAnswerComes) {
    connect();
    const auto first = sent<protocol::Ask>(say(question(7)));
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].ask_no, 7U);
    EXPECT_EQ(first[0].epoch, DeviceEpoch{3});
    EXPECT_EQ(first[0].what, "coupons.show");
    EXPECT_EQ(sent<protocol::Ask>(wait()).at(0), first[0]);
    const auto taken = all<TakeAnswer>(hear(answer_to(7)));
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken[0].answer, answer_to(7));
    EXPECT_EQ(sent_while_waiting<protocol::Ask>(6), 0U);
}

TEST_F(AskFlowTest, WithoutALinkNothingIsSent) {
    const auto actions = say(question(1));
    EXPECT_TRUE(all<SendFrame>(actions).empty());
    EXPECT_EQ(all<AskEnded>(actions).at(0).why, AskEnd::not_sent);
}

TEST_F(AskFlowTest, ALateAnswerIsDropped) {
    connect();
    say(question(1));
    std::vector<AskEnded> ended;
    for (int i = 0; i < 20 && ended.empty(); ++i) {
        ended = all<AskEnded>(wait());
        hear(changes(10, 10, 10));
    }
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].ask_no, 1U);
    EXPECT_EQ(ended[0].why, AskEnd::unanswered);
    EXPECT_EQ(now - Tick{1000}, Options{}.ask_patience);
    EXPECT_TRUE(all<TakeAnswer>(hear(answer_to(1))).empty());
    EXPECT_EQ(sent_while_waiting<protocol::Ask>(6), 0U);
}

TEST_F(AskFlowTest, AnAnswerThatNobodyAskedForIsDropped) {
    connect();
    say(question(1));
    EXPECT_TRUE(all<TakeAnswer>(hear(answer_to(2))).empty());
    protocol::Answer former = answer_to(1);
    former.epoch = DeviceEpoch{2};
    EXPECT_TRUE(all<TakeAnswer>(hear(former)).empty());
    EXPECT_EQ(all<TakeAnswer>(hear(answer_to(1))).size(), 1U);
    EXPECT_TRUE(all<TakeAnswer>(hear(answer_to(1))).empty()) << "a second copy";
}

TEST_F(AskFlowTest, TheLinkGoingDownEndsWhatWaits) {
    connect();
    say(question(1));
    say(question(2));
    const auto ended = all<AskEnded>(say(LinkDown{}));
    ASSERT_EQ(ended.size(), 2U);
    EXPECT_EQ(ended[0].why, AskEnd::unanswered);
}

TEST_F(AskFlowTest, NoMoreAsksWaitThanTheBound) {
    connect();
    for (std::uint64_t no = 1; no <= Options{}.asks_max; ++no)
        EXPECT_EQ(sent<protocol::Ask>(say(question(no))).size(), 1U);
    const auto actions = say(question(100));
    EXPECT_TRUE(sent<protocol::Ask>(actions).empty());
    EXPECT_EQ(all<AskEnded>(actions).at(0).why, AskEnd::too_many);
    hear(answer_to(1));
    EXPECT_EQ(sent<protocol::Ask>(say(question(101))).size(), 1U);
}

TEST_F(AskFlowTest, WhatWasChangedIsFetchedAtOnce) {
    connect();
    hear(changes(10, 10, 10));
    AskWanted order = question(1);
    order.key = "k1";
    say(order);
    EXPECT_EQ(sent<protocol::FeedRequest>(hear(answer_to(1))).size(), 1U);
    hear(changes(10, 10, 10));
    say(question(2));
    EXPECT_TRUE(sent<protocol::FeedRequest>(hear(answer_to(2))).empty()) << "nothing was changed";
}

TEST_F(AskFlowTest, OnlyDevicesAsk) {
    connect();
    EXPECT_EQ(anomaly(hear(protocol::Ask{DeviceEpoch{3}, 1, "coupons.show", "", "", {}})), "session.unexpected_message");
}

}  // namespace
}  // namespace counterfoil::engine
