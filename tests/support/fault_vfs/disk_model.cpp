#include "support/fault_vfs/disk_model.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/assert.hpp"

namespace counterfoil::test_support {
namespace {

constexpr std::int64_t kSectorBytes = 512;

Bytes read_all(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(in), {});
}

void write_all(const std::string& path, const Bytes& content) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    out.close();
    CF_ASSERT(out.good());
}

bool chance(std::mt19937_64& random, int percent) { return static_cast<int>(random() % 100) < percent; }

/// Copies one sector of `now` into `image`, which grows as needed; what is beyond the end of `now` is cut off already.
void copy_sector(Bytes& image, const Bytes& now, std::int64_t sector) {
    const auto begin = static_cast<std::size_t>(sector * kSectorBytes);
    const auto end = std::min(begin + static_cast<std::size_t>(kSectorBytes), now.size());
    if (begin >= end) return;
    if (image.size() < end) image.resize(end);
    for (std::size_t i = begin; i < end; ++i)
        image[i] = now[i];
}

}  // namespace

void DiskModel::opened(const std::string& path, bool created) {
    if (files_.contains(path)) return;
    File file;
    file.name_is_durable = !created;
    if (!created) file.durable = read_all(path);
    files_.emplace(path, std::move(file));
}

void DiskModel::written(const std::string& path, std::int64_t offset, std::int64_t bytes) {
    auto& file = files_.at(path);
    for (auto sector = offset / kSectorBytes; sector <= (offset + bytes - 1) / kSectorBytes; ++sector) {
        file.dirty_sectors.insert(sector);
    }
}

void DiskModel::truncated(const std::string& path) { files_.at(path).resized = true; }

void DiskModel::synced(const std::string& path) {
    auto& file = files_.at(path);
    // Only what changed is read again: a long log is synced at every commit.
    std::ifstream in(path, std::ios::binary);
    if (file.resized) file.durable.resize(std::min<std::size_t>(file.durable.size(), std::filesystem::file_size(path)));
    for (const auto sector : file.dirty_sectors) {
        char buffer[kSectorBytes];
        in.clear();
        in.seekg(sector * kSectorBytes);
        in.read(buffer, kSectorBytes);
        const auto begin = static_cast<std::size_t>(sector * kSectorBytes);
        const auto length = static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0));
        if (length > 0 && file.durable.size() < begin + length) file.durable.resize(begin + length);
        std::copy_n(buffer, length, file.durable.begin() + static_cast<std::ptrdiff_t>(begin));
    }
    file.dirty_sectors.clear();
    file.resized = false;
    file.name_is_durable = true;
}

void DiskModel::names_synced() {
    for (auto& [path, file] : files_)
        file.name_is_durable = true;
    unsynced_removals_.clear();
}

void DiskModel::removed(const std::string& path) {
    const auto found = files_.find(path);
    if (found == files_.end()) return;
    if (found->second.name_is_durable) unsynced_removals_[path] = std::move(found->second.durable);
    files_.erase(found);
}

Bytes DiskModel::image_after_cut(const std::string& path, const File& file, std::mt19937_64& random,
                                 int keep_percent) const {
    const auto now = read_all(path);
    auto image = file.durable;
    if (file.resized && chance(random, keep_percent)) image.resize(now.size());
    for (const auto sector : file.dirty_sectors) {
        if (chance(random, keep_percent)) copy_sector(image, now, sector);
    }
    return image;
}

void DiskModel::cut(std::uint64_t seed, int keep_percent) {
    std::mt19937_64 random(seed);
    std::map<std::string, Bytes> images;
    for (const auto& [path, content] : unsynced_removals_) {
        if (!files_.contains(path) && !chance(random, keep_percent)) images[path] = content;
    }
    for (const auto& [path, file] : files_) {
        std::filesystem::remove(path + "-shm");  // shared memory of a running system only
        if (!file.name_is_durable && !chance(random, keep_percent)) {
            std::filesystem::remove(path);
            continue;
        }
        images[path] = image_after_cut(path, file, random, keep_percent);
    }
    files_.clear();
    unsynced_removals_.clear();
    for (const auto& [path, content] : images)
        write_all(path, content);
}

}  // namespace counterfoil::test_support
