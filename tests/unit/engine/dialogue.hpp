// One session and its partner's words: each test is a dialogue of inputs and the actions that answer them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/agent_session.hpp"
#include "protocol/codec.hpp"
#include "support/sim/keyed_hash.hpp"
#include "support/sim/seeded_random.hpp"

namespace counterfoil::engine {

class Dialogue : public ::testing::Test {
protected:
    static Begin begin() {
        Begin me;
        me.holder = {DeviceId{"D1"}, DeviceEpoch{3}};
        me.hub_epoch = HubEpoch{2};
        me.token = "token-1";
        me.head = {.epoch = DeviceEpoch{3}, .seq = JournalSeq{5}, .hash = {}};
        me.applied = JournalSeq{5};
        me.feed_position = FeedPosition{10};
        me.hq_key = test_support::HashSigner{9}.public_key();
        return me;
    }

    std::vector<Action> say(Event event) {
        std::vector<Action> actions = session.step({now, std::move(event)});
        for (const Action& action : actions)
            if (const auto* timer = std::get_if<SetTimer>(&action)) timer_at = timer->at;
        return actions;
    }
    std::vector<Action> hear(const protocol::Message& message) { return say(FrameReceived{protocol::encode(message)}); }
    /// Lets the next timer fire at its time.
    std::vector<Action> wait() {
        now = std::max(now, timer_at);
        return say(TimerFired{});
    }

    /// How many messages of a kind go out in the next `timers` firings, HQ answering the heartbeat.
    template <class M>
    std::size_t sent_while_waiting(int timers) {
        std::size_t count = 0;
        for (int i = 0; i < timers; ++i) {
            count += sent<M>(wait()).size();
            hear(changes(10, 10, 10));
        }
        return count;
    }

    template <class T>
    static std::vector<T> all(const std::vector<Action>& actions) {
        std::vector<T> found;
        for (const Action& action : actions)
            if (const auto* one = std::get_if<T>(&action)) found.push_back(*one);
        return found;
    }
    template <class M>
    static std::vector<M> sent(const std::vector<Action>& actions) {
        std::vector<M> found;
        for (const SendFrame& frame : all<SendFrame>(actions)) {
            const auto message = protocol::decode(frame.bytes);
            if (!message) ADD_FAILURE() << describe(message.error());
            if (const auto* one = message ? std::get_if<M>(&*message) : nullptr) found.push_back(*one);
        }
        return found;
    }
    static std::string anomaly(const std::vector<Action>& actions) {
        const auto found = all<Anomaly>(actions);
        return found.empty() ? "" : found.front().event;
    }

    protocol::Welcome welcome(const std::string& nonce, std::uint64_t applied = 5) const {
        protocol::Welcome answer;
        answer.nonce = nonce;
        answer.hub_epoch = HubEpoch{2};
        answer.next_token = "token-2";
        answer.applied_seq = JournalSeq{applied};
        return answer;
    }
    /// Up to an established link. Answers the actions of the last step.
    std::vector<Action> connect(std::uint64_t applied = 5) {
        const auto hello = sent<protocol::Hello>(say(LinkUp{}));
        hear(welcome(hello.at(0).nonce, applied));
        return say(WelcomeStored{});
    }

    static domain::JournalRow row(std::uint64_t seq) {
        domain::JournalRow one;
        one.epoch = DeviceEpoch{3};
        one.seq = JournalSeq{seq};
        one.body = {'{', '}'};
        one.hash.fill(static_cast<std::uint8_t>(seq));
        return one;
    }
    static domain::Hold hold(std::uint64_t no, RequestNo request = {}) {
        domain::Hold one;
        one.hold_id = {.holder = {DeviceId{"D1"}, DeviceEpoch{3}}, .hub_epoch = HubEpoch{2}, .no = no};
        one.account_id = AccountId{"a1"};
        one.member_id = MemberId{"m1"};
        one.rights = {{RightId{"coupon:c1"}, 1, kNever}};
        one.granted_at = Instant{1};
        one.request_no = request;
        return one;
    }
    static protocol::FeedChanges changes(std::uint64_t from, std::uint64_t to, std::uint64_t head) {
        protocol::FeedChanges one;
        one.batch.from = FeedPosition{from};
        one.batch.to = FeedPosition{to};
        for (std::uint64_t i = from; i < to; ++i)
            one.batch.rows.push_back({domain::FeedKind::member, "m" + std::to_string(i), true, {}});
        one.head = FeedPosition{head};
        return one;
    }

    test_support::SeededRandom random{1};
    test_support::HashSigner device_key{1};
    test_support::HashSigner hq_key{9};
    test_support::HashVerifier verifier;
    Tick now{1000};
    Tick timer_at;
    AgentSession session{{}, begin(), device_key, verifier, random};
};

}  // namespace counterfoil::engine
