#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "codec/json.hpp"
#include "domain/identify.hpp"
#include "hub/core/birthday.hpp"
#include "hub/core/earning.hpp"
#include "hub/core/erasing.hpp"
#include "hub/core/import_rows.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/member_feed.hpp"

namespace counterfoil::hub {

using Json = nlohmann::json;
using domain::IdentityKind;

namespace {

std::optional<std::string> flaw_of(const domain::Identity& identity) {
    if (identity.kind == IdentityKind::phone) {
        const domain::ScanMeaning meaning = domain::classify_scan(identity.value, {}, {});
        const bool good = meaning.kind == domain::ScanKind::phone && meaning.value == identity.value;
        if (!good) return "a phone number in E.164 is expected, such as +8613800138000";
    }
    const bool scanned = identity.kind == IdentityKind::member_code || identity.kind == IdentityKind::card_no;
    if (scanned && looks_like_payment_code(identity.value))
        return "a scanner would take this for a WeChat Pay or Alipay code";
    return std::nullopt;
}

Result<std::optional<RowFault>> check_identities(ImportContext& context, const domain::Member& member) {
    std::set<std::pair<IdentityKind, std::string>> seen;
    for (std::size_t i = 0; i < member.identities.size(); ++i) {
        const domain::Identity& identity = member.identities[i];
        const std::string field = "/identities/" + std::to_string(i) + "/value";
        if (const auto flaw = flaw_of(identity)) return RowFault{field + ": " + *flaw};
        if (!seen.emplace(identity.kind, identity.value).second) return RowFault{field + ": stands here twice"};
        if (identity.state != domain::IdentityState::active) continue;  // it stays what it became here
        CF_TRY(owner, context.tx.members().by_identity(identity.kind, identity.value));
        if (owner && *owner != member.member_id) return RowFault{field + ": is member " + owner->str() + "'s already"};
    }
    return std::optional<RowFault>{};
}

/// What HQ knows of an identity stays where the import says nothing of it, and what was released or is disputed does so
/// until a person at HQ says otherwise: lists of elsewhere go on naming old phones for long.
void keep_known(domain::Member& member, const domain::Member& before) {
    for (const domain::Identity& known : before.identities) {
        const auto named =
            std::ranges::find_if(member.identities, [&](const domain::Identity& one) { return same_identity(one, known); });
        const bool aside = known.state != domain::IdentityState::active;
        if (named == member.identities.end()) {
            if (aside) member.identities.push_back(known);
        } else if (aside || (named->verified_at.ms == 0 && named->source.empty())) {
            *named = known;
        }
    }
}

/// The same for what was released of those who went up in whom the row names, or of whom it went up in.
Result<void> keep_released(HubTx& tx, domain::Member& member) {
    CF_TRY(live, live_id(tx, member.member_id));
    CF_TRY(members, family(tx, live));
    for (const MemberRow& other : members) {
        if (other.member.member_id == member.member_id) continue;
        for (const domain::Identity& known : other.member.identities) {
            if (known.state != domain::IdentityState::released) continue;
            for (domain::Identity& named : member.identities)
                if (same_identity(named, known) && named.state == domain::IdentityState::active) named = known;
        }
    }
    return {};
}

/// `points` as one lot that ends with next year, or `lots` as they are. Taken out of the member, which HQ keeps without
/// lots.
struct Opening {
    std::vector<domain::PointsLot> lots;
    std::string flaw;
};

Result<Opening> take_opening(ImportContext& context, Json& row) {
    Opening out;
    const auto points = row.find("points");
    if (points == row.end()) return out;
    const bool whole =
        points->is_number_unsigned() && points->get<std::uint64_t>() <= static_cast<std::uint64_t>(kAmountMax);
    if (!whole) {
        out.flaw = "/points: a whole number from 0 to 1000000000000 is expected";
    } else if (row.contains("lots")) {
        out.flaw = "/points: either points or lots is expected, not both";
    } else if (points->get<std::int64_t>() > 0) {
        CF_TRY(rules, context.tx.reference().rules());
        domain::PointsLot lot;
        const std::string member =
            row.contains("member_id") && row["member_id"].is_string() ? row["member_id"].get<std::string>() : "";
        lot.lot_id = import_lot_id(context.hasher, "opening", MemberId{member});
        lot.amount = Points{points->get<std::int64_t>()};
        lot.expires_at = end_of_points(context.now, rules.value_or(domain::Rules{}));
        out.lots.push_back(std::move(lot));
    }
    row.erase("points");
    return out;
}

Result<std::optional<RowFault>> add_lots(ImportContext& context, const domain::Member& member,
                                         const std::vector<domain::PointsLot>& lots) {
    for (std::size_t i = 0; i < lots.size(); ++i) {
        const domain::PointsLot& lot = lots[i];
        const std::string field = "/lots/" + std::to_string(i);
        RightRow right;
        right.right_id = domain::right_of(lot.lot_id);
        if (!is_valid_id(right.right_id.str())) return RowFault{field + "/lot_id: an id of 1 to 60 characters is expected"};
        CF_TRY(known, context.tx.rights().right(right.right_id));
        if (known) return RowFault{field + "/lot_id: is known already"};
        if (lot.amount.value == 0) continue;
        if (!lot.purse_id.empty()) context.purses.emplace(lot.purse_id, context.place);
        right.account_id = member.account_id;
        right.member_id = member.member_id;
        right.total = lot.amount.value;
        right.free = lot.amount.value;
        right.available_at = lot.available_at;
        right.expires_at = lot.expires_at;
        right.purse_id = lot.purse_id;
        right.earned_at = context.now;  // when the programme took them over
        CF_CHECK(context.tx.rights().put(right));
        CF_CHECK(context.tx.rights().book({member.account_id, right.right_id, PointsCause::opening, right.total, context.now,
                                           std::nullopt, lot.purse_id}));
    }
    return std::optional<RowFault>{};
}

/// By its id, or by that which another system knows it by.
Result<bool> is_erased(ImportContext& context, const domain::Member& member) {
    CF_TRY(erased, erased_as(context.tx, context.hasher, member.member_id));
    if (erased) return true;
    for (const domain::Identity& identity : member.identities) {
        CF_TRY(by_identity, was_erased(context.tx, context.hasher, identity));
        if (by_identity) return true;
    }
    return false;
}

/// Once a member's tickets count, a tier that growth reaches or loses is HQ's own figure, as balances are.
Result<bool> tier_is_hqs(ImportContext& context, const domain::Member& member) {
    CF_TRY(standing, context.tx.growth().standing(member.member_id));
    if (!standing) return false;
    CF_TRY(rules, context.tx.reference().rules());
    const domain::Tier* named = rules ? rules->tier(member.tier) : nullptr;
    return named == nullptr ? member.tier.empty() : named->growth_from.has_value();
}

}  // namespace

RowResult import_member(ImportContext& context, Json& row) {
    for (const char* debt : {"owed", "owed_in"})
        if (row.contains(debt)) return row_fault(std::string("/") + debt, "what a member owes is HQ's own figure");
    if (row.contains("purchased")) return row_fault("/purchased", "whether a member has bought is HQ's own figure");
    for (const char* own : {"growth", "tier_until", "cards", "uses", "staff_month"})
        if (row.contains(own)) return row_fault(std::string("/") + own, "is HQ's own figure");
    CF_TRY(opening, take_opening(context, row));
    if (!opening.flaw.empty()) return RowFault{opening.flaw};
    auto read = codec::read_member(row, "");
    if (!read) return as_fault(read.error());
    domain::Member& member = *read;
    const bool merged = member.state == domain::MemberState::merged || !member.merged_into.empty() || !member.merged.empty();
    if (merged) return row_fault("/state", "members are merged at HQ, not by an import");
    CF_TRY(erased, is_erased(context, member));
    if (erased) return RowChange::left_out;
    if (!member.lots.empty()) opening.lots = std::exchange(member.lots, {});
    if (member.account_id.empty()) member.account_id = AccountId{member.member_id.str()};
    CF_TRY(before, context.tx.members().member(member.member_id));
    if (before) {
        keep_known(member, before->member);
        CF_CHECK(keep_released(context.tx, member));
    }
    CF_TRY(flaw, check_identities(context, member));
    if (flaw) return *flaw;
    if (!member.tier.empty()) context.tiers.emplace(member.tier, context.place);

    MemberRow fresh;
    fresh.member = member;
    fresh.enrolled_at = context.now;
    if (before) {
        if (before->member.account_id != member.account_id) return row_fault("/account_id", "never changes");
        fresh.member.owed = before->member.owed;
        fresh.member.owed_in = before->member.owed_in;
        fresh.applied = before->applied;
        fresh.provisional = before->provisional;
        fresh.enrolled_at = before->enrolled_at;
        // A row of a merged member changes what it is called, and nothing of whom it went up in.
        if (before->member.state == domain::MemberState::merged) {
            fresh.member.state = before->member.state;
            fresh.member.merged_into = before->member.merged_into;
        }
        CF_TRY(flaw_of_day, change_birthday(context.tx, *before, fresh, context.now));
        if (flaw_of_day) return row_fault("/birthday", *flaw_of_day);
        CF_TRY(own_tier, tier_is_hqs(context, member));
        if (own_tier) fresh.member.tier = before->member.tier;
        if (fresh == *before) return RowChange::unchanged;
    }
    CF_CHECK(context.tx.members().put(fresh));
    if (!before) {
        // Balances come with the member's first import only: later on, HQ's own ledger knows better.
        CF_TRY(lot_flaw, add_lots(context, member, opening.lots));
        if (lot_flaw) return *lot_flaw;
    }
    CF_CHECK(publish_member(context.tx, member.member_id));
    CF_TRY(live, live_id(context.tx, member.member_id));
    if (live != member.member_id) CF_CHECK(publish_member(context.tx, live));
    return before ? RowChange::changed : RowChange::added;
}

}  // namespace counterfoil::hub
