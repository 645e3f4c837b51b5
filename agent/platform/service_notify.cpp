#include "platform/service_notify.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <string>

#include "platform/file_handle.hpp"
#include "platform/system_error.hpp"

namespace counterfoil::platform {
namespace {

std::optional<std::int64_t> number_in(const char* variable) {
    const char* text = std::getenv(variable);
    if (text == nullptr) return std::nullopt;
    const std::string_view view(text);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), number);
    if (error != std::errc{} || end != view.data() + view.size()) return std::nullopt;
    return number;
}

}  // namespace

Result<bool> notify_service_manager(std::string_view state) {
    const char* name = std::getenv("NOTIFY_SOCKET");
    if (name == nullptr || *name == '\0') return false;
    const std::string path = name;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if ((path[0] != '/' && path[0] != '@') || path.size() >= sizeof address.sun_path) {
        return fail(ErrorCode::invalid_input, "not a usable socket path", "NOTIFY_SOCKET=" + path,
                    "start the service by systemd, or unset NOTIFY_SOCKET");
    }
    std::ranges::copy(path, address.sun_path);
    // A leading @ stands for the null byte of an abstract name.
    if (path[0] == '@') address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    const FileHandle socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) return std::unexpected(system_error(errno, "make a socket", "NOTIFY_SOCKET=" + path));
    const auto sent = ::sendto(socket.number(), state.data(), state.size(), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr*>(&address), length);
    if (sent < 0) return std::unexpected(system_error(errno, "tell the service manager", "NOTIFY_SOCKET=" + path));
    return true;
}

void tell_service_manager(std::string_view state, Log& log) {
    if (const auto told = notify_service_manager(state); !told)
        log.write(LogLevel::warning, "service_manager.not_told", {{"error", describe(told.error())}});
}

std::optional<Millis> watchdog_interval() {
    const auto pid = number_in("WATCHDOG_PID");
    if (pid && *pid != ::getpid()) return std::nullopt;
    const auto microseconds = number_in("WATCHDOG_USEC");
    if (!microseconds || *microseconds < 1000) return std::nullopt;
    return Millis{*microseconds / 1000};
}

}  // namespace counterfoil::platform
