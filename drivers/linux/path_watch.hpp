// Tells when a path may have come into being, without asking again and again.
#pragma once

#include <string>

#include "base/result.hpp"
#include "linux/file_descriptor.hpp"

namespace counterfoil::drivers_linux {

/// Watches the folder of `path`, or the nearest one above it that exists: /dev/serial/by-id goes away with the last device
/// in it. What a symbolic link points to is not watched; the caller retries by timer as well. One thread.
class PathWatch {
public:
    /// io where the system has no inotify instance left.
    static Result<PathWatch> create(std::string path);

    /// For poll(): readable when drain() has something to say.
    int fd() const noexcept { return inotify_.get(); }

    /// Aims at the nearest existing folder. Call before every look at the path, so that nothing between look and wait is
    /// missed. io where no folder can be watched.
    Result<void> arm();

    /// Takes what has happened; true if it concerns the path. Never blocks.
    bool drain();

private:
    PathWatch(std::string path, FileDescriptor inotify);

    std::string path_;
    FileDescriptor inotify_;
    int watch_ = -1;
    std::string awaited_name_;  ///< the next component of the path within the watched folder
};

}  // namespace counterfoil::drivers_linux
