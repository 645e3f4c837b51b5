// What a disk with a write cache holds of some files: the bytes that a sync made durable, and the 512-byte sectors written
// since, of which a power cut keeps any subset. Names work the same: a file created or deleted without a sync of the file or
// its folder may or may not be there afterwards. Modelled after ext4 in its default mode. No locks: the owner has one.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>

#include "base/bytes.hpp"

namespace counterfoil::test_support {

class DiskModel {
public:
    /// A file was opened. What is in it before its first opening counts as durable, unless it was created by this opening.
    void opened(const std::string& path, bool created);
    void written(const std::string& path, std::int64_t offset, std::int64_t bytes);
    void truncated(const std::string& path);
    /// The file's content and its name are durable from here on.
    void synced(const std::string& path);
    /// All creations and deletions are durable from here on.
    void names_synced();
    void removed(const std::string& path);

    /// Rewrites the files as a power cut would leave them: each unsynced sector, size, creation and deletion survives with a
    /// chance of `keep_percent`. The result counts as durable.
    void cut(std::uint64_t seed, int keep_percent);

private:
    struct File {
        Bytes durable;
        std::set<std::int64_t> dirty_sectors;
        bool resized = false;
        bool name_is_durable = false;
    };
    Bytes image_after_cut(const std::string& path, const File& file, std::mt19937_64& random, int keep_percent) const;

    std::map<std::string, File> files_;
    std::map<std::string, Bytes> unsynced_removals_;  ///< with what comes back when the removal is lost
};

}  // namespace counterfoil::test_support
