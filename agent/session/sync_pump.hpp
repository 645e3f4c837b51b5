// Drives the AgentSession: does its actions through the use cases on the writer thread, and turns completions into inputs.
// Owns the waiting of checkouts for HQ, and the sweeping of idle ones. One instance belongs to one thread (the io thread);
// it has no thread, socket or file of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/time.hpp"
#include "domain/checkout.hpp"
#include "engine/agent_session.hpp"
#include "session/asks.hpp"
#include "session/writer_queue.hpp"
#include "usecase/checkout.hpp"

namespace counterfoil::session {

/// HQ answers an acquire within 3 s; who waits longer is told what works without it.
inline constexpr Millis kSettlePatience{3500};
/// How long a recall may take that HQ sent to a holder within reach: a store that has no use for the units answers at once.
inline constexpr Millis kRecallPatience{1500};
inline constexpr Millis kSweepEvery{30'000};
inline constexpr std::size_t kWaitersMax = 256;
inline constexpr std::size_t kWatchedMax = 4096;  ///< checkouts whose idle time is counted

class SyncPump {
public:
    SyncPump(engine::Options options, engine::Begin begin, Instant last_contact, const Signer& device_key,
             const Verifier& verifier, Random& random, const Clock& clock, Log& log, WriterQueue& writer, Outside& outside);
    ~SyncPump();
    SyncPump(const SyncPump&) = delete;
    SyncPump& operator=(const SyncPump&) = delete;

    /// Takes over the open checkouts that the disk remembers: those still waiting for HQ are settled as offline.
    void start(const std::vector<domain::Checkout>& open);

    // From the carrier.
    void on_link_up();
    void on_link_down();
    void on_frame(Bytes bytes);
    void on_feed_frame(Bytes bytes);
    /// The time of wake_at() has come. Early or late does no harm.
    void on_timer();

    // From the actions of people and tills.
    /// After every durable commit that wrote to the journal.
    void on_journal_grew(const domain::JournalHead& head);
    /// Sends the wish of an opened checkout to HQ. `settled` is called once: when HQ has answered, the link goes down, or
    /// kSettlePatience is over; settle_checkout() is durable then. At once where the link is down already.
    void acquire(const CheckoutId& checkout, const usecase::AcquireWish& wish, std::function<void(Result<void>)> settled);
    /// Somebody worked on the checkout: its idle time begins again. Beyond kWatchedMax new ones wait for a restart to be
    /// swept.
    void touch(const CheckoutId& checkout);
    /// It was committed or cancelled: nothing left to sweep.
    void forget(const CheckoutId& checkout);

    /// Asks HQ's desk. `done` is called once, at once or when HQ has answered, the link goes down, or the session's patience
    /// is over (4 s). Not called once the pump is gone.
    void ask(usecase::HqQuestion question, AskDone done);

    usecase::LinkView link() const noexcept { return link_; }
    std::uint64_t pending() const noexcept { return session_.pending(); }
    FeedPosition feed_head() const noexcept { return session_.feed_head(); }

private:
    struct Waiter {
        CheckoutId checkout;
        Tick give_up_at;
        std::function<void(Result<void>)> settled;
        std::optional<usecase::Settlement> so_far = {};  ///< HQ's word that is not its last: in the queue, or asked back
        bool settling = false;                           ///< the job is posted
    };
    struct Watched {
        Tick opened;
        Tick touched;
        bool sweeping = false;
    };
    using Work = std::function<Result<void>(const usecase::View&)>;

    void feed(engine::Event event);
    void perform(engine::SendFrame& action);
    void perform(engine::ReadRows& action);
    void perform(engine::StoreWelcome& action);
    void perform(engine::StoreGrant& action);
    void perform(engine::TakeRefused& action);
    void perform(engine::TakeClosed& action);
    void perform(engine::TakeAnswer& action);
    void perform(engine::AskEnded& action);
    void perform(engine::AnswerRecall& action);
    void perform(engine::TakeApplied& action);
    void perform(engine::ApplyFeed& action);
    void perform(engine::SetTimer& action);
    void perform(engine::LinkState& action);
    void perform(engine::Anomaly& action);

    /// Posts a writing job; the journal's new head goes to the session before `done`. Neither is called once the pump is
    /// gone.
    void post(Work work, std::function<void(Result<void>)> done);
    void settle(RequestNo request_no, usecase::Settlement settlement);
    void wake(RequestNo request_no, const Result<void>& result);
    void give_up_overdue(Tick now);
    void sweep(Tick now);
    void sweep_one(const CheckoutId& checkout);
    std::int64_t idle_seconds(const std::vector<CheckoutId>& checkouts) const;
    void set_wake();

    engine::AgentSession session_;
    Random& random_;
    const Clock& clock_;
    Log& log_;
    WriterQueue& writer_;
    Outside& outside_;
    usecase::LinkView link_;
    std::vector<engine::Event> inputs_;
    bool stepping_ = false;
    std::map<std::uint64_t, Waiter> waiters_;
    Asks asks_;
    std::map<CheckoutId, Watched> watched_;
    Tick sweep_at_;
    Tick forget_at_;
    std::optional<Tick> session_timer_;
    std::optional<Tick> wake_at_;
    std::shared_ptr<int> alive_;  ///< completions that come after the pump's end find it gone
};

}  // namespace counterfoil::session
