// Benefit cards: so many uses of a price, no money in them (domain rules part 8). Their rule is domain/card_type.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace counterfoil::domain {

/// Cards of one member that a device takes, and that a basket may name.
inline constexpr std::size_t kCardsMax = 64;
/// Uses of one card, and of one ticket.
inline constexpr std::int64_t kCardUsesMax = 1000;

enum class CardState { active, frozen, voided };

/// Uses under one right. What a return gives back is a further right of the same card: used stays used.
struct CardUses {
    RightId right_id;
    std::int64_t left = 0;
    bool operator==(const CardUses&) const = default;
};

/// One member's card. `member_id` and `account_id` are those of whoever has it; HQ fills in what is left.
struct Card {
    CardId card_id;
    CardTypeId card_type_id;
    CardState state = CardState::active;
    Instant issued_at;
    Instant valid_from;
    Instant valid_until = kNever;
    std::int64_t uses = 1;         ///< that it was issued with
    std::int64_t uses_left = 0;    ///< the sum over its rights
    std::vector<CardUses> rights;  ///< where the uses that are left lie; empty: all under right_of(card_id)
    bool operator==(const Card&) const = default;
};

/// Where the card's uses lie, rights without any left out.
std::vector<CardUses> uses_by_right(const Card& card);
/// Takes uses that were spent under a right off what is left, as far as there are any.
void take_uses(Card& card, const RightId& right, std::int64_t amount);

RightId right_of(const CardId& card);  ///< "card:<id>"
/// The `no`th further right of the card, for uses that came back; 1, 2, ...: "card:<id>:<no>"
RightId further_right_of(const CardId& card, std::uint64_t no);
/// The card of either; nothing where the right is of another kind. A card's id holds no ":".
std::optional<CardId> card_of(const RightId& right);

}  // namespace counterfoil::domain
