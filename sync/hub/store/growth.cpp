#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

Result<std::optional<GrowthRow>> SqliteGrowth::of_ticket(const domain::TicketKey& key) const {
    return first_row<GrowthRow>(
        run_.query(sql::kSelectGrowth, key.store_id.str(), key.register_id.str(), key.business_day, key.ticket_id.str()),
        [&](const Query& row) -> Result<GrowthRow> {
            return GrowthRow{key,          text_id<MemberId>(row, 0), Instant{row.int64(1)},
                             row.int64(2), text_id<TierId>(row, 3),   text_id<TierId>(row, 4)};
        });
}

Result<void> SqliteGrowth::put(const GrowthRow& row) {
    return run_.run(sql::kUpsertGrowth, row.ticket.store_id.str(), row.ticket.register_id.str(), row.ticket.business_day,
                    row.ticket.ticket_id.str(), row.member_id.str(), row.at.ms, row.growth, row.raised_from.str(),
                    row.raised_to.str());
}

Result<std::int64_t> SqliteGrowth::sum(const MemberId& id, Instant after, Instant until) const {
    CF_TRY(sum, first_row<std::int64_t>(run_.query(sql::kSelectGrowthSum, id.str(), after.ms, until.ms),
                                        [](const Query& row) -> Result<std::int64_t> { return row.int64(0); }));
    return sum.value_or(0);
}

Result<std::optional<StandingRow>> SqliteGrowth::standing(const MemberId& id) const {
    return first_row<StandingRow>(run_.query(sql::kSelectStanding, id.str()), [&](const Query& row) -> Result<StandingRow> {
        return StandingRow{id, row.int64(0), Instant{row.int64(1)}};
    });
}

Result<void> SqliteGrowth::put(const StandingRow& row) {
    return run_.run(sql::kUpsertStanding, row.member_id.str(), row.growth, row.review_at.ms);
}

Result<std::vector<MemberId>> SqliteGrowth::reviews_due(Instant now, std::size_t limit) const {
    return all_rows<MemberId>(run_.query(sql::kSelectReviewsDue, now.ms, limit),
                              [](const Query& row) -> Result<MemberId> { return text_id<MemberId>(row, 0); });
}

}  // namespace counterfoil::hub
