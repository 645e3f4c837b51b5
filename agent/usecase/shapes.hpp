// What the business actions take and answer. The API turns these into JSON, the command line prints that.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/refusal.hpp"
#include "base/result.hpp"
#include "domain/checkout.hpp"
#include "domain/coupon.hpp"
#include "domain/exchanges.hpp"
#include "domain/identify.hpp"
#include "domain/journal.hpp"
#include "domain/member.hpp"
#include "domain/quote.hpp"
#include "domain/return_cards.hpp"
#include "domain/return_coupons.hpp"
#include "domain/return_entry.hpp"
#include "domain/told_ticket.hpp"
#include "ports/ledger.hpp"

namespace counterfoil::usecase {

/// The link to HQ as the device knows it now.
struct LinkView {
    bool up = false;
    Instant last_contact;    ///< 0 ms: never
    bool earn_only = false;  ///< HQ wants no redemption from this disk (quarantine, replaced): it only earns
};

/// A benefit card with its type; nothing where the rules do not know it.
struct ShownCard {
    domain::OfferedCard offer;
    std::optional<domain::CardType> type;
};

/// A purse beside the main one as a till shows it.
struct PurseView {
    PurseId purse_id;
    domain::LocalText name;  ///< empty where the rules do not know it any more
    std::int32_t unit_decimals = 0;
    Points available;
    Points pending;
    Points owed;
};

/// A member as a till shows it: HQ's row plus this device's own entries above it.
struct MemberCard {
    domain::Member member;
    std::optional<domain::Tier> tier;
    Points available;
    Points pending;
    std::int32_t unit_decimals = 0;  ///< of the main purse
    std::vector<PurseView> purses;   ///< the others, in the order of the rules; then those that these do not know
    std::vector<domain::OfferedCoupon> coupons;  ///< not yet used, soonest expiry first
    std::vector<ShownCard> cards;                ///< as in `member`, with the uses that this device could spend now
    Millis data_age;                             ///< since the last contact with HQ; -1: never
};

struct IdentifyRequest {
    std::string scan;
    std::string aim;  ///< "]E0" or empty
};

/// Exactly one of member, coupon, product is set where the code leads to one; payment codes and unknown ones set none.
struct Identified {
    domain::ScanMeaning meaning;
    std::optional<MemberCard> member;
    std::optional<domain::OfferedCoupon> coupon;
    std::optional<domain::Product> product;
    domain::Proof proof = domain::Proof::none;  ///< what this scan proves
    bool phone_lapsed = false;  ///< the member proved this phone too long ago: ask for the code or an OTP, or who they are
};

/// A basket whose lines may name a product by sku or gtin only; the agent completes them from its price file.
struct QuoteRequest {
    domain::Basket basket;
};

struct QuoteAnswer {
    domain::Basket basket;  ///< completed
    domain::Quote quote;
    Millis data_age;
};

struct CheckoutAnswer {
    domain::Checkout checkout;
    std::vector<domain::OfferedCoupon> coupons;  ///< with the state of each right
};

struct CommitRequest {
    CheckoutId checkout_id;
    Digest quote_hash{};
    std::vector<domain::Tender> tenders;
    std::vector<domain::Tender> refunds = {};  ///< what is paid out, where an exchange's balance is below zero
    std::optional<Money> rounding;             ///< that the cashier gives up; nothing: the quote's own
    std::string idempotency_key;
    Digest request_digest{};  ///< SHA-256 of the request's body: another body under the same key is refused
};

struct Committed {
    domain::TicketKey ticket;
    JournalSeq seq;
    domain::Quote quote;
    Instant at;
    MemberId member_id;
    bool at_risk = false;
    bool replay = false;  ///< a repeat: the first answer again
};

struct TicketQuery {
    std::optional<MemberId> member_id;
    std::size_t limit = 50;  ///< 1..200
};

struct TicketView {
    domain::JournalEntry entry;  ///< a TicketEntry
    std::optional<domain::EntryVerdict> verdict;
};

/// What of a line is there to come back.
struct LineLeft {
    std::int32_t line_no = 0;
    Quantity sold;
    Quantity returned;
    Quantity left;
    std::vector<std::pair<Sku, Quantity>> skus;  ///< the goods that the line stands for, where some were exchanged
};

struct TicketDetail {
    TicketView ticket;
    std::vector<LineLeft> left;
    std::vector<domain::TicketKey> returns;  ///< that are known here, HQ's first
    std::vector<domain::Exchanged> exchanged;
};

/// Goods of a ticket that come back; of a void no lines are named.
struct ReturnRequest {
    domain::TicketKey ticket;
    bool voided = false;
    std::vector<domain::ReturnRequest> lines;
    domain::GiftChoice gifts = domain::GiftChoice::ask;
    StaffId approver_id;                            ///< who waives the gifts
    bool hq_answered = false;                       ///< about the ticket, be it that it does not know it
    std::optional<domain::ToldTicket> told;         ///< HQ's word on the ticket, where it has one
    std::vector<domain::ExchangeRequest> exchange;  ///< pieces that stay sold, but in another size or colour
    // What only the return itself needs, a preview does not.
    domain::TicketKey return_key;
    StaffId staff_id;
    std::vector<domain::Tender> refunds;
    std::optional<domain::TicketKey> pays_out;  ///< a return whose kept refund is paid after all; no goods then
    std::string idempotency_key;
    Digest request_digest{};  ///< SHA-256 of the request's body: another body under the same key is refused
};

/// What a return would do now; nothing is written.
struct ReturnPreview {
    domain::TicketKey ticket;
    MemberId member_id;
    domain::Return goods;
    Points deducted;  ///< earned points of the main purse that are gone and that the refund pays for
    Money deduction;  ///< what that takes off it, of all purses
    std::vector<domain::PurseDeduction> deducted_in;  ///< the other purses' part in it
    std::vector<domain::GiftReturn> gifts;            ///< with what each takes off the refund, or adds to it
    std::vector<domain::GiftReturn> missing;  ///< gifts about which nothing is decided yet: the return would be refused
    std::vector<domain::GiftChoice> choices;  ///< what the rules let one decide about these
    std::vector<domain::Exchanged> exchange;
    Money refund;  ///< what the refunds add up to
    std::vector<domain::CouponReturn> coupons;
    std::vector<domain::CardReturn> cards;
    std::vector<LineLeft> left;  ///< after it
};

struct Returned {
    domain::ReturnEntry entry;
    JournalSeq seq;
    Instant at;
    MemberId member_id;
    std::vector<domain::CouponReturn> coupons;
    std::vector<domain::CardReturn> cards;
    std::vector<LineLeft> left;
    bool replay = false;        ///< a repeat: the first answer again
    std::string currency = {};  ///< of the ticket, and its exponent
    std::int32_t exponent = 2;
};

/// A person who becomes a member at this device.
struct EnrolRequest {
    domain::Enrolment person;
    std::string idempotency_key;
    Digest request_digest{};  ///< SHA-256 of the request's body: another body under the same key is refused
};

struct Enrolled {
    MemberCard card;
    JournalSeq seq;
    Instant at;
    bool confirmed = false;  ///< HQ has taken it; the card shows who HQ says this is
    bool replay = false;     ///< a repeat: the same enrolment again
};

/// Who was at the till after all: the ticket earns for this member.
struct LateEarnRequest {
    domain::TicketKey ticket;
    MemberId member_id;
    StaffId staff_id;
    StaffId approver_id;                     ///< another member of staff
    std::optional<domain::ToldTicket> told;  ///< HQ's word on the ticket, where it has one
    std::string idempotency_key;
    Digest request_digest{};
};

struct LateEarned {
    domain::LateEarnEntry entry;
    JournalSeq seq;
    Instant at;
    bool replay = false;  ///< a repeat: the first answer again
};

struct DeviceStatus {
    std::string name;
    std::string path;
    bool attached = false;
    std::string detail;
};

struct Status {
    std::string version;
    DeviceId device_id;
    DeviceEpoch epoch;
    StoreId store_id;
    LinkView link;
    Millis data_age;
    FeedPosition feed_position;
    std::uint64_t pending_operations = 0;  ///< journal rows that HQ has not applied yet
    JournalSeq journal_seq;
    JournalSeq applied_seq;
    std::uint64_t open_holds = 0;
    std::uint64_t open_checkouts = 0;
    std::vector<ports::Journal::Conflict> conflicts;
    std::vector<DeviceStatus> devices;
    bool enrolled = false;
    bool first_data = false;  ///< once true, HQ's data were here up to what HQ had then: a till can be served
};

}  // namespace counterfoil::usecase
