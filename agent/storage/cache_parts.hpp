// What the cache's reader and writer share. Private to this module.
#pragma once

#include "domain/member.hpp"
#include "storage/cache.hpp"
#include "storage/cache_sql.hpp"
#include "storage/statement_slot.hpp"

namespace counterfoil::storage {

/// The stored number of a kind of identity: 1 phone ... 9 member_code. New kinds go behind.
constexpr int stored_kind(domain::IdentityKind kind) noexcept {
    static_assert(static_cast<int>(domain::IdentityKind::phone) == 0 &&
                  static_cast<int>(domain::IdentityKind::member_code) == 8);
    return static_cast<int>(kind) + 1;
}

/// Where a scope stands, by either side's own statement; 0 for one that was never fed.
Result<FeedPosition> read_position(StatementSlot& select_position, std::string_view scope);

std::unique_ptr<CacheStore> make_cache_writer(sqlite_kit::Database database, const Hasher& hasher);
std::unique_ptr<CacheReaders> make_cache_reader(sqlite_kit::Database database, const Hasher& hasher);

}  // namespace counterfoil::storage
