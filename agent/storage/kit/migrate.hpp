// Brings a file to the schema that the program knows: forward only, one transaction a step, PRAGMA user_version counts.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.hpp"
#include "storage/kit/database.hpp"
#include "storage/kit/sql.hpp"

namespace counterfoil::sqlite_kit {

/// Applies the steps that are missing. Numbers must be 1, 2, 3 ... (asserted: they are compiled in). A crash or an error
/// leaves the file at the last whole step. `conflict`: the file was written by a newer program; nothing is touched.
Result<void> migrate(Database& database, std::span<const Migration> migrations);

/// The number of the last step that was applied; 0 for a new file.
Result<std::uint32_t> schema_version(Database& database);

}  // namespace counterfoil::sqlite_kit
