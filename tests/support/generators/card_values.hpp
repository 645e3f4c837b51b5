// Drawn benefit cards, for generators that are plain functions inside gen::exec. Only for generators.
#pragma once

#include <algorithm>

#include "support/generators/drawing.hpp"

namespace counterfoil::test_support::drawing {

inline domain::Card draw_card() {
    domain::Card card;
    std::string id = *id_text();
    std::replace(id.begin(), id.end(), ':', '.');
    card.card_id = CardId(id);
    card.card_type_id = draw_id<CardTypeId>();
    card.state = draw_enum<domain::CardState>(3);
    card.issued_at = Instant{draw_amount()};
    card.valid_from = Instant{draw_amount()};
    card.valid_until = draw_bool() ? kNever : Instant{card.valid_from.ms + draw_amount(1)};
    card.uses = draw_amount(1, domain::kCardUsesMax);
    card.uses_left = draw_amount(0, domain::kCardUsesMax);
    if (draw_bool())
        card.rights = {{domain::right_of(card.card_id), 0}, {domain::further_right_of(card.card_id, 1), card.uses_left}};
    return card;
}

inline domain::CardType draw_card_type(int no) {
    domain::CardType type;
    type.card_type_id = CardTypeId("card-" + std::to_string(no));
    type.version = static_cast<std::uint32_t>(draw_int(1, INT32_MAX));
    type.name = draw_name();
    type.pay_bp = draw_bp(1, 9999);
    type.scope = {draw_filter(), draw_filter()};
    type.uses = draw_amount(1, domain::kCardUsesMax);
    type.use_unit = draw_enum<domain::UseUnit>(2);
    type.valid_from = Instant{draw_amount()};
    type.valid_until = draw_bool() ? kNever : Instant{type.valid_from.ms + draw_amount(1)};
    type.valid_days = draw_int(0, 400);
    type.stores = draw_list(3, draw_id<StoreId>);
    type.regions = draw_list(3, [] { return draw_text(1, 64); });
    type.channels = draw_list(3, [] { return draw_text(1, 32); });
    if (draw_bool()) type.offline = domain::OfflinePolicy::risk;
    return type;
}

inline domain::UsedCard draw_used_card() {
    return {draw_id<CardId>(),
            draw_id_or_none<CardTypeId>(),
            static_cast<std::uint32_t>(draw_int(1, INT32_MAX)),
            draw_amount(1, domain::kCardUsesMax),
            draw_money(),
            draw_bool()};
}

}  // namespace counterfoil::test_support::drawing
