#include <algorithm>

#include "codec/bytes.hpp"
#include "storage/cache_parts.hpp"
#include "storage/kit/transaction.hpp"

namespace counterfoil::storage {
namespace {

using domain::FeedKind;
using domain::FeedRow;
using sqlite_kit::Query;

std::unexpected<Error> unreadable(const FeedRow& row, std::string what) {
    return fail(ErrorCode::corrupt, std::move(what), "feed row " + row.id,
                "nothing of the batch was stored; look for the row at HQ");
}

/// Nothing where `decoded` is the value that the row names.
template <class T>
Result<void> check_row(const FeedRow& row, const Result<T>& decoded, const std::string& (*id_of)(const T&)) {
    if (!decoded) return unreadable(row, "the row cannot be read: " + describe(decoded.error()));
    if (id_of(*decoded) != row.id) return unreadable(row, "the row's body is about " + id_of(*decoded));
    return {};
}

struct StoredMember {
    std::int64_t no = 0;
    std::vector<domain::Identity> identities;
};

class SqliteCacheWriter final : public CacheStore {
public:
    SqliteCacheWriter(sqlite_kit::Database database, const Hasher& hasher)
        : session_(std::move(database), Session::Access::read_write), hasher_(hasher) {}

    Result<void> apply(const domain::FeedBatch& batch) override;
    Result<FeedPosition> position(std::string_view scope) const override;
    Result<std::size_t> checkpoint() override {
        CF_TRY(frames, session_.database().checkpoint(sqlite_kit::CheckpointMode::passive));
        return static_cast<std::size_t>(std::max(0, frames.in_log - frames.moved));
    }

private:
    Result<void> apply_row(const FeedRow& row);
    Result<void> apply_member(const FeedRow& row);
    Result<std::optional<StoredMember>> stored_member(const std::string& member_id);
    Result<void> apply_coupon(const FeedRow& row);
    Result<void> apply_template(const FeedRow& row);
    Result<void> apply_product(const FeedRow& row);
    Result<void> apply_rules(const FeedRow& row);

