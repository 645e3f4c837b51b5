#include "hub/core/turn.hpp"

#include "hub/core/clearing.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/member_feed.hpp"
#include "hub/core/returning.hpp"

namespace counterfoil::hub {

Result<DeviceRow*> Turn::device(const domain::Holder& holder) {
    if (const auto found = devices_.find(holder); found != devices_.end()) return &found->second.row;
    CF_TRY(row, tx.devices().find(holder));
    if (!row) return nullptr;
    return &devices_.emplace(holder, LoadedDevice{*row, *row}).first->second.row;
}

Result<void> Turn::answer_late(const EntryRef& entry, domain::EntryVerdict verdict, const std::string& code) {
    CF_CHECK(tx.entries().answer(entry, verdict, code));
    late_[entry.holder].push_back({entry.seq, verdict, code});
    return {};
}

Result<void> Turn::count(const MemberId& member, const EntryRef& entry) {
    if (member.empty()) return {};
    CF_TRY(live, live_id(tx, member));
    touch(live);
    return tx.members().set_applied(live, entry.holder, entry.seq);
}

Result<std::vector<Outgoing>> Turn::finish() {
    for (const domain::TicketKey& ticket : tickets_) {
        CF_CHECK(reprice_burnt(*this, ticket));
        CF_CHECK(retry_returns(*this, ticket));
    }
    for (const CouponId& id : coupons_)
        CF_CHECK(publish_coupon(tx, id));
    std::set<MemberId> members = members_;
    for (const MemberId& id : members_) {
        CF_TRY(live, live_id(tx, id));
        members.insert(live);
    }
    for (const MemberId& id : members)
        CF_CHECK(publish_member(tx, id));
    for (auto& [holder, results] : late_) {
        CF_TRY(row, device(holder));
        if (row != nullptr) send(holder, protocol::Applied{holder.epoch, row->head.seq, std::move(results), row->safe_seq});
    }
    for (const auto& [holder, loaded] : devices_) {
        if (loaded.row != loaded.stored) CF_CHECK(tx.devices().put(loaded.row));
    }
    return std::move(outgoing_);
}

namespace {

int gravity(domain::EntryVerdict verdict) {
    switch (verdict) {
        case domain::EntryVerdict::accepted:
            return 0;
        case domain::EntryVerdict::finding:
            return 1;
        case domain::EntryVerdict::pending:
            return 2;
        case domain::EntryVerdict::conflict:
            return 3;
    }
    return 3;
}

}  // namespace

void take_gravest(Answer& so_far, Answer next) {
    if (gravity(next.verdict) > gravity(so_far.verdict)) so_far = std::move(next);
}

}  // namespace counterfoil::hub
