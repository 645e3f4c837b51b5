#include "storage/kit/migrate.hpp"

#include <string>

#include "base/assert.hpp"
#include "storage/kit/transaction.hpp"

namespace counterfoil::sqlite_kit {
namespace {

std::unexpected<Error> newer(const Database& database, std::uint32_t found, std::size_t known) {
    return fail(ErrorCode::conflict,
                "the file has schema version " + std::to_string(found) + ", this program knows versions up to " +
                    std::to_string(known),
                database.path(), "start the newer version of the program, or restore the copy made before the update");
}

std::string name_of(const Migration& migration) {
    std::string number = std::to_string(migration.number);
    number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
    return "migration " + number + "_" + std::string(migration.name);
}

Result<void> apply(Database& database, const Migration& migration) {
    CF_TRY(transaction, Transaction::begin(database));
    // Read again under the write lock: another process may have taken this step meanwhile.
    CF_TRY(version, schema_version(database));
    if (version >= migration.number) return {};
    const auto name = name_of(migration);
    CF_CHECK(database.exec(name, migration.sql));
    if (!database.in_transaction()) {
        return fail(ErrorCode::invalid_input, "the migration ends its transaction itself", database.path() + ": " + name,
                    "remove BEGIN, COMMIT and ROLLBACK from the file");
    }
    CF_CHECK(database.exec(name, "PRAGMA user_version=" + std::to_string(migration.number)));
    return transaction.commit();
}

}  // namespace

Result<std::uint32_t> schema_version(Database& database) {
    CF_TRY(version, database.read_int64("user_version", "PRAGMA user_version"));
    if (!std::in_range<std::uint32_t>(version)) {
        return fail(ErrorCode::corrupt, "impossible schema version " + std::to_string(version), database.path(),
                    "this file was not made by this program; move it away or restore it from a backup");
    }
    return static_cast<std::uint32_t>(version);
}

Result<void> migrate(Database& database, std::span<const Migration> migrations) {
    for (std::size_t i = 0; i < migrations.size(); ++i)
        CF_ASSERT(migrations[i].number == i + 1);
    CF_TRY(version, schema_version(database));
    if (version > migrations.size()) return newer(database, version, migrations.size());
    for (const auto& migration : migrations.subspan(version))
        CF_CHECK(apply(database, migration));
    return {};
}

}  // namespace counterfoil::sqlite_kit
