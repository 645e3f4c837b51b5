#include "platform/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "platform/file_handle.hpp"
#include "platform/system_error.hpp"

namespace counterfoil::platform {
namespace {

constexpr std::size_t kReadBytes = 65'536;

std::string folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

/// 0, or errno of the first step that failed.
int write_new_file(const std::string& path, ByteView bytes, mode_t mode) {
    FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (!file) return errno;
    if (::fchmod(file.number(), mode) != 0) return errno;
    if (const int number = write_all(file, bytes); number != 0) return number;
    if (::fsync(file.number()) != 0) return errno;
    return ::close(file.release()) == 0 ? 0 : errno;
}

}  // namespace

int write_all(const FileHandle& file, ByteView bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

Result<Bytes> read_file(const std::string& path, std::size_t bytes_max) {
    const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return std::unexpected(system_error(errno, "open the file", path));
    Bytes content;
    for (;;) {
        // One byte more than allowed, so that a file that is too long shows itself.
        const auto before = content.size();
        const auto room = std::min(bytes_max + 1 - before, kReadBytes);
        content.resize(before + room);
        const auto got = ::read(file.number(), content.data() + before, room);
        content.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0) return content;
        if (got < 0 && errno != EINTR) return std::unexpected(system_error(errno, "read the file", path));
        if (content.size() > bytes_max) {
            return fail(ErrorCode::full, "the file has more than " + std::to_string(bytes_max) + " bytes", path,
                        "this is not the file that is expected here; check the path");
        }
    }
}

Result<void> sync_folder(const std::string& path) {
    const FileHandle folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) return std::unexpected(system_error(errno, "open the folder", path));
    if (::fsync(folder.number()) != 0) return std::unexpected(system_error(errno, "sync the folder", path));
    return {};
}

Result<void> write_file_durably(const std::string& path, ByteView bytes, mode_t mode) {
    const auto fresh = path + ".new";
    // What a power cut may have left half-written.
    if (::unlink(fresh.c_str()) != 0 && errno != ENOENT)
        return std::unexpected(system_error(errno, "remove the old copy", fresh));
    if (const int number = write_new_file(fresh, bytes, mode); number != 0) {
        ::unlink(fresh.c_str());
        return std::unexpected(system_error(number, "write the file", path));
    }
    if (std::rename(fresh.c_str(), path.c_str()) != 0) {
        const int number = errno;
        ::unlink(fresh.c_str());
        return std::unexpected(system_error(number, "replace the file", path));
    }
    return sync_folder(folder_of(path));
}

}  // namespace counterfoil::platform
