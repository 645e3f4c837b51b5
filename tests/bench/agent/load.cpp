#include "bench/agent/load.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <vector>

#include "base/assert.hpp"

namespace counterfoil::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

int try_connect(std::uint16_t port) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CF_ASSERT(fd >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(fd);
        return -1;
    }
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

/// The length of the first whole response in `text`, 0 while it is not complete.
std::size_t whole_response(const std::string& text) {
    const auto head_end = text.find("\r\n\r\n");
    if (head_end == std::string::npos) return 0;
    const auto field = text.find("Content-Length: ");
    CF_ASSERT(field != std::string::npos && field < head_end);
    std::size_t length = 0;
    std::from_chars(text.data() + field + 16, text.data() + head_end, length);
    const std::size_t all = head_end + 4 + length;
    return text.size() >= all ? all : 0;
}

int status_of(const std::string& text) { return std::stoi(text.substr(9, 3)); }

void send_all(int fd, const std::string& text) {
    std::size_t sent = 0;
    while (sent < text.size()) {
        const ssize_t size = ::send(fd, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        CF_ASSERT(size > 0);
        sent += static_cast<std::size_t>(size);
    }
}

}  // namespace

double requests_per_second(const Load& load) {
    const int poller = epoll_create1(EPOLL_CLOEXEC);
    std::vector<int> sockets;
    std::vector<std::string> buffers(static_cast<std::size_t>(load.connections));
    std::uint64_t sent = 0;
    for (int i = 0; i < load.connections; ++i) {
        const int fd = try_connect(load.port);
        CF_ASSERT(fd >= 0);
        sockets.push_back(fd);
        epoll_event event{.events = EPOLLIN, .data = {.u64 = static_cast<std::uint64_t>(i)}};
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
        send_all(fd, load.request(sent++));
    }
    std::uint64_t answered = 0;
    const auto begin = SteadyClock::now();
    const auto end = begin + std::chrono::milliseconds(load.milliseconds);
    std::vector<epoll_event> events(sockets.size());
    std::string chunk(65536, '\0');
    while (SteadyClock::now() < end) {
        const int ready = epoll_wait(poller, events.data(), static_cast<int>(events.size()), 100);
        for (int e = 0; e < ready; ++e) {
            const auto i = static_cast<std::size_t>(events[static_cast<std::size_t>(e)].data.u64);
            const ssize_t size = recv(sockets[i], chunk.data(), chunk.size(), 0);
            CF_ASSERT(size > 0);
            buffers[i].append(chunk, 0, static_cast<std::size_t>(size));
            if (whole_response(buffers[i]) == 0) continue;
            CF_ASSERT(status_of(buffers[i]) == 200);
            buffers[i].clear();
            ++answered;
            send_all(sockets[i], load.request(sent++));
        }
    }
    const double seconds = std::chrono::duration<double>(SteadyClock::now() - begin).count();
    for (const int fd : sockets)
        close(fd);
    close(poller);
    return static_cast<double>(answered) / seconds;
}

Exchange::Exchange(std::uint16_t port) : fd_(try_connect(port)) { CF_ASSERT(fd_ >= 0); }
Exchange::~Exchange() { close(fd_); }

std::string Exchange::send(const std::string& request, int expected) {
    send_all(fd_, request);
    std::string text;
    std::string chunk(65536, '\0');
    while (whole_response(text) == 0) {
        const ssize_t size = recv(fd_, chunk.data(), chunk.size(), 0);
        CF_ASSERT(size > 0);
        text.append(chunk, 0, static_cast<std::size_t>(size));
    }
    if (status_of(text) != expected) std::fprintf(stderr, "unexpected answer:\n%s\n", text.c_str());
    CF_ASSERT(status_of(text) == expected);
    return text.substr(text.find("\r\n\r\n") + 4);
}

std::string http_request(std::uint16_t port, const std::string& method, const std::string& path, const std::string& token,
                         const std::string& body, const std::string& idempotency_key) {
    std::string text = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n";
    if (!token.empty()) text += "Authorization: Bearer " + token + "\r\n";
    if (!idempotency_key.empty()) text += "Idempotency-Key: " + idempotency_key + "\r\n";
    if (!body.empty()) text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + body;
}

bool wait_for_port(std::uint16_t port) {
    const auto end = SteadyClock::now() + std::chrono::seconds(10);
    while (SteadyClock::now() < end) {
        const int fd = try_connect(port);
        if (fd >= 0) {
            close(fd);
            return true;
        }
        poll(nullptr, 0, 1);
    }
    return false;
}

}  // namespace counterfoil::bench
