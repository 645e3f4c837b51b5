#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

namespace {

domain::HoldId hold_id_at(const Query& row) {
    return {holder_at(row, 0), number_id<HubEpoch>(row, 2), static_cast<std::uint64_t>(row.int64(3))};
}

Result<HoldRow> read_hold(const Query& row) {
    HoldRow out;
    out.hold.hold_id = hold_id_at(row);
    out.hold.account_id = text_id<AccountId>(row, 4);
    out.hold.member_id = text_id<MemberId>(row, 5);
    out.hold.granted_at = instant(row, 6);
    CF_TRY(reason, enumerator(row, 7, domain::HoldReason::pass));
    out.hold.reason = reason;
    if (const auto after = row.optional_int64(8)) out.hold.reclaim_after = Millis{*after};
    out.hold.request_no = number_id<RequestNo>(row, 9);
    CF_TRY(state, enumerator(row, 10, HoldState::closed));
    out.state = state;
    const ByteView payload = row.blob(11);
    out.grant.payload.assign(payload.begin(), payload.end());
    CF_TRY(signature, row.bytes<64>(12));
    out.grant.signature = signature;
    out.recall_why = row.text(13);
    out.recalls = static_cast<std::int32_t>(row.int64(14));
    out.recall_at = instant(row, 15);
    return out;
}

}  // namespace

Result<std::vector<HoldRow>> SqliteHolds::with_rights(Result<std::vector<HoldRow>> read) const {
    CF_TRY(holds, std::move(read));
    for (HoldRow& hold : holds) {
        const domain::HoldId& id = hold.hold.hold_id;
        CF_CHECK(for_each_row(
            run_.query(sql::kSelectHoldRights, id.holder.device_id.str(), id.holder.epoch.value, id.hub_epoch.value, id.no),
            [&](const Query& row) -> Result<void> {
                const domain::HeldRight right{text_id<RightId>(row, 0), row.int64(1), instant(row, 2),
                                              text_id<PurseId>(row, 6)};
                hold.hold.rights.push_back(right);
                hold.rights.push_back({right, row.int64(3), row.int64(4), row.int64(5)});
                return {};
            }));
    }
    return std::move(holds);
}

Result<std::optional<HoldRow>> SqliteHolds::find(const domain::HoldId& id) const {
    CF_TRY(found, with_rights(all_rows<HoldRow>(run_.query(sql::kSelectHold, id.holder.device_id.str(),
                                                           id.holder.epoch.value, id.hub_epoch.value, id.no),
                                                read_hold)));
    if (found.empty()) return std::optional<HoldRow>{};
    return std::optional<HoldRow>{std::move(found.front())};
}

Result<std::vector<HoldRow>> SqliteHolds::by_request(const domain::Holder& holder, RequestNo no) const {
    return with_rights(all_rows<HoldRow>(
        run_.query(sql::kSelectHoldsByRequest, holder.device_id.str(), holder.epoch.value, no.value), read_hold));
}

Result<std::vector<HoldRow>> SqliteHolds::of_right(const RightId& id) const {
    CF_TRY(ids, all_rows<domain::HoldId>(run_.query(sql::kSelectHoldsOfRight, id.str()),
                                         [](const Query& row) -> Result<domain::HoldId> { return hold_id_at(row); }));
    std::vector<HoldRow> out;
    for (const domain::HoldId& hold_id : ids) {
        CF_TRY(hold, find(hold_id));
        if (hold && hold->state != HoldState::closed) out.push_back(std::move(*hold));
    }
    return out;
}

Result<std::vector<HoldRow>> SqliteHolds::of_holder(const domain::Holder& holder, std::size_t limit) const {
    return with_rights(all_rows<HoldRow>(
        run_.query(sql::kSelectHoldsOfHolder, holder.device_id.str(), holder.epoch.value, limit), read_hold));
}

Result<std::vector<HoldRow>> SqliteHolds::recalls_due(Instant now, std::size_t limit) const {
    return with_rights(all_rows<HoldRow>(run_.query(sql::kSelectRecallsDue, now.ms, limit), read_hold));
}

Result<std::optional<std::uint64_t>> SqliteHolds::lowest_open_no(const domain::Holder& holder) const {
    CF_TRY(rows, run_.query(sql::kSelectLowestOpenNo, holder.device_id.str(), holder.epoch.value));
    CF_TRY(more, rows.next());
    std::optional<std::uint64_t> no;
    if (more) {
        if (const auto lowest = rows.optional_int64(0)) no = static_cast<std::uint64_t>(*lowest);
    }
    return no;
}

Result<std::vector<RightId>> SqliteHolds::held_for(const MemberId& id) const {
    return all_rows<RightId>(run_.query(sql::kSelectHeldFor, id.str()),
                             [](const Query& row) -> Result<RightId> { return text_id<RightId>(row, 0); });
}

Result<void> SqliteHolds::put(const HoldRow& row) {
    const domain::Hold& hold = row.hold;
    const domain::HoldId& id = hold.hold_id;
    const auto reclaim_after = hold.reclaim_after ? std::optional(hold.reclaim_after->value) : std::nullopt;
    CF_CHECK(run_.run(sql::kUpsertHold, id.holder.device_id.str(), id.holder.epoch.value, id.hub_epoch.value, id.no,
                      hold.account_id.str(), hold.member_id.str(), hold.granted_at.ms, static_cast<int>(hold.reason),
                      reclaim_after, hold.request_no.value, static_cast<int>(row.state), row.grant.payload,
                      row.grant.signature, row.recall_why, row.recalls, row.recall_at.ms));
    int place = 0;
    for (const HeldUnits& units : row.rights) {
        CF_CHECK(run_.run(sql::kUpsertHoldRight, id.holder.device_id.str(), id.holder.epoch.value, id.hub_epoch.value, id.no,
                          units.right.right_id.str(), hold.account_id.str(), place++, units.right.amount,
                          units.right.expires_at.ms, units.consumed, units.released, units.recalled,
                          units.right.purse_id.str()));
    }
    return {};
}

}  // namespace counterfoil::hub
