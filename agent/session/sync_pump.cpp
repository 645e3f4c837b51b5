#include "session/sync_pump.hpp"

#include <algorithm>

#include "usecase/hold_flow.hpp"

namespace counterfoil::session {
namespace {

constexpr Millis kForgetEvery{6LL * 60 * 60 * 1000};
constexpr Millis kRequestsKept{31 * kDayMs};

const char* name_of(protocol::RefusedReason reason) {
    switch (reason) {
        case protocol::RefusedReason::held_by:
            return "held_by";
        case protocol::RefusedReason::queued:
            return "queued";
        case protocol::RefusedReason::recovering:
            return "recovering";
        case protocol::RefusedReason::ended:
            return "ended";
        case protocol::RefusedReason::limit:
            return "limit";
    }
    return "ended";
}

usecase::Settlement refused(std::string reason, StoreId held_by = {}) {
    return {.state = domain::AcquireState::refused, .reason = std::move(reason), .held_by = std::move(held_by)};
}

usecase::Settlement offline() { return {.state = domain::AcquireState::offline, .reason = {}, .held_by = {}}; }

engine::RecallOutcome outcome_of(usecase::RecallAnswer answer) {
    switch (answer) {
        case usecase::RecallAnswer::released:
            return engine::RecallOutcome::released;
        case usecase::RecallAnswer::refused:
            return engine::RecallOutcome::refused;
        case usecase::RecallAnswer::busy:
            return engine::RecallOutcome::busy;
        case usecase::RecallAnswer::closed:
            return engine::RecallOutcome::closed;
    }
    return engine::RecallOutcome::failed;
}

}  // namespace

SyncPump::SyncPump(engine::Options options, engine::Begin begin, Instant last_contact, const Signer& device_key,
                   const Verifier& verifier, Random& random, const Clock& clock, Log& log, WriterQueue& writer,
                   Outside& outside)
    : session_(std::move(options), std::move(begin), device_key, verifier, random),
      random_(random),
      clock_(clock),
      log_(log),
      writer_(writer),
      outside_(outside),
      alive_(std::make_shared<int>(0)) {
    link_.last_contact = last_contact;
    sweep_at_ = clock_.tick() + kSweepEvery;
    forget_at_ = clock_.tick() + kSweepEvery;
}

SyncPump::~SyncPump() = default;

void SyncPump::start(const std::vector<domain::Checkout>& open) {
    for (const domain::Checkout& checkout : open) {
        touch(checkout.checkout_id);
        if (checkout.acquire != domain::AcquireState::asked || checkout.request_no.value == 0) continue;
        waiters_[checkout.request_no.value] = {.checkout = checkout.checkout_id, .give_up_at = {}, .settled = {}};
        settle(checkout.request_no, offline());
    }
    set_wake();
}

void SyncPump::on_link_up() { feed(engine::LinkUp{}); }
void SyncPump::on_link_down() { feed(engine::LinkDown{}); }
void SyncPump::on_feed_frame(Bytes bytes) { feed(engine::FeedFrameReceived{std::move(bytes)}); }
void SyncPump::on_journal_grew(const domain::JournalHead& head) { feed(engine::JournalGrew{head}); }

void SyncPump::on_frame(Bytes bytes) {
    feed(engine::FrameReceived{std::move(bytes)});
    if (session_.up()) link_.last_contact = std::max(link_.last_contact, clock_.now());
}

void SyncPump::on_timer() {
    const Tick now = clock_.tick();
    wake_at_.reset();
    if (session_timer_ && *session_timer_ <= now) {
        session_timer_.reset();
        feed(engine::TimerFired{});
    }
    give_up_overdue(now);
    if (now >= sweep_at_) sweep(now);
    set_wake();
}

void SyncPump::ask(usecase::HqQuestion question, AskDone done) {
    const ByteView body = as_bytes(question.body);
    if (body.size() > protocol::kAskBodyBytesMax || question.subject.size() > protocol::kAskSubjectMax ||
        question.key.size() > protocol::kAskKeyMax) {
        // HQ would not read such a frame, and not say so.
        return done(fail(ErrorCode::invalid_input, "the request is too large for HQ"));
    }
    feed(engine::AskWanted{.ask_no = asks_.add(std::move(done), random_),
                           .what = std::move(question.what),
                           .subject = std::move(question.subject),
                           .key = std::move(question.key),
                           .body = Bytes(body.begin(), body.end())});
}

// ---- checkouts

void SyncPump::acquire(const CheckoutId& checkout, const usecase::AcquireWish& wish,
                       std::function<void(Result<void>)> settled) {
    touch(checkout);
    const bool can_ask = link_.up && waiters_.size() < kWaitersMax;
    waiters_[wish.request_no.value] = {
        .checkout = checkout, .give_up_at = clock_.tick() + kSettlePatience, .settled = std::move(settled)};
    if (can_ask) {
        feed(engine::AcquireWanted{wish.request_no, wish.member_id, wish.wanted, wish.codes});
    } else {
        settle(wish.request_no, offline());
    }
    set_wake();
}

void SyncPump::touch(const CheckoutId& checkout) {
    const Tick now = clock_.tick();
    const auto known = watched_.find(checkout);
    if (known != watched_.end()) {
        known->second.touched = now;
    } else if (watched_.size() < kWatchedMax) {
        watched_[checkout] = {.opened = now, .touched = now};
    } else {
        log_.write(LogLevel::warning, "checkout.not_watched", {{"watched", static_cast<std::int64_t>(watched_.size())}});
    }
}

void SyncPump::forget(const CheckoutId& checkout) { watched_.erase(checkout); }

void SyncPump::settle(RequestNo request_no, usecase::Settlement settlement) {
    const auto waiter = waiters_.find(request_no.value);
    if (waiter != waiters_.end()) {
        if (waiter->second.settling) return;
        waiter->second.settling = true;
    }
    post(
        [request_no, settlement = std::move(settlement)](const usecase::View& view) -> Result<void> {
            CF_TRY(settled, usecase::take_refused(view, request_no, settlement));
            static_cast<void>(settled);
            return {};
        },
        [this, request_no](const Result<void>& result) {
            feed(engine::AcquireDropped{request_no});
            wake(request_no, result);
        });
}

void SyncPump::wake(RequestNo request_no, const Result<void>& result) {
    const auto waiter = waiters_.find(request_no.value);
    if (waiter == waiters_.end()) return;
    const auto settled = std::move(waiter->second.settled);
    waiters_.erase(waiter);
    if (settled) settled(result);
}

void SyncPump::give_up_overdue(Tick now) {
    std::vector<std::pair<RequestNo, usecase::Settlement>> overdue;
    // Who was told that the units are somebody else's must not risk them: that would be to spend twice with open eyes.
    for (const auto& [number, waiter] : waiters_)
        if (!waiter.settling && waiter.give_up_at <= now)
            overdue.emplace_back(RequestNo{number}, waiter.so_far.value_or(offline()));
    for (auto& [number, settlement] : overdue)
        settle(number, std::move(settlement));
}

void SyncPump::sweep(Tick now) {
    sweep_at_ = now + kSweepEvery;
    std::vector<CheckoutId> due;
    for (auto& [id, watched] : watched_) {
        const bool idle = now - watched.touched >= domain::kCheckoutIdleMax;
        const bool old = now - watched.opened >= domain::kCheckoutAgeMax;
        if (watched.sweeping || (!idle && !old)) continue;
        watched.sweeping = true;
        due.push_back(id);
    }
    for (const CheckoutId& id : due)
        sweep_one(id);
    if (now < forget_at_) return;
    forget_at_ = now + kForgetEvery;
    post(
        [](const usecase::View& view) {
            return view.ledger.requests().forget_before(view.now + Millis{-kRequestsKept.value});
        },
        [this](const Result<void>& result) {
            if (!result) log_.write(LogLevel::warning, "requests.not_forgotten", {{"why", describe(result.error())}});
        });
}

void SyncPump::sweep_one(const CheckoutId& checkout) {
    const auto over = std::make_shared<bool>(false);
    post(
        [checkout, over](const usecase::View& view) -> Result<void> {
            CF_TRY(swept, usecase::sweep_checkout(view, checkout));
            static_cast<void>(swept);
            CF_TRY(found, view.ledger.checkouts().find(checkout));
            *over = !found || found->state != domain::CheckoutState::open;
            return {};
        },
        [this, checkout, over](const Result<void>& result) {
            const auto watched = watched_.find(checkout);
            if (watched == watched_.end()) return;
            if (!result) log_.write(LogLevel::warning, "checkout.not_swept", {{"why", describe(result.error())}});
            if (result && *over) {
                watched_.erase(watched);
                return;
            }
            // Still open, without units: looked at again later, as it must end by its age.
            watched->second.sweeping = false;
            watched->second.touched = clock_.tick();
        });
}

std::int64_t SyncPump::idle_seconds(const std::vector<CheckoutId>& checkouts) const {
    std::int64_t least = domain::kCheckoutIdleMax.value;
    for (const CheckoutId& checkout : checkouts) {
        const auto watched = watched_.find(checkout);
        if (watched != watched_.end()) least = std::min(least, (clock_.tick() - watched->second.touched).value);
    }
    return least / 1000;
}

// ---- the session's actions

void SyncPump::feed(engine::Event event) {
    inputs_.push_back(std::move(event));
    if (stepping_) return;
    stepping_ = true;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        std::vector<engine::Action> actions = session_.step({.now = clock_.tick(), .event = std::move(inputs_[i])});
        for (engine::Action& action : actions)
            std::visit([this](auto& one) { perform(one); }, action);
    }
    inputs_.clear();
    stepping_ = false;
    set_wake();
}

