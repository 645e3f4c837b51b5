// Benefit cards as this disk may use them: held, obtainable from HQ, at risk, or not to be had.
#pragma once

#include <span>
#include <vector>

#include "usecase/pricing.hpp"
#include "usecase/risk.hpp"

namespace counterfoil::usecase {

/// The member's cards with the uses that a quote may spend now.
Result<std::vector<domain::OfferedCard>> offered_cards(const View& view, const domain::Rules& rules,
                                                       const domain::Member& member,
                                                       std::span<const domain::DeviceHold> open, const RiskRoom& risk,
                                                       const Situation& situation);

/// What the quote spends of them, and what it might spend where a coupon of it is not to be had; at most `most` rights more.
void want_cards(const domain::Basket& basket, const domain::Quote& quote, const domain::Rules& rules,
                std::span<const domain::OfferedCard> cards, std::size_t most, std::vector<domain::WantedRight>& useful);

}  // namespace counterfoil::usecase
