#include "hub/core/limits.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "domain/limits.hpp"
#include "domain/staff.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

namespace {

Result<std::vector<UseCount>> uses_of_family(HubTx& tx, const std::vector<MemberRow>& members) {
    std::vector<UseCount> all;
    for (const MemberRow& row : members) {
        CF_TRY(own, tx.uses().of_member(row.member.member_id));
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

std::int64_t sum_of(const std::vector<UseCount>& uses, const TemplateId& id) {
    std::int64_t sum = 0;
    for (const UseCount& one : uses)
        if (one.template_id == id) sum += one.count;
    return sum;
}

/// The member's uses as the rules look at them on `day`: those of that day, else the newest in its birthday year, else of
/// all.
domain::TemplateUses seen_from(const std::vector<UseCount>& uses, const TemplateId& id, std::string_view day) {
    domain::TemplateUses seen{id, sum_of(uses, id), {}, 0};
    const auto rank = [&](std::string_view one) {
        if (one == day) return 2;
        return domain::is_same_birthday_year(one, day) ? 1 : 0;
    };
    for (const UseCount& one : uses) {
        if (one.template_id != id) continue;
        const bool nearer = std::pair(rank(one.business_day), one.business_day) > std::pair(rank(seen.day), seen.day);
        if (nearer || seen.day.empty()) seen.day = one.business_day;
    }
    for (const UseCount& one : uses)
        if (one.template_id == id && one.business_day == seen.day) seen.day_count += one.count;
    return seen;
}

/// The templates of coupons that are held for any of the members, by right.
Result<std::map<RightId, TemplateId>> held_coupons(Turn& turn, const std::vector<MemberRow>& members) {
    std::map<RightId, TemplateId> held;
    for (const MemberRow& row : members) {
        CF_TRY(rights, turn.tx.holds().held_for(row.member.member_id));
        for (const RightId& right : rights) {
            const auto id = domain::coupon_of(right);
            if (!id) continue;
            CF_TRY(coupon, turn.tx.rights().coupon(*id));
            if (coupon) held.emplace(right, coupon->template_id);
        }
    }
    return held;
}

}  // namespace

Result<void> count_use(Turn& turn, const domain::Coupon& coupon, const Claim& claim) {
    CouponUseRow row{coupon.coupon_id, coupon.template_id,    coupon.account_id,
                     coupon.member_id, claim.ticket.store_id, claim.ticket.business_day};
    if (row.member_id.empty()) {
        CF_TRY(ticket, turn.tx.entries().ticket(claim.ticket));
        if (ticket) row.member_id = ticket->member_id;
        // The device tells the ticket's member so, too: its figures count this entry from here on.
        CF_CHECK(turn.count(row.member_id, claim.entry));
    }
    turn.touch(row.member_id);
    return turn.tx.uses().put(row);
}

Result<void> uncount_use(Turn& turn, const CouponId& coupon) {
    CF_TRY(row, turn.tx.uses().find(coupon));
    if (!row) return {};
    turn.touch(row->member_id);
    return turn.tx.uses().drop(coupon);
}

Result<std::vector<domain::TemplateUses>> uses_shown(HubTx& tx, const std::vector<MemberRow>& members) {
    CF_TRY(all, uses_of_family(tx, members));
    std::vector<domain::TemplateUses> shown;
    std::map<TemplateId, bool> limited;
    for (const UseCount& one : all) {
        const auto [known, is_new] = limited.emplace(one.template_id, false);
        if (is_new) {
            CF_TRY(rule, tx.reference().coupon_template(one.template_id));
            known->second = rule && domain::limits_member(*rule);
        }
        if (known->second) domain::add_uses(shown, one.template_id, one.business_day, one.count);
    }
    if (shown.size() <= domain::kUsesMax) return shown;
    std::ranges::stable_sort(shown, std::greater{}, &domain::TemplateUses::day);
    shown.resize(domain::kUsesMax);
    std::ranges::sort(shown, {}, &domain::TemplateUses::template_id);
    return shown;
}

Result<void> count_other_uses(Turn& turn, const domain::Basket& basket, const std::vector<MemberRow>& members,
                              domain::QuoteContext& context) {
    if (context.coupons.empty()) return {};
    CF_TRY(all, uses_of_family(turn.tx, members));
    std::set<TemplateId> seen;
    for (const domain::OfferedCoupon& offer : context.coupons) {
        const TemplateId& id = offer.coupon_template.template_id;
        if (!seen.insert(id).second) continue;
        if (context.member) {
            const domain::TemplateUses uses = seen_from(all, id, basket.business_day);
            if (uses.count > 0) context.member->uses.push_back(uses);
        }
        if (offer.coupon_template.per_store_day == 0) continue;
        CF_TRY(in_store, turn.tx.uses().of_store(id, basket.store_id, basket.business_day));
        context.store_uses[id] = in_store;
    }
    return {};
}

Result<std::string> birthday_used(HubTx& tx, const std::vector<MemberRow>& members, std::string_view day) {
    CF_TRY(all, uses_of_family(tx, members));
    std::string newest;
    for (const UseCount& one : all) {
        if (one.business_day <= newest || !domain::is_same_birthday_year(one.business_day, day)) continue;
        CF_TRY(rule, tx.reference().coupon_template(one.template_id));
        if (rule && rule->birthday) newest = one.business_day;
    }
    return newest;
}

Result<std::optional<domain::StaffMonth>> staff_month_of(HubTx& tx, const std::vector<MemberRow>& members,
                                                         const std::string& month) {
    std::optional<domain::StaffMonth> out;
    for (const MemberRow& row : members) {
        CF_TRY(months, tx.uses().staff_months(row.member.member_id));
        for (const domain::StaffMonth& one : months)
            if (month.empty() || one.month == month) domain::add_staff_spent(out, one.month, one.spent);
    }
    return out;
}

Result<void> keep_staff_purchase(Turn& turn, const domain::TicketKey& ticket, Money left) {
    CF_TRY(row, turn.tx.uses().staff_purchase(ticket));
    if (!row || row->spent <= left) return {};
    row->spent = left;
    turn.touch(row->member_id);
    return turn.tx.uses().put(*row);
}

Result<RoomFor> room_for(Turn& turn, const domain::Coupon& coupon, const MemberId& member,
                         const std::vector<RightId>& taking) {
    CF_TRY(rule, turn.tx.reference().coupon_template(coupon.template_id));
    if (!rule || (rule->per_member == 0 && !rule->birthday)) return RoomFor{};
    CF_TRY(live, live_row(turn.tx, coupon.member_id.empty() ? member : coupon.member_id));
    if (!live) return RoomFor{};
    CF_TRY(members, family(turn.tx, live->member.member_id));
    CF_TRY(uses, uses_of_family(turn.tx, members));
    CF_TRY(rules, turn.tx.reference().rules());
    const domain::Rules in_force = rules.value_or(domain::Rules{});
    const std::string today = domain::text_of(domain::brand_calendar(in_force).day_of(turn.now));
    std::int64_t left = rule->per_member > 0 ? rule->per_member - sum_of(uses, rule->template_id) : kAmountMax;
    if (rule->birthday) {
        const bool celebrated = std::ranges::any_of(uses, [&](const UseCount& one) {
            return one.template_id == rule->template_id && domain::is_same_birthday_year(one.business_day, today);
        });
        left = std::min<std::int64_t>(left, celebrated ? 0 : 1);
    }
    if (left <= 0) {
        turn.touch(live->member.member_id);
        return RoomFor{Room::used_up, {}};
    }
    for (const RightId& other : taking) {
        const auto other_id = domain::coupon_of(other);
        if (!other_id) continue;
        CF_TRY(taken, turn.tx.rights().coupon(*other_id));
        if (taken && taken->template_id == rule->template_id) --left;
    }
    if (left <= 0) return RoomFor{Room::held, {}};
    CF_TRY(held, held_coupons(turn, members));
    const RightId own = domain::right_of(coupon.coupon_id);
    RoomFor room;
    for (const auto& [other, template_id] : held) {
        if (other == own || template_id != rule->template_id) continue;
        if (--left == 0) return RoomFor{Room::held, other};
    }
    return room;
}

}  // namespace counterfoil::hub
