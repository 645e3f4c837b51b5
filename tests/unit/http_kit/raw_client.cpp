#include "unit/http_kit/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "base/assert.hpp"

namespace counterfoil::test {
namespace {

constexpr timeval kPatience{10, 0};

sockaddr_storage parse(const std::string& address, socklen_t& size) {
    const auto colon = address.rfind(':');
    const auto port = htons(static_cast<std::uint16_t>(std::atoi(address.c_str() + colon + 1)));
    std::string host = address.substr(0, colon);
    sockaddr_storage storage{};
    if (host.starts_with('[')) {
        host = host.substr(1, host.size() - 2);
        auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
        v6->sin6_family = AF_INET6;
        v6->sin6_port = port;
        CF_ASSERT(::inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) == 1);
        size = sizeof(sockaddr_in6);
    } else {
        auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
        v4->sin_family = AF_INET;
        v4->sin_port = port;
        CF_ASSERT(::inet_pton(AF_INET, host.c_str(), &v4->sin_addr) == 1);
        size = sizeof(sockaddr_in);
    }
    return storage;
}

std::string lower_case(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

}  // namespace

RawClient::RawClient(const std::string& address, int receive_buffer) : address_(address) {
    socklen_t size = 0;
    const sockaddr_storage storage = parse(address, size);
    descriptor_ = ::socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CF_ASSERT(descriptor_ >= 0);
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
    if (receive_buffer > 0) ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    CF_ASSERT(::connect(descriptor_, reinterpret_cast<const sockaddr*>(&storage), size) == 0);
}

RawClient::~RawClient() { ::close(descriptor_); }

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::shut_writing() { ::shutdown(descriptor_, SHUT_WR); }

bool RawClient::fill() {
    char chunk[16 * 1024];
    const auto size = ::recv(descriptor_, chunk, sizeof chunk, 0);
    if (size <= 0) return false;
    received_.append(chunk, static_cast<std::size_t>(size));
    return true;
}

std::string RawClient::take(std::size_t size) {
    std::string out = received_.substr(0, size);
    received_.erase(0, size);
    return out;
}

RawResponse RawClient::response(bool with_body) {
    RawResponse out;
    while (received_.find("\r\n\r\n") == std::string::npos)
        if (!fill()) return {};
    const std::string head = take(received_.find("\r\n\r\n") + 4);
    for (std::size_t at = head.find("\r\n") + 2; at + 2 < head.size();) {
        const auto end = head.find("\r\n", at);
        const auto colon = head.find(": ", at);
        out.headers[lower_case(head.substr(at, colon - at))] = head.substr(colon + 2, end - colon - 2);
        at = end + 2;
    }
    if (with_body && out.headers.contains("content-length")) {
        const auto size = static_cast<std::size_t>(std::atoll(out.headers["content-length"].c_str()));
        while (received_.size() < size)
            if (!fill()) return {};
        out.body = take(size);
    }
    out.status = std::atoi(head.c_str() + std::strlen("HTTP/1.1 "));
    return out;
}

bool RawClient::ended() {
    if (!received_.empty()) return false;
    char byte = 0;
    const auto size = ::recv(descriptor_, &byte, 1, 0);
    return size == 0 || (size < 0 && errno == ECONNRESET);
}

bool RawClient::ended_within(Millis patience) {
    pollfd wait{descriptor_, POLLIN, 0};
    return ::poll(&wait, 1, static_cast<int>(patience.value)) > 0 && ended();
}

RawResponse RawClient::upgrade(const std::string& target, const std::string& headers) {
    send("GET " + target + " HTTP/1.1\r\nHost: " + address_ +
         "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         headers + "\r\n");
    return response();
}

WebSocketFrame RawClient::frame() {
    const auto need = [this](std::size_t size) {
        while (received_.size() < size)
            if (!fill()) return false;
        return true;
    };
    const auto byte = [this](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(received_[at])); };
    if (!need(2)) return {};
    const int opcode = static_cast<int>(byte(0) & 0x0f);
    std::size_t size = byte(1) & 0x7f;
    std::size_t head = 2;
    if (size >= 126) {
        const std::size_t wide = size == 126 ? 2 : 8;
        if (!need(head + wide)) return {};
        size = 0;
        for (std::size_t i = 0; i < wide; ++i)
            size = size * 256 + byte(head + i);
        head += wide;
    }
    if (!need(head + size)) return {};
    take(head);
    return {opcode, take(size)};
}

void RawClient::send_frame(int opcode, std::string_view payload, bool masked) {
    std::string out(1, static_cast<char>(0x80 | opcode));
    const char mask_bit = masked ? static_cast<char>(0x80) : '\0';
    if (payload.size() < 126) {
        out.push_back(static_cast<char>(mask_bit | static_cast<char>(payload.size())));
    } else {
        out.push_back(static_cast<char>(mask_bit | 126));
        out.push_back(static_cast<char>(payload.size() >> 8));
        out.push_back(static_cast<char>(payload.size() & 0xff));
    }
    const std::string_view mask = "mask";
    if (masked) out += mask;
    for (std::size_t i = 0; i < payload.size(); ++i)
        out.push_back(masked ? static_cast<char>(payload[i] ^ mask[i % 4]) : payload[i]);
    send(out);
}

std::string request_text(const std::string& address, std::string_view method, std::string_view target,
                         std::string_view headers, std::string_view body) {
    std::string out(method);
    out.append(" ").append(target).append(" HTTP/1.1\r\nHost: ").append(address).append("\r\n").append(headers);
    if (!body.empty()) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return out.append("\r\n").append(body);
}

RawResponse exchange(const std::string& address, std::string_view method, std::string_view target, std::string_view headers,
                     std::string_view body) {
    RawClient client(address);
    client.send(request_text(address, method, target, headers, body));
    return client.response(method != "HEAD");
}

}  // namespace counterfoil::test
