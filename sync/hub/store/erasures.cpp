#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

Result<std::optional<ErasedRow>> SqliteErasures::find(const Digest& mark) const {
    return first_row<ErasedRow>(run_.query(sql::kSelectErased, mark), [&](const Query& row) -> Result<ErasedRow> {
        return ErasedRow{mark, text_id<MemberId>(row, 0), instant(row, 1)};
    });
}

Result<void> SqliteErasures::put(const ErasedRow& row) {
    return run_.run(sql::kUpsertErased, row.mark, row.erased_id.str(), row.at.ms);
}

Result<std::vector<EntryRow>> SqliteErasures::entries_with(const domain::Holder& holder, std::string_view text) const {
    return all_rows<EntryRow>(run_.query(sql::kSelectEntriesWith, holder.device_id.str(), holder.epoch.value, text),
                              read_entry);
}

Result<void> SqliteErasures::rewrite(const EntryRow& row) {
    const domain::Holder& holder = row.entry.holder;
    return run_.run(sql::kUpdateEntryBody, holder.device_id.str(), holder.epoch.value, row.entry.seq.value, row.hash,
                    row.body);
}

Result<void> SqliteErasures::take_out(const domain::Member& member, const MemberId& erased_id) {
    const std::string& id = member.member_id.str();
    const std::string& account = member.account_id.str();
    const std::string& anew = erased_id.str();
    for (const sqlite_kit::Sql* by_account :
         {&sql::kEraseRights, &sql::kErasePointsLines, &sql::kEraseHoldRights, &sql::kEraseRedemptions})
        CF_CHECK(run_.run(*by_account, account, anew));
    for (const sqlite_kit::Sql* by_both : {&sql::kEraseHolds, &sql::kEraseOperations, &sql::kEraseUses})
        CF_CHECK(run_.run(*by_both, id, account, anew));
    for (const sqlite_kit::Sql* by_member :
         {&sql::kEraseTickets, &sql::kEraseReturns, &sql::kEraseGrowth, &sql::kEraseStaffPurchases, &sql::kEraseConsents})
        CF_CHECK(run_.run(*by_member, id, anew));
    CF_CHECK(run_.run(sql::kEraseWishes, id, account));
    CF_CHECK(run_.run(sql::kEraseFirstAnswers, "\"" + id + "\""));
    // What refers to the member goes before it.
    for (const sqlite_kit::Sql* gone : {&sql::kEraseMergeCandidates, &sql::kEraseStanding, &sql::kEraseApplied,
                                        &sql::kDeleteDebts, &sql::kDeleteIdentities, &sql::kDeleteIdentitiesAside})
        CF_CHECK(run_.run(*gone, id));
    return run_.run(sql::kEraseMember, id);
}

}  // namespace counterfoil::hub
