#include "engine/agent_session.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "protocol/codec.hpp"

namespace counterfoil::engine {

AgentSession::AgentSession(Options options, Begin begin, const Signer& device_key, const Verifier& verifier, Random& random)
    : options_(std::move(options)), me_(std::move(begin)), device_key_(device_key), verifier_(verifier), random_(random) {
    feed_head_ = me_.feed_position;
}

std::vector<Action> AgentSession::step(const Input& input) {
    now_ = std::max(now_, input.now);
    actions_.clear();
    std::visit([this](const auto& event) { on(event); }, input.event);
    run_timers();
    set_timer();
    return std::move(actions_);
}

std::uint64_t AgentSession::pending() const noexcept {
    return me_.head.seq > me_.applied ? me_.head.seq.value - me_.applied.value : 0;
}

// ---- the link

void AgentSession::on(const LinkUp&) {
    path_ = true;
    if (phase_ == Phase::no_path) greet();
}

void AgentSession::on(const LinkDown&) {
    path_ = false;
    go_down();
}

void AgentSession::greet() {
    phase_ = Phase::greeting;
    // One nonce until a welcome comes: HQ knows copies of a greeting by it, and none that is late can pass for a newer one.
    if (nonce_.empty()) nonce_ = random_.new_id();
    hello_ = begin_backoff();
    say_hello();
}

void AgentSession::say_hello() {
    send(protocol::Hello{
        .holder = me_.holder, .head = me_.head, .hub_epoch = me_.hub_epoch, .token = me_.token, .nonce = nonce_});
}

void AgentSession::go_down() {
    const bool was_up = phase_ == Phase::up;
    phase_ = path_ ? Phase::greeting : Phase::no_path;
    batch_.reset();
    batch_retry_.reset();
    acquires_.clear();
    end_asks();
    feed_retry_.reset();
    if (was_up) actions_.push_back(LinkState{.up = false, .mode = protocol::WelcomeMode::normal});
}

void AgentSession::take(const protocol::Welcome& welcome) {
    if (phase_ != Phase::greeting || welcome.nonce != nonce_) return;
    if (welcome.hub_epoch < me_.hub_epoch) {
        anomaly("session.older_hub", "hub epoch " + std::to_string(welcome.hub_epoch.value) + " is below the known " +
                                         std::to_string(me_.hub_epoch.value));
        return;
    }
    welcome_ = welcome;
    phase_ = Phase::storing_welcome;
    actions_.push_back(StoreWelcome{welcome});
}

void AgentSession::on(const WelcomeStored& stored) {
    if (!welcome_) return;
    if (!stored.ok) {
        if (phase_ == Phase::storing_welcome) phase_ = Phase::greeting;
        extend(hello_, options_.hello_retry_max);
        return;
    }
    // Also where the link went down meanwhile: the disk knows the new token now.
    me_.hub_epoch = welcome_->hub_epoch;
    me_.token = welcome_->next_token;
    nonce_.clear();
    if (phase_ != Phase::storing_welcome) return;
    phase_ = Phase::up;
    heard_at_ = now_;
    // What HQ has applied but this disk has no answer for is sent again: the answers come with it.
    me_.applied = std::min(me_.applied, welcome_->applied_seq);
    protocol::WelcomeMode mode = welcome_->mode;
    if (welcome_->applied_seq > me_.head.seq) {
        // A disk put back to an earlier state: what it would write now, HQ knows under other words.
        anomaly("session.journal_behind", "HQ has applied " + std::to_string(welcome_->applied_seq.value) +
                                              ", this disk ends at " + std::to_string(me_.head.seq.value));
        mode = protocol::WelcomeMode::quarantine;
    }
    actions_.push_back(LinkState{.up = true, .mode = mode});
    upload();
    request_feed();
}

void AgentSession::on(const FrameReceived& frame) {
    const Result<protocol::Message> message = protocol::decode(frame.bytes);
    if (!message) {
        anomaly("session.bad_frame", describe(message.error()));
        return;
    }
    heard_at_ = now_;
    std::visit([this](const auto& received) { take(received); }, *message);
}

void AgentSession::on(const FeedFrameReceived& frame) {
    const Result<protocol::Message> message = protocol::decode(frame.bytes);
    const auto* changes = message ? std::get_if<protocol::FeedChanges>(&*message) : nullptr;
    if (changes == nullptr) {
        anomaly("session.bad_feed_frame", message ? "no changes of the feed" : describe(message.error()));
        return;
    }
    take_changes(*changes);
}

// ---- the journal upward

void AgentSession::on(const JournalGrew& grew) {
    if (grew.head.seq > me_.head.seq) me_.head = grew.head;
    upload();
}

void AgentSession::upload() {
    if (phase_ != Phase::up || reading_from_ || batch_ || batch_retry_ || pending() == 0) return;
    reading_from_ = me_.applied.next();
    actions_.push_back(ReadRows{
        .from = me_.applied.next(), .rows_max = protocol::kEntriesRowsMax, .bytes_max = protocol::kEntriesBytesMax});
}

void AgentSession::on(const RowsRead& read) {
    if (!reading_from_) return;
    const JournalSeq from = *reading_from_;
    reading_from_.reset();
    if (phase_ != Phase::up) return;
    // HQ's answers moved on, or back, while the rows were read.
    if (from != me_.applied.next()) return upload();
    if (read.rows.empty() || read.rows.front().seq != from) {
        anomaly("session.rows_missing", "no journal row " + std::to_string(from.value));
        batch_retry_ = begin_backoff();
        return;
    }
    protocol::Entries entries{
        .holder = me_.holder, .from_seq = read.rows.front().seq, .rows = read.rows, .head = {}, .signature = {}};
    const domain::JournalRow& last = read.rows.back();
    entries.head = {.epoch = last.epoch, .seq = last.seq, .hash = last.hash};
    entries.signature = device_key_.sign(protocol::entries_signing_bytes(me_.holder, entries.head));
    batch_ = std::move(entries);
    batch_retry_ = begin_backoff();
    send_batch();
}

void AgentSession::send_batch() { send(*batch_); }

void AgentSession::take(const protocol::Applied& applied) {
    // In any phase: HQ's later answers follow its welcome at once, and may overtake it.
    if (applied.epoch != me_.holder.epoch) return;
    if (applied.seq > me_.head.seq) {
        anomaly("session.applied_beyond_head", "HQ says " + std::to_string(applied.seq.value));
        return;
    }
    // Later answers to single entries come without those of the batch: only an unbroken row of answers counts.
    std::set<JournalSeq> answers;
    for (const protocol::EntryResult& result : applied.results)
        answers.insert(result.seq);
    JournalSeq answered = me_.applied;
    while (answered < me_.head.seq && answers.contains(answered.next()))
        answered = answered.next();
    actions_.push_back(TakeApplied{applied, answered});
}

void AgentSession::on(const AppliedStored& stored) {
    if (!stored.ok) return;
    me_.applied = std::max(me_.applied, stored.answered);
    if (batch_ && me_.applied >= batch_->head.seq) {
        batch_.reset();
        batch_retry_.reset();
    }
    upload();
}

void AgentSession::take(const protocol::EntriesWanted& wanted) {
    if (phase_ != Phase::up || wanted.epoch != me_.holder.epoch || wanted.from_seq.value == 0) return;
    if (wanted.from_seq > me_.head.seq) return;
    me_.applied = JournalSeq{wanted.from_seq.value - 1};
    batch_.reset();
    batch_retry_.reset();
    upload();
}

// ---- rights

void AgentSession::on(const AcquireWanted& wanted) {
    if (phase_ != Phase::up) return;
    if (acquires_.size() >= options_.acquires_max) {
        anomaly("session.too_many_acquires", "request " + std::to_string(wanted.request_no.value) + " is not sent");
        return;
    }
    acquires_[wanted.request_no.value] = Waiting{.wanted = wanted, .retry = begin_backoff()};
    send_acquire(wanted);
}

void AgentSession::send_acquire(const AcquireWanted& wanted) {
    send(protocol::Acquire{.epoch = me_.holder.epoch,
                           .request_no = wanted.request_no,
                           .member_id = wanted.member_id,
                           .wanted = wanted.wanted,
                           .reason = domain::HoldReason::checkout,
                           .codes = wanted.codes});
}

void AgentSession::on(const AcquireDropped& dropped) { acquires_.erase(dropped.request_no.value); }

void AgentSession::take(const protocol::Grant& grant) {
    const Result<domain::Hold> hold = protocol::open_grant(grant.grant, me_.hq_key, verifier_);
    if (!hold) {
        anomaly("session.bad_grant", describe(hold.error()));
        return;
    }
    // Meant for another disk, be it this device's former one: not ours to answer for.
    if (hold->hold_id.holder != me_.holder) return;
    if (hold->hold_id.hub_epoch < me_.hub_epoch) {
        anomaly("session.older_hub", "a grant of hub epoch " + std::to_string(hold->hold_id.hub_epoch.value));
        return;
    }
    actions_.push_back(StoreGrant{*hold, grant.grant});
}

void AgentSession::on(const GrantStored& stored) {
    if (stored.ok) acquires_.erase(stored.request_no.value);
}

void AgentSession::take(const protocol::Refused& refused) {
    if (phase_ != Phase::up) return;
    // No last word yet where others come first, or where HQ asks a holder that answers: the repeats keep the wish alive at
    // HQ until its turn comes or the till gives up.
    const bool may_come = refused.reason == protocol::RefusedReason::queued ||
                          (refused.reason == protocol::RefusedReason::held_by && refused.reachable);
    if (!may_come) acquires_.erase(refused.request_no.value);
    actions_.push_back(TakeRefused{refused});
}

void AgentSession::take(const protocol::Closed& closed) {
    if (phase_ != Phase::up || closed.request_no.value == 0) return;
    acquires_.erase(closed.request_no.value);
    actions_.push_back(TakeClosed{closed.request_no});
}

void AgentSession::take(const protocol::Recall& recall) {
    if (recall.hold_id.holder != me_.holder) return;
    actions_.push_back(AnswerRecall{recall.hold_id, recall.units});
}

void AgentSession::on(const RecallAnswered& answered) {
    if (phase_ != Phase::up) return;
    // A release or a refusal travels in the journal, so that nothing overtakes a consume; a failure is asked again.
    if (answered.outcome == RecallOutcome::busy) send(protocol::Busy{answered.hold_id, answered.idle_s});
    if (answered.outcome == RecallOutcome::closed)
        send(protocol::Closed{.hold_id = answered.hold_id, .request_no = {}, .seq = me_.head.seq});
}

// ---- asks

void AgentSession::on(const AskWanted& wanted) {
    if (phase_ != Phase::up || asks_.size() >= options_.asks_max) {
        actions_.push_back(AskEnded{wanted.ask_no, phase_ != Phase::up ? AskEnd::not_sent : AskEnd::too_many});
        return;
    }
    protocol::Ask ask{.epoch = me_.holder.epoch,
                      .ask_no = wanted.ask_no,
                      .what = wanted.what,
                      .subject = wanted.subject,
                      .key = wanted.key,
                      .body = wanted.body};
    send(ask);
    asks_[wanted.ask_no] = {std::move(ask), begin_backoff(), now_ + options_.ask_patience};
}

void AgentSession::take(const protocol::Answer& answer) {
    const auto asking = asks_.find(answer.ask_no);
    if (answer.epoch != me_.holder.epoch || asking == asks_.end()) return;  // nobody waits for it any more
    // What was changed comes down the feed, and whoever asked for it wants to see it now.
    if (answer.status == protocol::AnswerStatus::done && !asking->second.ask.key.empty()) request_feed();
    asks_.erase(asking);
    actions_.push_back(TakeAnswer{answer});
}

void AgentSession::end_asks() {
    for (const auto& [number, asking] : asks_)
        actions_.push_back(AskEnded{number, AskEnd::unanswered});
    asks_.clear();
}

void AgentSession::run_ask_timers() {
    for (auto at = asks_.begin(); at != asks_.end();) {
        Asking& asking = at->second;
        if (now_ >= asking.give_up_at) {
            actions_.push_back(AskEnded{at->first, AskEnd::unanswered});
            at = asks_.erase(at);
            continue;
        }
        if (due(asking.retry)) {
            extend(asking.retry, options_.retry_max);
            send(asking.ask);
        }
        ++at;
    }
}

// ---- the feed

void AgentSession::take(const protocol::FeedChanges& changes) {
    if (phase_ != Phase::up) return;
    feed_retry_.reset();
    take_changes(changes);
}

void AgentSession::take_changes(const protocol::FeedChanges& changes) {
    if (changes.batch.scope != options_.scope) return;
    feed_head_ = std::max({feed_head_, changes.head, changes.batch.to});
    if (feed_applying_to_) return;
    const bool follows = changes.batch.from <= me_.feed_position && changes.batch.to > me_.feed_position;
    if (follows) {
        feed_applying_to_ = changes.batch.to;
        actions_.push_back(ApplyFeed{changes.batch});
    } else if (feed_head_ > me_.feed_position && !feed_retry_) {
        request_feed();
    }
}

void AgentSession::on(const FeedApplied& applied) {
    feed_applying_to_.reset();
    me_.feed_position = applied.position;
    if (me_.feed_position < feed_head_) request_feed();
}

void AgentSession::on(const FeedFailed& failed) {
    feed_applying_to_.reset();
    me_.feed_position = failed.position;
    anomaly("session.feed_not_applied", "the cache stands at " + std::to_string(failed.position.value));
    if (phase_ == Phase::up) feed_retry_ = begin_backoff();
}

void AgentSession::request_feed() {
    if (phase_ != Phase::up) return;
    if (!feed_retry_) feed_retry_ = begin_backoff();
    send_feed_request();
}

void AgentSession::send_feed_request() {
    asked_at_ = now_;
    send(protocol::FeedRequest{.scope = options_.scope, .after = feed_applying_to_.value_or(me_.feed_position)});
}

// ---- time

void AgentSession::on(const TimerFired&) { timer_.reset(); }

void AgentSession::run_timers() {
    run_link_timers();
    if (phase_ != Phase::up) return;
    if (batch_retry_ && due(*batch_retry_)) {
        if (batch_) {
            extend(*batch_retry_, options_.retry_max);
            send_batch();
        } else {
            batch_retry_.reset();
            upload();
        }
    }
    for (auto& [number, waiting] : acquires_) {
        if (!due(waiting.retry)) continue;
        extend(waiting.retry, options_.retry_max);
        send_acquire(waiting.wanted);
    }
    run_ask_timers();
    if (feed_retry_ && due(*feed_retry_)) {
        extend(*feed_retry_, options_.retry_max);
        send_feed_request();
    }
}

void AgentSession::run_link_timers() {
    if (phase_ == Phase::up) {
        if (now_ - heard_at_ >= options_.silence_max) {
            go_down();
            greet();
        } else if (now_ - std::max(heard_at_, asked_at_) >= options_.heartbeat) {
            send_feed_request();
        }
    } else if (phase_ == Phase::greeting && due(hello_)) {
        extend(hello_, options_.hello_retry_max);
        say_hello();
    }
}

void AgentSession::set_timer() {
    std::optional<Tick> next;
    const auto consider = [&](Tick at) { next = next ? std::min(*next, at) : at; };
    if (phase_ == Phase::greeting) consider(hello_.at);
    if (phase_ == Phase::up) {
        consider(heard_at_ + options_.silence_max);
        consider(std::max(heard_at_, asked_at_) + options_.heartbeat);
        if (batch_retry_) consider(batch_retry_->at);
        if (feed_retry_) consider(feed_retry_->at);
        for (const auto& [number, waiting] : acquires_)
            consider(waiting.retry.at);
        for (const auto& [number, asking] : asks_)
            consider(std::min(asking.retry.at, asking.give_up_at));
    }
    if (!next || timer_ == next) return;
    timer_ = next;
    actions_.push_back(SetTimer{*next});
}

Millis AgentSession::jitter(Millis wait) {
    std::array<std::uint8_t, 2> raw{};
    random_.fill(raw);
    const std::int64_t share = raw[0] * 256 + raw[1];
    return Millis{wait.value * 3 / 4 + wait.value * share / 131'072};
}

AgentSession::Backoff AgentSession::begin_backoff() {
    return {.wait = options_.retry_first, .at = now_ + jitter(options_.retry_first)};
}

void AgentSession::extend(Backoff& backoff, Millis most) {
    backoff.wait = std::min(Millis{backoff.wait.value * 2}, most);
    backoff.at = now_ + jitter(backoff.wait);
}

void AgentSession::send(const protocol::Message& message) { actions_.push_back(SendFrame{protocol::encode(message)}); }

void AgentSession::anomaly(std::string event, std::string detail) {
    actions_.push_back(Anomaly{std::move(event), std::move(detail)});
}

}  // namespace counterfoil::engine
