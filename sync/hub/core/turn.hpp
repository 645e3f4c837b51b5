// One message or one tick being worked on: what it reads and writes, whom it answers, and which members and coupons changed
// on the way. Private to this module. Lives inside one transaction.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "hub/core/authority.hpp"

namespace counterfoil::hub {

/// What an Authority was made with.
struct Tools {
    const AuthorityConfig& config;
    const Hasher& hasher;
    const Verifier& verifier;
    const Signer& hq;
    Random& random;
    Log& log;
};

class Turn {
public:
    Turn(const Tools& given, HubTx& transaction, Instant time) : tools(given), tx(transaction), now(time) {}

    const Tools& tools;
    HubTx& tx;
    const Instant now;
    std::optional<Asker> asker = {};  ///< through which device this was asked for; operations remember it

    /// The disk's row, or null. Changes to it are written by finish(); all of a turn share one copy.
    Result<DeviceRow*> device(const domain::Holder& holder);

    void send(const domain::Holder& to, protocol::Message message) { outgoing_.push_back({to, std::move(message)}); }
    /// HQ's answer to an earlier entry has changed: stored, and told to its disk.
    Result<void> answer_late(const EntryRef& entry, domain::EntryVerdict verdict, const std::string& code);

    /// Goes down the feed at the end of the turn.
    void touch(const MemberId& member) {
        if (!member.empty()) members_.insert(member);
    }
    void touch(const CouponId& coupon) { coupons_.insert(coupon); }
    /// More is known of this ticket: returns that wait for it are looked at again at the end of the turn.
    void recheck(const domain::TicketKey& ticket) { tickets_.insert(ticket); }
    /// The member's figures now count this entry.
    Result<void> count(const MemberId& member, const EntryRef& entry);

    /// Writes what changed and answers what is to be sent. Nothing else may follow.
    Result<std::vector<Outgoing>> finish();

private:
    struct LoadedDevice {
        DeviceRow stored;
        DeviceRow row;
    };
    std::vector<Outgoing> outgoing_;
    std::map<domain::Holder, LoadedDevice> devices_;
    std::map<domain::Holder, std::vector<protocol::EntryResult>> late_;
    std::set<MemberId> members_;
    std::set<CouponId> coupons_;
    std::set<domain::TicketKey> tickets_;
};

/// What HQ makes of an entry, and why where not simply accepted.
struct Answer {
    domain::EntryVerdict verdict = domain::EntryVerdict::accepted;
    std::string code;
    bool operator==(const Answer&) const = default;
};

/// Of the answers to the parts of one entry the gravest counts: conflict, pending, finding, accepted.
void take_gravest(Answer& so_far, Answer next);

}  // namespace counterfoil::hub
