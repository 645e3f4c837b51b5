// The pump with a real disk, HQ played by hand: what a till waits for, and what it is told.
#include <gtest/gtest.h>

#include <deque>

#include "protocol/codec.hpp"
#include "support/sim/brand.hpp"
#include "support/sim/must.hpp"
#include "support/sim/sim_device.hpp"
#include "support/temporary_folder.hpp"
#include "usecase/commit.hpp"

namespace counterfoil::session {
namespace {

using test_support::basket;
using test_support::HashSigner;
using test_support::must;
using test_support::row;

class PumpTest : public ::testing::Test {
protected:
    PumpTest() {
        device.disk().feed({row(test_support::brand_rules()), row(test_support::member("m1", "base")),
                            row(test_support::amount_off("risky", 1000, 0, domain::OfflinePolicy::risk)),
                            row(test_support::coupon("c1", "risky", "m1"))});
        device.start();
        run(200);
    }

    void run(std::int64_t ms) { time.run_until(time.tick() + Millis{ms}); }

    /// The newest message of a kind that the device has sent; the older ones are forgotten.
    template <class M>
    std::optional<M> newest() {
        std::optional<M> found;
        for (const Bytes& frame : std::exchange(sent, {})) {
            const protocol::Message message = must(protocol::decode(frame));
            if (const auto* one = std::get_if<M>(&message)) found = *one;
        }
        return found;
    }
    void hear(const protocol::Message& message) {
        device.hear(protocol::encode(message));
        run(50);
    }
    void connect(protocol::WelcomeMode mode = protocol::WelcomeMode::normal) {
        protocol::Welcome welcome;
        welcome.nonce = newest<protocol::Hello>().value().nonce;
        welcome.hub_epoch = HubEpoch{1};
        welcome.mode = mode;
        welcome.next_token = "token-1";
        hear(welcome);
        ASSERT_TRUE(device.pump().link().up);
    }

    /// Opens a checkout for the member's coupon. `settled` is set once the till may go on.
    usecase::Opened open(const std::string& ticket = "1") {
        std::optional<usecase::Opened> opened;
        device.act<usecase::Opened>(
            [&](const usecase::View& view) { return usecase::open_checkout(view, {basket_of(ticket)}); },
            [&](Result<Outcome<usecase::Opened>> answer) { opened = std::get<usecase::Opened>(must(std::move(answer))); });
        run(20);
        const usecase::Opened one = opened.value();
        if (one.wish)
            device.pump().acquire(one.answer.checkout.checkout_id, *one.wish, [this](const Result<void>& result) {
                EXPECT_TRUE(result.has_value());
                ++settled;
            });
        run(20);
        return one;
    }
    domain::Basket basket_of(const std::string& ticket) const {
        domain::Basket one = basket(ticket, "m1", 5000);
        one.store_id = StoreId{"S1"};
        return one;
    }
    domain::Checkout checkout(const CheckoutId& id) {
        return must(device.disk().ledger().view().checkouts().find(id)).value();
    }
    std::string reason(const CheckoutId& id) {
        const domain::Quote quote = checkout(id).quote;
        return quote.refused.empty() ? "" : quote.refused.front().reasons.front().code;
    }
    protocol::Grant grant(std::uint64_t no, RequestNo request) {
        domain::Hold hold;
        hold.hold_id = {device.identity().holder, HubEpoch{1}, no};
        hold.account_id = AccountId{"account-m1"};
        hold.member_id = MemberId{"m1"};
        hold.rights = {{RightId{"coupon:c1"}, 1, kNever}};
        hold.granted_at = time.now();
        hold.request_no = request;
        return {protocol::sign_grant(hold, hq)};
    }
    std::size_t open_holds() { return must(device.disk().ledger().view().holds().open()).size(); }

