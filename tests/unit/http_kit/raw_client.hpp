// A client that sends exactly the bytes it is told to, over a POSIX socket. Every read ends after ten seconds at the latest.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace counterfoil::test {

struct RawResponse {
    int status = 0;                                   ///< 0: the connection ended before a whole response came
    std::map<std::string, std::string> headers = {};  ///< names in lower case
    std::string body = {};
};

struct WebSocketFrame {
    int opcode = -1;  ///< -1: the connection ended; 1 text, 8 close, 9 ping, 10 pong
    std::string payload = {};
};

class RawClient {
public:
    /// address: "127.0.0.1:port" or "[::1]:port". A small `receive_buffer` makes a reader that is full soon.
    explicit RawClient(const std::string& address, int receive_buffer = 0);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// False where the peer has closed the connection.
    bool send(std::string_view bytes);
    void shut_writing();
    /// The next response; `with_body` false for the answer to HEAD.
    RawResponse response(bool with_body = true);
    /// True where the connection ends without another byte.
    bool ended();
    bool ended_within(Millis patience);

    /// Sends the upgrade and reads its answer.
    RawResponse upgrade(const std::string& target, const std::string& headers);
    WebSocketFrame frame();
    void send_frame(int opcode, std::string_view payload, bool masked = true);

    std::string host() const { return address_; }

private:
    bool fill();
    std::string take(std::size_t size);

    std::string address_;
    int descriptor_ = -1;
    std::string received_;
};

/// "METHOD target HTTP/1.1" with Host, further header lines ("Name: value\r\n") and the body with its length.
std::string request_text(const std::string& address, std::string_view method, std::string_view target,
                         std::string_view headers = {}, std::string_view body = {});

/// One exchange on a connection of its own.
RawResponse exchange(const std::string& address, std::string_view method, std::string_view target,
                     std::string_view headers = {}, std::string_view body = {});

}  // namespace counterfoil::test
