#include "hub/core/card_life.hpp"

#include <algorithm>
#include <tuple>

namespace counterfoil::hub {

namespace {

CardView view_of(const CardRow& row, const std::vector<RightRow>& rights) {
    CardView view{row, row.card, 0, 0, 0, 0};
    domain::Card& card = view.card;
    card.uses_left = 0;
    card.rights.clear();
    for (const RightRow& right : rights) {
        if (domain::card_of(right.right_id) != card.card_id) continue;
        view.free += right.free;
        view.held += right.held;
        view.used += right.used;
        view.ended += right.ended;
        const std::int64_t left = right.free + right.held;
        if (left > 0) card.rights.push_back({right.right_id, left});
        card.uses_left += left;
    }
    // Where nothing came back, the card's own right says it all.
    if (card.rights.empty() || (card.rights.size() == 1 && card.rights.front().right_id == domain::right_of(card.card_id)))
        card.rights.clear();
    return view;
}

}  // namespace

Result<std::optional<CardView>> view_card(HubTx& tx, const CardId& id) {
    CF_TRY(row, tx.rights().card(id));
    if (!row) return std::optional<CardView>{};
    CF_TRY(rights, tx.rights().card_rights(row->account_id));
    return std::optional{view_of(*row, rights)};
}

Result<std::vector<domain::Card>> cards_of_family(HubTx& tx, const std::vector<MemberRow>& members) {
    std::vector<domain::Card> cards;
    for (const MemberRow& member : members) {
        CF_TRY(rows, tx.rights().cards_of(member.member.account_id));
        if (rows.empty()) continue;
        CF_TRY(rights, tx.rights().card_rights(member.member.account_id));
        for (const CardRow& row : rows) {
            CardView view = view_of(row, rights);
            if (view.card.uses_left > 0 || view.ended == 0) cards.push_back(std::move(view.card));
        }
    }
    std::ranges::sort(
        cards, {}, [](const domain::Card& card) { return std::tuple(card.uses_left == 0, card.valid_until, card.card_id); });
    return cards;
}

Result<void> renew_uses(Turn& turn, CardRow row, std::int64_t uses) {
    ++row.further;
    row.given_back += uses;
    RightRow right;
    right.right_id = domain::further_right_of(row.card.card_id, row.further);
    right.account_id = row.account_id;
    right.member_id = row.member_id;
    right.total = right.free = uses;
    right.available_at = row.card.valid_from;
    right.expires_at = row.card.valid_until;
    CF_CHECK(turn.tx.rights().put(right));
    CF_CHECK(turn.tx.rights().put_card(row));
    turn.touch(row.member_id);
    return {};
}

Result<Outcome<CardChanged>> give_back_uses(Turn& turn, const CardId& id, std::int64_t uses, const Who& who) {
    CF_TRY(view, view_card(turn.tx, id));
    if (!view) return Refusal{.code = "unknown_card", .field = "/card_id"};
    const CardRow& row = view->row;
    if (row.card.state == domain::CardState::voided) return Refusal{.code = "voided"};
    if (turn.now >= row.card.valid_until)
        return Refusal{.code = "expired", .field = {}, .figures = {{"until", std::to_string(row.card.valid_until.ms)}}};
    const std::int64_t open = view->used - row.given_back;
    if (uses > open) return Refusal{.code = "uses_not_spent", .field = "/uses", .figures = {{"n", std::to_string(open)}}};
    CF_CHECK(renew_uses(turn, row, uses));
    OperationRow operation;
    operation.kind = OperationKind::give_uses_back;
    operation.subject = id.str();
    operation.other = domain::further_right_of(id, row.further + 1).str();
    operation.account_id = row.account_id;
    operation.member_id = row.member_id;
    operation.staff_id = who.staff_id;
    operation.reason = who.reason;
    operation.points = Points{uses};
    operation.at = turn.now;
    operation.settled_at = turn.now;
    CF_TRY(no, turn.tx.operations().add(operation));
    operation.no = no;
    CF_TRY(after, view_card(turn.tx, id));
    if (!after) return fail(ErrorCode::corrupt, "a card is not there any more", id.str());
    return CardChanged{std::move(operation), std::move(*after)};
}

}  // namespace counterfoil::hub
