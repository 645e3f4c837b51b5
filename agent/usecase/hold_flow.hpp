// What HQ says about rights, applied to this disk (rights.md). Each is one transaction with its journal entries. The caller
// verified signatures and that the message names this device and its epoch.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "usecase/checkout.hpp"
#include "usecase/view.hpp"

namespace counterfoil::usecase {

enum class GrantTaken {
    stored,   ///< new here; in the checkout that asked, or given back at once where none is waiting
    known,    ///< a copy of an open hold: ignored
    refused,  ///< another disk's, a tombstone, below the floor, or of an older hub epoch: no effect
};
struct GrantAnswer {
    GrantTaken taken = GrantTaken::refused;
    std::optional<CheckoutId> checkout;  ///< the open checkout that asked for it
};
/// The grant checks (rights.md, "Grant checks on D") but for the signature. Writes.
Result<GrantAnswer> take_grant(const View& view, const domain::Hold& hold, const domain::SignedGrant& grant);

enum class RecallAnswer {
    released,  ///< the named units are given back (a release entry)
    refused,   ///< never seen: a tombstone and a refuse entry
    busy,      ///< in a checkout: noted, given back when it ends
    closed,    ///< over here, or below the floor: HQ takes it from the entries
};
/// `units` empty: all of the hold. Writes.
Result<RecallAnswer> answer_recall(const View& view, const domain::HoldId& id, const std::vector<domain::Units>& units);

struct Verdict {
    JournalSeq seq;
    domain::EntryVerdict verdict = domain::EntryVerdict::accepted;
    std::string code;
};
/// Writes HQ's answers, up to where every entry has one, and what is in a verified backup; a contact.
Result<void> take_applied(const View& view, JournalSeq up_to, JournalSeq safe, const std::vector<Verdict>& verdicts);

struct WelcomeFacts {
    HubEpoch hub_epoch;
    std::string next_token;
    JournalSeq applied_seq;
    JournalSeq safe_seq;
    std::uint64_t floor = 0;
};
/// Writes token, floor (it never falls) and a higher hub epoch; a contact. Error: conflict for an older hub.
Result<void> take_welcome(const View& view, const WelcomeFacts& facts);

/// HQ refused or closed the acquire `request_no`: its checkout is settled. Nothing where no open checkout waits for it.
Result<std::optional<CheckoutId>> take_refused(const View& view, RequestNo request_no, const Settlement& settlement);

}  // namespace counterfoil::usecase
