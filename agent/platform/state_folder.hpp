// The folder in which one running program keeps its files, and the lock that makes it the only one. Any thread.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"

namespace counterfoil::platform {

/// Makes the folder with mode 0700 and its missing parents with 0755, and proves by a written and synced file that it can be
/// used. Errors, with nothing else changed: permission (not ours, writable for group or others, not writable for us),
/// not_found (a part of the path is a file), conflict (the path itself is no folder), full, io.
Result<void> create_state_folder(const std::string& path);

/// Held until the object goes; the system lets go of it when the process ends, however it ends.
class StateLock {
public:
    /// `conflict`: another process has it; the message names its pid. Uses the file FOLDER/lock, which stays.
    static Result<StateLock> acquire(const std::string& folder);
    StateLock(StateLock&&) noexcept;
    StateLock& operator=(StateLock&&) noexcept;
    ~StateLock();

private:
    struct Held;
    explicit StateLock(std::unique_ptr<Held> held);
    std::unique_ptr<Held> held_;
};

}  // namespace counterfoil::platform