    test_support::TemporaryFolder folder;
    test_support::Scheduler time;
    test_support::SeededRandom random{1};
    HashSigner hq{200};
    std::deque<Bytes> sent;
    int settled = 0;
    test_support::SimDevice device{
        time,
        random,
        folder.file(""),
        {.holder = {DeviceId{"D1"}, DeviceEpoch{1}}, .store = StoreId{"S1"}, .key = 1, .hq_key = hq.public_key()},
        [this](Bytes frame) { sent.push_back(std::move(frame)); }};
};

TEST_F(PumpTest, AGrantSettlesTheCheckoutAndWakesTheTill) {
    connect();
    const usecase::Opened opened = open();
    const auto acquire = newest<protocol::Acquire>();
    ASSERT_TRUE(acquire);
    EXPECT_EQ(acquire->request_no, opened.wish->request_no);
    EXPECT_EQ(settled, 0);
    hear(grant(1, acquire->request_no));
    EXPECT_EQ(settled, 1);
    EXPECT_EQ(checkout(opened.answer.checkout.checkout_id).acquire, domain::AcquireState::granted);
    run(5000);
    EXPECT_EQ(settled, 1);
}

TEST_F(PumpTest, WithoutALinkTheTillGoesOnAtOnce) {
    const usecase::Opened opened = open();
    EXPECT_FALSE(opened.wish);
    EXPECT_TRUE(opened.answer.checkout.quote.used.empty());
}

TEST_F(PumpTest, AHubThatStaysSilentIsNotWaitedForLong) {
    connect();
    const usecase::Opened opened = open();
    run(kSettlePatience.value - 100);
    EXPECT_EQ(settled, 0);
    run(200);
    EXPECT_EQ(settled, 1);
    EXPECT_EQ(checkout(opened.answer.checkout.checkout_id).acquire, domain::AcquireState::offline);
    // In touch a moment ago: policy lets the coupon be risked.
    EXPECT_TRUE(checkout(opened.answer.checkout.checkout_id).quote.used.at(0).at_risk);
    newest<protocol::Acquire>();
    run(3000);
    EXPECT_FALSE(newest<protocol::Acquire>()) << "nobody waits for it any more";
}

TEST_F(PumpTest, TheLinkGoingDownEndsTheWait) {
    connect();
    open();
    device.pump().on_link_down();
    run(20);
    EXPECT_EQ(settled, 1);
}

TEST_F(PumpTest, UnitsOfAHolderOutOfReachAreRefusedAtOnce) {
    connect();
    const usecase::Opened opened = open();
    hear(protocol::Refused{opened.wish->request_no, protocol::RefusedReason::held_by, StoreId{"S9"}, false});
    EXPECT_EQ(settled, 1);
    EXPECT_EQ(reason(opened.answer.checkout.checkout_id), "held_elsewhere");
}

TEST_F(PumpTest, UnitsThatAreAskedBackAreWaitedForAMoment) {
    connect();
    const usecase::Opened opened = open();
    const protocol::Refused held{opened.wish->request_no, protocol::RefusedReason::held_by, StoreId{"S9"}, true};
    hear(held);
    EXPECT_EQ(settled, 0);
    hear(grant(1, opened.wish->request_no));
    EXPECT_EQ(settled, 1);
    EXPECT_EQ(checkout(opened.answer.checkout.checkout_id).quote.totals.due, Money{4000});
}

TEST_F(PumpTest, UnitsThatDoNotComeBackAreNeverRisked) {
    connect();
    const usecase::Opened opened = open();
    hear(protocol::Refused{opened.wish->request_no, protocol::RefusedReason::held_by, StoreId{"S9"}, true});
    run(kRecallPatience.value);
    EXPECT_EQ(settled, 1);
    EXPECT_EQ(reason(opened.answer.checkout.checkout_id), "held_elsewhere");

    const usecase::Opened second = open("2");
    hear(protocol::Refused{second.wish->request_no, protocol::RefusedReason::queued, {}, false});
    device.pump().on_link_down();
    run(20);
    EXPECT_EQ(settled, 2);
    EXPECT_EQ(reason(second.answer.checkout.checkout_id), "held_elsewhere");
}

TEST_F(PumpTest, ALateGrantForAnEndedCheckoutGoesBack) {
    connect();
    const usecase::Opened opened = open();
    run(kSettlePatience.value);
    device.act<usecase::CheckoutAnswer>(
        [&](const usecase::View& view) { return usecase::cancel(view, opened.answer.checkout.checkout_id); },
        [](const Result<Outcome<usecase::CheckoutAnswer>>& answer) { EXPECT_TRUE(usecase::may_stay(answer)); });
    run(20);
    newest<protocol::Entries>();
    hear(grant(1, opened.wish->request_no));
    EXPECT_EQ(open_holds(), 0U);
    const auto entries = newest<protocol::Entries>();
    ASSERT_TRUE(entries) << "the release is on its way to HQ at once";
}

TEST_F(PumpTest, ARecallOfUnitsInACheckoutIsBusyWithItsIdleTime) {
    connect();
    const usecase::Opened opened = open();
    hear(grant(1, opened.wish->request_no));
    run(7000);
    newest<protocol::Busy>();
    const domain::HoldId id{device.identity().holder, HubEpoch{1}, 1};
    hear(protocol::Recall{id, {}, "wanted"});
    const auto busy = newest<protocol::Busy>();
    ASSERT_TRUE(busy);
    EXPECT_EQ(busy->hold_id, id);
    EXPECT_GE(busy->idle_s, 7);
}

TEST_F(PumpTest, AnIdleCheckoutIsSweptOnTheMonotonicClock) {
    connect();
    const usecase::Opened opened = open();
    hear(grant(1, opened.wish->request_no));
    const CheckoutId id = opened.answer.checkout.checkout_id;
    run(domain::kCheckoutIdleMax.value - 60'000);
    device.pump().touch(id);
    run(domain::kCheckoutIdleMax.value - 60'000);
    EXPECT_EQ(open_holds(), 1U);
    run(2 * 60'000);
    EXPECT_EQ(open_holds(), 0U);
    EXPECT_EQ(checkout(id).state, domain::CheckoutState::open);
    run(domain::kCheckoutAgeMax.value);
    EXPECT_EQ(checkout(id).state, domain::CheckoutState::cancelled);
}

TEST_F(PumpTest, ARestartSettlesWhatWasAskedAndSweepsItLater) {
    connect();
    const usecase::Opened opened = open();
    const CheckoutId id = opened.answer.checkout.checkout_id;
    device.crash();
    device.start();
    run(100);
    EXPECT_EQ(checkout(id).acquire, domain::AcquireState::offline);
    EXPECT_EQ(settled, 0) << "who waited is gone with the program";
    run(domain::kCheckoutAgeMax.value + 60'000);
    EXPECT_EQ(checkout(id).state, domain::CheckoutState::cancelled);
}

TEST_F(PumpTest, AWelcomeToUploadOnlyStopsRedemptionsAndTheNextNormalOneAllowsThem) {
    connect(protocol::WelcomeMode::upload_only);
    EXPECT_TRUE(device.pump().link().earn_only);
    EXPECT_FALSE(open().wish);
    device.pump().on_link_down();
    EXPECT_TRUE(device.pump().link().earn_only) << "what HQ said counts until it says otherwise";
    device.pump().on_link_up();
    run(20);
    connect();
    EXPECT_FALSE(device.pump().link().earn_only);
}

TEST_F(PumpTest, TheWelcomeIsOnTheDiskBeforeTheLinkCounts) {
    connect();
    const ports::DeviceState state = must(device.disk().ledger().view().device().state());
    EXPECT_EQ(state.token, "token-1");
    EXPECT_EQ(state.hub_epoch, HubEpoch{1});
    EXPECT_GT(state.last_contact, Instant{});
    device.crash();
    device.start();
    run(100);
    EXPECT_EQ(newest<protocol::Hello>()->token, "token-1");
}

// ---- asks

class PumpAskTest : public PumpTest {
protected:
    using Told = Result<Outcome<usecase::HqAnswer>>;

    void ask(const std::string& subject = "C1") {
        device.pump().ask({"coupons.void", subject, "key-1", R"({"reason":"r"})"},
                          [this](Told answer) { told.push_back(std::move(answer)); });
        run(20);
    }
    std::string refused() const {
        const auto* refusal = told.size() == 1 && told[0] ? std::get_if<Refusal>(&*told[0]) : nullptr;
        return refusal != nullptr ? refusal->code : "";
    }
    static protocol::Answer answer_to(const protocol::Ask& ask) {
        protocol::Answer answer;
        answer.epoch = ask.epoch;
        answer.ask_no = ask.ask_no;
        return answer;
    }

    std::vector<Told> told;
};

TEST_F(PumpAskTest, TheAnswerComesToWhoAsked) {
    connect();
    ask();
    const auto asked = newest<protocol::Ask>();
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->what, "coupons.void");
    EXPECT_EQ(asked->subject, "C1");
    EXPECT_EQ(asked->key, "key-1");
    EXPECT_EQ(as_text(asked->body), R"({"reason":"r"})");
    EXPECT_TRUE(told.empty());
    protocol::Answer answer = answer_to(*asked);
    answer.body = {'{', '}'};
    answer.repeated = true;
    hear(answer);
    hear(answer);
    ASSERT_EQ(told.size(), 1U);
    const auto& word = std::get<usecase::HqAnswer>(told[0].value());
    EXPECT_EQ(word.body, "{}");
    EXPECT_TRUE(word.repeated);
}

TEST_F(PumpAskTest, ARefusalAndAFaultComeAsSuch) {
    connect();
    ask();
    protocol::Answer answer = answer_to(newest<protocol::Ask>().value());
    answer.status = protocol::AnswerStatus::refused;
    answer.refusal = {.code = "voided"};
    hear(answer);
    EXPECT_EQ(refused(), "voided");
    told.clear();
    ask();
    answer = answer_to(newest<protocol::Ask>().value());
    answer.status = protocol::AnswerStatus::invalid;
    answer.why = "too many";
    answer.where = "/count";
    hear(answer);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].error().code, ErrorCode::invalid_input);
    EXPECT_EQ(told[0].error().where, "/count");
}

TEST_F(PumpAskTest, WithoutALinkTheAnswerIsNoAtOnce) {
    ask();
    EXPECT_EQ(refused(), "hq_out_of_reach");
}

TEST_F(PumpAskTest, AHubThatDoesNotKnowAsksIsNotWaitedForLong) {
    connect();
    ask();
    run(3900);
    EXPECT_TRUE(told.empty());
    run(200);
    EXPECT_EQ(refused(), "hq_not_answered");
    newest<protocol::Ask>();
    run(3000);
    EXPECT_FALSE(newest<protocol::Ask>()) << "nobody waits for it any more";
}

TEST_F(PumpAskTest, TheLinkGoingDownEndsTheWait) {
    connect();
    ask();
    device.pump().on_link_down();
    run(20);
    EXPECT_EQ(refused(), "hq_not_answered");
}

TEST_F(PumpAskTest, WhatHqCouldNotReadIsNotSent) {
    connect();
    newest<protocol::Hello>();
    ask(std::string(protocol::kAskSubjectMax + 1, 's'));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].error().code, ErrorCode::invalid_input);
    EXPECT_FALSE(newest<protocol::Ask>());
}

TEST_F(PumpAskTest, TheNumbersOfAnotherRunAreOthers) {
    connect();
    ask();
    const auto first = newest<protocol::Ask>().value();
    device.crash();
    device.start();
    run(200);
    connect();
    ask();
    const auto second = newest<protocol::Ask>().value();
    EXPECT_NE(second.ask_no, first.ask_no);
    told.clear();
    hear(answer_to(first));
    EXPECT_TRUE(told.empty());
}

}  // namespace
}  // namespace counterfoil::session
