#include "hub/core/member_feed.hpp"

#include "codec/bytes.hpp"
#include "hub/core/card_life.hpp"
#include "hub/core/limits.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

namespace {

// What a device takes of one member. Merges are refused far below; only an import or returns that come after one could lead
// beyond, and then the identities of those who went up, and the lots that end last, are not told.
constexpr std::size_t kIdentitiesShown = 64;
constexpr std::size_t kLotsShown = 256;

/// Each once: what is disputed among members who are one by now is theirs.
void add_identity(domain::Member& member, const domain::Identity& identity) {
    std::erase_if(member.identities, [&](const domain::Identity& known) {
        return known.state == domain::IdentityState::disputed && same_identity(known, identity);
    });
    if (member.identities.size() < kIdentitiesShown) member.identities.push_back(identity);
}

}  // namespace

Result<std::optional<domain::CachedMember>> member_view(HubTx& tx, const MemberId& id) {
    CF_TRY(row, tx.members().member(id));
    if (!row) return std::optional<domain::CachedMember>{};
    if (!row->member.merged_into.empty()) {
        // What is the other's is told of the other only.
        row->member.identities.clear();
        return std::optional<domain::CachedMember>{{std::move(row->member), std::move(row->applied)}};
    }
    CF_TRY(members, family(tx, id));
    for (const MemberRow& one : members) {
        if (one.member.member_id == id) continue;
        row->member.merged.push_back(one.member.member_id);
        for (const domain::Identity& identity : one.member.identities)
            if (identity.state != domain::IdentityState::disputed) add_identity(row->member, identity);
    }
    row->member.tags = tags_of_family(members);
    CF_TRY(lots, lots_of_family(tx, members));
    for (const RightRow& lot : lots) {
        const auto lot_id = domain::lot_of(lot.right_id);
        if (lot_id && row->member.lots.size() < kLotsShown)
            row->member.lots.push_back(
                {*lot_id, Points{lot.free + lot.held}, lot.available_at, lot.expires_at, lot.purse_id});
    }
    CF_TRY(cards, cards_of_family(tx, members));
    if (cards.size() > domain::kCardsMax) cards.resize(domain::kCardsMax);
    row->member.cards = std::move(cards);
    CF_TRY(uses, uses_shown(tx, members));
    row->member.uses = std::move(uses);
    CF_TRY(staff_month, staff_month_of(tx, members));
    row->member.staff_month = std::move(staff_month);
    CF_TRY(bought, has_bought(tx, members, kNever));
    row->member.purchased = bought;
    CF_TRY(standing, tx.growth().standing(id));
    if (standing) {
        row->member.growth = standing->growth;
        row->member.tier_until = standing->review_at;
    }
    return std::optional<domain::CachedMember>{{std::move(row->member), std::move(row->applied)}};
}

Result<bool> publish(HubTx& tx, domain::FeedRow row) {
    CF_TRY(before, tx.feed().find(row.kind, row.id));
    if (before && *before == row) return false;
    CF_CHECK(tx.feed().append(row));
    return true;
}

Result<void> publish_member(HubTx& tx, const MemberId& id) {
    CF_TRY(view, member_view(tx, id));
    if (!view) return {};
    CF_TRY(changed, publish(tx, {domain::FeedKind::member, id.str(), false, codec::encode_member(*view)}));
    static_cast<void>(changed);
    return {};
}

Result<void> publish_coupon(HubTx& tx, const CouponId& id) {
    CF_TRY(coupon, tx.rights().coupon(id));
    if (!coupon) return {};
    CF_TRY(owner, live_id(tx, coupon->member_id));
    coupon->member_id = std::move(owner);
    CF_TRY(changed, publish(tx, {domain::FeedKind::coupon, id.str(), false, codec::encode_coupon(*coupon)}));
    static_cast<void>(changed);
    return {};
}

}  // namespace counterfoil::hub
