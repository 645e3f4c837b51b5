// Members, their identities and their points, as HQ's feed brings them and as a quote needs them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amounts.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "domain/card.hpp"

namespace counterfoil::domain {

/// A text for people in both languages of the product.
struct LocalText {
    std::string zh;
    std::string en;
    bool operator==(const LocalText&) const = default;
};

/// The most tags that one member has.
inline constexpr std::size_t kTagsMax = 50;

enum class IdentityKind { phone, card_no, union_id, open_id, tmall, jd, douyin, external_crm, member_code };

/// What a member showed. Burning points and member-bound coupons need code, otp or pin.
enum class Proof { none, phone, code, otp, pin };
constexpr bool proves_for_spending(Proof proof) noexcept {
    return proof == Proof::code || proof == Proof::otp || proof == Proof::pin;
}

/// `active`: at most one member has it. `released`: taken off this member, who is known by it no longer. `disputed`: claimed
/// by this member while another one has it; a person at HQ decides.
enum class IdentityState { active, released, disputed };

/// One of many ways in which one member is known. `phone` is E.164 ("+8613800138000").
struct Identity {
    IdentityKind kind = IdentityKind::phone;
    std::string value;
    IdentityState state = IdentityState::active;
    Instant verified_at{};            ///< when its owner last proved it; 0: never, or before it was kept
    Proof verified_by = Proof::none;  ///< how
    std::string source = {};          ///< who brought it: a device's id, "hq", or what an import says
    bool operator==(const Identity&) const = default;

    bool is(IdentityKind other_kind, const std::string& other_value) const {
        return kind == other_kind && value == other_value;
    }
};
/// Whether both mean the same, whatever is known of them.
inline bool same_identity(const Identity& a, const Identity& b) { return a.is(b.kind, b.value); }

/// Around a birthday, in business days of the store; `week` is three days before to three days after.
enum class BirthdayPeriod { day, week, month };

/// Month and day; nobody needs the year.
struct Birthday {
    std::int32_t month = 1;
    std::int32_t day = 1;
    bool operator==(const Birthday&) const = default;
};

/// `merged`: another member has taken its place; its figures and identities are that one's.
enum class MemberState { active, frozen, erased, merged };

/// Points of one purse and one expiry. Pending ones (available_at in the future) cannot be burnt.
struct PointsLot {
    LotId lot_id;
    Points amount;
    Instant available_at;
    Instant expires_at = kNever;
    PurseId purse_id = PurseId();
    bool operator==(const PointsLot&) const = default;
};

/// Points of one purse that is not the main one: owed, earned on a line.
struct PursePoints {
    PurseId purse_id;
    Points points;  ///< > 0
    bool operator==(const PursePoints&) const = default;
};

/// Templates whose uses are told with a member.
inline constexpr std::size_t kUsesMax = 128;

/// How often a member used coupons of one template; what was given back does not count.
struct TemplateUses {
    TemplateId template_id;
    std::int64_t count = 0;      ///< at any time
    std::string day;             ///< the newest business day of one, YYYY-MM-DD
    std::int64_t day_count = 0;  ///< on that day
    bool operator==(const TemplateUses&) const = default;
};

/// What a member of staff bought at the staff price in one calendar month.
struct StaffMonth {
    std::string month;  ///< YYYY-MM, of the business day
    Money spent;        ///< as the goods cost
    bool operator==(const StaffMonth&) const = default;
};

/// One person in one programme. `account_id` is where the rights live and never changes.
struct Member {
    MemberId member_id;
    AccountId account_id;
    MemberState state = MemberState::active;
    std::string name;
    TierId tier;
    StoreId home_store;
    std::optional<Birthday> birthday;
    bool purchased = false;  ///< has a ticket in the programme; told by HQ, never imported
    std::vector<Identity> identities;
    std::vector<PointsLot> lots;       ///< soonest expiry first
    std::vector<Card> cards;           ///< benefit cards that are not over, soonest expiry first
    Points owed;                       ///< what could not be taken, beside the balance (rights.md I2); >= 0
    std::vector<PursePoints> owed_in;  ///< the same of the purses beside the main one, by purse_id
    MemberId merged_into;              ///< of a merged member: who has taken its place, who may be merged in turn
    std::vector<MemberId> merged;      ///< whose place this one has taken, over any number of steps
    std::int64_t growth = 0;           ///< whole currency units paid in the rules' months, as of the last ticket or review
    StaffId staff_id;                  ///< of one who works here
    std::optional<StaffMonth> staff_month;  ///< the newest month with such purchases; HQ's word
    std::vector<TemplateUses> uses;         ///< of templates with limits, by template_id
    Instant tier_until = kNever;            ///< when the tier is looked at again, its grace included
    std::vector<std::string> tags;          ///< the chain's own words for a group that the member belongs to; each once
    bool operator==(const Member&) const = default;
};

/// The purse's points of `lots` that are available and not expired at `now`; and those that are still pending.
Points points_available(const std::vector<PointsLot>& lots, Instant now, const PurseId& purse = {});
Points points_pending(const std::vector<PointsLot>& lots, Instant now, const PurseId& purse = {});

/// The purse's figure in a list by purse_id; 0 where it has none.
Points points_in(const std::vector<PursePoints>& list, const PurseId& purse);
/// Sets it; 0 takes it out.
void set_points_in(std::vector<PursePoints>& list, const PurseId& purse, Points points);

/// What a member owes in the purse.
Points owed_in(const Member& member, const PurseId& purse);
void set_owed_in(Member& member, const PurseId& purse, Points owed);

/// Whether a phone was proved so long ago that its number may be another person's by now: nobody is known by it alone. One
/// that was never proved counts as what it was given for.
bool phone_lapsed(const Identity& phone, std::int32_t trust_days, Instant now);

}  // namespace counterfoil::domain
