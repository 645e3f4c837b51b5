#include "hub/core/member_alias.hpp"

#include <algorithm>

namespace counterfoil::hub {

Result<MemberId> live_id(HubTx& tx, const MemberId& id) {
    MemberId last = id;
    for (std::size_t step = 0; step <= kFamilyMax; ++step) {
        CF_TRY(next, tx.members().merged_into(last));
        if (next.empty()) return last;
        last = std::move(next);
    }
    return fail(ErrorCode::corrupt, "merged members form a ring", id.str());
}

Result<std::optional<MemberRow>> live_row(HubTx& tx, const MemberId& id) {
    if (id.empty()) return std::optional<MemberRow>{};
    CF_TRY(last, live_id(tx, id));
    return tx.members().member(last);
}

Result<std::vector<MemberRow>> family(HubTx& tx, const MemberId& id) {
    std::vector<MemberRow> members;
    std::vector<MemberId> open{id};
    while (!open.empty()) {
        CF_TRY(row, tx.members().member(open.back()));
        open.pop_back();
        if (!row) continue;
        CF_TRY(children, tx.members().merged_from(row->member.member_id));
        open.insert(open.end(), children.begin(), children.end());
        members.push_back(std::move(*row));
        if (members.size() > kFamilyMax + 1) return fail(ErrorCode::corrupt, "too many members are one", id.str());
    }
    return members;
}

std::vector<std::string> tags_of_family(const std::vector<MemberRow>& members) {
    std::vector<std::string> tags;
    for (const MemberRow& row : members)
        for (const std::string& tag : row.member.tags)
            if (tags.size() < domain::kTagsMax && std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
    return tags;
}

Result<bool> has_bought(HubTx& tx, const std::vector<MemberRow>& members, Instant before) {
    for (const MemberRow& one : members) {
        CF_TRY(bought, tx.entries().bought(one.member.member_id, before));
        if (bought) return true;
    }
    return false;
}

Result<std::vector<RightRow>> lots_of_family(HubTx& tx, const std::vector<MemberRow>& members) {
    std::vector<RightRow> lots;
    for (const MemberRow& row : members) {
        CF_TRY(own, tx.rights().lots(row.member.account_id));
        lots.insert(lots.end(), own.begin(), own.end());
    }
    const auto order = [](const RightRow& a, const RightRow& b) {
        if (a.expires_at != b.expires_at) return a.expires_at < b.expires_at;
        if (a.available_at != b.available_at) return a.available_at < b.available_at;
        return a.right_id < b.right_id;
    };
    std::ranges::sort(lots, order);
    return lots;
}

}  // namespace counterfoil::hub
