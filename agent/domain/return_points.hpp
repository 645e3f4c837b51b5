// Points at a return: burnt ones go back, earned ones are taken (domain rules part 9). Pure; which lots there are, and the
// booking of what is decided here, is the caller's. Balances never fall below 0: what cannot be taken from a lot comes off
// the refund, is owed beside the balance, or is forgiven.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/amounts.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "domain/member.hpp"
#include "domain/rules.hpp"

namespace counterfoil::domain {

/// Points of one lot that a ticket burnt.
struct BurntLot {
    LotId lot_id;  ///< empty: no lot had them and they were owed; what goes back then lowers the debt
    Points amount;
    Instant expires_at = kNever;
    bool operator==(const BurntLot&) const = default;
};

/// Burnt points that go back, as a new lot: the units of the old one stay used.
struct RestoredLot {
    LotId from;
    Points amount;  ///< > 0
    Instant expires_at = kNever;
    bool operator==(const RestoredLot&) const = default;
};

/// Of `burnt`, in the order of burning, gives `amount` back from its end, where life is longest; `before` is what earlier
/// returns gave back. No more goes back than was burnt. A lot past its expiry at `at` opens again for `grace_days`.
std::vector<RestoredLot> restore_burnt(std::span<const BurntLot> burnt, Points before, Points amount, Instant at,
                                       std::int32_t grace_days);

struct EarnedReturn {
    std::span<const PointsLot> lots;  ///< what may be taken: the free points, those that have just gone back included
    PointsLot earned;                 ///< the ticket's own lot as it was made, whether or not it still stands in `lots`
    Points amount;                    ///< >= 0, to be taken
    Money refund;                     ///< >= 0
    ShortPoints short_points = ShortPoints::deduct_refund;
    bool balance_is_sure = true;  ///< false: another device may hold points; nothing comes off the refund, it is owed
    Instant at;
};

struct TakenLot {
    LotId lot_id;
    Points amount;  ///< > 0
    bool operator==(const TakenLot&) const = default;
};

/// All of the amount: lots + deducted + owed + forgiven.
struct EarnedTaken {
    std::vector<TakenLot> lots;  ///< in the order of taking
    Points deducted;             ///< paid for by the refund
    Money deduction;             ///< what that takes off it; never more than the deducted points are worth
    Points owed;
    Points forgiven;
    bool operator==(const EarnedTaken&) const = default;
};

/// Takes the ticket's own pending points first, then those of its bucket (the same expiry), then the soonest expiry.
EarnedTaken take_earned(const EarnedReturn& wanted, const PointsRules& rules);

}  // namespace counterfoil::domain
