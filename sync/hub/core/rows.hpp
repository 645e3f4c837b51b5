// What HQ remembers: rights, holds, wishes, devices, entries. Rules: docs/rights.md. Figures in units of the right (a coupon
// has one, a points lot its points); times are UTC.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/amounts.hpp"
#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "domain/coupon.hpp"
#include "domain/hold.hpp"
#include "domain/journal.hpp"
#include "domain/member.hpp"
#include "domain/return_gifts.hpp"
#include "domain/returns.hpp"

namespace counterfoil::hub {

/// A member as HQ has it. `member.lots` and `member.merged` stay empty here: lots are rights, and who went up in a member
/// is found by what each says of itself. A merged member keeps its account and its identities.
struct MemberRow {
    domain::Member member;
    std::map<domain::Holder, JournalSeq> applied;  ///< up to which entry of each disk these figures count
    bool provisional = false;                      ///< enrolled by a device and not confirmed by HQ
    Instant enrolled_at;                           ///< 0: before HQ kept it
    Instant birthday_at;                           ///< when the birthday was last changed; 0: never
    bool operator==(const MemberRow&) const = default;
};

/// Every unit is in exactly one state: total = free + held + used + ended.
struct RightRow {
    RightId right_id;
    AccountId account_id;
    MemberId member_id;  ///< empty: a bearer coupon's
    std::int64_t total = 0;
    std::int64_t free = 0;
    std::int64_t held = 0;
    std::int64_t used = 0;
    std::int64_t ended = 0;  ///< expired or withdrawn
    Instant available_at;    ///< before it nothing is granted
    Instant expires_at = kNever;
    PurseId purse_id = PurseId();  ///< of a lot
    Instant earned_at;             ///< of a lot: when its points were first earned; 0: nobody knows
    bool operator==(const RightRow&) const = default;
};

/// A member's benefit card. Its uses are rights: right_of(card_id), and a further one for each time that uses came back; so
/// `card.uses_left` and `card.rights` stay empty here.
struct CardRow {
    domain::Card card;
    AccountId account_id;
    MemberId member_id;
    std::uint64_t further = 0;    ///< rights that were added
    std::int64_t given_back = 0;  ///< uses that came back, in all
    bool operator==(const CardRow&) const = default;
};

enum class HoldState { open, recalling, orphaned, frozen, reclaimed, closed };

/// How far one right of a hold has been answered for.
struct HeldUnits {
    domain::HeldRight right;
    std::int64_t consumed = 0;
    std::int64_t released = 0;
    std::int64_t recalled = 0;  ///< asked back, of what is unspent
    std::int64_t unspent() const noexcept { return right.amount - consumed - released; }
    bool operator==(const HeldUnits&) const = default;
};

struct HoldRow {
    domain::Hold hold;
    domain::SignedGrant grant;
    HoldState state = HoldState::open;
    std::vector<HeldUnits> rights;
    std::string recall_why;
    std::int32_t recalls = 0;  ///< sent so far
    Instant recall_at;         ///< when the next is due, where recalling
    bool operator==(const HoldRow&) const = default;
};

/// Who waits for a unit. Void before all, then the oldest. A checkout's wish lapses without a repeat.
enum class WishKind { voiding, checkout, transfer };

struct Wish {
    RightId right_id;
    AccountId account_id;
    WishKind kind = WishKind::checkout;
    domain::Holder holder;  ///< of a checkout's wish
    RequestNo request_no;
    MemberId member_id;
    std::int64_t least = 1;
    std::int64_t most = 1;
    domain::HoldReason reason = domain::HoldReason::checkout;
    Instant since;
    Instant repeated_at;
    bool operator==(const Wish&) const = default;
};

/// What a person or a program had HQ do with a coupon or a member.
enum class OperationKind {
    issue,
    voiding,
    give_back,
    transfer,
    merge,
    split,
    give_uses_back,
    add_identity,
    release_phone,
    erase,
};
enum class OperationState {
    done,
    waiting,  ///< a device holds the unit and was asked for it
    used,     ///< it was sold before the operation came through: nothing was done
    ended,    ///< it expired or was withdrawn before the operation came through: nothing was done
};

/// What a merge brought into a purse beside the main one, and what a split has of it from then on.
struct OperationPurse {
    PurseId purse_id;
    Points points;
    Points owed;
    bool operator==(const OperationPurse&) const = default;
};

/// One operation: who, why, when. Kept for ever; what it set in motion is told by `state`.
struct OperationRow {
    std::uint64_t no = 0;  ///< the store gives it; rises
    OperationKind kind = OperationKind::issue;
    OperationState state = OperationState::done;
    std::string subject;  ///< the coupon or card that it is about; merge, split: the member that goes up, or stands for
                          ///< itself again; erase: the erased_id
    std::string other;     ///< issue: the quota; give_back, transfer: the coupon that takes the subject's place;
                           ///< give_uses_back: the further right; add_identity: its kind; else a member
    AccountId account_id;  ///< the subject's
    MemberId member_id;    ///< issue: for whom; transfer: who gets it
    StaffId staff_id;      ///< who asked for it
    StoreId store_id;      ///< where; empty: at HQ
    DeviceId device_id;    ///< likewise
    std::string reason;
    Instant at;
    Instant settled_at;  ///< when it left `waiting`
    Points points;       ///< merge: what the subject brought in; split: what it has from then on; give_uses_back: the uses
    Points owed;         ///< likewise
    std::vector<OperationPurse> purses;  ///< likewise, of the purses beside the main one, by purse_id
    bool operator==(const OperationRow&) const = default;
};

/// Purposes of a consent, as numbers of the store; 0 there means none.
enum class ConsentPurpose { membership = 1, marketing, sharing };

/// What a person consented to, as it was asked, or took back. Kept as it was; the newest one counts.
struct ConsentRow {
    MemberId member_id;
    domain::Consent consent;
    std::optional<domain::Guardian> guardian;
    std::optional<std::int32_t> birth_year;  ///< of a child, whose guardian consented
    Instant at;
    DeviceId device_id;  ///< empty: HQ's desk
    StaffId staff_id;
    std::optional<ConsentPurpose> withdrawn = {};  ///< what was taken back; the purposes are those that are left
    std::string reason = {};                       ///< of a withdrawal
    bool operator==(const ConsentRow&) const = default;
};

/// A member that was erased. Nothing of it is kept but what names `erased_id`.
struct ErasedRow {
    Digest mark{};  ///< of what it was called (hub/core/erasing.hpp)
    MemberId erased_id;
    Instant at;
    bool operator==(const ErasedRow&) const = default;
};

/// `open`: a person at HQ has to say whether the two are one.
enum class CandidateState { open, merged, dismissed };

/// Two members that may be one person, and why that is not taken for granted.
struct CandidateRow {
    std::uint64_t no = 0;  ///< the store gives it; rises
    MemberId member_id;    ///< who came with the other's identity
    MemberId other_member_id;
    std::string why;
    Instant at;
    CandidateState state = CandidateState::open;
    StaffId staff_id;  ///< who settled it; empty: open
    Instant settled_at;
    bool operator==(const CandidateRow&) const = default;
};

/// What a key was answered first.
struct FirstAnswer {
    std::string key;
    Digest request{};  ///< of what was asked: another request under the same key is refused
    Bytes answer;
    Instant at;
    bool operator==(const FirstAnswer&) const = default;
};

/// How many coupons of a template a campaign, a guide, or a guide for a campaign may issue; or for how much, in minor units,
/// a campaign may issue coupons of any template. The count is a right, "quota:<quota_id>": used = issued.
struct QuotaRow {
    std::string quota_id;
    TemplateId template_id;   ///< empty: a campaign's budget
    std::string campaign_id;  ///< one of the two at least
    StaffId staff_id;
    bool is_budget() const noexcept { return template_id.empty(); }
    bool operator==(const QuotaRow&) const = default;
};
RightId right_of_quota(const std::string& quota_id);

/// One entry of one disk.
struct EntryRef {
    domain::Holder holder;
    JournalSeq seq;
    auto operator<=>(const EntryRef&) const = default;
    /// "device/epoch/seq"
    std::string text() const;
};

/// A redemption that no hold covers and that waits until the right is answered for by whoever holds it.
struct PendingRisk {
    EntryRef entry;
    RightId right_id;
    AccountId account_id;
    MemberId member_id;
    std::int64_t amount = 0;
    std::int64_t remaining = 0;  ///< still to be taken, > 0
    Instant at;
    domain::TicketKey ticket;
    bool operator==(const PendingRisk&) const = default;
};

/// An entry as it came, and HQ's answer. `late`: the answer changed after the first `applied` was made.
struct EntryRow {
    EntryRef entry;
    Bytes body;
    Digest hash{};
    domain::EntryVerdict verdict = domain::EntryVerdict::accepted;
    std::string code;
    bool late = false;
    bool aside = false;  ///< of a quarantined disk: kept, not applied, waits for a person
    Instant received_at;
    bool operator==(const EntryRow&) const = default;
};

/// What a sale did to a purse beside the main one.
struct TicketPurse {
    PurseId purse_id;
    Points earned;  ///< as booked
    Points spent;
    bool operator==(const TicketPurse&) const = default;
};

/// A sale that HQ knows, from a device's entry or from an imported history.
struct TicketRow {
    domain::TicketKey key;
    std::optional<EntryRef> entry;  ///< nothing: imported
    MemberId member_id;
    Instant at;
    Money total;    ///< before points
    Money due;      ///< what was paid in money
    Points earned;  ///< as booked, in the main purse
    Points spent;
    std::vector<TicketPurse> purses;    ///< the others, by purse_id
    std::optional<EntryRef> late = {};  ///< the entry that named the member after payment
    bool operator==(const TicketRow&) const = default;
};

/// What became of units that a ticket redeemed.
enum class RedemptionOutcome {
    taken,    ///< used up in their right
    owed,     ///< points that no lot had
    refused,  ///< a conflict: nothing comes back for it
};

/// Units that a redemption of a ticket took; a lot may stand in several.
struct Redemption {
    domain::TicketKey ticket;
    AccountId account_id;
    RightId right_id;  ///< empty: owed
    std::int64_t amount = 0;
    Instant expires_at = kNever;  ///< of the right
    RedemptionOutcome outcome = RedemptionOutcome::taken;
    EntryRef entry;
    PurseId purse_id = PurseId();  ///< of points
    bool operator==(const Redemption&) const = default;
};

/// A coupon that a ticket used up and that has not been given back since: what limits count.
struct CouponUseRow {
    CouponId coupon_id;
    TemplateId template_id;
    AccountId account_id;
    MemberId member_id;  ///< its owner; of a bearer coupon, the ticket's member, empty where it names none
    StoreId store_id;
    std::string business_day;
    bool operator==(const CouponUseRow&) const = default;
};

/// Uses of one template on one business day.
struct UseCount {
    TemplateId template_id;
    std::string business_day;
    std::int64_t count = 0;
    bool operator==(const UseCount&) const = default;
};

/// What a purchase of staff takes of the month's quota.
struct StaffPurchaseRow {
    domain::TicketKey ticket;
    MemberId member_id;
    Money spent;  ///< less what came back
    bool operator==(const StaffPurchaseRow&) const = default;
};

/// A return that counts. Figures are HQ's own, but for the refund, which is what the till paid out.
struct ReturnRow {
    EntryRef entry;
    domain::TicketKey return_key;
    domain::TicketKey ticket;  ///< whose goods came back
    MemberId member_id;
    Instant at;
    bool voided = false;
    bool whole = false;  ///< with it the whole ticket had come back
    Money refund;
    Points burn;                              ///< given back, of the main purse
    Points earn;                              ///< of the goods that came back
    std::vector<domain::PurseReturn> purses;  ///< the same of the others, by purse_id
    std::vector<domain::ReturnRequest> lines;
    std::vector<domain::GiftReturn> gifts;
    std::vector<domain::Exchanged> exchange;
    bool operator==(const ReturnRow&) const = default;
};

/// What a return kept of its refund for an exchange.
struct KeptRefundRow {
    domain::TicketKey return_key;
    EntryRef entry;
    Money kept;                       ///< > 0
    std::optional<EntryRef> used_by;  ///< the ticket or the payment that used it up
    bool operator==(const KeptRefundRow&) const = default;
};

/// What a ticket adds to its member's growth. `raised_to` is the tier that it lifted the member to, empty where it did not.
struct GrowthRow {
    domain::TicketKey ticket;
    MemberId member_id;
    Instant at;
    std::int64_t growth = 0;
    TierId raised_from;
    TierId raised_to;
    bool operator==(const GrowthRow&) const = default;
};

/// A member whose tickets count: its growth as of the last ticket or review, and when its tier is looked at again.
struct StandingRow {
    MemberId member_id;
    std::int64_t growth = 0;
    Instant review_at = kNever;
    bool operator==(const StandingRow&) const = default;
};

/// A change of an account's points. The sum over an account and a purse is its balance less what is owed.
enum class PointsCause {
    opening,
    history,
    earn,
    burn,
    risk,
    owed,
    netted,
    expiry,
    withdrawn,
    merged,
    restored,
    taken,
    given_up,  ///< by a member who was erased
    forgiven,  ///< what such a member owed
};

struct PointsLine {
    AccountId account_id;
    RightId right_id;  ///< the lot; empty for `owed`, `netted` and `forgiven`
    PointsCause cause = PointsCause::earn;
    std::int64_t delta = 0;
    Instant at;
    std::optional<EntryRef> entry;
    PurseId purse_id = PurseId();
    bool operator==(const PointsLine&) const = default;
};

/// What one company owes another by one entry.
struct ClearingRow {
    EntryRef entry;
    std::string business_day;  ///< of the ticket, or of the return
    domain::ClearingEntry owed;
    Money clearing_per_1000;  ///< for its points, as on the day on which they were earned
    bool operator==(const ClearingRow&) const = default;
};

/// The same over a period: of one pair of companies, one cause, one purse and one rate.
struct ClearingSum {
    EntityId debtor;
    EntityId creditor;
    domain::ClearingCause cause = domain::ClearingCause::coupon;
    Money clearing_per_1000;
    Money amount;
    Points points;
    std::int64_t entries = 0;
    PurseId purse_id = PurseId();
    bool operator==(const ClearingSum&) const = default;
};

struct PointsSum {
    PointsCause cause = PointsCause::earn;
    std::int64_t entries = 0;
    std::int64_t delta = 0;
    PurseId purse_id = PurseId();
    bool operator==(const PointsSum&) const = default;
};

struct IssuedSum {
    TemplateId template_id;
    std::int64_t coupons = 0;
    bool operator==(const IssuedSum&) const = default;
};

enum class DeviceState {
    active,
    replaced,     ///< a newer disk of the device is enrolled: this one may only upload
    quarantined,  ///< fork, clone or double claim: its entries are kept aside for a person
    revoked,
};

/// One disk of one device.
struct DeviceRow {
    domain::Holder holder;
    StoreId store_id;
    std::string name;
    DeviceState state = DeviceState::active;
    std::string state_why;
    PublicKey signing_key{};  ///< Ed25519, of the journal
    PublicKey curve_key{};    ///< X25519, of the link
    domain::JournalHead head;
    domain::JournalHead aside;  ///< of what is kept aside; seq 0: nothing
    JournalSeq safe_seq;
    std::string token;                ///< confirmed
    std::string next_token;           ///< last one offered
    std::vector<std::string> nonces;  ///< of the last hellos, newest last
    HubEpoch hub_epoch;               ///< in which the tokens were given
    RequestNo request_no;             ///< highest acquire seen
    std::uint64_t hold_no = 0;        ///< last one given
    Instant enrolled_at;
    Instant last_contact;
    bool operator==(const DeviceRow&) const = default;
};

/// A one-time code. `secret` is kept, as the HMAC of both directions needs it, and wiped with the row.
struct EnrolCodeRow {
    std::string code_id;
    Bytes secret;
    StoreId store_id;
    DeviceId device_id;  ///< the device that gets a new disk; empty: a new device
    Instant made_at;
    Instant expires_at;
    std::int32_t attempts = 0;
    std::optional<domain::Holder> used_by;
    Bytes answer;  ///< of its use, for a repeat of the very same request
    Digest request_mac{};
    bool operator==(const EnrolCodeRow&) const = default;
};

}  // namespace counterfoil::hub
