#include "support/e2e/free_port.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <random>
#include <string>

#include "base/assert.hpp"

namespace counterfoil::e2e {
namespace {

// Below the range from which the kernel takes the ports of outgoing connections.
constexpr std::uint16_t kFirst = 20000;
constexpr std::uint16_t kCount = 12000;
constexpr int kTries = 1000;

/// A name in the abstract socket space, which the kernel gives back when this process ends.
bool reserve(std::uint16_t port) {
    const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CF_ASSERT(handle >= 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = "counterfoil-test-port-" + std::to_string(port);
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    if (::bind(handle, reinterpret_cast<const sockaddr*>(&address), length) == 0) return true;
    ::close(handle);
    return false;
}

bool nobody_listens(std::uint16_t port) {
    const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CF_ASSERT(handle >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool bound = ::bind(handle, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    ::close(handle);
    return bound;
}

}  // namespace

std::uint16_t free_port() {
    static std::mt19937 random{std::random_device{}()};
    for (int i = 0; i < kTries; ++i) {
        const auto port = static_cast<std::uint16_t>(kFirst + random() % kCount);
        if (reserve(port) && nobody_listens(port)) return port;
    }
    CF_ASSERT(false);
    return 0;
}

}  // namespace counterfoil::e2e
