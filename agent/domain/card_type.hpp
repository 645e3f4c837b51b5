// The rule of a benefit card: what a use prices, and where and how long it is good. Card types stand in the rules bundle, so
// that each ticket names the ones that it was priced by.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/amounts.hpp"
#include "base/ids.hpp"
#include "base/refusal.hpp"
#include "base/time.hpp"
#include "domain/coupon.hpp"
#include "domain/goods_scope.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {

inline constexpr std::size_t kCardTypesMax = 100;

/// What one use covers: all lines of the ticket, or one piece of goods (a weighed line is one).
enum class UseUnit { ticket, piece };

struct CardType {
    CardTypeId card_type_id;
    std::uint32_t version = 1;
    LocalText name;
    BasisPoints pay_bp{9000};  ///< what is paid of the list amount, 1..9999
    Scope scope;
    std::int64_t uses = 1;  ///< that a card is issued with, 1..1000
    UseUnit use_unit = UseUnit::ticket;
    Instant valid_from;
    Instant valid_until = kNever;
    std::int32_t valid_days = 0;                      ///< natural days of a card from its issue; 0 = as long as the type
    std::vector<StoreId> stores;                      ///< with `regions`: good in any of either; both empty = all
    std::vector<std::string> regions;                 ///< of stores, by the rules
    std::vector<std::string> channels;                ///< empty = all
    OfflinePolicy offline = OfflinePolicy::checkout;  ///< `checkout` or `risk`
    bool operator==(const CardType&) const = default;
};

/// The first rule that one of the types breaks.
std::optional<Refusal> check_card_types(const std::vector<CardType>& types);

}  // namespace counterfoil::domain
