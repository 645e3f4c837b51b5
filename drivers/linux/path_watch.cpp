#include "linux/path_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace counterfoil::drivers_linux {
namespace {

constexpr std::uint32_t kEvents = IN_CREATE | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
constexpr int kReadsMax = 64;

}  // namespace

PathWatch::PathWatch(std::string path, FileDescriptor inotify) : path_(std::move(path)), inotify_(std::move(inotify)) {}

Result<PathWatch> PathWatch::create(std::string path) {
    FileDescriptor inotify(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    if (!inotify.valid()) {
        return fail(ErrorCode::io, "inotify: " + errno_text(errno), path, "raise fs.inotify.max_user_instances");
    }
    return PathWatch(std::move(path), std::move(inotify));
}

Result<void> PathWatch::arm() {
    std::filesystem::path awaited = std::filesystem::path(path_).lexically_normal();
    while (true) {
        const auto folder = awaited.has_parent_path() ? awaited.parent_path() : std::filesystem::path(".");
        const int watch = ::inotify_add_watch(inotify_.get(), folder.c_str(), kEvents);
        const int error = errno;
        if (watch >= 0) {
            if (watch_ >= 0 && watch != watch_) ::inotify_rm_watch(inotify_.get(), watch_);
            watch_ = watch;
            awaited_name_ = awaited.filename().string();
            return {};
        }
        const bool absent = error == ENOENT || error == ENOTDIR;
        if (!absent || folder == awaited || !folder.has_filename() || folder == ".") {
            return fail(ErrorCode::io, "cannot be watched: " + errno_text(error), folder.string());
        }
        awaited = folder;
    }
}

bool PathWatch::drain() {
    bool concerned = false;
    alignas(inotify_event) std::array<char, 4096> buffer;
    for (int reads = 0; reads < kReadsMax; ++reads) {
        const ssize_t length = ::read(inotify_.get(), buffer.data(), buffer.size());
        if (length <= 0) break;
        for (std::size_t at = 0; at < static_cast<std::size_t>(length);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const char* name = event.len > 0 ? buffer.data() + at + sizeof event : "";
            // An event without a name is about the folder itself (gone, moved) or says that events were lost.
            const bool removed_by_us = (event.mask & IN_IGNORED) != 0;
            if (!removed_by_us && (*name == '\0' || awaited_name_ == name)) concerned = true;
            at += sizeof event + event.len;
        }
    }
    return concerned;
}

}  // namespace counterfoil::drivers_linux
