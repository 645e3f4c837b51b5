#include "hub/store/hub_epoch.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>
#include <utility>

namespace counterfoil::hub {

namespace {

constexpr const char* kName = "/hub_epoch";
constexpr std::size_t kTextMax = 32;

class File {
public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int get() const noexcept { return descriptor_; }
    bool is_open() const noexcept { return descriptor_ >= 0; }

private:
    int descriptor_;
};

std::unexpected<Error> failed(const std::string& path, const char* what) {
    const int code = errno;
    const ErrorCode kind = code == EACCES || code == EPERM || code == EROFS ? ErrorCode::permission
                           : code == ENOSPC || code == EDQUOT               ? ErrorCode::full
                                                                            : ErrorCode::io;
    return fail(kind, std::string(what) + ": " + std::strerror(code), path);
}

Result<void> write_durably(const std::string& folder, HubEpoch epoch) {
    const std::string path = folder + kName;
    const std::string fresh = path + ".new";
    const std::string text = std::to_string(epoch.value) + "\n";
    {
        const File file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (!file.is_open()) return failed(fresh, "cannot be written");
        if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            return failed(fresh, "cannot be written");
        if (::fsync(file.get()) != 0) return failed(fresh, "cannot be made durable");
    }
    if (::rename(fresh.c_str(), path.c_str()) != 0) return failed(path, "cannot be replaced");
    const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.is_open() || ::fsync(directory.get()) != 0) return failed(folder, "cannot be made durable");
    return {};
}

Result<HubEpoch> parse(std::string_view text, const std::string& path) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    if (whole && number > 0 && std::in_range<std::int64_t>(number)) return HubEpoch{number};
    return fail(ErrorCode::corrupt, "holds no hub epoch", path,
                "write into it a whole number that is higher than any that a device has seen");
}

}  // namespace

Result<HubEpoch> open_hub_epoch(const std::string& folder) {
    const std::string path = folder + kName;
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        if (errno != ENOENT) return failed(path, "cannot be read");
        if (::access((folder + "/hub.db").c_str(), F_OK) == 0) {
            return fail(ErrorCode::corrupt, "is missing beside a database", path,
                        "put it back, or write into it a whole number that is higher than any that a device has seen");
        }
        CF_CHECK(write_durably(folder, HubEpoch{1}));
        return HubEpoch{1};
    }
    char text[kTextMax];
    const ssize_t size = ::read(file.get(), text, sizeof text);
    if (size < 0) return failed(path, "cannot be read");
    return parse({text, static_cast<std::size_t>(size)}, path);
}

Result<HubEpoch> raise_hub_epoch(const std::string& folder) {
    CF_TRY(epoch, open_hub_epoch(folder));
    CF_CHECK(write_durably(folder, epoch.next()));
    return epoch.next();
}

}  // namespace counterfoil::hub
