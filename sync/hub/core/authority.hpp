// HQ's authority over rights, points and journals: what it does with each message of a device. Pure: no I/O, no clock, no
// state of its own between calls, so that several processes may share one store. Rules: docs/rights.md.
//
// The caller runs handle() and tick() inside HubStore::transact and sends what they answer only after that returned without
// error: an `applied` or a grant that is not durable must never be seen. Any thread, one call at a time per instance.
#pragma once

#include <vector>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/refusal.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "hub/core/desk.hpp"
#include "hub/core/store.hpp"
#include "protocol/messages.hpp"

namespace counterfoil::hub {

struct AuthorityConfig {
    HubEpoch hub_epoch;     ///< > 0; from the file beside the database
    bool recovery = false;  ///< after a restore: nothing is granted or expired, tokens are not judged
    Millis wish_life{60'000};
    Millis reachable_within{60'000};  ///< a holder that was heard since then counts as reachable
    Millis recall_first{2'000};       ///< first wait before a recall is sent again; doubles
    Millis recall_max{120'000};
};

struct Outgoing {
    domain::Holder to;
    protocol::Message message;
    bool operator==(const Outgoing&) const = default;
};

/// Whether what handle() did stays: nothing may after an error or a refused ask. The answers are to be sent all the same.
bool may_stay(const Result<std::vector<Outgoing>>& handled);

/// The desk's answer as JSON. After a refusal nothing may stay.
struct DeskAnswer {
    Outcome<std::string> answer;
    bool repeated = false;                ///< the first answer to this key
    std::vector<Outgoing> outgoing = {};  ///< recalls, to be sent after the commit
};

/// The device's identity by the key of its link, which the caller has verified.
class Authority {
public:
    Authority(AuthorityConfig config, const Hasher& hasher, const Verifier& verifier, const Signer& hq, Random& random,
              Log& log);

    /// Errors: `permission` for a disk that is not enrolled; `invalid_input` for a message that no device may send or that
    /// names another disk; those of the store. See may_stay() for whether the job stays.
    Result<std::vector<Outgoing>> handle(HubTx& tx, const domain::Holder& from, const protocol::Message& message,
                                         Instant now) const;

    /// Sends recalls again, lets wishes lapse, ends what has expired. Bounded work; call it about once a second.
    Result<std::vector<Outgoing>> tick(HubTx& tx, Instant now) const;

    /// Changes after a position, cut to one frame, for answering and for publishing.
    Result<protocol::FeedChanges> changes(HubTx& tx, FeedPosition after) const;

    /// Withdraws a right: ends it where it is free, else notes the wish and recalls it.
    Result<std::vector<Outgoing>> withdraw(HubTx& tx, const RightId& right, Instant now) const;

    /// A named person takes a hold's units back without the holder's word: a risk, never done by itself.
    Result<std::vector<Outgoing>> write_off(HubTx& tx, const domain::HoldId& hold, Instant now) const;

    /// Does or shows what is asked for (hub/core/desk.hpp). A key is answered for 30 days as it was first; the same key with
    /// another request is refused. Refusals besides those of the single operations: unknown_request, recovering,
    /// idempotency_key_reused. Error: invalid_input, with the place in the body or "Idempotency-Key".
    Result<DeskAnswer> serve(HubTx& tx, const DeskRequest& request, Instant now) const;

    /// The disk's certificate is void: its holds are orphaned, it may only upload.
    Result<void> revoke(HubTx& tx, const domain::Holder& holder, std::string why) const;

private:
    AuthorityConfig config_;
    const Hasher& hasher_;
    const Verifier& verifier_;
    const Signer& hq_;
    Random& random_;
    Log& log_;
};

}  // namespace counterfoil::hub
