#include "hub/core/granting.hpp"

#include <algorithm>
#include <set>

#include "hub/core/issuer_codes.hpp"
#include "hub/core/limits.hpp"
#include "hub/core/member_alias.hpp"
#include "protocol/codec.hpp"

namespace counterfoil::hub {

namespace {

constexpr std::size_t kHoldsOfHolderMax = 100'000;

/// What an acquire may get of one right.
struct Share {
    RightRow right;
    std::int64_t amount = 0;
};

struct Refusing {
    protocol::RefusedReason reason = protocol::RefusedReason::ended;
    StoreId held_by;
    bool reachable = false;
};

/// held_by tells most, ended least.
int weight(protocol::RefusedReason reason) {
    switch (reason) {
        case protocol::RefusedReason::held_by:
            return 4;
        case protocol::RefusedReason::queued:
            return 3;
        case protocol::RefusedReason::limit:
            return 2;
        case protocol::RefusedReason::recovering:
            return 1;
        case protocol::RefusedReason::ended:
            return 0;
    }
    return 0;
}

bool is_live(const Turn& turn, const Wish& wish) {
    return wish.kind != WishKind::checkout || turn.now - wish.repeated_at <= turn.tools.config.wish_life;
}

/// free -> held for all shares, one hold, signed and sent.
Result<void> give(Turn& turn, DeviceRow& device, const Wish& wish, std::vector<Share> shares) {
    HoldRow row;
    domain::Hold& hold = row.hold;
    hold.hold_id = {device.holder, turn.tools.config.hub_epoch, ++device.hold_no};
    hold.account_id = shares.front().right.account_id;
    hold.member_id = wish.member_id;
    hold.granted_at = turn.now;
    hold.reason = wish.reason;
    hold.request_no = wish.request_no;
    for (Share& share : shares) {
        share.right.free -= share.amount;
        share.right.held += share.amount;
        CF_CHECK(turn.tx.rights().put(share.right));
        const domain::HeldRight held{share.right.right_id, share.amount, share.right.expires_at, share.right.purse_id};
        hold.rights.push_back(held);
        row.rights.push_back({held, 0, 0, 0});
    }
    row.grant = protocol::sign_grant(hold, turn.tools.hq);
    CF_CHECK(turn.tx.holds().put(row));
    turn.send(device.holder, protocol::Grant{row.grant});
    return {};
}

Wish wish_of(const Turn& turn, const DeviceRow& device, const protocol::Acquire& acquire, const domain::WantedRight& wanted,
             const RightRow& right) {
    Wish wish;
    wish.right_id = wanted.right_id;
    wish.account_id = right.account_id;
    wish.holder = device.holder;
    wish.request_no = acquire.request_no;
    wish.member_id = acquire.member_id;
    wish.least = wanted.least;
    wish.most = wanted.most;
    wish.reason = acquire.reason;
    wish.since = turn.now;
    wish.repeated_at = turn.now;
    return wish;
}

/// Whoever of one person's members is named, the right is that person's.
Result<bool> is_same(Turn& turn, const MemberId& a, const MemberId& b) {
    if (a == b) return true;
    CF_TRY(one, live_id(turn.tx, a));
    CF_TRY(other, live_id(turn.tx, b));
    return one == other;
}

using FoundCoupon = std::optional<domain::Coupon>;

/// The right's coupon; nothing where it is another kind of right, or HQ does not know it.
Result<FoundCoupon> coupon_of(Turn& turn, const RightRow& right) {
    const auto id = domain::coupon_of(right.right_id);
    if (!id) return FoundCoupon{};
    return turn.tx.rights().coupon(*id);
}

/// Nothing of it can be given to this member now, whoever holds it.
Result<bool> is_usable(Turn& turn, const RightRow& right, const FoundCoupon& coupon, const MemberId& member) {
    if (turn.now < right.available_at || turn.now >= right.expires_at) return false;
    if (const auto card_id = domain::card_of(right.right_id)) {
        CF_TRY(card, turn.tx.rights().card(*card_id));
        if (!card || card->card.state != domain::CardState::active) return false;
    }
    if (!domain::coupon_of(right.right_id)) {
        if (member.empty() || right.member_id.empty()) return false;
        return is_same(turn, right.member_id, member);
    }
    if (!coupon || coupon->state != domain::CouponState::issued) return false;
    if (right.member_id.empty()) return true;
    return is_same(turn, right.member_id, member);
}

/// What the member's limits leave of it: all, where it is no coupon.
Result<RoomFor> room_in_limits(Turn& turn, const FoundCoupon& coupon, const MemberId& member,
                               const std::vector<Share>& shares) {
    if (!coupon) return RoomFor{};
    std::vector<RightId> taking;
    for (const Share& share : shares)
        taking.push_back(share.right.right_id);
    return room_for(turn, *coupon, member, taking);
}

Result<Refusing> who_holds(Turn& turn, const RightId& right) {
    Refusing out;
    out.reason = protocol::RefusedReason::held_by;
    CF_TRY(holds, turn.tx.holds().of_right(right));
    for (const HoldRow& hold : holds) {
        CF_TRY(device, turn.device(hold.hold.hold_id.holder));
        if (device == nullptr || hold.state == HoldState::reclaimed) continue;
        out.held_by = device->store_id;
        out.reachable = turn.now - device->last_contact <= turn.tools.config.reachable_within;
    }
    return out;
}

void refuse(Refusing& so_far, Refusing why) {
    if (weight(why.reason) > weight(so_far.reason)) so_far = std::move(why);
}

/// One wanted right: a share for it, or why not. Notes the wish and recalls where others hold it, or hold what the member's
/// limit is used up by. `shares`: what the same acquire gets already.
Result<std::optional<Share>> look_at(Turn& turn, const DeviceRow& device, const protocol::Acquire& acquire,
                                     const domain::WantedRight& wanted, const std::vector<Share>& shares,
                                     Refusing& refusing) {
    CF_TRY(right, turn.tx.rights().right(wanted.right_id));
    if (!right) return std::optional<Share>{};
    CF_TRY(coupon, coupon_of(turn, *right));
    CF_TRY(usable, is_usable(turn, *right, coupon, acquire.member_id));
    if (!usable || right->free + right->held < wanted.least) return std::optional<Share>{};
    CF_TRY(room, room_in_limits(turn, coupon, acquire.member_id, shares));
    if (room.room != Room::free && room.held.empty()) {
        // Nothing that may come back would help: no place in line.
        refuse(refusing, {protocol::RefusedReason::limit, {}, false});
        return std::optional<Share>{};
    }

    Wish mine = wish_of(turn, device, acquire, wanted, *right);
    CF_TRY(wishes, turn.tx.queue().wishes(wanted.right_id));
    bool older = false;
    for (const Wish& wish : wishes) {
        if (wish.kind == WishKind::checkout && wish.holder == mine.holder && wish.request_no == mine.request_no) {
            mine.since = wish.since;
            break;
        }
        older |= is_live(turn, wish);
        // In the same millisecond the order of arrival counts.
        mine.since = std::max(mine.since, wish.since + Millis{1});
    }
    CF_TRY(risks, turn.tx.queue().risks(wanted.right_id));
    if (room.room == Room::free && !older && risks.empty() && right->free >= wanted.least) {
        CF_CHECK(turn.tx.queue().drop_wish(mine));
        const std::int64_t amount = std::min(wanted.most, right->free);
        return std::optional<Share>{Share{std::move(*right), amount}};
    }
    Refusing why;
    why.reason = protocol::RefusedReason::queued;
    if (room.room == Room::held) {
        CF_TRY(holder, who_holds(turn, room.held));
        why = holder;
        CF_CHECK(recall_right(turn, room.held, 1, "wanted"));
    }
    if (right->free < wanted.least) {
        CF_TRY(holder, who_holds(turn, wanted.right_id));
        why = holder;
        CF_CHECK(recall_right(turn, wanted.right_id, wanted.most - right->free, "wanted"));
    }
    CF_CHECK(turn.tx.queue().put_wish(mine));
    refuse(refusing, std::move(why));
    return std::optional<Share>{};
}

Result<void> check(const protocol::Acquire& acquire) {
    std::set<RightId> seen;
    bool sound =
        acquire.request_no.value > 0 && !acquire.wanted.empty() && acquire.wanted.size() <= protocol::kRightsPerHoldMax;
    for (const domain::WantedRight& wanted : acquire.wanted) {
        sound = sound && wanted.least > 0 && wanted.least <= wanted.most && wanted.most <= kAmountMax &&
                seen.insert(wanted.right_id).second;
    }
    if (sound) return {};
    return fail(ErrorCode::invalid_input, "an acquire names 1 to 128 rights, each once, with 1 <= least <= most", "acquire");
}

/// An acquire seen before: the same hold again, or `closed`. False where it never led to a hold and may be looked at anew.
Result<bool> repeat(Turn& turn, const DeviceRow& device, const protocol::Acquire& acquire) {
    CF_TRY(holds, turn.tx.holds().by_request(device.holder, acquire.request_no));
    bool any_open = false;
    for (const HoldRow& hold : holds) {
        if (hold.state != HoldState::open && hold.state != HoldState::recalling) continue;
        any_open = true;
        turn.send(device.holder, protocol::Grant{hold.grant});
    }
    if (any_open) return true;
    if (holds.empty()) {
        if (acquire.request_no == device.request_no) return false;
        // Several checkouts of a device may wait at once: one that is still in line keeps its place.
        for (const domain::WantedRight& wanted : acquire.wanted) {
            CF_TRY(wishes, turn.tx.queue().wishes(wanted.right_id));
            for (const Wish& wish : wishes) {
                if (wish.holder == device.holder && wish.request_no == acquire.request_no && is_live(turn, wish))
                    return false;
            }
        }
    }
    protocol::Closed closed;
    if (!holds.empty()) closed.hold_id = holds.back().hold.hold_id;
    closed.request_no = acquire.request_no;
    turn.send(device.holder, closed);
    return true;
}

}  // namespace

Result<void> take_acquire(Turn& turn, DeviceRow& device, const protocol::Acquire& acquire) {
    if (acquire.epoch != device.holder.epoch) return {};
    CF_CHECK(check(acquire));
    if (acquire.request_no <= device.request_no) {
        CF_TRY(answered, repeat(turn, device, acquire));
        if (answered) return {};
    }
    Refusing refusing;
    std::vector<Share> shares;
    if (turn.tools.config.recovery) {
        refusing.reason = protocol::RefusedReason::recovering;
    } else if (device.state == DeviceState::active) {
        device.request_no = std::max(device.request_no, acquire.request_no);
        if (!acquire.codes.empty()) {
            CF_TRY(rules, turn.tx.reference().rules());
            if (rules) CF_CHECK(adopt_codes(turn, acquire.codes, *rules, turn.now));
        }
        for (const domain::WantedRight& wanted : acquire.wanted) {
            CF_TRY(share, look_at(turn, device, acquire, wanted, shares, refusing));
            if (share) shares.push_back(std::move(*share));
        }
    }
    if (shares.empty()) {
        turn.send(device.holder,
                  protocol::Refused{acquire.request_no, refusing.reason, refusing.held_by, refusing.reachable});
        return {};
    }
    Wish wish;
    wish.member_id = acquire.member_id;
    wish.reason = acquire.reason;
    wish.request_no = acquire.request_no;
    return give(turn, device, wish, std::move(shares));
}

Result<void> grant_wishes(Turn& turn, RightRow& right, const std::vector<Wish>& wishes) {
    if (turn.tools.config.recovery || wishes.empty()) return {};
    CF_TRY(coupon, coupon_of(turn, right));
    for (const Wish& wish : wishes) {
        if (right.free == 0) return {};
        if (wish.kind != WishKind::checkout) continue;
        CF_TRY(device, turn.device(wish.holder));
        CF_TRY(usable, is_usable(turn, right, coupon, wish.member_id));
        RoomFor room{Room::used_up, {}};
        if (usable && is_live(turn, wish) && device != nullptr && device->state == DeviceState::active) {
            CF_TRY(left, room_in_limits(turn, coupon, wish.member_id, {}));
            room = std::move(left);
        }
        // What its limit is used up by may come back yet: it keeps its place.
        if (room.room == Room::held) return recall_right(turn, room.held, 1, "wanted");
        if (room.room == Room::free) {
            if (right.free < wish.least) return {};
            const std::int64_t amount = std::min(wish.most, right.free);
            CF_CHECK(give(turn, *device, wish, {Share{right, amount}}));
            right.free -= amount;
            right.held += amount;
        }
        CF_CHECK(turn.tx.queue().drop_wish(wish));
    }
    return {};
}

Result<void> recall_right(Turn& turn, const RightId& right, std::int64_t amount, const std::string& why) {
    CF_TRY(holds, turn.tx.holds().of_right(right));
    for (HoldRow& hold : holds) {
        if (amount <= 0) return {};
        if (hold.state != HoldState::open && hold.state != HoldState::recalling) continue;
        bool more = false;
        for (HeldUnits& units : hold.rights) {
            if (units.right.right_id != right) continue;
            const std::int64_t wanted = std::min(amount, units.unspent());
            amount -= wanted;
            more |= wanted > units.recalled;
            units.recalled = std::max(units.recalled, wanted);
        }
        if (!more) continue;
        hold.state = HoldState::recalling;
        hold.recall_why = why;
        hold.recalls = 0;
        CF_CHECK(send_recall(turn, hold));
    }
    return {};
}

Result<void> send_recall(Turn& turn, HoldRow& hold) {
    const AuthorityConfig& config = turn.tools.config;
    protocol::Recall recall{hold.hold.hold_id, {}, hold.recall_why};
    for (const HeldUnits& units : hold.rights) {
        const std::int64_t amount = std::min(units.recalled, units.unspent());
        if (amount > 0) recall.units.push_back({units.right.right_id, amount});
    }
    std::int64_t wait = config.recall_first.value;
    for (std::int32_t i = 0; i < hold.recalls && wait < config.recall_max.value; ++i)
        wait *= 2;
    hold.recall_at = turn.now + Millis{std::min(wait, config.recall_max.value)};
    ++hold.recalls;
    CF_CHECK(turn.tx.holds().put(hold));
    turn.send(hold.hold.hold_id.holder, std::move(recall));
    return {};
}

Result<void> store_answered(Turn& turn, HoldRow& hold) {
    const bool over = std::ranges::all_of(hold.rights, [](const HeldUnits& units) { return units.unspent() == 0; });
    const bool recalled = std::ranges::any_of(hold.rights, [](const HeldUnits& units) { return units.recalled > 0; });
    if (hold.state == HoldState::reclaimed) return turn.tx.holds().put(hold);
    if (over)
        hold.state = HoldState::closed;
    else if (hold.state == HoldState::recalling && !recalled)
        hold.state = HoldState::open;
    return turn.tx.holds().put(hold);
}

Result<void> orphan_holds(HubTx& tx, const domain::Holder& holder) {
    CF_TRY(holds, tx.holds().of_holder(holder, kHoldsOfHolderMax));
    for (HoldRow& hold : holds) {
        if (hold.state != HoldState::open && hold.state != HoldState::recalling) continue;
        hold.state = HoldState::orphaned;
        CF_CHECK(tx.holds().put(hold));
    }
    return {};
}

Result<void> quarantine(Turn& turn, DeviceRow& device, const std::string& why) {
    turn.tools.log.write(LogLevel::error, "device.quarantined",
                         {{"device", device.holder.device_id.str()},
                          {"epoch", static_cast<std::int64_t>(device.holder.epoch.value)},
                          {"why", why}});
    device.state = DeviceState::quarantined;
    device.state_why = why;
    CF_TRY(holds, turn.tx.holds().of_holder(device.holder, kHoldsOfHolderMax));
    for (HoldRow& hold : holds) {
        if (hold.state == HoldState::reclaimed) continue;
        hold.state = HoldState::frozen;
        CF_CHECK(turn.tx.holds().put(hold));
    }
    return {};
}

}  // namespace counterfoil::hub
