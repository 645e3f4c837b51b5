#include "usecase/shown.hpp"

#include <algorithm>

#include "domain/enrol.hpp"
#include "domain/limits.hpp"
#include "domain/staff.hpp"
#include "domain/tiers.hpp"

namespace counterfoil::usecase {

Millis data_age(const View& view) noexcept {
    if (view.link.last_contact.ms == 0) return Millis{-1};
    return std::max(Millis{0}, view.now - view.link.last_contact);
}

namespace {

/// More steps than HQ ever makes.
constexpr int kMergesMax = 64;

/// Whom this device enrolled, before HQ has told of it.
Result<std::optional<domain::CachedMember>> enrolled_here(const View& view, const MemberId& id) {
    std::optional<domain::CachedMember> none;
    CF_TRY(seq, view.ledger.enrolments().find(id));
    if (!seq) return none;
    CF_TRY(stored, view.ledger.tickets().entry(*seq));
    const auto* entry = stored ? std::get_if<domain::EnrolEntry>(&stored->body) : nullptr;
    if (entry == nullptr)
        return fail(ErrorCode::corrupt, "an enrolment has no journal entry", "journal seq " + std::to_string(seq->value));
    CF_TRY(rules, view.reference.rules());
    CF_TRY(device, view.ledger.device().state());
    domain::CachedMember member;
    member.member = domain::member_of(*entry, rules.value_or(domain::Rules{}), device.store_id);
    return std::optional{std::move(member)};
}

/// The member, or the last one that took its place.
Result<std::optional<domain::CachedMember>> live_member(const View& view, MemberId id) {
    for (int step = 0; step < kMergesMax; ++step) {
        CF_TRY(row, view.cache.member(id));
        if (!row) return enrolled_here(view, id);
        if (row->member.merged_into.empty()) return std::move(row);
        id = row->member.merged_into;
    }
    return fail(ErrorCode::corrupt, "merged members form a ring", id.str());
}

/// Own entries that HQ's figures do not count yet, whichever of its members they name.
Result<std::vector<ports::Effect>> effects_of(const View& view, const domain::Member& member, JournalSeq above) {
    CF_TRY(effects, view.ledger.effects().of_member(member.member_id, above));
    for (const MemberId& id : member.merged) {
        CF_TRY(more, view.ledger.effects().of_member(id, above));
        effects.insert(effects.end(), more.begin(), more.end());
    }
    return std::move(effects);
}

/// Sales that are looked through for one that stands; of so many that HQ has not heard of, one does.
constexpr std::size_t kOwnSalesMax = 50;

Result<bool> came_back(const View& view, const domain::TicketKey& ticket) {
    CF_TRY(returns, view.ledger.returns().of_ticket(ticket));
    for (const ports::ReturnRow& row : returns) {
        CF_TRY(entry, view.ledger.tickets().entry(row.seq));
        const auto* back = entry ? std::get_if<domain::ReturnEntry>(&entry->body) : nullptr;
        if (back != nullptr && (back->goods.voided || back->goods.whole)) return true;
    }
    return false;
}

/// Whether this device sold the member something that HQ's row does not count yet, and that has not all come back.
Result<bool> has_bought(const View& view, const domain::Member& member, JournalSeq above) {
    std::vector<MemberId> ids = member.merged;
    ids.push_back(member.member_id);
    for (const MemberId& id : ids) {
        CF_TRY(sales, view.ledger.tickets().newest(id, kOwnSalesMax));
        for (const ports::TicketRow& sale : sales) {
            // One that became the member's after payment counts from the entry that said so.
            if (sale.late_seq.value_or(sale.seq) <= above) continue;
            CF_TRY(back, came_back(view, sale.key));
            if (!back) return true;
        }
    }
    return false;
}

}  // namespace

Result<std::optional<MemberId>> member_known_by(const View& view, domain::IdentityKind kind, std::string_view value) {
    CF_TRY(known, view.cache.member_by_identity(kind, value));
    if (known) return std::move(known);
    CF_TRY(enrolled, view.ledger.enrolments().by_identity(kind, value));
    if (!enrolled) return std::optional<MemberId>{};
    // Once HQ has told of the member, its word on whose identity this is counts.
    CF_TRY(told, view.cache.member(*enrolled));
    if (told) return std::optional<MemberId>{};
    return std::move(enrolled);
}

Result<Outcome<Shown>> shown_member(const View& view, const MemberId& id) {
    CF_TRY(row, live_member(view, id));
    if (!row) return Refusal{.code = "unknown_member"};
    if (row->member.state == domain::MemberState::erased) return Refusal{.code = "erased"};
    CF_TRY(device, view.ledger.device().state());
    const auto counted = row->applied.find(domain::Holder{device.device_id, device.epoch});
    const JournalSeq above = counted == row->applied.end() ? JournalSeq{} : counted->second;
    CF_TRY(effects, effects_of(view, row->member, above));

    Shown shown{.member = std::move(row->member), .earned = {}, .spent = {}};
    bool has_grown = false;
    for (const ports::Effect& effect : effects) {
        if (effect.right_id.str() == ports::kGrowthEffect) {
            shown.member.growth += effect.amount;
            has_grown = true;
            continue;
        }
        if (effect.right_id.str() == ports::kStaffEffect) {
            domain::add_staff_spent(shown.member.staff_month, domain::month_of(effect.business_day), Money{effect.amount});
            continue;
        }
        if (const auto purse = ports::purse_of_effect(effect.right_id)) {
            shown.earned[*purse] += Points{effect.amount};
            continue;
        }
        if (!effect.template_id.empty())
            domain::add_uses(shown.member.uses, effect.template_id, effect.business_day, effect.amount);
        shown.spent.insert(effect.right_id);
        if (const auto card_id = domain::card_of(effect.right_id))
            for (domain::Card& card : shown.member.cards)
                if (card.card_id == *card_id) domain::take_uses(card, effect.right_id, effect.amount);
        const auto lot_id = domain::lot_of(effect.right_id);
        if (!lot_id) continue;
        for (domain::PointsLot& lot : shown.member.lots)
            if (lot.lot_id == *lot_id) lot.amount = std::max(Points{}, lot.amount - Points{effect.amount});
    }
    if (!shown.member.purchased) {
        CF_TRY(bought, has_bought(view, shown.member, above));
        shown.member.purchased = bought;
    }
    std::erase_if(shown.member.lots, [](const domain::PointsLot& lot) { return lot.amount.value <= 0; });
    if (has_grown) {
        // HQ comes to the same when it applies these tickets; till then the device goes by it.
        shown.member.growth = std::max<std::int64_t>(shown.member.growth, 0);
        CF_TRY(rules, view.reference.rules());
        if (rules) shown.member.tier = domain::tier_after(*rules, shown.member.tier, shown.member.growth);
    }
    return shown;
}

}  // namespace counterfoil::usecase
