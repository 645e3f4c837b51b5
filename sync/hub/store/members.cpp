#include <algorithm>

#include "codec/names.hpp"
#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

namespace {

std::string joined(const std::vector<std::string>& tags) {
    std::string lines;
    for (const std::string& tag : tags)
        lines += (lines.empty() ? "" : "\n") + tag;
    return lines;
}

std::vector<std::string> split(std::string_view lines) {
    std::vector<std::string> tags;
    while (!lines.empty()) {
        const std::string_view tag = lines.substr(0, lines.find('\n'));
        tags.emplace_back(tag);
        lines.remove_prefix(std::min(tag.size() + 1, lines.size()));
    }
    return tags;
}

}  // namespace

Result<std::optional<MemberRow>> SqliteMembers::member(const MemberId& id) const {
    CF_TRY(found, first_row<MemberRow>(run_.query(sql::kSelectMember, id.str()), [&](const Query& row) -> Result<MemberRow> {
               MemberRow out;
               out.member.member_id = id;
               out.member.account_id = text_id<AccountId>(row, 0);
               CF_TRY(state, enumerator(row, 1, domain::MemberState::merged));
               out.member.state = state;
               out.member.name = row.text(2);
               out.member.tier = text_id<TierId>(row, 3);
               out.member.home_store = text_id<StoreId>(row, 4);
               out.member.owed = Points{row.int64(5)};
               out.member.merged_into = text_id<MemberId>(row, 6);
               out.provisional = row.int64(7) != 0;
               out.enrolled_at = instant(row, 8);
               CF_TRY(birthday, codec::birthday_from_text(row.text(9)));
               out.member.birthday = birthday;
               out.birthday_at = instant(row, 10);
               out.member.staff_id = text_id<StaffId>(row, 11);
               out.member.tags = split(row.text(12));
               return out;
           }));
    if (!found) return found;
    CF_CHECK(for_each_row(run_.query(sql::kSelectIdentities, id.str()), [&](const Query& row) -> Result<void> {
        CF_TRY(kind, enumerator(row, 0, domain::IdentityKind::member_code));
        CF_TRY(identity_state, enumerator(row, 2, domain::IdentityState::disputed));
        CF_TRY(proof, enumerator(row, 4, domain::Proof::pin));
        found->member.identities.push_back(
            {kind, std::string(row.text(1)), identity_state, instant(row, 3), proof, std::string(row.text(5))});
        return {};
    }));
    CF_CHECK(for_each_row(run_.query(sql::kSelectDebts, id.str()), [&](const Query& row) -> Result<void> {
        found->member.owed_in.push_back({text_id<PurseId>(row, 0), Points{row.int64(1)}});
        return {};
    }));
    CF_CHECK(for_each_row(run_.query(sql::kSelectApplied, id.str()), [&](const Query& row) -> Result<void> {
        found->applied[holder_at(row, 0)] = number_id<JournalSeq>(row, 2);
        return {};
    }));
    return found;
}

Result<std::optional<MemberId>> SqliteMembers::by_identity(domain::IdentityKind kind, std::string_view value) const {
    return first_row<MemberId>(run_.query(sql::kSelectMemberByIdentity, static_cast<int>(kind), value),
                               [](const Query& row) -> Result<MemberId> { return text_id<MemberId>(row, 0); });
}

Result<MemberId> SqliteMembers::merged_into(const MemberId& id) const {
    CF_TRY(found, first_row<MemberId>(run_.query(sql::kSelectMergedInto, id.str()),
                                      [](const Query& row) -> Result<MemberId> { return text_id<MemberId>(row, 0); }));
    return found.value_or(MemberId{});
}

Result<std::vector<MemberId>> SqliteMembers::merged_from(const MemberId& id) const {
    return all_rows<MemberId>(run_.query(sql::kSelectMergedFrom, id.str()),
                              [](const Query& row) -> Result<MemberId> { return text_id<MemberId>(row, 0); });
}

Result<std::vector<MemberId>> SqliteMembers::list(std::string_view after, std::size_t limit) const {
    return all_rows<MemberId>(run_.query(sql::kSelectMemberIds, after, limit),
                              [](const Query& row) -> Result<MemberId> { return text_id<MemberId>(row, 0); });
}

Result<void> SqliteMembers::put(const MemberRow& row) {
    const domain::Member& m = row.member;
    CF_CHECK(run_.run(sql::kUpsertMember, m.member_id.str(), m.account_id.str(), static_cast<int>(m.state), m.name,
                      m.tier.str(), m.home_store.str(), m.owed.value, m.merged_into.str(), row.provisional ? 1 : 0,
                      row.enrolled_at.ms, m.birthday ? codec::birthday_text(*m.birthday) : std::string{}, row.birthday_at.ms,
                      m.staff_id.str(), joined(m.tags)));
    CF_CHECK(run_.run(sql::kDeleteDebts, m.member_id.str()));
    for (const domain::PursePoints& debt : m.owed_in)
        CF_CHECK(run_.run(sql::kUpsertDebt, m.member_id.str(), debt.purse_id.str(), debt.points.value));
    CF_CHECK(run_.run(sql::kDeleteIdentities, m.member_id.str()));
    CF_CHECK(run_.run(sql::kDeleteIdentitiesAside, m.member_id.str()));
    int place = 0;
    for (const domain::Identity& identity : m.identities) {
        CF_CHECK(put_identity(m, identity, place++));
    }
    for (const auto& [holder, seq] : row.applied)
        CF_CHECK(set_applied(m.member_id, holder, seq));
    return {};
}

Result<void> SqliteMembers::put_identity(const domain::Member& member, const domain::Identity& identity, int place) {
    const int kind = static_cast<int>(identity.kind);
    const int verified_by = static_cast<int>(identity.verified_by);
    if (identity.state == domain::IdentityState::active)
        return run_.run(sql::kInsertIdentity, kind, identity.value, member.member_id.str(), member.account_id.str(),
                        identity.verified_at.ms, verified_by, identity.source, place);
    return run_.run(sql::kInsertIdentityAside, kind, identity.value, member.member_id.str(), member.account_id.str(),
                    identity.verified_at.ms, verified_by, identity.source, place, static_cast<int>(identity.state));
}

Result<void> SqliteMembers::set_applied(const MemberId& id, const domain::Holder& holder, JournalSeq seq) {
    return run_.run(sql::kUpsertApplied, id.str(), holder.device_id.str(), holder.epoch.value, seq.value);
}

Result<void> SqliteMembers::set_owed(const MemberId& id, const PurseId& purse, Points owed) {
    if (!purse.empty() && owed.value == 0) return run_.run(sql::kDeleteDebt, id.str(), purse.str());
    if (!purse.empty()) return run_.run(sql::kUpsertDebt, id.str(), purse.str(), owed.value);
    return run_.run(sql::kUpdateOwed, id.str(), owed.value);
}

}  // namespace counterfoil::hub
