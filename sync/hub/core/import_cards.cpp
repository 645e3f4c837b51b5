#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "hub/core/card_life.hpp"
#include "hub/core/coupon_dates.hpp"
#include "hub/core/erasing.hpp"
#include "hub/core/import_rows.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/member_feed.hpp"

namespace counterfoil::hub {

using domain::CardState;

namespace {

/// "member_id", which a card's own fields do not have.
Result<MemberId> take_member(nlohmann::json& row) {
    const auto named = row.find("member_id");
    if (named == row.end() || !named->is_string() || !is_valid_id(named->get<std::string>()))
        return fail(ErrorCode::invalid_input, "the id of a member is expected", "/member_id");
    MemberId id{named->get<std::string>()};
    row.erase("member_id");
    return id;
}

/// Fills in what the row left out, from its type and its member.
Result<std::optional<RowFault>> complete(ImportContext& context, CardRow& fresh, const std::optional<CardRow>& before,
                                         const nlohmann::json& row) {
    domain::Card& card = fresh.card;
    CF_TRY(rules, context.tx.reference().rules());
    const domain::CardType* type = rules ? rules->card_type(card.card_type_id) : nullptr;
    if (type == nullptr) return RowFault{"/card_type_id: the rules know no card type " + card.card_type_id.str()};
    if (!row.contains("uses")) card.uses = before ? before->card.uses : type->uses;
    if (!row.contains("uses_left")) card.uses_left = card.uses;
    // A card is issued once, however often its row comes.
    if (!row.contains("issued_at")) card.issued_at = before ? before->card.issued_at : context.now;
    const CouponDates dates = dates_of(*rules, *type, card.issued_at);
    if (!row.contains("valid_from")) card.valid_from = dates.valid_from;
    if (!row.contains("valid_until")) card.valid_until = dates.valid_until;
    if (card.valid_from >= card.valid_until) return RowFault{"/valid_until: a time after valid_from is expected"};
    if (card.uses_left > card.uses) return RowFault{"/uses_left: no more than uses is expected"};
    if (!is_valid_id(domain::further_right_of(card.card_id, UINT32_MAX).str()))
        return RowFault{"/card_id: an id of 1 to 48 characters is expected"};
    CF_TRY(member, context.tx.members().member(fresh.member_id));
    if (!member) return RowFault{"/member_id: there is no member " + fresh.member_id.str()};
    fresh.account_id = member->member.account_id;
    return std::optional<RowFault>{};
}

Result<void> publish_owner(ImportContext& context, const CardRow& row) {
    CF_TRY(owner, live_id(context.tx, row.member_id));
    return publish_member(context.tx, owner);
}

RowResult add(ImportContext& context, CardRow fresh) {
    const domain::Card& card = fresh.card;
    RightRow right;
    right.right_id = domain::right_of(card.card_id);
    right.account_id = fresh.account_id;
    right.member_id = fresh.member_id;
    right.total = card.uses;
    right.used = card.uses - card.uses_left;
    (card.state == CardState::voided ? right.ended : right.free) = card.uses_left;
    right.available_at = card.valid_from;
    right.expires_at = card.valid_until;
    CF_CHECK(context.tx.rights().put(right));
    fresh.card.uses_left = 0;
    CF_CHECK(context.tx.rights().put_card(fresh));
    CF_CHECK(publish_owner(context, fresh));
    return RowChange::added;
}

/// Uses count at a card's first import only: HQ's own figures know what happened since. It can be frozen, withdrawn, and end
/// at another time.
RowResult change(ImportContext& context, const CardRow& before, CardRow fresh) {
    if (fresh.member_id != before.member_id) return row_fault("/member_id", "a card never changes its member by import");
    if (fresh.card.card_type_id != before.card.card_type_id) return row_fault("/card_type_id", "never changes");
    fresh.further = before.further;
    fresh.given_back = before.given_back;
    fresh.card.uses = before.card.uses;
    fresh.card.uses_left = 0;
    if (before.card.state == CardState::voided) fresh.card.state = CardState::voided;
    if (fresh == before) return RowChange::unchanged;
    CF_CHECK(context.tx.rights().put_card(fresh));
    CF_TRY(rights, context.tx.rights().card_rights(fresh.account_id));
    for (RightRow& right : rights) {
        if (domain::card_of(right.right_id) != fresh.card.card_id) continue;
        right.available_at = fresh.card.valid_from;
        right.expires_at = fresh.card.valid_until;
        CF_CHECK(context.tx.rights().put(right));
        if (fresh.card.state != CardState::voided) continue;
        CF_TRY(recalls, context.authority.withdraw(context.tx, right.right_id, context.now));
        context.outgoing.insert(context.outgoing.end(), recalls.begin(), recalls.end());
    }
    CF_CHECK(publish_owner(context, fresh));
    return RowChange::changed;
}

}  // namespace

RowResult import_card(ImportContext& context, nlohmann::json& row) {
    if (row.contains("rights")) return row_fault("/rights", "is HQ's own figure");
    const auto member = take_member(row);
    if (!member) return as_fault(member.error());
    auto card = codec::read_card(row, "");
    if (!card) return as_fault(card.error());
    CF_TRY(erased, erased_as(context.tx, context.hasher, *member));
    if (erased) return RowChange::left_out;
    CardRow fresh;
    fresh.card = std::move(*card);
    fresh.member_id = *member;
    CF_TRY(before, context.tx.rights().card(fresh.card.card_id));
    CF_TRY(missing, complete(context, fresh, before, row));
    if (missing) return *missing;
    if (!before) return add(context, std::move(fresh));
    return change(context, *before, std::move(fresh));
}

}  // namespace counterfoil::hub
