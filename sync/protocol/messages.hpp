// The messages between a device (D) and HQ (H). All may be lost, doubled, reordered or delayed for years.
// docs/protocol/ops.md tells what each means; rights.md there says why. Encoding: protocol/codec.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/refusal.hpp"
#include "domain/feed.hpp"
#include "domain/hold.hpp"
#include "domain/journal.hpp"

namespace counterfoil::protocol {

inline constexpr std::uint8_t kProtocolVersion = 1;
inline constexpr std::size_t kFrameBytesMax = std::size_t{1024} * 1024;
inline constexpr std::size_t kEntriesRowsMax = 256;
inline constexpr std::size_t kEntriesBytesMax =
    std::size_t{512} * 1024;  ///< bodies of a batch; a lone row may fill the frame
inline constexpr std::size_t kAppliedResultsMax = 1024;
inline constexpr std::size_t kFeedRowsMax = 1000;
inline constexpr std::size_t kFeedBodyBytesMax = std::size_t{256} * 1024;
inline constexpr std::size_t kGrantBytesMax = std::size_t{64} * 1024;
inline constexpr std::size_t kTokenBytesMax = 128;  ///< tokens and nonces
inline constexpr std::size_t kRightsPerHoldMax = 128;
inline constexpr std::size_t kAskNameMax = 64;
inline constexpr std::size_t kAskSubjectMax = 256;
inline constexpr std::size_t kAskKeyMax = 128;
inline constexpr std::size_t kAskBodyBytesMax = std::size_t{64} * 1024;
inline constexpr std::size_t kAnswerBodyBytesMax = std::size_t{768} * 1024;  ///< the entry of a large ticket fits
inline constexpr std::size_t kAnswerWhyMax = 500;

/// D->H, first on every connection.
struct Hello {
    domain::Holder holder;
    domain::JournalHead head;
    HubEpoch hub_epoch;
    std::string token;
    std::string nonce;
    bool operator==(const Hello&) const = default;
};

enum class WelcomeMode { normal, recovery, quarantine, upload_only };

/// H->D. Counts only if the nonce is D's own last one.
struct Welcome {
    std::string nonce;
    HubEpoch hub_epoch;
    WelcomeMode mode = WelcomeMode::normal;
    std::string next_token;
    JournalSeq applied_seq;
    JournalSeq safe_seq;
    std::uint64_t floor = 0;
    bool operator==(const Welcome&) const = default;
};

/// D->H. `signature` is Ed25519 over entries_signing_bytes(holder, head).
struct Entries {
    domain::Holder holder;
    JournalSeq from_seq;
    std::vector<domain::JournalRow> rows;
    domain::JournalHead head;  ///< of the last row in this batch
    Signature signature{};
    bool operator==(const Entries&) const = default;
};

struct EntryResult {
    JournalSeq seq;
    domain::EntryVerdict verdict = domain::EntryVerdict::accepted;
    std::string code;  ///< why, where not simply accepted
    bool operator==(const EntryResult&) const = default;
};

/// H->D, after the effects are durable. Up to and including `seq` all is applied. `results` may also bring later answers.
struct Applied {
    DeviceEpoch epoch;
    JournalSeq seq;
    std::vector<EntryResult> results;
    JournalSeq safe_seq;
    bool operator==(const Applied&) const = default;
};

/// D->H. D stored request_no before sending; a repeat is answered with the same hold.
struct Acquire {
    DeviceEpoch epoch;
    RequestNo request_no;
    MemberId member_id;
    std::vector<domain::WantedRight> wanted;
    domain::HoldReason reason = domain::HoldReason::checkout;
    std::vector<std::string> codes = {};  ///< signed codes of other issuers, of which some rights wanted may be new to H
    bool operator==(const Acquire&) const = default;
};

/// H->D. The payload is a domain::Hold (protocol/grant.hpp).
struct Grant {
    domain::SignedGrant grant;
    bool operator==(const Grant&) const = default;
};

/// `limit`: the member has used, or holds, as many coupons of the template as one member may.
enum class RefusedReason { held_by, queued, recovering, ended, limit };

struct Refused {
    RequestNo request_no;
    RefusedReason reason = RefusedReason::ended;
    StoreId held_by;         ///< for held_by
    bool reachable = false;  ///< the holder answered HQ lately
    bool operator==(const Refused&) const = default;
};

/// H->D. No units named: all of the hold.
struct Recall {
    domain::HoldId hold_id;
    std::vector<domain::Units> units;
    std::string why;
    bool operator==(const Recall&) const = default;
};

/// D->H. Nothing durable; safe to lose.
struct Busy {
    domain::HoldId hold_id;
    std::int64_t idle_s = 0;
    bool operator==(const Busy&) const = default;
};

/// Over here: D->H for a recall of a hold that has ended (H then asks for the entries up to `seq`), H->D for an acquire
/// whose hold is over or whose number is old.
struct Closed {
    std::optional<domain::HoldId> hold_id;
    RequestNo request_no;
    JournalSeq seq;
    bool operator==(const Closed&) const = default;
};

/// H->D: send your journal from here on.
struct EntriesWanted {
    DeviceEpoch epoch;
    JournalSeq from_seq;
    bool operator==(const EntriesWanted&) const = default;
};

/// D->H: changes of a scope after a position.
struct FeedRequest {
    std::string scope = "all";
    FeedPosition after;
    bool operator==(const FeedRequest&) const = default;
};

/// H->D, as the answer to a FeedRequest and published on the feed socket. `head` is the scope's newest position.
struct FeedChanges {
    domain::FeedBatch batch;
    FeedPosition head;
    bool operator==(const FeedChanges&) const = default;
};

/// D->H: something that HQ's desk does or shows (docs/protocol/ops.md lists what devices may ask). Nothing durable hangs on
/// it here: what changes something carries a key under which HQ does it once, so that it can be repeated.
struct Ask {
    DeviceEpoch epoch;
    std::uint64_t ask_no = 0;  ///< of this run of the device; HQ only says it again
    std::string what;
    std::string subject;
    std::string key;
    Bytes body;  ///< JSON
    bool operator==(const Ask&) const = default;
};

enum class AnswerStatus {
    done,
    refused,  ///< by the business: see `refusal`
    invalid,  ///< the ask cannot be understood: see `why` and `where`
};

/// H->D, after what was done is durable. Of an ask that failed for a fault of HQ's there is none.
struct Answer {
    DeviceEpoch epoch;
    std::uint64_t ask_no = 0;
    AnswerStatus status = AnswerStatus::done;
    bool repeated = false;  ///< the first answer to this key
    Bytes body;             ///< JSON, where done
    Refusal refusal;
    std::string why;
    std::string where;  ///< JSON pointer into the body
    bool operator==(const Answer&) const = default;
};

using Message = std::variant<Hello, Welcome, Entries, Applied, Acquire, Grant, Refused, Recall, Busy, Closed, EntriesWanted,
                             FeedRequest, FeedChanges, Ask, Answer>;

}  // namespace counterfoil::protocol
