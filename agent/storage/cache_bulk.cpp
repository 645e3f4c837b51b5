#include <filesystem>
#include <system_error>

#include "codec/bytes.hpp"
#include "storage/cache_parts.hpp"
#include "storage/kit/migrate.hpp"
#include "storage/kit/transaction.hpp"

namespace counterfoil::storage {
namespace {

using sqlite_kit::Database;

/// Text order of a primary key is what makes inserts into it slow; sorted, they are appended.
constexpr std::string_view kBegin =
    "DROP INDEX member_by_id;"
    "CREATE TEMP TABLE loaded_identity (kind INTEGER NOT NULL, value TEXT NOT NULL, member INTEGER NOT NULL) STRICT;";
constexpr std::string_view kEnd =
    "CREATE UNIQUE INDEX member_by_id ON member (member_id);"
    "INSERT INTO identity (kind, value, member)"
    " SELECT kind, value, max(member) FROM temp.loaded_identity GROUP BY kind, value ORDER BY kind, value;"
    "DROP TABLE temp.loaded_identity;";

Result<std::uint64_t> insert_members(Session& session, const MemberSource& next) {
    StatementSlot insert_member(session, cache_sql::kBulkInsertMember);
    StatementSlot insert_identity(session, cache_sql::kBulkInsertIdentity);
    std::uint64_t count = 0;
    domain::CachedMember member;
    for (;;) {
        CF_TRY(more, next(member));
        if (!more) return count;
        ++count;
        CF_CHECK(insert_member.run(count, member.member.member_id.str(), codec::encode_member(member)));
        for (const auto& identity : member.member.identities)
            if (is_looked_up(identity)) CF_CHECK(insert_identity.run(stored_kind(identity), identity.value, count));
    }
}

Result<std::uint64_t> load(const std::string& path, const MemberSource& next) {
    CF_TRY(database, Database::open(path, {.synchronous = sqlite_kit::Synchronous::normal, .cache_kib = 64 * 1024}));
    CF_CHECK(sqlite_kit::migrate(database, cache_sql::kMigrations));
    // Nobody else knows the file yet, and a crash leaves nothing to keep: no log, and one sync at the end.
    CF_CHECK(database.exec("bulk_load", "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF"));
    Session session(std::move(database), Session::Access::read_write);
    std::uint64_t count = 0;
    {
        CF_TRY(transaction, sqlite_kit::Transaction::begin(session.database()));
        CF_CHECK(session.database().exec("bulk_load", kBegin));
        CF_TRY(inserted, insert_members(session, next));
        CF_CHECK(session.database().exec("bulk_load", kEnd));
        CF_CHECK(transaction.commit());
        count = inserted;
    }
    CF_CHECK(session.database().exec("bulk_load", "PRAGMA synchronous=FULL; PRAGMA journal_mode=WAL"));
    return count;
}

}  // namespace

Result<std::uint64_t> bulk_load_members(const std::string& path, const MemberSource& next) {
    std::error_code error;
    if (std::filesystem::exists(path, error) || error) {
        return fail(ErrorCode::conflict, error ? error.message() : "the file exists already", path,
                    "members are loaded in bulk into a new file only");
    }
    auto count = load(path, next);
    if (!count) {
        for (const char* suffix : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(path + suffix, error);
    }
    return count;
}

}  // namespace counterfoil::storage
