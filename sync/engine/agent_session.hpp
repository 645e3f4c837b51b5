// The device's end of the link to HQ, without I/O: step(input) -> actions. Transports, the simulator and the fuzzers drive
// the same code. It owns no thread, no clock, no socket and no file; one instance belongs to one thread.
//
// Dialogue: the carrier has a path (LinkUp) -> Hello, repeated with backoff -> Welcome with my nonce -> the welcome is
// stored -> the link counts as up. Then: one batch of journal rows at a time, sent again until HQ has applied it; acquires
// sent again until answered or dropped; asks sent again until answered or too old; the feed asked for until its head,
// published changes taken when they follow on. A FeedRequest is also the heartbeat (its answer is small when there is
// nothing new), so that silence means that the link is down: after `silence_max` without a frame from HQ the session says so
// and begins again with Hello.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/crypto.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "protocol/messages.hpp"

namespace counterfoil::engine {

struct Options {
    std::string scope = "all";
    Millis heartbeat{1500};    ///< a request goes out when HQ was silent for this long
    Millis silence_max{5000};  ///< no frame for this long: the link is down
    Millis retry_first{500};   ///< first wait for an answer; doubles up to retry_max, each with jitter of +-25 %
    Millis retry_max{15000};   ///< 9,000 agents must not return in one second
    Millis hello_retry_max{8000};
    std::size_t acquires_max = 64;  ///< waiting at once
    std::size_t asks_max = 32;      ///< likewise
    Millis ask_patience{4000};      ///< an answer that comes later is dropped
};

/// What the device's disk says when the session is made.
struct Begin {
    domain::Holder holder;
    HubEpoch hub_epoch;
    std::string token;
    domain::JournalHead head;
    JournalSeq applied;  ///< up to here every entry has its answer on this disk
    FeedPosition feed_position;
    PublicKey hq_key{};  ///< grants are signed by it
};

// ---- inputs

struct LinkUp {};    ///< the carrier may have a path
struct LinkDown {};  ///< the carrier knows that it has none
struct FrameReceived {
    Bytes bytes;
};
struct FeedFrameReceived {
    Bytes bytes;
};                     ///< published; never counts as a sign of life of `ops`
struct TimerFired {};  ///< the time of the last SetTimer has come (early or late does no harm)
struct JournalGrew {
    domain::JournalHead head;
};
struct RowsRead {
    std::vector<domain::JournalRow> rows;
};  ///< the answer to ReadRows; empty: none there or it failed
struct AcquireWanted {
    RequestNo request_no;
    MemberId member_id;
    std::vector<domain::WantedRight> wanted;
    std::vector<std::string> codes = {};
};
struct AcquireDropped {
    RequestNo request_no;
};  ///< nobody waits for it any more
/// The number is of the caller's choice and never used again on this device. Answered by TakeAnswer or AskEnded, once.
struct AskWanted {
    std::uint64_t ask_no = 0;
    std::string what;
    std::string subject;
    std::string key;
    Bytes body;
};
/// The answers to the actions of the same names. `ok` false: it could not be stored; HQ will send it again.
struct WelcomeStored {
    bool ok = true;
};
struct GrantStored {
    RequestNo request_no;
    bool ok = true;
};
struct AppliedStored {
    JournalSeq answered;
    bool ok = true;
};
enum class RecallOutcome { released, refused, busy, closed, failed };
struct RecallAnswered {
    domain::HoldId hold_id;
    RecallOutcome outcome = RecallOutcome::failed;
    std::int64_t idle_s = 0;
};
struct FeedApplied {
    FeedPosition position;
};
struct FeedFailed {
    FeedPosition position;
};  ///< where the cache stands now

using Event = std::variant<LinkUp, LinkDown, FrameReceived, FeedFrameReceived, TimerFired, JournalGrew, RowsRead,
                           AcquireWanted, AcquireDropped, AskWanted, WelcomeStored, GrantStored, AppliedStored,
                           RecallAnswered, FeedApplied, FeedFailed>;

struct Input {
    Tick now;
    Event event;
};

// ---- actions; the caller does them in order

struct SendFrame {
    Bytes bytes;
};
struct ReadRows {
    JournalSeq from;
    std::size_t rows_max = 0;
    std::size_t bytes_max = 0;
};
struct StoreWelcome {
    protocol::Welcome welcome;
};
struct StoreGrant {
    domain::Hold hold;
    domain::SignedGrant grant;
};  ///< signature, holder and epochs are checked
struct TakeRefused {
    protocol::Refused refused;
};
struct TakeClosed {
    RequestNo request_no;
};  ///< an acquire whose hold is over at HQ
struct TakeAnswer {
    protocol::Answer answer;
};
enum class AskEnd {
    not_sent,    ///< the link is down: HQ has not heard of it
    too_many,    ///< as many wait as may: HQ has not heard of it
    unanswered,  ///< sent: HQ may or may not have done it
};
struct AskEnded {
    std::uint64_t ask_no = 0;
    AskEnd why = AskEnd::unanswered;
};
struct AnswerRecall {
    domain::HoldId hold_id;
    std::vector<domain::Units> units;
};
struct TakeApplied {
    protocol::Applied applied;
    JournalSeq answered;  ///< up to here every entry has its answer, this one's included
};
struct ApplyFeed {
    domain::FeedBatch batch;
};
struct SetTimer {
    Tick at;
};  ///< replaces the earlier one
/// Said on every change. `mode` counts while up: anything but normal means that HQ wants no new redemptions from here.
struct LinkState {
    bool up = false;
    protocol::WelcomeMode mode = protocol::WelcomeMode::normal;
};
/// Something that should not be: a bad frame, a grant that HQ did not sign, an older hub, a journal behind HQ's. For the
/// log.
struct Anomaly {
    std::string event;
    std::string detail;
};

using Action = std::variant<SendFrame, ReadRows, StoreWelcome, StoreGrant, TakeRefused, TakeClosed, TakeAnswer, AskEnded,
                            AnswerRecall, TakeApplied, ApplyFeed, SetTimer, LinkState, Anomaly>;

class AgentSession {
public:
    AgentSession(Options options, Begin begin, const Signer& device_key, const Verifier& verifier, Random& random);

