// What the cache's reader and writer share. Private to this module.
#pragma once

#include "storage/cache.hpp"
#include "storage/cache_sql.hpp"
#include "storage/identity_kind.hpp"
#include "storage/statement_slot.hpp"

namespace counterfoil::storage {

/// Where a scope stands, by either side's own statement; 0 for one that was never fed.
Result<FeedPosition> read_position(StatementSlot& select_position, std::string_view scope);

std::unique_ptr<CacheStore> make_cache_writer(sqlite_kit::Database database, const Hasher& hasher);
std::unique_ptr<CacheReaders> make_cache_reader(sqlite_kit::Database database, const Hasher& hasher);

}  // namespace counterfoil::storage
