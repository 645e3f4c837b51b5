#include <algorithm>
#include <string>

#include "storage/ledger_parts.hpp"

namespace counterfoil::storage {
namespace {

using domain::DeviceHold;
using domain::DeviceRight;
using domain::HoldId;
using domain::HoldReason;
using sqlite_kit::Query;

// Stored numbers: 1 checkout, 2 home store, 3 pass. New reasons go behind.
static_assert(static_cast<int>(HoldReason::checkout) == 0 && static_cast<int>(HoldReason::pass) == 2);

/// A hold's primary key as it is bound. Refers to the HoldId's text.
struct Key {
    std::string_view device_id;
    std::int64_t epoch = 0;
    std::int64_t hub_epoch = 0;
    std::int64_t no = 0;
};

Result<Key> key_of(const HoldId& id) {
    Key key{.device_id = id.holder.device_id.str()};
    CF_TRY(epoch, stored(id.holder.epoch.value, "device epoch of a hold"));
    CF_TRY(hub_epoch, stored(id.hub_epoch.value, "hub epoch of a hold"));
    CF_TRY(no, stored(id.no, "number of a hold"));
    key.epoch = epoch;
    key.hub_epoch = hub_epoch;
    key.no = no;
    return key;
}

std::uint64_t number_at(const Query& row, int column) { return static_cast<std::uint64_t>(row.int64(column)); }

/// The hold without its rights.
Result<DeviceHold> read_header(const Query& row) {
    DeviceHold stored_hold;
    auto& hold = stored_hold.hold;
    hold.hold_id.holder.device_id = DeviceId(std::string(row.text(0)));
    hold.hold_id.holder.epoch.value = number_at(row, 1);
    hold.hold_id.hub_epoch.value = number_at(row, 2);
    hold.hold_id.no = number_at(row, 3);
    hold.account_id = AccountId(std::string(row.text(4)));
    hold.member_id = MemberId(std::string(row.text(5)));
    hold.granted_at.ms = row.int64(6);
    hold.reason = static_cast<HoldReason>(row.int64(7) - 1);
    if (const auto after = row.optional_int64(8)) hold.reclaim_after = Millis{*after};
    hold.request_no.value = number_at(row, 9);
    const ByteView payload = row.blob(10);
    stored_hold.grant.payload.assign(payload.begin(), payload.end());
    CF_TRY(signature, row.bytes<64>(11));
    stored_hold.grant.signature = signature;
    return stored_hold;
}

bool is_over(const DeviceHold& hold) {
    return std::ranges::none_of(hold.rights, [](const DeviceRight& right) { return right.unspent() > 0; });
}

/// A grant's rights never change on a device; only what became of them does. So they are stored once.
Result<void> check_rights(const DeviceHold& hold) {
    const auto right_of = [](const DeviceRight& right) -> const domain::HeldRight& { return right.right; };
    if (std::ranges::equal(hold.hold.rights, hold.rights, {}, {}, right_of)) return {};
    return fail(ErrorCode::invalid_input, "the rights of the hold and their states do not match",
                "hold number " + std::to_string(hold.hold.hold_id.no), "this is a fault of the program; report it");
}

}  // namespace

Result<void> LedgerHolds::read_rights(DeviceHold& hold) const {
    CF_TRY(key, key_of(hold.hold.hold_id));
    return select_rights_.each(
        [&](const Query& row) -> Result<bool> {
            DeviceRight right;
            right.right = {RightId(std::string(row.text(0))), row.int64(1), Instant{row.int64(2)},
                           PurseId(std::string(row.text(7)))};
            right.spent = row.int64(3);
            right.given_back = row.int64(4);
            right.checkout_id = CheckoutId(std::string(row.text(5)));
            right.recall_waits = row.int64(6) != 0;
            hold.hold.rights.push_back(right.right);
            hold.rights.push_back(std::move(right));
            return true;
        },
        key.device_id, key.epoch, key.hub_epoch, key.no);
}

Result<std::optional<DeviceHold>> LedgerHolds::find(const HoldId& id) const {
    std::optional<DeviceHold> found;
    CF_TRY(key, key_of(id));
    CF_CHECK(select_hold_.first(
        [&](const Query& row) -> Result<void> {
            CF_TRY(hold, read_header(row));
            found = std::move(hold);
            return {};
        },
        key.device_id, key.epoch, key.hub_epoch, key.no));
    if (found) CF_CHECK(read_rights(*found));
    return found;
}

Result<std::vector<DeviceHold>> LedgerHolds::of_member(const MemberId& id) const {
    std::vector<DeviceHold> holds;
    CF_CHECK(select_of_member_.each(
        [&](const Query& row) -> Result<bool> {
            CF_TRY(hold, read_header(row));
            holds.push_back(std::move(hold));
            return true;
        },
        id.str()));
    for (auto& hold : holds)
        CF_CHECK(read_rights(hold));
    return holds;
}

Result<std::vector<DeviceHold>> LedgerHolds::open() const {
    std::vector<DeviceHold> holds;
    CF_CHECK(select_open_.each([&](const Query& row) -> Result<bool> {
        CF_TRY(hold, read_header(row));
        holds.push_back(std::move(hold));
        return true;
    }));
    for (auto& hold : holds)
        CF_CHECK(read_rights(hold));
    return holds;
}

Result<void> LedgerHolds::insert(const DeviceHold& device_hold) {
    const auto& hold = device_hold.hold;
    CF_TRY(key, key_of(hold.hold_id));
    CF_TRY(is_buried, buried(hold.hold_id));
    if (is_buried) {
        return fail(ErrorCode::conflict, "the hold is over; no copy of its grant counts any more",
                    "hold number " + std::to_string(hold.hold_id.no));
    }
    CF_CHECK(has_room_());
    CF_TRY(request_no, stored(hold.request_no.value, "request number of a hold"));
    std::optional<std::int64_t> reclaim_after;
    if (hold.reclaim_after) reclaim_after = hold.reclaim_after->value;
    return insert_hold_.run(key.device_id, key.epoch, key.hub_epoch, key.no, hold.account_id.str(), hold.member_id.str(),
                            hold.granted_at.ms, static_cast<int>(hold.reason) + 1, reclaim_after, request_no,
                            device_hold.grant.payload, device_hold.grant.signature);
}

Result<void> LedgerHolds::write_rights(const DeviceHold& hold) {
    CF_TRY(key, key_of(hold.hold.hold_id));
    std::int64_t position = 0;
    for (const auto& [right, spent, given_back, checkout_id, recall_waits] : hold.rights) {
        CF_CHECK(upsert_right_.run(key.device_id, key.epoch, key.hub_epoch, key.no, position++, right.right_id.str(),
                                   right.amount, right.expires_at.ms, spent, given_back, checkout_id.str(), recall_waits,
                                   right.purse_id.str()));
    }
    return {};
}

Result<void> LedgerHolds::put(const DeviceHold& hold) {
    CF_CHECK(session_.may_write());
    CF_CHECK(check_rights(hold));
    if (is_over(hold)) return bury(hold.hold.hold_id);
    CF_TRY(key, key_of(hold.hold.hold_id));
    CF_TRY(known, has_hold_.exists(key.device_id, key.epoch, key.hub_epoch, key.no));
    if (!known) CF_CHECK(insert(hold));
    return write_rights(hold);
}

Result<void> LedgerHolds::bury(const HoldId& id) {
    CF_CHECK(session_.may_write());
    CF_TRY(key, key_of(id));
    CF_CHECK(delete_hold_.run(key.device_id, key.epoch, key.hub_epoch, key.no));
    return insert_tombstone_.run(key.device_id, key.epoch, key.hub_epoch, key.no);
}

Result<bool> LedgerHolds::buried(const HoldId& id) const {
    CF_TRY(key, key_of(id));
    return has_tombstone_.exists(key.device_id, key.epoch, key.hub_epoch, key.no);
}

Result<void> LedgerHolds::forget_below(std::uint64_t floor) {
    CF_CHECK(session_.may_write());
    CF_TRY(limit, stored(floor, "floor"));
    return delete_tombstones_.run(limit);
}

}  // namespace counterfoil::storage