void SyncPump::set_wake() {
    Tick next = sweep_at_;
    if (session_timer_) next = std::min(next, *session_timer_);
    for (const auto& [number, waiter] : waiters_)
        if (!waiter.settling) next = std::min(next, waiter.give_up_at);
    if (wake_at_ == next) return;
    wake_at_ = next;
    outside_.wake_at(next);
}

void SyncPump::post(Work work, std::function<void(Result<void>)> done) {
    struct Shared {
        Result<void> result;
        domain::JournalHead head;
    };
    const auto shared = std::make_shared<Shared>();
    writer_.post(
        link_,
        [work = std::move(work), shared](const usecase::View& view) {
            shared->result = work(view);
            if (!shared->result) return false;
            const auto head = view.ledger.journal().head();
            if (head) {
                shared->head = *head;
            } else {
                shared->result = std::unexpected(head.error());
            }
            return head.has_value();
        },
        [this, shared, done = std::move(done), alive = std::weak_ptr<int>(alive_)](Result<void> durable) {
            if (alive.expired()) return;
            if (durable && shared->result) feed(engine::JournalGrew{shared->head});
            done(durable ? shared->result : durable);
        });
}

void SyncPump::perform(engine::SendFrame& action) { outside_.send(std::move(action.bytes)); }
void SyncPump::perform(engine::SetTimer& action) { session_timer_ = action.at; }

