#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

Result<FeedPosition> SqliteFeed::head() const {
    CF_TRY(found, first_row<FeedPosition>(run_.query(sql::kSelectFeedHead), [](const Query& row) -> Result<FeedPosition> {
               return number_id<FeedPosition>(row, 0);
           }));
    return found.value_or(FeedPosition{});
}

Result<std::optional<domain::FeedRow>> SqliteFeed::find(domain::FeedKind kind, std::string_view id) const {
    return first_row<domain::FeedRow>(
        run_.query(sql::kSelectFeedThing, static_cast<int>(kind), id), [&](const Query& row) -> Result<domain::FeedRow> {
            const ByteView body = row.blob(1);
            return domain::FeedRow{kind, std::string(id), row.int64(0) != 0, Bytes(body.begin(), body.end())};
        });
}

Result<void> SqliteFeed::append(const domain::FeedRow& row) {
    return run_.run(sql::kUpsertFeed, static_cast<int>(row.kind), row.id, row.deleted, row.body);
}

Result<domain::FeedBatch> SqliteFeed::changes(FeedPosition after, std::size_t max_rows, std::size_t max_bytes) const {
    domain::FeedBatch batch;
    batch.from = after;
    batch.to = after;
    std::size_t bytes = 0;
    CF_TRY(rows, run_.query(sql::kSelectFeedChanges, after.value, max_rows));
    for (;;) {
        CF_TRY(more, rows.next());
        if (!more) return batch;
        const ByteView body = rows.blob(4);
        bytes += body.size();
        if (!batch.rows.empty() && bytes > max_bytes) return batch;
        CF_TRY(kind, enumerator(rows, 1, domain::FeedKind::rules));
        batch.rows.push_back({kind, std::string(rows.text(2)), rows.int64(3) != 0, Bytes(body.begin(), body.end())});
        batch.to = number_id<FeedPosition>(rows, 0);
    }
}

}  // namespace counterfoil::hub
