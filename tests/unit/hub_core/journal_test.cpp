// Greetings, tokens and the journal: what HQ takes, asks for again, and quarantines.
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;

class JournalIntake : public HqWorld {
protected:
    JournalIntake() {
        add_member(1000);
        add_coupon("C1", kMember);
    }
    protocol::Welcome greet(TestDevice& device, const std::string& token, const std::string& nonce) {
        const auto out = send(device.holder, protocol::Hello{device.holder, device.head, HubEpoch{1}, token, nonce});
        EXPECT_TRUE(out.has_value()) << describe(out.error());
        const auto welcomes = sent<protocol::Welcome>(*out, device.holder);
        EXPECT_EQ(welcomes.size(), 1U);
        return welcomes.empty() ? protocol::Welcome{} : welcomes.front();
    }
};

TEST_F(JournalIntake, AWelcomeAnswersTheGreeting) {
    const protocol::Welcome welcome = greet(a, "", "n1");
    EXPECT_EQ(welcome.nonce, "n1");
    EXPECT_EQ(welcome.hub_epoch, HubEpoch{1});
    EXPECT_EQ(welcome.mode, protocol::WelcomeMode::normal);
    EXPECT_FALSE(welcome.next_token.empty());
    EXPECT_EQ(welcome.floor, 1U);
}

TEST_F(JournalIntake, TheFloorIsTheLowestOpenHold) {
    const domain::Hold first = hold(a, 1, {{kCouponRight, 1, 1}});
    static_cast<void>(hold(a, 2, {{kLotRight, 1, 1}}));
    EXPECT_EQ(greet(a, "", "n1").floor, 1U);
    a.write(release(first, kCouponRight), now);
    upload(a);
    EXPECT_EQ(greet(a, greet(a, "", "n2").next_token, "n3").floor, 2U);
}

TEST_F(JournalIntake, TokensRotateAndALostWelcomeIsHarmless) {
    const std::string first = greet(a, "", "n1").next_token;
    const std::string lost = greet(a, first, "n2").next_token;
    EXPECT_NE(lost, first);
    const std::string second = greet(a, first, "n3").next_token;
    EXPECT_EQ(greet(a, second, "n4").mode, protocol::WelcomeMode::normal);
}

TEST_F(JournalIntake, ACopyOfTheLastGreetingGetsTheSameWelcome) {
    const protocol::Welcome first = greet(a, "", "n1");
    EXPECT_EQ(greet(a, "", "n1"), first);
}

TEST_F(JournalIntake, ACopyOfAnOldGreetingIsIgnored) {
    const std::string first = greet(a, "", "n1").next_token;
    const std::string second = greet(a, first, "n2").next_token;
    EXPECT_TRUE(send(a.holder, protocol::Hello{a.holder, a.head, HubEpoch{1}, "", "n1"})->empty());
    EXPECT_EQ(greet(a, second, "n3").mode, protocol::WelcomeMode::normal);
}

TEST_F(JournalIntake, AForgottenTokenIsAClone) {
    const domain::Hold held = hold(a, 1, {{kCouponRight, 1, 1}});
    const std::string first = greet(a, "", "n1").next_token;
    static_cast<void>(greet(a, first, "n2"));
    EXPECT_EQ(greet(a, "", "clone").mode, protocol::WelcomeMode::quarantine);
    EXPECT_EQ(state_of(a), DeviceState::quarantined);
    EXPECT_EQ(hold_state(held.hold_id), HoldState::frozen);
    EXPECT_EQ(sent<protocol::Refused>(*send(a.holder, acquire(2, {{kLotRight, 1, 1}})), a.holder).size(), 1U);
}

TEST_F(JournalIntake, ANewHubEpochJudgesNoToken) {
    static_cast<void>(greet(a, greet(a, "", "n1").next_token, "n2"));
    authority = std::make_unique<Authority>(AuthorityConfig{.hub_epoch = HubEpoch{2}}, hasher, verifier, hq, random, log);
    EXPECT_EQ(greet(a, "", "n3").mode, protocol::WelcomeMode::normal);
}

TEST_F(JournalIntake, ARolledBackDiskIsToldAndNotQuarantined) {
    const TestDevice before("DA", 1);
    a.write(risk(kCouponRight), now);
    upload(a);
    const auto out = *send(a.holder, protocol::Hello{a.holder, before.head, HubEpoch{1}, "", "n1"});
    const auto welcome = sent<protocol::Welcome>(out, a.holder).front();
    EXPECT_EQ(welcome.mode, protocol::WelcomeMode::upload_only);
    EXPECT_EQ(welcome.applied_seq, JournalSeq{1});
    EXPECT_EQ(state_of(a), DeviceState::active);
}

TEST_F(JournalIntake, AForkSeenInTheGreetingIsQuarantined) {
    TestDevice twin("DA", 1);
    twin.write(risk(kLotRight, 5), now);
    a.write(risk(kCouponRight), now);
    upload(a);
    EXPECT_EQ(greet(twin, "", "n1").mode, protocol::WelcomeMode::quarantine);
}

TEST_F(JournalIntake, AForkSeenInTheEntriesIsQuarantinedAndKeptAside) {
    TestDevice twin("DA", 1);
    twin.write(risk(kLotRight, 5), now);
    a.write(risk(kCouponRight), now);
    upload(a);
    EXPECT_EQ(verdicts(upload(twin), a.holder), Strings{"pending quarantined"});
    EXPECT_EQ(state_of(a), DeviceState::quarantined);
    EXPECT_EQ(right(kLotRight).free, 1000);
    EXPECT_EQ(store->view().entries().open_questions(10)->size(), 1U);
    EXPECT_EQ(verdicts(upload(twin), a.holder), Strings{"pending quarantined"}) << "a repeat is kept once";
    EXPECT_EQ(store->view().entries().open_questions(10)->size(), 1U);
}

