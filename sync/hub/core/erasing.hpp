// Members who leave the programme: what they give up is shown, then all that is personal goes, for good. Sales and sums
// stay, under a random id that is nobody's. Private to this module. Rules: docs/domain-rules.md, part 2, "Erasure".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/refusal.hpp"
#include "domain/journal.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/turn.hpp"

namespace counterfoil::hub {

/// The id that an erased member's entries go under; nothing where HQ erased no such member.
Result<std::optional<MemberId>> erased_as(HubTx& tx, const Hasher& hasher, const MemberId& id);
/// Whether a member with this id of another system was erased.
Result<bool> was_erased(HubTx& tx, const Hasher& hasher, const domain::Identity& identity);
/// Why nobody has this id: erased, or unknown_member.
Result<Refusal> no_such_member(Turn& turn, const MemberId& id, const char* field);

/// What devices hold of the member's rights, or for it.
struct HeldElsewhere {
    domain::HoldId hold_id;
    StoreId store_id;
    HoldState state = HoldState::open;
    std::vector<domain::Units> units;  ///< unspent
};

/// What a member gives up, and what stands in the way.
struct ErasureView {
    MemberId member_id;
    std::vector<MemberId> merged;             ///< who went up in it, and goes with it
    std::vector<domain::PursePoints> points;  ///< by purse_id, the main one's too; none of 0
    std::vector<domain::PursePoints> owed;    ///< likewise: what it need not make good any more
    std::vector<domain::Coupon> coupons;      ///< that could still be used
    std::vector<domain::Card> cards;          ///< with uses left
    std::vector<HeldElsewhere> held;          ///< by hold_id
    std::vector<CouponId> transfers;          ///< that are under way, from the member or to it
};
/// Refusals: unknown_member, erased.
Result<Outcome<ErasureView>> view_erasure(Turn& turn, const MemberId& id);

struct AskedBack {
    MemberId member_id;
    std::vector<HeldElsewhere> held;
};
/// Asks the holders for all that they hold of the member's rights. Refusals: unknown_member, erased.
Result<Outcome<AskedBack>> ask_back(Turn& turn, const MemberId& id);

struct Erased {
    OperationRow operation;  ///< its subject is the erased_id
    ErasureView given_up;
};
/// The member and all who went up in it. Refusals: unknown_member, erased, rights_held (figures: store, n), transfer_open
/// (figures: n). The answer names nobody.
Result<Outcome<Erased>> erase_member(Turn& turn, const MemberId& id, const Who& who);

/// An entry that names an erased member names its erased_id from here on, and nothing personal; true where it did.
Result<bool> rename_erased(Turn& turn, domain::JournalEntry& entry);

}  // namespace counterfoil::hub
