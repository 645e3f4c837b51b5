#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

namespace {

Result<Wish> read_wish(const Query& row) {
    Wish out;
    out.right_id = text_id<RightId>(row, 0);
    CF_TRY(kind, enumerator(row, 1, WishKind::transfer));
    out.kind = kind;
    out.holder = holder_at(row, 2);
    out.request_no = number_id<RequestNo>(row, 4);
    out.account_id = text_id<AccountId>(row, 5);
    out.member_id = text_id<MemberId>(row, 6);
    out.least = row.int64(7);
    out.most = row.int64(8);
    CF_TRY(reason, enumerator(row, 9, domain::HoldReason::pass));
    out.reason = reason;
    out.since = instant(row, 10);
    out.repeated_at = instant(row, 11);
    return out;
}

Result<PendingRisk> read_risk(const Query& row) {
    PendingRisk out;
    out.entry = {holder_at(row, 0), number_id<JournalSeq>(row, 2)};
    out.right_id = text_id<RightId>(row, 3);
    out.account_id = text_id<AccountId>(row, 4);
    out.member_id = text_id<MemberId>(row, 5);
    out.amount = row.int64(6);
    out.remaining = row.int64(7);
    out.at = instant(row, 8);
    out.ticket = {text_id<StoreId>(row, 9), text_id<RegisterId>(row, 10), std::string(row.text(11)),
                  text_id<TicketId>(row, 12)};
    return out;
}

}  // namespace

Result<std::vector<Wish>> SqliteQueue::wishes(const RightId& id) const {
    return all_rows<Wish>(run_.query(sql::kSelectWishes, id.str()), read_wish);
}

Result<void> SqliteQueue::put_wish(const Wish& wish) {
    return run_.run(sql::kUpsertWish, wish.right_id.str(), static_cast<int>(wish.kind), wish.holder.device_id.str(),
                    wish.holder.epoch.value, wish.request_no.value, wish.account_id.str(), wish.member_id.str(), wish.least,
                    wish.most, static_cast<int>(wish.reason), wish.since.ms, wish.repeated_at.ms);
}

Result<void> SqliteQueue::drop_wish(const Wish& wish) {
    return run_.run(sql::kDeleteWish, wish.right_id.str(), static_cast<int>(wish.kind), wish.holder.device_id.str(),
                    wish.holder.epoch.value, wish.request_no.value);
}

Result<void> SqliteQueue::drop_wishes_before(Instant repeated_before) {
    return run_.run(sql::kDeleteWishesBefore, repeated_before.ms);
}

Result<std::vector<PendingRisk>> SqliteQueue::risks(const RightId& id) const {
    return all_rows<PendingRisk>(run_.query(sql::kSelectRisks, id.str()), read_risk);
}

Result<void> SqliteQueue::put_risk(const PendingRisk& risk) {
    const domain::Holder& holder = risk.entry.holder;
    if (risk.remaining == 0) {
        return run_.run(sql::kDeleteRisk, holder.device_id.str(), holder.epoch.value, risk.entry.seq.value,
                        risk.right_id.str());
    }
    return run_.run(sql::kUpsertRisk, holder.device_id.str(), holder.epoch.value, risk.entry.seq.value, risk.right_id.str(),
                    risk.account_id.str(), risk.member_id.str(), risk.amount, risk.remaining, risk.at.ms,
                    risk.ticket.store_id.str(), risk.ticket.register_id.str(), risk.ticket.business_day,
                    risk.ticket.ticket_id.str());
}

}  // namespace counterfoil::hub
