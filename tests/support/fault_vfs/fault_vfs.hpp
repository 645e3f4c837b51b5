// A SQLite VFS that breaks on order. It stands before the system's VFS (real files, real locks, several connections and
// threads), counts what reaches the disk and can refuse it, or cut the power and leave of the files what a disk would.
//
//     FaultVfs vfs;
//     { auto database = Database::open(path, {.vfs = vfs.name()}).value(); ...; vfs.power_off_at(n); ... }   // fails from n
//     on vfs.cut(seed);                                              // files as found after the cut, power is back auto
//     database = Database::open(path, {.vfs = vfs.name()});  // recovery
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace counterfoil::test_support {

class FaultVfs {
public:
    FaultVfs();
    /// All files must be closed (asserted).
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    /// For OpenOptions::vfs; unique in the process.
    const std::string& name() const;

    /// Bytes by which files may still grow before SQLITE_FULL; nothing means no limit.
    void set_free_bytes(std::optional<std::int64_t> bytes);
    /// The n-th write (sync) from now on fails once with SQLITE_IOERR; 1 is the next.
    void fail_write(std::int64_t nth);
    void fail_sync(std::int64_t nth);

    /// Writes, truncations, syncs, creations and deletions since the start.
    std::int64_t operations() const;
    /// The power goes off instead of operation number `operation` (the first is 0): it and all that follow fail.
    void power_off_at(std::int64_t operation);
    void power_off();
    bool is_off() const;
    /// Leaves the files as a power cut would and switches the power on again. All files must be closed (asserted). Each
    /// unsynced sector, creation and deletion survives with a chance of `keep_percent`.
    void cut(std::uint64_t seed, int keep_percent = 50);

    struct State;

private:
    std::unique_ptr<State> state_;
};

}  // namespace counterfoil::test_support
