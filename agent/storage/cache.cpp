#include "storage/cache.hpp"

#include <filesystem>
#include <system_error>

#include "storage/cache_parts.hpp"
#include "storage/kit/migrate.hpp"

namespace counterfoil::storage {
namespace {

using sqlite_kit::Database;
using sqlite_kit::OpenOptions;

Result<Database> open_and_migrate(const std::string& path, const CacheOptions& options) {
    CF_TRY(database, Database::open(path, OpenOptions{.synchronous = sqlite_kit::Synchronous::normal,
                                                      .mmap_bytes = options.mmap_bytes,
                                                      .cache_kib = 16 * 1024,
                                                      .vfs = options.vfs}));
    CF_CHECK(sqlite_kit::migrate(database, cache_sql::kMigrations));
    // Reads one row of each table: a file whose beginning is damaged says so now.
    CF_TRY(rows, database.read_int64("check", "SELECT count(*) FROM (SELECT 1 FROM feed_position LIMIT 1)"));
    static_cast<void>(rows);
    return std::move(database);
}

Result<void> remove_file(const std::string& path) {
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::error_code error;
        std::filesystem::remove(path + suffix, error);
        if (error) {
            return fail(ErrorCode::io, "the damaged cache file cannot be removed: " + error.message(), path + suffix,
                        "remove the file by hand; HQ sends its content again");
        }
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<CacheStore>> open_cache(const std::string& path, const Hasher& hasher, CacheOptions options) {
    auto database = open_and_migrate(path, options);
    if (!database) {
        const auto& error = database.error();
        // `conflict`: a newer version of the program wrote it, before an update was rolled back.
        if (error.code != ErrorCode::corrupt && error.code != ErrorCode::conflict) return std::unexpected(error);
        if (options.log != nullptr) options.log->write(LogLevel::warning, "cache.made_anew", {{"error", describe(error)}});
        CF_CHECK(remove_file(path));
        database = open_and_migrate(path, options);
        if (!database) return std::unexpected(database.error());
    }
    return make_cache_writer(std::move(*database), hasher);
}

Result<std::unique_ptr<CacheReaders>> open_cache_reader(const std::string& path, const Hasher& hasher,
                                                        const CacheOptions& options) {
    CF_TRY(database,
           Database::open(path, OpenOptions{.read_only = true, .mmap_bytes = options.mmap_bytes, .vfs = options.vfs}));
    CF_TRY(version, sqlite_kit::schema_version(database));
    if (version != cache_sql::kMigrations.size()) {
        return fail(ErrorCode::conflict, "the cache file has schema version " + std::to_string(version), path,
                    "start the agent once; it makes the file anew");
    }
    return make_cache_reader(std::move(database), hasher);
}

}  // namespace counterfoil::storage
