// The least that a ticket can cost with some of its open coupons. Inside the domain only; pure.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/assert.hpp"
#include "domain/arithmetic.hpp"
#include "domain/coupon.hpp"
#include "domain/pricing.hpp"
#include "domain/rules.hpp"

namespace counterfoil::domain::pricing {

/// Gathers what each open coupon can take off at most, and gives a floor that no set of them can get below.
///
/// Two floors hold, and the higher one counts. One subtracts the greatest discounts. The other knows that a percentage takes
/// less the less there is left: with percentages p and amounts a in any order, what is left of x is at least x * p.. - a..,
/// where percentages come first. Each percentage may round by half a unit, for which one unit is allowed.
class OfferFloor {
public:
    /// `room`: how many coupons a set may take.
    explicit OfferFloor(std::size_t room) : room_(room) { CF_ASSERT(room <= kRoomMax); }

    /// A coupon that takes `greatest` off at most.
    void add(const CouponTemplate& rule, Money greatest) {
        if (greatest.value <= 0) return;
        insert(all_, all_count_, -greatest.value);
        if (rule.kind == TemplateKind::percent_off && !rule.max_discount)
            insert(shares_, shares_count_, rule.pay_bp.value);
        else
            insert(amounts_, amounts_count_, -greatest.value);
    }

    /// The least of `cost` that is left by at most `coupons` of those that were added; `coupons` <= room.
    Money least(Money cost, std::size_t coupons) const {
        const std::int64_t subtracting = cost.value + sum(all_, all_count_, coupons);
        return Money{std::max({subtracting, least_by_shares(cost.value, coupons), std::int64_t{0}})};
    }

private:
    static constexpr auto kRoomMax = static_cast<std::size_t>(kCouponsPerTicketMax);
    using Least = std::array<std::int64_t, kRoomMax>;

    /// Keeps the room_ least values, in order.
    void insert(Least& list, std::size_t& count, std::int64_t value) const {
        if (count == room_) {
            if (count == 0 || value >= list[count - 1]) return;
            --count;
        }
        std::size_t at = count++;
        for (; at > 0 && list[at - 1] > value; --at)
            list[at] = list[at - 1];
        list[at] = value;
    }
    static std::int64_t sum(const Least& list, std::size_t count, std::size_t wanted) {
        std::int64_t total = 0;
        for (std::size_t i = 0; i < std::min(count, wanted); ++i)
            total += list[i];
        return total;
    }
    std::int64_t least_by_shares(std::int64_t cost, std::size_t coupons) const {
        std::int64_t left = cost;
        std::int64_t lowest = left + sum(amounts_, amounts_count_, coupons);
        for (std::size_t taken = 1; taken <= std::min(shares_count_, coupons); ++taken) {
            left = std::max<std::int64_t>(floor_product(left, shares_[taken - 1], kWhole.value) - 1, 0);
            lowest = std::min(lowest, left + sum(amounts_, amounts_count_, coupons - taken));
        }
        return lowest;
    }

    std::size_t room_;
    Least all_{};      ///< the greatest discounts, negative
    Least amounts_{};  ///< those of them that are not percentages, negative
    Least shares_{};   ///< the lowest pay_bp
    std::size_t all_count_ = 0;
    std::size_t amounts_count_ = 0;
    std::size_t shares_count_ = 0;
};

/// The least that the rules' best_objective can come to for a given cost: the cost itself, or what is left of it when each
/// purse has paid the most that it could. It never falls when the cost grows, so a floor of the cost gives a floor of the
/// goal.
class GoalFloor {
public:
    explicit GoalFloor(const Ticket& ticket) {
        if (aims_at_due(ticket)) caps_ = burn_caps(ticket);
    }
    Money least(Money cost) const {
        for (const BurnCap& cap : caps_)
            cost -= std::min(cap.most, Money{floor_product(cost.value, cap.share.value, kWhole.value)});
        return cost;
    }

private:
    std::vector<BurnCap> caps_;
};

}  // namespace counterfoil::domain::pricing