TEST_F(JournalIntake, EachEntryIsAppliedOnce) {
    a.write(risk(kLotRight, 100), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(right(kLotRight).used, 100);
    a.write(risk(kLotRight, 50), now);
    const auto out = upload(a);
    EXPECT_EQ(sent<protocol::Applied>(out, a.holder).front().seq, JournalSeq{2});
    EXPECT_EQ(right(kLotRight).used, 150);
}

TEST_F(JournalIntake, AGapIsAskedForAgain) {
    a.write(risk(kLotRight, 1), now);
    a.write(risk(kLotRight, 2), now);
    const auto out = upload(a, 1);
    EXPECT_EQ(sent<protocol::EntriesWanted>(out, a.holder).front(),
              (protocol::EntriesWanted{DeviceEpoch{1}, JournalSeq{1}}));
    EXPECT_EQ(right(kLotRight).used, 0);
}

TEST_F(JournalIntake, ABadBatchChangesNothing) {
    a.write(risk(kLotRight, 1), now);
    a.write(risk(kLotRight, 2), now);
    const auto refuses = [&](const protocol::Entries& batch, ErrorCode code) {
        const auto out = send(a.holder, batch);
        ASSERT_FALSE(out.has_value());
        EXPECT_EQ(out.error().code, code) << out.error().what;
    };
    protocol::Entries batch = a.batch();
    batch.signature[0] ^= 1;
    refuses(batch, ErrorCode::permission);
    batch = a.batch();
    batch.rows[0].body[0] ^= 1;
    refuses(batch, ErrorCode::invalid_input);
    batch = a.batch();
    batch.rows.erase(batch.rows.begin());
    refuses(batch, ErrorCode::invalid_input);
    batch = a.batch();
    batch.head.seq = JournalSeq{9};
    refuses(batch, ErrorCode::invalid_input);
    batch = a.batch();
    batch.rows.clear();
    refuses(batch, ErrorCode::invalid_input);
    batch = a.batch();
    batch.holder = b.holder;
    refuses(batch, ErrorCode::invalid_input);
    EXPECT_EQ(right(kLotRight).used, 0);
}

TEST_F(JournalIntake, AnEntryThatCannotBeReadIsKeptAndShown) {
    domain::JournalRow row;
    row.epoch = DeviceEpoch{1};
    row.seq = JournalSeq{1};
    row.body = Bytes{'{', '}'};
    row.hash = codec::chain_hash(hasher, row.prev_hash, row.body);
    a.rows = {row};
    a.head = {row.epoch, row.seq, row.hash};
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"finding undecodable"});
    EXPECT_EQ(entry(a, 1).body, row.body);
    a.write(risk(kLotRight, 1), now);
    EXPECT_EQ(verdicts(upload(a, 1), a.holder), Strings{"accepted"});
}

TEST_F(JournalIntake, AnUnknownDiskIsRefused) {
    const TestDevice stranger("DX", 9);
    EXPECT_EQ(send(stranger.holder, protocol::FeedRequest{}).error().code, ErrorCode::permission);
}

TEST_F(JournalIntake, WhatOnlyHqSaysIsRefused) {
    EXPECT_EQ(send(a.holder, protocol::Welcome{}).error().code, ErrorCode::invalid_input);
    EXPECT_EQ(send(a.holder, protocol::Grant{}).error().code, ErrorCode::invalid_input);
    EXPECT_EQ(send(a.holder, protocol::FeedChanges{}).error().code, ErrorCode::invalid_input);
}

TEST_F(JournalIntake, GreetingsOutOfRangeAreRefused) {
    const auto refuses = [&](const std::string& nonce) {
        const auto out = send(a.holder, protocol::Hello{a.holder, a.head, HubEpoch{1}, "", nonce});
        EXPECT_EQ(out.error().code, ErrorCode::invalid_input);
    };
    refuses("");
    refuses("two\nlines");
    refuses(std::string(65, 'x'));
    EXPECT_EQ(send(b.holder, protocol::Hello{a.holder, a.head, HubEpoch{1}, "", "n"}).error().code,
              ErrorCode::invalid_input);
}

TEST_F(JournalIntake, TheFeedHoldsTheNewestStateOfEachThingOnce) {
    a.write(risk(kLotRight, 100), now);
    a.write(risk(kLotRight, 100), now);
    upload(a);
    const auto out = *send(b.holder, protocol::FeedRequest{"all", FeedPosition{}});
    const auto changes = sent<protocol::FeedChanges>(out, b.holder).front();
    EXPECT_EQ(changes.batch.to, changes.head);
    EXPECT_EQ(changes.batch.rows.size(), 2U) << "one member, one coupon";
    EXPECT_EQ(member().member.lots.front().amount, Points{800});
    EXPECT_EQ(member().applied.at(a.holder), JournalSeq{2});
    const auto nothing = *send(b.holder, protocol::FeedRequest{"all", changes.head});
    EXPECT_TRUE(sent<protocol::FeedChanges>(nothing, b.holder).front().batch.rows.empty());
    EXPECT_EQ(send(b.holder, protocol::FeedRequest{"elsewhere", {}}).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace counterfoil::hub
