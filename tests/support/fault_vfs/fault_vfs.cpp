#include "support/fault_vfs/fault_vfs.hpp"

#include <sqlite3.h>

#include <atomic>
#include <mutex>
#include <new>

#include "base/assert.hpp"
#include "support/fault_vfs/disk_model.hpp"

namespace counterfoil::test_support {

struct FaultVfs::State {
    std::string name;
    sqlite3_vfs vfs{};
    sqlite3_vfs* real = nullptr;

    mutable std::mutex mutex;  ///< guards what follows
    DiskModel disk;
    std::int64_t operations = 0;
    std::int64_t off_at = -1;
    std::int64_t writes_until_failure = 0;
    std::int64_t syncs_until_failure = 0;
    std::optional<std::int64_t> free_bytes;
    int open_files = 0;
    bool off = false;

    /// Counts one operation that reaches the disk; false when the power is, or now goes, off.
    bool operate() {
        if (!off && operations == off_at) off = true;
        if (!off) ++operations;
        return !off;
    }
    /// 0 means not armed; the step from 1 to 0 strikes.
    static bool strikes(std::int64_t& countdown) {
        if (countdown == 0) return false;
        --countdown;
        return countdown == 0;
    }
};

namespace {

using State = FaultVfs::State;

/// Our file, in the memory that SQLite gives; the real file's memory follows it.
struct File {
    sqlite3_file base;
    State* state;
    const char* path;  ///< null for a temporary file, which no power cut concerns
    bool sync_makes_names_durable;

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& file_of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
State& state_of(sqlite3_vfs* vfs) { return *static_cast<State*>(vfs->pAppData); }

int file_close(sqlite3_file* base) {
    auto& file = file_of(base);
    const std::lock_guard lock(file.state->mutex);
    --file.state->open_files;
    return file.real()->pMethods->xClose(file.real());
}

int file_read(sqlite3_file* base, void* data, int bytes, sqlite3_int64 offset) {
    auto& file = file_of(base);
    const std::lock_guard lock(file.state->mutex);
    if (file.state->off) return SQLITE_IOERR_READ;
    return file.real()->pMethods->xRead(file.real(), data, bytes, offset);
}

int file_write(sqlite3_file* base, const void* data, int bytes, sqlite3_int64 offset) {
    auto& file = file_of(base);
    auto& state = *file.state;
    const std::lock_guard lock(state.mutex);
    if (!state.operate() || State::strikes(state.writes_until_failure)) return SQLITE_IOERR_WRITE;
    if (state.free_bytes) {
        sqlite3_int64 size = 0;
        if (const int code = file.real()->pMethods->xFileSize(file.real(), &size); code != SQLITE_OK) return code;
        const auto growth = offset + bytes - size;
        if (growth > *state.free_bytes) return SQLITE_FULL;
        if (growth > 0) *state.free_bytes -= growth;
    }
    const int code = file.real()->pMethods->xWrite(file.real(), data, bytes, offset);
    if (code == SQLITE_OK && file.path != nullptr) state.disk.written(file.path, offset, bytes);
    return code;
}

int file_truncate(sqlite3_file* base, sqlite3_int64 size) {
    auto& file = file_of(base);
    const std::lock_guard lock(file.state->mutex);
    if (!file.state->operate()) return SQLITE_IOERR_TRUNCATE;
    const int code = file.real()->pMethods->xTruncate(file.real(), size);
    if (code == SQLITE_OK && file.path != nullptr) file.state->disk.truncated(file.path);
    return code;
}

int file_sync(sqlite3_file* base, int) {
    auto& file = file_of(base);
    const std::lock_guard lock(file.state->mutex);
    if (!file.state->operate() || State::strikes(file.state->syncs_until_failure)) return SQLITE_IOERR_FSYNC;
    if (file.path == nullptr) return SQLITE_OK;
    // The model decides what is durable; the real disk need not be waited for.
    file.state->disk.synced(file.path);
    if (file.sync_makes_names_durable) file.state->disk.names_synced();
    file.sync_makes_names_durable = false;
    return SQLITE_OK;
}

int file_size(sqlite3_file* base, sqlite3_int64* size) {
    auto& file = file_of(base);
    return file.real()->pMethods->xFileSize(file.real(), size);
}

int file_lock(sqlite3_file* base, int level) {
    auto& file = file_of(base);
    return file.real()->pMethods->xLock(file.real(), level);
}

int file_unlock(sqlite3_file* base, int level) {
    auto& file = file_of(base);
    return file.real()->pMethods->xUnlock(file.real(), level);
}

int file_check_lock(sqlite3_file* base, int* reserved) {
    auto& file = file_of(base);
    return file.real()->pMethods->xCheckReservedLock(file.real(), reserved);
}

int file_control(sqlite3_file* base, int operation, void* argument) {
    // Growing a file ahead of its use would go past the model.
    if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
    auto& file = file_of(base);
    return file.real()->pMethods->xFileControl(file.real(), operation, argument);
}

int file_sector_size(sqlite3_file*) { return 512; }
// A sector is written whole or not at all, and nothing beside it changes: what the product's disks promise, and no more.
int file_characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int file_shm_map(sqlite3_file* base, int page, int bytes, int extend, void volatile** memory) {
    auto& file = file_of(base);
    return file.real()->pMethods->xShmMap(file.real(), page, bytes, extend, memory);
}

int file_shm_lock(sqlite3_file* base, int offset, int count, int flags) {
    auto& file = file_of(base);
    return file.real()->pMethods->xShmLock(file.real(), offset, count, flags);
}

void file_shm_barrier(sqlite3_file* base) {
    auto& file = file_of(base);
    file.real()->pMethods->xShmBarrier(file.real());
}

int file_shm_unmap(sqlite3_file* base, int remove) {
    auto& file = file_of(base);
    return file.real()->pMethods->xShmUnmap(file.real(), remove);
}

int file_fetch(sqlite3_file* base, sqlite3_int64 offset, int bytes, void** memory) {
    auto& file = file_of(base);
    return file.real()->pMethods->xFetch(file.real(), offset, bytes, memory);
}

int file_unfetch(sqlite3_file* base, sqlite3_int64 offset, void* memory) {
    auto& file = file_of(base);
    return file.real()->pMethods->xUnfetch(file.real(), offset, memory);
}

constexpr sqlite3_io_methods kMethods{3,
                                      file_close,
                                      file_read,
                                      file_write,
                                      file_truncate,
                                      file_sync,
                                      file_size,
                                      file_lock,
                                      file_unlock,
                                      file_check_lock,
                                      file_control,
                                      file_sector_size,
                                      file_characteristics,
                                      file_shm_map,
                                      file_shm_lock,
                                      file_shm_barrier,
                                      file_shm_unmap,
                                      file_fetch,
                                      file_unfetch};

int vfs_open(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* base, int flags, int* flags_out) {
    auto& state = state_of(vfs);
    const std::lock_guard lock(state.mutex);
    auto* file = new (base) File{{nullptr}, &state, path, false};
    if (state.off) return SQLITE_CANTOPEN;
    int exists = 0;
    if (path != nullptr) state.real->xAccess(state.real, path, SQLITE_ACCESS_READWRITE, &exists);
    const bool creates = path != nullptr && exists == 0 && (flags & SQLITE_OPEN_CREATE) != 0;
    if (creates && !state.operate()) return SQLITE_CANTOPEN;
    const int code = state.real->xOpen(state.real, path, file->real(), flags, flags_out);
    if (code != SQLITE_OK) return code;
    // As the system's VFS does: the first sync of a new log or journal also syncs its folder.
    constexpr int kLogs = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    file->sync_makes_names_durable = creates && (flags & kLogs) != 0;
    if (path != nullptr) state.disk.opened(path, creates);
    ++state.open_files;
    file->base.pMethods = &kMethods;
    return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    auto& state = state_of(vfs);
    const std::lock_guard lock(state.mutex);
    if (!state.operate()) return SQLITE_IOERR_DELETE;
    const int code = state.real->xDelete(state.real, path, 0);
    if (code != SQLITE_OK) return code;
    state.disk.removed(path);
    if (sync_folder == 0) return SQLITE_OK;
    if (!state.operate()) return SQLITE_IOERR_DELETE;
    state.disk.names_synced();
    return SQLITE_OK;
}

int vfs_access(sqlite3_vfs* vfs, const char* path, int flags, int* result) {
    auto& state = state_of(vfs);
    const std::lock_guard lock(state.mutex);
    if (state.off) return SQLITE_IOERR_ACCESS;
    return state.real->xAccess(state.real, path, flags, result);
}

int vfs_full_path(sqlite3_vfs* vfs, const char* path, int bytes, char* out) {
    auto& state = state_of(vfs);
    return state.real->xFullPathname(state.real, path, bytes, out);
}

}  // namespace

FaultVfs::FaultVfs() : state_(std::make_unique<State>()) {
    static std::atomic<int> number{0};
    state_->name = "fault-" + std::to_string(++number);
    state_->real = sqlite3_vfs_find("unix");
    CF_ASSERT(state_->real != nullptr);
    // Clock, randomness and the rest stay the system's.
    state_->vfs = *state_->real;
    state_->vfs.pNext = nullptr;
    state_->vfs.zName = state_->name.c_str();
    state_->vfs.pAppData = state_.get();
    state_->vfs.szOsFile = static_cast<int>(sizeof(File)) + state_->real->szOsFile;
    state_->vfs.xOpen = vfs_open;
    state_->vfs.xDelete = vfs_delete;
    state_->vfs.xAccess = vfs_access;
    state_->vfs.xFullPathname = vfs_full_path;
    CF_ASSERT(sqlite3_vfs_register(&state_->vfs, 0) == SQLITE_OK);
}

FaultVfs::~FaultVfs() {
    CF_ASSERT(state_->open_files == 0);
    sqlite3_vfs_unregister(&state_->vfs);
}

const std::string& FaultVfs::name() const { return state_->name; }

void FaultVfs::set_free_bytes(std::optional<std::int64_t> bytes) {
    const std::lock_guard lock(state_->mutex);
    state_->free_bytes = bytes;
}

void FaultVfs::fail_write(std::int64_t nth) {
    const std::lock_guard lock(state_->mutex);
    state_->writes_until_failure = nth;
}

void FaultVfs::fail_sync(std::int64_t nth) {
    const std::lock_guard lock(state_->mutex);
    state_->syncs_until_failure = nth;
}

std::int64_t FaultVfs::operations() const {
    const std::lock_guard lock(state_->mutex);
    return state_->operations;
}

void FaultVfs::power_off_at(std::int64_t operation) {
    const std::lock_guard lock(state_->mutex);
    state_->off_at = operation;
}

void FaultVfs::power_off() {
    const std::lock_guard lock(state_->mutex);
    state_->off = true;
}

bool FaultVfs::is_off() const {
    const std::lock_guard lock(state_->mutex);
    return state_->off;
}

void FaultVfs::cut(std::uint64_t seed, int keep_percent) {
    const std::lock_guard lock(state_->mutex);
    CF_ASSERT(state_->open_files == 0);
    state_->disk.cut(seed, keep_percent);
    state_->off = false;
    state_->off_at = -1;
}

}  // namespace counterfoil::test_support
