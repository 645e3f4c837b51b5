#include <map>

#include "codec/bytes.hpp"
#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

namespace {

using domain::ClearingCause;

Result<ClearingSum> read_sum(const Query& row) {
    CF_TRY(cause, enumerator(row, 2, ClearingCause::refund));
    return ClearingSum{text_id<EntityId>(row, 0), text_id<EntityId>(row, 1), cause,        Money{row.int64(3)},
                       Money{row.int64(4)},       Points{row.int64(5)},      row.int64(6), text_id<PurseId>(row, 7)};
}

}  // namespace

Result<void> SqliteBooks::clear(const EntryRef& entry, std::span<const ClearingRow> rows) {
    const domain::Holder& holder = entry.holder;
    CF_CHECK(run_.run(sql::kDeleteClearing, holder.device_id.str(), holder.epoch.value, entry.seq.value));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const domain::ClearingEntry& owed = rows[i].owed;
        CF_CHECK(run_.run(sql::kInsertClearing, holder.device_id.str(), holder.epoch.value, entry.seq.value, i,
                          rows[i].business_day, owed.debtor.str(), owed.creditor.str(), static_cast<int>(owed.cause),
                          owed.id, owed.amount.value, owed.points.value, rows[i].clearing_per_1000.value,
                          owed.purse_id.str()));
    }
    return {};
}

Result<std::vector<ClearingRow>> SqliteBooks::cleared(const EntryRef& entry) const {
    return all_rows<ClearingRow>(
        run_.query(sql::kSelectCleared, entry.holder.device_id.str(), entry.holder.epoch.value, entry.seq.value),
        [&](const Query& row) -> Result<ClearingRow> {
            CF_TRY(cause, enumerator(row, 3, ClearingCause::refund));
            return ClearingRow{entry,
                               std::string(row.text(0)),
                               {text_id<EntityId>(row, 1), text_id<EntityId>(row, 2), cause, std::string(row.text(4)),
                                Money{row.int64(5)}, Points{row.int64(6)}, text_id<PurseId>(row, 8)},
                               Money{row.int64(7)}};
        });
}

Result<std::vector<ClearingSum>> SqliteBooks::clearing(std::string_view from, std::string_view until) const {
    return all_rows<ClearingSum>(run_.query(sql::kSelectClearingSums, from, until), read_sum);
}

Result<std::vector<PointsSum>> SqliteBooks::points(Instant from, Instant until) const {
    return all_rows<PointsSum>(run_.query(sql::kSelectPointsSums, from.ms, until.ms),
                               [](const Query& row) -> Result<PointsSum> {
                                   CF_TRY(cause, enumerator(row, 0, PointsCause::forgiven));
                                   return PointsSum{cause, row.int64(1), row.int64(2), text_id<PurseId>(row, 3)};
                               });
}

Result<std::vector<IssuedSum>> SqliteBooks::issued(Instant from, Instant until) const {
    std::map<TemplateId, std::int64_t> counts;
    CF_CHECK(for_each_row(run_.query(sql::kSelectAllCoupons), [&](const Query& row) -> Result<void> {
        CF_TRY(coupon, codec::decode_coupon(row.blob(0)));
        if (coupon.from.empty() && coupon.issued_at >= from && coupon.issued_at < until) ++counts[coupon.template_id];
        return {};
    }));
    std::vector<IssuedSum> sums;
    for (const auto& [id, count] : counts)
        sums.push_back({id, count});
    return sums;
}

}  // namespace counterfoil::hub