void SyncPump::perform(engine::Anomaly& action) {
    log_.write(LogLevel::warning, action.event, {{"detail", std::move(action.detail)}});
}

void SyncPump::perform(engine::ReadRows& action) {
    const auto rows = std::make_shared<std::vector<domain::JournalRow>>();
    writer_.post(
        link_,
        [action, rows](const usecase::View& view) {
            auto read = view.ledger.journal().rows(action.from, action.rows_max, action.bytes_max);
            if (read) *rows = std::move(*read);
            return false;
        },
        [this, rows, alive = std::weak_ptr<int>(alive_)](const Result<void>&) {
            if (!alive.expired()) feed(engine::RowsRead{std::move(*rows)});
        });
}

void SyncPump::perform(engine::StoreWelcome& action) {
    const protocol::Welcome& welcome = action.welcome;
    const usecase::WelcomeFacts facts{.hub_epoch = welcome.hub_epoch,
                                      .next_token = welcome.next_token,
                                      .applied_seq = welcome.applied_seq,
                                      .safe_seq = welcome.safe_seq,
                                      .floor = welcome.floor};
    post([facts](const usecase::View& view) { return usecase::take_welcome(view, facts); },
         [this](const Result<void>& result) {
             if (result) link_.last_contact = std::max(link_.last_contact, clock_.now());
             if (!result) log_.write(LogLevel::error, "session.welcome_not_stored", {{"why", describe(result.error())}});
             feed(engine::WelcomeStored{result.has_value()});
         });
}

void SyncPump::perform(engine::LinkState& action) {
    link_.up = action.up;
    if (action.up)
        link_.earn_only =
            action.mode == protocol::WelcomeMode::quarantine || action.mode == protocol::WelcomeMode::upload_only;
    if (!action.up) {
        for (auto& [number, waiter] : waiters_)
            waiter.give_up_at = Tick{};
        give_up_overdue(clock_.tick());
    }
    outside_.link_changed(action.up);
}

