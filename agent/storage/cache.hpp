// The cache in one SQLite file (ports/cache.hpp): only what HQ can send again. Its commits do without a sync each, so a
// power cut may undo the last batches together with their position; the feed then brings them again.
//
// Errors everywhere: io, full, corrupt, unavailable (another process keeps the file locked).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "ports/cache.hpp"

namespace counterfoil::storage {

struct CacheOptions {
    std::int64_t mmap_bytes = std::int64_t{2} * 1024 * 1024 * 1024;  ///< how much of the file is read as memory
    Log* log = nullptr;    ///< outlives the cache; nobody hears warnings without it
    std::string vfs = {};  ///< a registered SQLite VFS; empty = the system's
};

class CacheStore : public ports::CacheWriter {
public:
    /// Where a scope stands; 0 for one that was never fed.
    virtual Result<FeedPosition> position(std::string_view scope) const = 0;
    /// Moves the write-ahead log into the file; for idle gaps. Answers the frames left to move.
    virtual Result<std::size_t> checkpoint() = 0;
};

/// Opens or makes the file. One that is damaged, or that another version of the program left, is deleted and made anew, with
/// the warning `cache.made_anew`: every position is then 0, so HQ sends all of it. Call it before any reader is open.
/// `hasher` outlives the cache.
Result<std::unique_ptr<CacheStore>> open_cache(const std::string& path, const Hasher& hasher, CacheOptions options = {});

class CacheReaders : public ports::CacheReader, public ports::ReferenceReader {};

/// The file must exist (open_cache made it): `permission` otherwise. Sees what is committed when a call begins.
Result<std::unique_ptr<CacheReaders>> open_cache_reader(const std::string& path, const Hasher& hasher,
                                                        const CacheOptions& options = {});

/// Fills `member`, false: there are no more.
using MemberSource = std::function<Result<bool>(domain::CachedMember& member)>;

/// Fills a new file with members, indexes last, which is an order of magnitude faster than apply(). The file must not exist
/// (`conflict`); on an error it is removed again. Later identities win over equal ones of earlier members. The file is
/// durable and in no feed's place (position 0) when this returns. Answers the number of members.
Result<std::uint64_t> bulk_load_members(const std::string& path, const MemberSource& next);

}  // namespace counterfoil::storage
