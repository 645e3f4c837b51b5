#include "domain/card.hpp"

#include <algorithm>
#include <string_view>

namespace counterfoil::domain {
namespace {

constexpr std::string_view kCardPrefix = "card:";

}  // namespace

std::vector<CardUses> uses_by_right(const Card& card) {
    std::vector<CardUses> uses = card.rights;
    if (uses.empty()) uses.push_back({right_of(card.card_id), card.uses_left});
    std::erase_if(uses, [](const CardUses& one) { return one.left <= 0; });
    return uses;
}

void take_uses(Card& card, const RightId& right, std::int64_t amount) {
    std::vector<CardUses> uses = uses_by_right(card);
    const auto found = std::ranges::find(uses, right, &CardUses::right_id);
    if (found == uses.end() || amount <= 0) return;
    const std::int64_t taken = std::min(amount, found->left);
    found->left -= taken;
    card.uses_left -= taken;
    if (!card.rights.empty()) card.rights = std::move(uses);
}

RightId right_of(const CardId& card) { return RightId(std::string(kCardPrefix) + card.str()); }
RightId further_right_of(const CardId& card, std::uint64_t no) {
    return RightId(right_of(card).str() + ":" + std::to_string(no));
}

std::optional<CardId> card_of(const RightId& right) {
    std::string_view text = right.str();
    if (!text.starts_with(kCardPrefix)) return std::nullopt;
    text.remove_prefix(kCardPrefix.size());
    text = text.substr(0, text.find(':'));
    if (text.empty()) return std::nullopt;
    return CardId(std::string(text));
}

}  // namespace counterfoil::domain