void SyncPump::perform(engine::StoreGrant& action) {
    const auto taken = std::make_shared<usecase::GrantTaken>(usecase::GrantTaken::refused);
    const RequestNo request_no = action.hold.request_no;
    post(
        [hold = std::move(action.hold), grant = std::move(action.grant), taken](const usecase::View& view) -> Result<void> {
            CF_TRY(answer, usecase::take_grant(view, hold, grant));
            *taken = answer.taken;
            return {};
        },
        [this, request_no, taken](const Result<void>& result) {
            if (!result) log_.write(LogLevel::error, "session.grant_not_stored", {{"why", describe(result.error())}});
            // Refused: the acquire goes on until HQ says that its hold is over.
            const bool here = result && *taken != usecase::GrantTaken::refused;
            feed(engine::GrantStored{.request_no = request_no, .ok = here});
            if (here) wake(request_no, {});
        });
}

void SyncPump::perform(engine::TakeRefused& action) {
    const protocol::Refused& answer = action.refused;
    usecase::Settlement settlement = refused(name_of(answer.reason), answer.held_by);
    const bool queued = answer.reason == protocol::RefusedReason::queued;
    const bool asked_back = answer.reason == protocol::RefusedReason::held_by && answer.reachable;
    const auto waiter = waiters_.find(answer.request_no.value);
    if (waiter == waiters_.end() || (!queued && !asked_back)) return settle(answer.request_no, std::move(settlement));
    const bool first = !waiter->second.so_far;
    waiter->second.so_far = std::move(settlement);
    if (asked_back && first)
        waiter->second.give_up_at = std::min(waiter->second.give_up_at, clock_.tick() + kRecallPatience);
}

void SyncPump::perform(engine::TakeClosed& action) { settle(action.request_no, refused("closed")); }

void SyncPump::perform(engine::TakeAnswer& action) { asks_.take(std::move(action.answer)); }
void SyncPump::perform(engine::AskEnded& action) { asks_.end(action); }

void SyncPump::perform(engine::AnswerRecall& action) {
    struct Answered {
        usecase::RecallAnswer answer = usecase::RecallAnswer::closed;
        std::vector<CheckoutId> busy;
    };
    const auto answered = std::make_shared<Answered>();
    const domain::HoldId id = action.hold_id;
    post(
        [id, units = std::move(action.units), answered](const usecase::View& view) -> Result<void> {
            CF_TRY(answer, usecase::answer_recall(view, id, units));
            answered->answer = answer;
            if (answer != usecase::RecallAnswer::busy) return {};
            CF_TRY(hold, view.ledger.holds().find(id));
            if (!hold) return {};
            for (const domain::DeviceRight& right : hold->rights)
                if (!right.checkout_id.empty()) answered->busy.push_back(right.checkout_id);
            return {};
        },
        [this, id, answered](const Result<void>& result) {
            feed(engine::RecallAnswered{.hold_id = id,
                                        .outcome = result ? outcome_of(answered->answer) : engine::RecallOutcome::failed,
                                        .idle_s = idle_seconds(answered->busy)});
        });
}

void SyncPump::perform(engine::TakeApplied& action) {
    std::vector<usecase::Verdict> verdicts;
    verdicts.reserve(action.applied.results.size());
    for (protocol::EntryResult& result : action.applied.results)
        verdicts.push_back({.seq = result.seq, .verdict = result.verdict, .code = std::move(result.code)});
    const JournalSeq up_to = action.answered;
    const JournalSeq safe = action.applied.safe_seq;
    post([up_to, safe, verdicts = std::move(verdicts)](
             const usecase::View& view) { return usecase::take_applied(view, up_to, safe, verdicts); },
         [this, up_to](const Result<void>& result) {
             feed(engine::AppliedStored{.answered = up_to, .ok = result.has_value()});
             if (!result) log_.write(LogLevel::error, "session.applied_not_stored", {{"why", describe(result.error())}});
             if (result) outside_.synced();
         });
}

void SyncPump::perform(engine::ApplyFeed& action) {
    writer_.apply_feed(std::move(action.batch),
                       [this, alive = std::weak_ptr<int>(alive_)](Result<void> applied, FeedPosition position) {
                           if (alive.expired()) return;
                           if (applied) {
                               feed(engine::FeedApplied{position});
                               outside_.synced();
                           } else {
                               log_.write(LogLevel::error, "session.feed_not_applied", {{"why", describe(applied.error())}});
                               feed(engine::FeedFailed{position});
                           }
                       });
}

}  // namespace counterfoil::session
