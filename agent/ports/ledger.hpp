// The ledger file: journal, holds, tombstones, checkouts, idempotency keys. Every change to any of them and the journal row
// that tells of it are one transaction, durable (fsync) before the answer. Const functions read; the others are for the
// writer thread inside LedgerStore::transact. Errors everywhere: io, full, corrupt.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "domain/checkout.hpp"
#include "domain/hold.hpp"
#include "domain/journal.hpp"

namespace counterfoil::ports {

class Journal {
public:
    virtual ~Journal() = default;
    /// Numbers, encodes, chains and stores the entry.
    virtual Result<JournalSeq> append(const domain::JournalBody& body, Instant at) = 0;
    virtual Result<domain::JournalHead> head() const = 0;
    /// Rows from `from` on, at most `max_rows` and at most `max_bytes` of bodies (but at least one row).
    virtual Result<std::vector<domain::JournalRow>> rows(JournalSeq from, std::size_t max_rows,
                                                         std::size_t max_bytes) const = 0;
    /// HQ's answer for one entry; kept so that conflicts can be shown. Repeating it is harmless; a later answer replaces it.
    virtual Result<void> set_verdict(JournalSeq seq, domain::EntryVerdict verdict, std::string_view code) = 0;
    virtual Result<void> set_applied(JournalSeq up_to, JournalSeq safe) = 0;
    virtual Result<JournalSeq> applied() const = 0;
    /// What HQ made of an entry; nothing while it has not said anything about it in particular.
    virtual Result<std::optional<domain::EntryVerdict>> verdict(JournalSeq seq) const = 0;
    struct Conflict {
        JournalSeq seq;
        std::string code;
        domain::JournalEntry entry;
    };
    virtual Result<std::vector<Conflict>> conflicts(std::size_t limit) const = 0;  ///< newest first
};

class Holds {
public:
    virtual ~Holds() = default;
    virtual Result<std::optional<domain::DeviceHold>> find(const domain::HoldId& id) const = 0;
    virtual Result<std::vector<domain::DeviceHold>> of_member(const MemberId& id) const = 0;  ///< with unspent units only
    virtual Result<std::vector<domain::DeviceHold>> open() const = 0;                         ///< with unspent units only
    /// Writes the hold and all its rights; over (no unspent unit left) holds become tombstones by themselves.
    virtual Result<void> put(const domain::DeviceHold& hold) = 0;
    virtual Result<void> bury(const domain::HoldId& id) = 0;  ///< a tombstone for a hold that was never seen
    virtual Result<bool> buried(const domain::HoldId& id) const = 0;
    virtual Result<void> forget_below(std::uint64_t floor) = 0;  ///< tombstones with no < floor may go
};

class Checkouts {
public:
    virtual ~Checkouts() = default;
    virtual Result<std::optional<domain::Checkout>> find(const CheckoutId& id) const = 0;
    virtual Result<std::optional<domain::Checkout>> by_request(RequestNo no) const = 0;
    virtual Result<std::vector<domain::Checkout>> open() const = 0;
    virtual Result<void> put(const domain::Checkout& checkout) = 0;
};

/// A POS request that was answered: its key, what it asked, and the answer's bytes for every repeat.
struct StoredAnswer {
    Digest request{};
    int status = 0;
    std::string body;
};

class Requests {
public:
    virtual ~Requests() = default;
    virtual Result<std::optional<StoredAnswer>> find(std::string_view idempotency_key) const = 0;
    virtual Result<void> put(std::string_view idempotency_key, const StoredAnswer& answer, Instant at) = 0;
    virtual Result<void> forget_before(Instant at) = 0;  ///< keys are kept >= 30 days
};

struct TicketRow {
    domain::TicketKey key;
    JournalSeq seq;
    Instant at;
    MemberId member_id;
    Money due;
    std::optional<JournalSeq> late_seq = {};  ///< the entry that named the member after payment
};

class Tickets {
public:
    virtual ~Tickets() = default;
    virtual Result<std::optional<TicketRow>> find(const domain::TicketKey& key) const = 0;
    virtual Result<std::vector<TicketRow>> newest(const std::optional<MemberId>& member, std::size_t limit) const = 0;
    virtual Result<std::optional<domain::JournalEntry>> entry(JournalSeq seq) const = 0;
    virtual Result<void> put(const TicketRow& row) = 0;
    /// Whose the ticket is was told after payment, by the entry `seq`.
    virtual Result<void> name_member(const domain::TicketKey& key, const MemberId& member, JournalSeq seq) = 0;
};

/// A return that this device took.
struct ReturnRow {
    domain::TicketKey return_key;
    domain::TicketKey ticket;  ///< whose goods came back
    JournalSeq seq;            ///< of its entry: all of its figures
    Instant at;
    Money risk = {};  ///< refunded out of HQ's reach
};

class Returns {
public:
    virtual ~Returns() = default;
    virtual Result<std::optional<ReturnRow>> find(const domain::TicketKey& return_key) const = 0;
    virtual Result<std::vector<ReturnRow>> of_ticket(const domain::TicketKey& ticket) const = 0;  ///< in order
    virtual Result<void> put(const ReturnRow& row) = 0;
    /// HQ's word by which the return was taken (JSON), where it was asked.
    virtual Result<void> put_told(JournalSeq seq, std::string_view told) = 0;
    virtual Result<std::optional<std::string>> told(JournalSeq seq) const = 0;
    virtual Result<Money> risk_total() const = 0;  ///< refunded out of HQ's reach and not yet answered by it
    /// The entry that used up what the return kept for an exchange; nothing: it is there to be used.
    virtual Result<std::optional<JournalSeq>> used_up(JournalSeq seq) const = 0;
    virtual Result<void> use_up(JournalSeq seq, JournalSeq by) = 0;  ///< once
};

/// The right of effects that tell what a ticket added to a member's growth.
inline constexpr std::string_view kGrowthEffect = "growth";

/// The right of effects that tell of points of the purse that are in no lot yet; empty for the main one.
inline RightId points_effect(const PurseId& purse) { return purse.empty() ? RightId() : RightId("points:" + purse.str()); }
/// The reverse; nothing where the effect is of another kind.
inline std::optional<PurseId> purse_of_effect(const RightId& right) {
    if (right.empty()) return PurseId();
    if (!right.str().starts_with("points:")) return std::nullopt;
    return PurseId(right.str().substr(std::string_view("points:").size()));
}

/// The right of effects that tell what a purchase of staff took of the month's quota.
inline constexpr std::string_view kStaffEffect = "staff";

/// What an own entry changed for a member, so that the shown figures run ahead of HQ's.
struct Effect {
    JournalSeq seq;
    MemberId member_id;
    RightId right_id;  ///< empty for points that are in no lot yet, or points_effect() of another purse than the main one
    std::int64_t amount =
        0;  ///< units used; or such points: earned or given back, less what a return took of them; or growth
    bool at_risk = false;
    Money value;  ///< what it took off a ticket
    Instant at;
    std::string business_day;
    TemplateId template_id = {};  ///< of a coupon that was used; amount -1 where it came back
};

struct RiskTotals {
    Money member_day;  ///< of this member on this business day
    Money device;      ///< of this device, not yet answered by HQ
};

class Effects {
public:
    virtual ~Effects() = default;
    virtual Result<void> add(const Effect& effect) = 0;
    virtual Result<std::vector<Effect>> of_member(const MemberId& id, JournalSeq above) const = 0;
    virtual Result<bool> used(const RightId& right) const = 0;  ///< spent by this device at any time
    virtual Result<RiskTotals> risk_totals(const MemberId& id, std::string_view business_day) const = 0;
    /// Coupons of the template that this device used on that day, by whomever, less those that came back.
    virtual Result<std::int64_t> uses_of_day(const TemplateId& id, std::string_view business_day) const = 0;
};

/// Members whom this device enrolled; all that was given is in the entry.
class Enrolments {
public:
    virtual ~Enrolments() = default;
    virtual Result<std::optional<JournalSeq>> find(const MemberId& id) const = 0;
    /// The newest one that named it.
    virtual Result<std::optional<MemberId>> by_identity(domain::IdentityKind kind, std::string_view value) const = 0;
    virtual Result<void> put(const domain::EnrolEntry& entry, JournalSeq seq) = 0;
};

/// Who this disk is. `token` is confirmed, `next_token` the last one offered.
struct DeviceState {
    DeviceId device_id;
    DeviceEpoch epoch;
    StoreId store_id;
    HubEpoch hub_epoch;
    std::string token;
    std::uint64_t floor = 0;
    RequestNo request_no;  ///< last one used
    Instant last_contact;  ///< last welcome or applied
};

class Device {
public:
    virtual ~Device() = default;
    virtual Result<DeviceState> state() const = 0;
    virtual Result<void> save(const DeviceState& state) = 0;
};

class LedgerTx {
public:
    virtual ~LedgerTx() = default;
    virtual Journal& journal() = 0;
    virtual Holds& holds() = 0;
    virtual Checkouts& checkouts() = 0;
    virtual Requests& requests() = 0;
    virtual Tickets& tickets() = 0;
    virtual Returns& returns() = 0;
    virtual Effects& effects() = 0;
    virtual Enrolments& enrolments() = 0;
    virtual Device& device() = 0;
};

/// A job answers whether its changes stay. One that answers false leaves no trace; the others are untouched by it.
using LedgerJob = std::function<bool(LedgerTx&)>;

class LedgerStore {
public:
    virtual ~LedgerStore() = default;
    /// Runs the jobs in order in one transaction and makes it durable. On an error none of them happened.
    virtual Result<void> transact(std::span<const LedgerJob> jobs) = 0;
    /// For reading between transactions, on the writer's thread.
    virtual LedgerTx& view() = 0;
    /// Moves the write-ahead log into the file, if there is enough of it; for every idle gap. Answers the frames that a
    /// reader still holds back.
    virtual Result<std::size_t> checkpoint() = 0;
};

}  // namespace counterfoil::ports
