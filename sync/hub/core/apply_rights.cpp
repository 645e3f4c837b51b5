#include <algorithm>

#include "hub/core/applying.hpp"
#include "hub/core/granting.hpp"
#include "hub/core/units.hpp"

namespace counterfoil::hub {

using domain::EntryVerdict;

namespace {

constexpr const char* kDoubleClaim = "double_claim";

HeldUnits* find_units(HoldRow& hold, const RightId& right) {
    const auto found = std::ranges::find(hold.rights, right, [](const HeldUnits& units) { return units.right.right_id; });
    return found == hold.rights.end() ? nullptr : &*found;
}

/// The hold of an entry, if it is this disk's own.
Result<std::optional<HoldRow>> own_hold(Turn& turn, const EntryContext& context, const domain::HoldId& id) {
    if (id.holder != context.ref.holder) return std::optional<HoldRow>{};
    return turn.tx.holds().find(id);
}

/// Nothing will come back for these units.
Result<void> refuse_redemption(Turn& turn, const EntryContext& context, const domain::Units& units,
                               const domain::TicketKey& ticket) {
    RightRow unknown;
    unknown.right_id = units.right_id;
    return note_redemption(turn, unknown, {context.ref, context.at, units.amount, ticket}, units.amount,
                           RedemptionOutcome::refused);
}

/// Units that no open hold of this disk covers: whoever comes first has them.
Result<Answer> claim(Turn& turn, const EntryContext& context, const domain::Units& units, const domain::TicketKey& ticket) {
    CF_TRY(right, turn.tx.rights().right(units.right_id));
    if (!right) {
        CF_CHECK(refuse_redemption(turn, context, units, ticket));
        return Answer{EntryVerdict::finding, "right_unknown"};
    }
    CF_TRY(answer, claim_units(turn, *right, {context.ref, context.at, units.amount, ticket}));
    CF_CHECK(turn.count(right->member_id, context.ref));
    return answer;
}

Result<Answer> double_claim(Turn& turn, const EntryContext& context) {
    CF_TRY(device, turn.device(context.ref.holder));
    if (device != nullptr && device->state != DeviceState::quarantined) CF_CHECK(quarantine(turn, *device, kDoubleClaim));
    return Answer{EntryVerdict::conflict, kDoubleClaim};
}

Result<Answer> consume_one(Turn& turn, const EntryContext& context, HoldRow& hold, const domain::Units& units,
                           const domain::TicketKey& ticket) {
    HeldUnits* const held = find_units(hold, units.right_id);
    if (held == nullptr || units.amount <= 0 || units.amount > held->unspent()) {
        CF_CHECK(refuse_redemption(turn, context, units, ticket));
        return Answer{EntryVerdict::conflict, kDoubleClaim};
    }
    held->consumed += units.amount;
    held->recalled = std::min(held->recalled, held->unspent());
    if (hold.state == HoldState::reclaimed) return claim(turn, context, units, ticket);
    CF_TRY(right, turn.tx.rights().right(units.right_id));
    if (!right) return fail(ErrorCode::corrupt, "a hold names a right that is not there", units.right_id.str());
    CF_TRY(answer, use_held(turn, *right, {context.ref, context.at, units.amount, ticket}));
    CF_CHECK(turn.count(right->member_id, context.ref));
    return answer;
}

/// Takes units out of a hold again. Answers how many; fewer than named where they were answered for before.
std::int64_t give_back(HoldRow& hold, const domain::Units& units) {
    HeldUnits* const held = find_units(hold, units.right_id);
    if (held == nullptr || units.amount <= 0 || units.amount > held->unspent()) return 0;
    held->released += units.amount;
    held->recalled = std::max<std::int64_t>(held->recalled - units.amount, 0);
    return units.amount;
}

/// Units that came back are free, unless HQ took them back long ago.
Result<void> free_all(Turn& turn, HoldRow& hold, const std::vector<domain::Units>& units) {
    CF_CHECK(store_answered(turn, hold));
    if (hold.state == HoldState::reclaimed) return {};
    for (const domain::Units& one : units)
        CF_CHECK(free_held(turn, one.right_id, one.amount));
    return {};
}

}  // namespace

Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::ConsumeEntry& consume) {
    CF_TRY(hold, own_hold(turn, context, consume.hold_id));
    Answer answer;
    if (!hold) {
        // HQ lost the grant or never made it: adopted as a redemption without a hold, and shown.
        answer = {EntryVerdict::finding, "hold_unknown"};
        for (const domain::Units& units : consume.units) {
            CF_TRY(one, claim(turn, context, units, consume.ticket));
            take_gravest(answer, std::move(one));
        }
        return answer;
    }
    bool twice = false;
    for (const domain::Units& units : consume.units) {
        CF_TRY(one, consume_one(turn, context, *hold, units, consume.ticket));
        twice |= one.code == kDoubleClaim;
        take_gravest(answer, std::move(one));
    }
    CF_CHECK(store_answered(turn, *hold));
    for (const domain::Units& units : consume.units) {
        CF_TRY(right, turn.tx.rights().right(units.right_id));
        if (right) CF_CHECK(settle(turn, units.right_id));
    }
    // Last, as it freezes the holds of the disk, this one too if it is still open.
    return twice ? double_claim(turn, context) : answer;
}

Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::ReleaseEntry& release) {
    CF_TRY(hold, own_hold(turn, context, release.hold_id));
    if (!hold) return Answer{EntryVerdict::finding, "hold_unknown"};
    Answer answer;
    std::vector<domain::Units> back;
    for (const domain::Units& units : release.units) {
        const std::int64_t amount = give_back(*hold, units);
        if (amount > 0)
            back.push_back({units.right_id, amount});
        else
            take_gravest(answer, {EntryVerdict::finding, "release_excess"});
    }
    CF_CHECK(free_all(turn, *hold, back));
    return answer;
}

Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::RefuseEntry& refuse) {
    CF_TRY(hold, own_hold(turn, context, refuse.hold_id));
    if (!hold) return Answer{EntryVerdict::finding, "hold_unknown"};
    Answer answer;
    std::vector<domain::Units> back;
    for (const HeldUnits& units : hold->rights) {
        // Refused unseen means all of it; a part that was answered for before contradicts that.
        if (units.unspent() < units.right.amount) take_gravest(answer, {EntryVerdict::finding, "refused_after_use"});
        if (units.unspent() > 0) back.push_back({units.right.right_id, units.unspent()});
    }
    for (const domain::Units& units : back)
        give_back(*hold, units);
    CF_CHECK(free_all(turn, *hold, back));
    return answer;
}

Result<Answer> apply(Turn& turn, const EntryContext& context, const domain::RiskEntry& risk) {
    return claim(turn, context, risk.units, risk.ticket);
}

}  // namespace counterfoil::hub
