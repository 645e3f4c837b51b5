// Journal entries: what a device did, one row an operation, never changed. HQ re-computes and answers each.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "domain/basket.hpp"
#include "domain/enrol_entry.hpp"
#include "domain/hold.hpp"
#include "domain/late_earn.hpp"
#include "domain/quote.hpp"
#include "domain/return_entry.hpp"
#include "domain/tender.hpp"

namespace counterfoil::domain {

/// A sale. The quote is kept without its refusals; rights that it spent follow as consume and risk entries of their own.
struct TicketEntry {
    CheckoutId checkout_id;
    std::string idempotency_key;
    Basket basket;  ///< coupons and points as they were used: the coupon ids, and the points burnt
    Quote quote;
    std::vector<Tender> tenders;
    std::vector<Tender> refunds = {};  ///< in an exchange, what is paid out where the goods given back were the dearer ones
    bool operator==(const TicketEntry&) const = default;
};

struct ConsumeEntry {
    HoldId hold_id;
    std::vector<Units> units;
    TicketKey ticket;
    bool operator==(const ConsumeEntry&) const = default;
};

/// Names the units that go back, never "the rest".
struct ReleaseEntry {
    HoldId hold_id;
    std::vector<Units> units;
    std::string to = "hq";
    bool operator==(const ReleaseEntry&) const = default;
};

/// A grant that this device never saw and now never will accept.
struct RefuseEntry {
    HoldId hold_id;
    bool operator==(const RefuseEntry&) const = default;
};

/// A redemption without a hold.
struct RiskEntry {
    Units units;
    MemberId member_id;
    AccountId account_id;
    Money value;  ///< what it took off the ticket
    TicketKey ticket;
    bool operator==(const RiskEntry&) const = default;
};

using JournalBody =
    std::variant<TicketEntry, ConsumeEntry, ReleaseEntry, RefuseEntry, RiskEntry, ReturnEntry, EnrolEntry, LateEarnEntry>;

/// An entry with its place. The encoded form holds epoch, seq, at, kind and the body's fields (codec/journal_codec.hpp).
struct JournalEntry {
    DeviceEpoch epoch;
    JournalSeq seq;
    Instant at;
    JournalBody body;
    bool operator==(const JournalEntry&) const = default;
};

/// As stored and sent: hash = SHA-256(prev_hash || body), the first prev_hash is all zero.
struct JournalRow {
    DeviceEpoch epoch;
    JournalSeq seq;
    Bytes body;
    Digest prev_hash{};
    Digest hash{};
    bool operator==(const JournalRow&) const = default;
};

struct JournalHead {
    DeviceEpoch epoch;
    JournalSeq seq;  ///< 0: nothing written yet
    Digest hash{};
    bool operator==(const JournalHead&) const = default;
};

/// What HQ made of an entry.
enum class EntryVerdict { accepted, pending, conflict, finding };

}  // namespace counterfoil::domain
