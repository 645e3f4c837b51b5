#include "platform/state_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "base/bytes.hpp"
#include "platform/file_handle.hpp"
#include "platform/files.hpp"
#include "platform/system_error.hpp"

namespace counterfoil::platform {
namespace {

constexpr const char* kProbeName = "/.probe";
constexpr const char* kLockName = "/lock";

/// Like mkdir -p; what exists is left as it is and judged by check_folder.
Result<void> make_folders(const std::string& path) {
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        const bool last = end == std::string::npos;
        const auto part = path.substr(0, end);
        if (::mkdir(part.c_str(), last ? 0700 : 0755) != 0 && errno != EEXIST) {
            return std::unexpected(system_error(errno, "make the state folder", part));
        }
        if (last) return {};
    }
}

Result<void> check_folder(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return std::unexpected(system_error(errno, "look at the state folder", path));
    if (!S_ISDIR(info.st_mode)) {
        return fail(ErrorCode::conflict, "the state folder's path is no folder", path,
                    "move the file away or set state_dir to another path");
    }
    if (info.st_uid != ::geteuid()) {
        return fail(ErrorCode::permission,
                    "the state folder belongs to user " + std::to_string(info.st_uid) + ", this program runs as user " +
                        std::to_string(::geteuid()),
                    path, "start the program as the folder's owner, or set state_dir to another path");
    }
    if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return fail(ErrorCode::permission, "others may write to the state folder", path,
                    "check that nobody changed its files, then run: chmod 700 " + path);
    }
    return {};
}

Result<void> probe(const std::string& path) {
    const auto name = path + kProbeName;
    FileHandle file(::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return std::unexpected(system_error(errno, "write to the state folder", path));
    int number = write_all(file, as_bytes("probe\n"));
    if (number == 0 && ::fsync(file.number()) != 0) number = errno;
    if (::unlink(name.c_str()) != 0 && number == 0) number = errno;
    if (number != 0) return std::unexpected(system_error(number, "write to the state folder", path));
    return {};
}

std::string pid_in(const std::string& path) {
    const auto content = read_file(path, 32);
    if (!content) return "unknown";
    std::string pid(as_text(*content));
    std::erase_if(pid, [](char c) { return c < '0' || c > '9'; });
    return pid.empty() ? "unknown" : pid;
}

}  // namespace

Result<void> create_state_folder(const std::string& path) {
    if (path.empty())
        return fail(ErrorCode::invalid_input, "the state folder's path is empty", "state_dir", "set state_dir");
    CF_CHECK(make_folders(path));
    CF_CHECK(check_folder(path));
    return probe(path);
}

struct StateLock::Held {
    FileHandle file;
};

StateLock::StateLock(std::unique_ptr<Held> held) : held_(std::move(held)) {}
StateLock::StateLock(StateLock&&) noexcept = default;
StateLock& StateLock::operator=(StateLock&&) noexcept = default;
StateLock::~StateLock() = default;

Result<StateLock> StateLock::acquire(const std::string& folder) {
    const auto path = folder + kLockName;
    FileHandle file(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) return std::unexpected(system_error(errno, "open the lock file", path));
    if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return std::unexpected(system_error(errno, "lock the state folder", path));
        return fail(ErrorCode::conflict, "the state folder is in use by process " + pid_in(path), folder,
                    "stop that process first, or give this one a state_dir of its own");
    }
    const auto pid = std::to_string(::getpid()) + "\n";
    int number = ::ftruncate(file.number(), 0) == 0 ? 0 : errno;
    if (number == 0) number = write_all(file, as_bytes(pid));
    if (number != 0) return std::unexpected(system_error(number, "write the lock file", path));
    return StateLock(std::make_unique<Held>(std::move(file)));
}

}  // namespace counterfoil::platform