    std::vector<Action> step(const Input& input);

    bool up() const noexcept { return phase_ == Phase::up; }
    /// Operations that HQ has not answered yet.
    std::uint64_t pending() const noexcept;
    /// How far HQ's changes go, as far as it has said so; the disk's own position before that.
    FeedPosition feed_head() const noexcept { return feed_head_; }

private:
    enum class Phase { no_path, greeting, storing_welcome, up };
    struct Backoff {
        Millis wait;
        Tick at;
    };
    struct Waiting {
        AcquireWanted wanted;
        Backoff retry;
    };
    struct Asking {
        protocol::Ask ask;
        Backoff retry;
        Tick give_up_at;
    };

    void on(const LinkUp&);
    void on(const LinkDown&);
    void on(const FrameReceived& frame);
    void on(const FeedFrameReceived& frame);
    void on(const TimerFired&);
    void on(const JournalGrew& grew);
    void on(const RowsRead& read);
    void on(const AcquireWanted& wanted);
    void on(const AcquireDropped& dropped);
    void on(const AskWanted& wanted);
    void on(const WelcomeStored& stored);
    void on(const GrantStored& stored);
    void on(const AppliedStored& stored);
    void on(const RecallAnswered& answered);
    void on(const FeedApplied& applied);
    void on(const FeedFailed& failed);

    void take(const protocol::Welcome& welcome);
    void take(const protocol::Applied& applied);
    void take(const protocol::Grant& grant);
    void take(const protocol::Refused& refused);
    void take(const protocol::Recall& recall);
    void take(const protocol::Answer& answer);
    void take(const protocol::Closed& closed);
    void take(const protocol::EntriesWanted& wanted);
    void take(const protocol::FeedChanges& changes);
    template <class DeviceMessage>
    void take(const DeviceMessage&) {
        anomaly("session.unexpected_message", "HQ sent a message that only devices send");
    }

    void send(const protocol::Message& message);
    void anomaly(std::string event, std::string detail);
    void greet();
    void say_hello();
    void go_down();
    void upload();
    void send_batch();
    void send_acquire(const AcquireWanted& wanted);
    void end_asks();
    void run_ask_timers();
    void take_changes(const protocol::FeedChanges& changes);
    void request_feed();
    void send_feed_request();
    void run_timers();
    void run_link_timers();
    void set_timer();
    bool due(const Backoff& backoff) const noexcept { return now_ >= backoff.at; }
    Millis jitter(Millis wait);
    Backoff begin_backoff();
    void extend(Backoff& backoff, Millis most);

    Options options_;
    Begin me_;
    const Signer& device_key_;
    const Verifier& verifier_;
    Random& random_;

    Tick now_;
    std::vector<Action> actions_;
    std::optional<Tick> timer_;

    Phase phase_ = Phase::no_path;
    bool path_ = false;
    std::string nonce_;
    Backoff hello_;
    std::optional<protocol::Welcome> welcome_;  ///< being stored, or the one in force
    Tick heard_at_;
    Tick asked_at_;  ///< when the last FeedRequest went out

    std::optional<JournalSeq> reading_from_;
    std::optional<protocol::Entries> batch_;  ///< sent, not yet applied
    std::optional<Backoff> batch_retry_;      ///< without a batch: rows could not be read, try again then

    std::map<std::uint64_t, Waiting> acquires_;
    std::map<std::uint64_t, Asking> asks_;

    FeedPosition feed_head_;
    std::optional<FeedPosition> feed_applying_to_;
    std::optional<Backoff> feed_retry_;
};

}  // namespace counterfoil::engine
