// HQ's store as hub_core needs it. SQLite implements it (hub/store); PostgreSQL may: everything that an account owns carries
// its account_id, nothing relies on row ids, and jobs share a commit by savepoints.
//
// Const functions read, the others write, inside HubStore::transact. One instance belongs to one thread. Errors everywhere:
// io, full, corrupt; `conflict` where a row would break a rule of the store (a unit lost, an identity of two members).
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/basket.hpp"
#include "domain/feed.hpp"
#include "domain/rules.hpp"
#include "hub/core/rows.hpp"

namespace counterfoil::hub {

class Members {
public:
    virtual ~Members() = default;
    virtual Result<std::optional<MemberRow>> member(const MemberId& id) const = 0;
    /// Who has it as an active one.
    virtual Result<std::optional<MemberId>> by_identity(domain::IdentityKind kind, std::string_view value) const = 0;
    /// Who has taken the member's place; empty: nobody.
    virtual Result<MemberId> merged_into(const MemberId& id) const = 0;
    /// Whose place the member has taken, one step.
    virtual Result<std::vector<MemberId>> merged_from(const MemberId& id) const = 0;
    virtual Result<std::vector<MemberId>> list(std::string_view after, std::size_t limit) const = 0;
    /// Writes the member, its identities and `applied`. Conflict: an identity is another member's.
    virtual Result<void> put(const MemberRow& row) = 0;
    virtual Result<void> set_applied(const MemberId& id, const domain::Holder& holder, JournalSeq seq) = 0;
    /// Conflict: less than 0.
    virtual Result<void> set_owed(const MemberId& id, const PurseId& purse, Points owed) = 0;
};

/// What members consented to, and which of them may be one person.
class Persons {
public:
    virtual ~Persons() = default;
    virtual Result<void> add_consent(const ConsentRow& row) = 0;
    virtual Result<std::vector<ConsentRow>> consents(const MemberId& id) const = 0;  ///< newest first
    /// Answers the number that it was given.
    virtual Result<std::uint64_t> add_candidate(const CandidateRow& row) = 0;
    virtual Result<std::optional<CandidateRow>> candidate(std::uint64_t no) const = 0;
    virtual Result<std::vector<CandidateRow>> candidates(std::size_t limit) const = 0;      ///< open ones, oldest first
    virtual Result<std::vector<CandidateRow>> candidates_of(const MemberId& id) const = 0;  ///< open ones that name it
    virtual Result<void> settle_candidate(std::uint64_t no, CandidateState state, const StaffId& staff, Instant at) = 0;
};

/// Who was erased, and what has to be found and changed for that. Rare, so that it may read whole tables.
class Erasures {
public:
    virtual ~Erasures() = default;
    virtual Result<std::optional<ErasedRow>> find(const Digest& mark) const = 0;
    virtual Result<void> put(const ErasedRow& row) = 0;  ///< replaces that of the same mark
    /// Entries of the disk, those kept aside too, that have this text.
    virtual Result<std::vector<EntryRow>> entries_with(const domain::Holder& holder, std::string_view text) const = 0;
    virtual Result<void> rewrite(const EntryRow& row) = 0;  ///< gives the entry of this place and hash the row's body
    /// Takes out the member with its identities, debts, consents' personal parts and first answers; all else that names it,
    /// or its account, names `erased_id` from here on. Holds that are not closed stay as they are.
    virtual Result<void> take_out(const domain::Member& member, const MemberId& erased_id) = 0;
};

/// Rights, the coupons that some of them stand for, and the points ledger.
class Rights {
public:
    virtual ~Rights() = default;
    virtual Result<std::optional<RightRow>> right(const RightId& id) const = 0;
    /// Lots with free or held units, soonest expiry first, then earliest available, then id.
    virtual Result<std::vector<RightRow>> lots(const AccountId& account) const = 0;
    /// Rights with free units whose expires_at <= now; soonest first.
    virtual Result<std::vector<RightId>> expired(Instant now, std::size_t limit) const = 0;
    virtual Result<void> put(const RightRow& row) = 0;
    virtual Result<void> book(const PointsLine& line) = 0;
    virtual Result<std::optional<domain::Coupon>> coupon(const CouponId& id) const = 0;
    virtual Result<std::optional<domain::Coupon>> coupon_by_code(std::string_view code) const = 0;
    /// All of an account's coupons, by id.
    virtual Result<std::vector<CouponId>> coupons_of(const AccountId& account) const = 0;
    /// Conflict: the code is another coupon's.
    virtual Result<void> put_coupon(const domain::Coupon& coupon) = 0;
    virtual Result<std::optional<CardRow>> card(const CardId& id) const = 0;
    /// All of an account's cards, by id.
    virtual Result<std::vector<CardRow>> cards_of(const AccountId& account) const = 0;
    /// All rights of an account's cards, used up or not, by id.
    virtual Result<std::vector<RightRow>> card_rights(const AccountId& account) const = 0;
    virtual Result<void> put_card(const CardRow& row) = 0;
};

class Holds {
public:
    virtual ~Holds() = default;
    virtual Result<std::optional<HoldRow>> find(const domain::HoldId& id) const = 0;
    virtual Result<std::vector<HoldRow>> by_request(const domain::Holder& holder, RequestNo no) const = 0;
    /// Not closed, with unspent units of this right.
    virtual Result<std::vector<HoldRow>> of_right(const RightId& id) const = 0;
    /// Not closed, lowest number first.
    virtual Result<std::vector<HoldRow>> of_holder(const domain::Holder& holder, std::size_t limit) const = 0;
    virtual Result<std::vector<HoldRow>> recalls_due(Instant now, std::size_t limit) const = 0;
    virtual Result<std::optional<std::uint64_t>> lowest_open_no(const domain::Holder& holder) const = 0;
    /// Rights of which holds that were given for the member, and not taken back, have unspent units.
    virtual Result<std::vector<RightId>> held_for(const MemberId& id) const = 0;
    virtual Result<void> put(const HoldRow& row) = 0;
};

/// Who waits for a right.
class Queue {
public:
    virtual ~Queue() = default;
    virtual Result<std::vector<Wish>> wishes(const RightId& id) const = 0;  ///< voids first, then by `since`
    /// Replaces the wish of the same right, kind, holder and request.
    virtual Result<void> put_wish(const Wish& wish) = 0;
    virtual Result<void> drop_wish(const Wish& wish) = 0;
    virtual Result<void> drop_wishes_before(Instant repeated_before) = 0;         ///< checkouts' wishes only
    virtual Result<std::vector<PendingRisk>> risks(const RightId& id) const = 0;  ///< oldest first
    virtual Result<void> put_risk(const PendingRisk& risk) = 0;                   ///< remaining 0 removes it
};

class Entries {
public:
    virtual ~Entries() = default;
    virtual Result<std::optional<EntryRow>> entry(const EntryRef& ref) const = 0;
    /// Conflict: there already (one set aside is kept once per hash, silently).
    virtual Result<void> add(const EntryRow& row) = 0;
    virtual Result<void> answer(const EntryRef& ref, domain::EntryVerdict verdict,
                                std::string_view code) = 0;  ///< a late one
    virtual Result<std::vector<EntryRow>> late_answers(const domain::Holder& holder, std::size_t limit) const = 0;
    /// Conflicts, findings and what is pending; newest first.
    virtual Result<std::vector<EntryRow>> open_questions(std::size_t limit) const = 0;
    virtual Result<std::optional<TicketRow>> ticket(const domain::TicketKey& key) const = 0;
    virtual Result<void> put_ticket(const TicketRow& row) = 0;  ///< conflict: there already
    /// Whose the ticket is was told after payment, by the entry `late`, and earned so.
    virtual Result<void> name_member(const domain::TicketKey& key, const MemberId& member, Points earned,
                                     const EntryRef& late) = 0;
    virtual Result<bool> bought(const MemberId& id, Instant before) const = 0;        ///< and has kept some of it
    virtual Result<std::vector<TicketRow>> tickets_of(const MemberId& id) const = 0;  ///< in order of time, then key
};

/// What tickets redeemed, and what came back of them.
class Returns {
public:
    virtual ~Returns() = default;
    virtual Result<void> add_redemption(const Redemption& redemption) = 0;
    virtual Result<std::vector<Redemption>> redemptions(const domain::TicketKey& ticket) const = 0;  ///< as booked
    virtual Result<std::optional<ReturnRow>> find(const domain::TicketKey& return_key) const = 0;
    virtual Result<std::vector<ReturnRow>> of_ticket(const domain::TicketKey& ticket) const = 0;
    virtual Result<void> put(const ReturnRow& row) = 0;  ///< conflict: its entry or its key is there already
    /// Entries that wait for more of their ticket; the one that came first first.
    virtual Result<std::vector<EntryRef>> waiting(const domain::TicketKey& ticket) const = 0;
    virtual Result<void> wait(const domain::TicketKey& ticket, const EntryRef& entry, Instant since) = 0;
    virtual Result<void> stop_waiting(const EntryRef& entry) = 0;
};

/// Coupons that were used, as far as limits count them.
class Uses {
public:
    virtual ~Uses() = default;
    virtual Result<void> put(const CouponUseRow& row) = 0;  ///< replaces that of the same coupon
    virtual Result<void> drop(const CouponId& id) = 0;      ///< it came back
    virtual Result<std::optional<CouponUseRow>> find(const CouponId& id) const = 0;
    /// By template and day.
    virtual Result<std::vector<UseCount>> of_member(const MemberId& id) const = 0;
    virtual Result<std::int64_t> of_store(const TemplateId& id, const StoreId& store, std::string_view day) const = 0;
    virtual Result<std::vector<MemberId>> members_of(const TemplateId& id) const = 0;
    virtual Result<void> put(const StaffPurchaseRow& row) = 0;  ///< replaces that of the same ticket
    virtual Result<std::optional<StaffPurchaseRow>> staff_purchase(const domain::TicketKey& key) const = 0;
    /// By month, oldest first.
    virtual Result<std::vector<domain::StaffMonth>> staff_months(const MemberId& id) const = 0;
};

class Devices {
public:
    virtual ~Devices() = default;
    virtual Result<std::optional<DeviceRow>> find(const domain::Holder& holder) const = 0;
    /// The newest disk of the device.
    virtual Result<std::optional<DeviceRow>> newest(const DeviceId& id) const = 0;
    virtual Result<std::optional<domain::Holder>> by_curve_key(const PublicKey& key) const = 0;
    virtual Result<std::vector<DeviceRow>> list() const = 0;
    virtual Result<void> put(const DeviceRow& row) = 0;
    virtual Result<std::optional<EnrolCodeRow>> code(std::string_view code_id) const = 0;
    virtual Result<void> put_code(const EnrolCodeRow& row) = 0;
    virtual Result<void> drop_codes_before(Instant expired_before) = 0;
};

/// The changes that go down: of each (kind, id) the newest only, at the position of its last change.
class Feed {
public:
    virtual ~Feed() = default;
    virtual Result<FeedPosition> head() const = 0;
    virtual Result<std::optional<domain::FeedRow>> find(domain::FeedKind kind, std::string_view id) const = 0;
    virtual Result<void> append(const domain::FeedRow& row) = 0;
    /// Rows after `after` in order of position, at most `max_rows` and `max_bytes` of bodies (but at least one row), as a
    /// batch from `after` to the last one's position.
    virtual Result<domain::FeedBatch> changes(FeedPosition after, std::size_t max_rows, std::size_t max_bytes) const = 0;
};

/// Rules, templates and goods. Old versions of rules and templates stay, as tickets name them.
class Reference {
public:
    virtual ~Reference() = default;
    virtual Result<std::optional<domain::Rules>> rules() const = 0;
    virtual Result<std::optional<domain::Rules>> rules(const Digest& hash) const = 0;
    virtual Result<void> put_rules(const domain::Rules& rules) = 0;  ///< they become the current ones
    virtual Result<std::optional<domain::CouponTemplate>> coupon_template(const TemplateId& id) const = 0;
    virtual Result<std::optional<domain::CouponTemplate>> coupon_template(const TemplateId& id,
                                                                          std::uint32_t version) const = 0;
    virtual Result<void> put_template(const domain::CouponTemplate& coupon_template) = 0;
    virtual Result<std::optional<domain::Product>> product(const Sku& sku) const = 0;
    virtual Result<void> put_product(const domain::Product& product) = 0;  ///< conflict: the GTIN is another's
};

/// What was done by request, what each key was answered first, and what may be issued.
class Operations {
public:
    virtual ~Operations() = default;
    /// Answers the number that it was given.
    virtual Result<std::uint64_t> add(const OperationRow& row) = 0;
    virtual Result<void> settle(std::uint64_t no, OperationState state, Instant at) = 0;
    /// Those that name it as subject or other, newest first.
    virtual Result<std::vector<OperationRow>> of(std::string_view id, std::size_t limit) const = 0;
    /// Those of this subject that wait, oldest first.
    virtual Result<std::vector<OperationRow>> waiting(std::string_view subject) const = 0;
    /// Those for this member that wait, oldest first.
    virtual Result<std::vector<OperationRow>> waiting_for(const MemberId& id) const = 0;
    virtual Result<std::optional<FirstAnswer>> first_answer(std::string_view key) const = 0;
    virtual Result<void> keep_answer(const FirstAnswer& answer) = 0;  ///< conflict: there already
    virtual Result<void> drop_answers_before(Instant at) = 0;
};

class Quotas {
public:
    virtual ~Quotas() = default;
    virtual Result<std::optional<QuotaRow>> find(std::string_view quota_id) const = 0;
    virtual Result<std::optional<QuotaRow>> of(const TemplateId& id, std::string_view campaign_id,
                                               const StaffId& staff) const = 0;
    virtual Result<std::vector<QuotaRow>> list(std::size_t limit) const = 0;
    virtual Result<void> put(const QuotaRow& row) = 0;  ///< conflict: another quota is for the same
};

/// What members paid of late, ticket by ticket, and when their tiers are looked at.
class Growth {
public:
    virtual ~Growth() = default;
    virtual Result<std::optional<GrowthRow>> of_ticket(const domain::TicketKey& key) const = 0;
    virtual Result<void> put(const GrowthRow& row) = 0;  ///< replaces that of the same ticket
    /// Of tickets with after < at <= until.
    virtual Result<std::int64_t> sum(const MemberId& id, Instant after, Instant until) const = 0;
    virtual Result<std::optional<StandingRow>> standing(const MemberId& id) const = 0;
    virtual Result<void> put(const StandingRow& row) = 0;
    /// Whose review_at <= now; soonest first.
    virtual Result<std::vector<MemberId>> reviews_due(Instant now, std::size_t limit) const = 0;
};

/// What accountants ask for: entries that are kept for them, and sums over periods, from <= t < until.
class Books {
public:
    virtual ~Books() = default;
    /// Replaces what is kept for this entry.
    virtual Result<void> clear(const EntryRef& entry, std::span<const ClearingRow> rows) = 0;
    virtual Result<std::vector<ClearingRow>> cleared(const EntryRef& entry) const = 0;
    /// Business days, YYYY-MM-DD. By debtor, creditor, cause, rate.
    virtual Result<std::vector<ClearingSum>> clearing(std::string_view from, std::string_view until) const = 0;
    virtual Result<std::vector<PointsSum>> points(Instant from, Instant until) const = 0;  ///< by purse and cause
    /// New promises only: none that took another coupon's place. By template.
    virtual Result<std::vector<IssuedSum>> issued(Instant from, Instant until) const = 0;
};

class HubTx {
public:
    virtual ~HubTx() = default;
    virtual Members& members() = 0;
    virtual Persons& persons() = 0;
    virtual Erasures& erasures() = 0;
    virtual Rights& rights() = 0;
    virtual Holds& holds() = 0;
    virtual Queue& queue() = 0;
    virtual Entries& entries() = 0;
    virtual Returns& returns() = 0;
    virtual Devices& devices() = 0;
    virtual Feed& feed() = 0;
    virtual Reference& reference() = 0;
    virtual Operations& operations() = 0;
    virtual Quotas& quotas() = 0;
    virtual Growth& growth() = 0;
    virtual Uses& uses() = 0;
    virtual Books& books() = 0;
};

/// A job answers whether its changes stay. One that answers false leaves no trace; the others are untouched by it.
using HubJob = std::function<bool(HubTx&)>;

class HubStore {
public:
    virtual ~HubStore() = default;
    /// Runs the jobs in order in one transaction and makes it durable. On an error none of them happened, and nothing that
    /// they answered may be sent.
    virtual Result<void> transact(std::span<const HubJob> jobs) = 0;
    Result<void> transact(const HubJob& job) { return transact(std::span(&job, 1)); }
    /// For reading between transactions, on the writer's thread.
    virtual HubTx& view() = 0;
    /// Moves the write-ahead log into the file; for idle gaps. Answers the frames left to move.
    virtual Result<std::size_t> checkpoint() = 0;
};

}  // namespace counterfoil::hub