    mutable Session session_;
    const Hasher& hasher_;
    mutable StatementSlot select_position_{session_, cache_sql::kSelectPosition};
    StatementSlot upsert_position_{session_, cache_sql::kUpsertPosition};
    StatementSlot select_member_row_{session_, cache_sql::kSelectMemberRow};
    StatementSlot upsert_member_{session_, cache_sql::kUpsertMember};
    StatementSlot delete_member_{session_, cache_sql::kDeleteMember};
    StatementSlot upsert_identity_{session_, cache_sql::kUpsertIdentity};
    StatementSlot delete_identity_{session_, cache_sql::kDeleteIdentity};
    StatementSlot upsert_coupon_{session_, cache_sql::kUpsertCoupon};
    StatementSlot delete_coupon_{session_, cache_sql::kDeleteCoupon};
    StatementSlot upsert_template_{session_, cache_sql::kUpsertTemplate};
    StatementSlot delete_template_{session_, cache_sql::kDeleteTemplate};
    StatementSlot upsert_product_{session_, cache_sql::kUpsertProduct};
    StatementSlot delete_product_{session_, cache_sql::kDeleteProduct};
    StatementSlot upsert_rules_{session_, cache_sql::kUpsertRules};
    StatementSlot delete_rules_{session_, cache_sql::kDeleteRules};
};

Result<FeedPosition> SqliteCacheWriter::position(std::string_view scope) const {
    return read_position(select_position_, scope);
}

Result<void> SqliteCacheWriter::apply(const domain::FeedBatch& batch) {
    CF_TRY(to, stored(batch.to.value, "feed position"));
    session_.take_failure();
    CF_TRY(transaction, sqlite_kit::Transaction::begin(session_.database()));
    CF_TRY(here, position(batch.scope));
    if (batch.from > here) {
        return fail(ErrorCode::conflict,
                    "the batch begins behind position " + std::to_string(batch.from.value) + ", the cache stands at " +
                        std::to_string(here.value),
                    "feed " + batch.scope, "ask for the rows in between first");
    }
    if (batch.to <= here) return {};
    for (const auto& row : batch.rows)
        CF_CHECK(apply_row(row));
    CF_CHECK(upsert_position_.run(batch.scope, to));
    return transaction.commit();
}

Result<void> SqliteCacheWriter::apply_row(const FeedRow& row) {
    switch (row.kind) {
        case FeedKind::member:
            return apply_member(row);
        case FeedKind::coupon:
            return apply_coupon(row);
        case FeedKind::coupon_template:
            return apply_template(row);
        case FeedKind::product:
            return apply_product(row);
        case FeedKind::rules:
            return apply_rules(row);
    }
    return unreadable(row, "the row is of an unknown kind");
}

Result<std::optional<StoredMember>> SqliteCacheWriter::stored_member(const std::string& member_id) {
    std::optional<StoredMember> found;
    CF_CHECK(select_member_row_.first(
        [&](const Query& stored_row) -> Result<void> {
            CF_TRY(old, codec::decode_member(stored_row.blob(1)));
            found = StoredMember{stored_row.int64(0), std::move(old.member.identities)};
            return {};
        },
        member_id));
    return found;
}

Result<void> SqliteCacheWriter::apply_member(const FeedRow& row) {
    std::vector<domain::Identity> identities;
    if (!row.deleted) {
        auto decoded = codec::decode_member(row.body);
        CF_CHECK(check_row<domain::CachedMember>(row, decoded, [](const domain::CachedMember& cached) -> const std::string& {
            return cached.member.member_id.str();
        }));
        identities = std::move(decoded->member.identities);
    }
    CF_TRY(old, stored_member(row.id));
    if (old) {
        for (const auto& identity : old->identities) {
            if (std::ranges::find(identities, identity) != identities.end()) continue;
            CF_CHECK(delete_identity_.run(stored_kind(identity), identity.value, old->no));
        }
    }
    if (row.deleted) return old ? delete_member_.run(old->no) : Result<void>{};
    CF_CHECK(upsert_member_.run(row.id, row.body));
    const std::int64_t no = old ? old->no : session_.database().last_insert_rowid();
    for (const auto& identity : identities)
        if (is_looked_up(identity)) CF_CHECK(upsert_identity_.run(stored_kind(identity), identity.value, no));
    return {};
}

Result<void> SqliteCacheWriter::apply_coupon(const FeedRow& row) {
    if (row.deleted) return delete_coupon_.run(row.id);
    const auto coupon = codec::decode_coupon(row.body);
    CF_CHECK(check_row<domain::Coupon>(
        row, coupon, [](const domain::Coupon& value) -> const std::string& { return value.coupon_id.str(); }));
    return upsert_coupon_.run(row.id, coupon->code, coupon->member_id.str(), coupon->valid_until.ms, row.body);
}

Result<void> SqliteCacheWriter::apply_template(const FeedRow& row) {
    if (row.deleted) return delete_template_.run(row.id);
    const auto coupon_template = codec::decode_template(row.body);
    CF_CHECK(check_row<domain::CouponTemplate>(
        row, coupon_template,
        [](const domain::CouponTemplate& value) -> const std::string& { return value.template_id.str(); }));
    return upsert_template_.run(row.id, row.body);
}

Result<void> SqliteCacheWriter::apply_product(const FeedRow& row) {
    if (row.deleted) return delete_product_.run(row.id);
    const auto product = codec::decode_product(row.body);
    CF_CHECK(check_row<domain::Product>(row, product,
                                        [](const domain::Product& value) -> const std::string& { return value.sku.str(); }));
    return upsert_product_.run(row.id, product->gtin, row.body);
}

Result<void> SqliteCacheWriter::apply_rules(const FeedRow& row) {
    if (row.deleted) return delete_rules_.run();
    const auto rules = codec::decode_rules(row.body, hasher_);
    if (!rules) return unreadable(row, "the rules cannot be read: " + describe(rules.error()));
    return upsert_rules_.run(row.body);
}

}  // namespace

std::unique_ptr<CacheStore> make_cache_writer(sqlite_kit::Database database, const Hasher& hasher) {
    return std::make_unique<SqliteCacheWriter>(std::move(database), hasher);
}

Result<FeedPosition> read_position(StatementSlot& select_position, std::string_view scope) {
    FeedPosition position;
    CF_CHECK(select_position.first(
        [&](const Query& row) -> Result<void> {
            position.value = static_cast<std::uint64_t>(row.int64(0));
            return {};
        },
        scope));
    return position;
}

}  // namespace counterfoil::storage
