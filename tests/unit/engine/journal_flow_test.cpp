#include "dialogue.hpp"

namespace counterfoil::engine {
namespace {

using JournalFlowTest = Dialogue;

/// HQ's answers to the entries from..to.
protocol::Applied applied(std::uint64_t from, std::uint64_t to) {
    protocol::Applied one;
    one.epoch = DeviceEpoch{3};
    one.seq = JournalSeq{to};
    for (std::uint64_t seq = from; seq <= to; ++seq)
        one.results.push_back({JournalSeq{seq}, domain::EntryVerdict::accepted, ""});
    return one;
}

JournalGrew grew(std::uint64_t seq) { return {{.epoch = DeviceEpoch{3}, .seq = JournalSeq{seq}, .hash = {}}}; }

TEST_F(JournalFlowTest, SendsWhatHqLacksSignedAndOneBatchAtATime) {
    const auto read = all<ReadRows>(connect(3));
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].from, JournalSeq{4});
    EXPECT_EQ(read[0].rows_max, protocol::kEntriesRowsMax);
    EXPECT_EQ(session.pending(), 2U);

    const auto entries = sent<protocol::Entries>(say(RowsRead{{row(4), row(5)}}));
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].from_seq, JournalSeq{4});
    EXPECT_EQ(entries[0].head.seq, JournalSeq{5});
    EXPECT_EQ(entries[0].head.hash, row(5).hash);
    EXPECT_TRUE(verifier.verify(device_key.public_key(), protocol::entries_signing_bytes(begin().holder, entries[0].head),
                                entries[0].signature));
    // More came meanwhile: it waits for the answer.
    EXPECT_TRUE(all<ReadRows>(say(grew(7))).empty());

    EXPECT_EQ(all<TakeApplied>(hear(applied(4, 5))).at(0).answered, JournalSeq{5});
    EXPECT_EQ(all<ReadRows>(say(AppliedStored{JournalSeq{5}})).at(0).from, JournalSeq{6});
    say(RowsRead{{row(6), row(7)}});
    hear(applied(6, 7));
    say(AppliedStored{JournalSeq{7}});
    EXPECT_EQ(session.pending(), 0U);
}

TEST_F(JournalFlowTest, ABatchIsSentAgainUntilItsAnswersAreStored) {
    connect(4);
    say(RowsRead{{row(5)}});
    EXPECT_GE(sent_while_waiting<protocol::Entries>(30), 4U);
    hear(applied(5, 5));
    say(AppliedStored{.answered = JournalSeq{5}, .ok = false});
    EXPECT_GE(sent_while_waiting<protocol::Entries>(10), 1U);
    say(AppliedStored{JournalSeq{5}});
    EXPECT_EQ(sent_while_waiting<protocol::Entries>(10), 0U);
}

TEST_F(JournalFlowTest, AnEntryIsSentAsSoonAsItIsWritten) {
    connect();
    EXPECT_EQ(all<ReadRows>(say(grew(6))).at(0).from, JournalSeq{6});
}

TEST_F(JournalFlowTest, HqMayAskForEntriesAgain) {
    connect();
    protocol::EntriesWanted wanted;
    wanted.epoch = DeviceEpoch{3};
    wanted.from_seq = JournalSeq{2};
    EXPECT_EQ(all<ReadRows>(hear(wanted)).at(0).from, JournalSeq{2});
    // A second wish while the rows are being read: the rows of the first one do not fit any more.
    wanted.from_seq = JournalSeq{1};
    EXPECT_TRUE(all<ReadRows>(hear(wanted)).empty());
    const auto actions = say(RowsRead{{row(2), row(3)}});
    EXPECT_TRUE(sent<protocol::Entries>(actions).empty());
    EXPECT_EQ(all<ReadRows>(actions).at(0).from, JournalSeq{1});
    wanted.epoch = DeviceEpoch{2};
    wanted.from_seq = JournalSeq{4};
    EXPECT_TRUE(hear(wanted).empty() || all<ReadRows>(hear(wanted)).empty());
}

TEST_F(JournalFlowTest, AnAnswerForAnotherEpochOrBeyondTheHeadIsNotTaken) {
    connect(4);
    protocol::Applied other = applied(5, 5);
    other.epoch = DeviceEpoch{2};
    EXPECT_TRUE(all<TakeApplied>(hear(other)).empty());
    const auto beyond = hear(applied(9, 9));
    EXPECT_TRUE(all<TakeApplied>(beyond).empty());
    EXPECT_EQ(anomaly(beyond), "session.applied_beyond_head");
}

TEST_F(JournalFlowTest, ALaterAnswerToAnotherEntryDoesNotStandForTheBatchs) {
    connect(4);
    say(RowsRead{{row(5)}});
    protocol::Applied late = applied(2, 2);
    late.seq = JournalSeq{5};
    EXPECT_EQ(all<TakeApplied>(hear(late)).at(0).answered, JournalSeq{4});
    say(AppliedStored{JournalSeq{4}});
    EXPECT_EQ(session.pending(), 1U);
    EXPECT_GE(sent_while_waiting<protocol::Entries>(10), 1U);
}

TEST_F(JournalFlowTest, WhatWasAppliedWithoutAnAnswerHereIsSentAgain) {
    connect();
    say(grew(6));
    say(RowsRead{{row(6)}});
    say(LinkDown{});
    // HQ has the entry; its answer was lost on the way.
    EXPECT_EQ(all<ReadRows>(connect(6)).at(0).from, JournalSeq{6});
}

TEST_F(JournalFlowTest, AnswersThatOvertakeTheWelcomeAreTaken) {
    const auto hello = sent<protocol::Hello>(say(LinkUp{}));
    EXPECT_EQ(all<TakeApplied>(hear(applied(2, 2))).size(), 1U);
    hear(welcome(hello.at(0).nonce));
    EXPECT_EQ(all<TakeApplied>(hear(applied(3, 3))).size(), 1U);
}

TEST_F(JournalFlowTest, RowsThatCannotBeReadAreTriedAgain) {
    connect(4);
    EXPECT_EQ(anomaly(say(RowsRead{})), "session.rows_missing");
    EXPECT_EQ(all<ReadRows>(wait()).at(0).from, JournalSeq{5});
}

TEST_F(JournalFlowTest, TheLinkGoingDownForgetsTheBatchNotTheEntries) {
    connect(4);
    say(RowsRead{{row(5)}});
    say(LinkDown{});
    EXPECT_EQ(session.pending(), 1U);
    EXPECT_EQ(all<ReadRows>(connect(4)).at(0).from, JournalSeq{5});
}

TEST_F(JournalFlowTest, RowsThatArriveAfterTheLinkWentDownAreDropped) {
    connect(4);
    say(LinkDown{});
    EXPECT_TRUE(all<SendFrame>(say(RowsRead{{row(5)}})).empty());
}

}  // namespace
}  // namespace counterfoil::engine
