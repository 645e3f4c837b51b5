// A small HTTP/1.1 and WebSocket server over Boost.Beast that knows nothing of the business. No Beast in this header.
//
// Bounded everywhere: header 8 KiB, body as configured, connections, time to send a request, time between requests, messages
// queued to a WebSocket client (one that does not read is cut). Host and Origin are checked against DNS rebinding and CSRF.
// All calls and callbacks are the io thread's.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "web/kit/io_loop.hpp"

namespace counterfoil::http_kit {

struct Request {
    std::string method;
    std::string path;                          ///< percent-decoded, without the query
    std::map<std::string, std::string> query;  ///< percent-decoded; of a repeated name the last
    std::string body;
    std::string authorization;
    std::string idempotency_key;
    std::string accept_language;
    std::string content_type;
    std::string cookie;         ///< as sent, not yet parsed
    std::string if_none_match;  ///< as sent
    std::string origin;         ///< empty, or one of this server's: the others do not come so far
};

/// Statuses 204 and 304 have no body, and therefore neither type nor length.
struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::string body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string cache_control = "no-store";
};

using Respond = std::function<void(Response)>;

/// What may wait for a WebSocket client that does not read. Room for a whole replay of the event stream and then some.
inline constexpr std::size_t kWebSocketQueueMax = 2'000;
inline constexpr std::size_t kWebSocketQueueBytesMax = 8 * 1024 * 1024;

/// One WebSocket client. send() queues; a client with more unread than the limits above is cut, and closed() is called from
/// within send().
class WebSocketClient {
public:
    virtual ~WebSocketClient() = default;
    virtual void send(std::string text) = 0;
    virtual void close() = 0;
};

class Handler {
public:
    virtual ~Handler() = default;
    /// Answers once, now or later; a second answer, or one after the server's end, goes nowhere. HEAD comes as GET. An
    /// exception is answered 500 and logged.
    virtual void handle(Request request, Respond respond) = 0;
    /// A WebSocket upgrade: a response refuses it, nothing accepts it and opened() follows.
    virtual std::optional<Response> upgrade(const Request& request) = 0;
    virtual void opened(const Request& request, std::shared_ptr<WebSocketClient> client) = 0;
    /// The client that opened() brought is no more, also because the server ends: let go of it.
    virtual void closed(WebSocketClient& client) = 0;
    /// The body of an error that the server itself finds (malformed request, too large): application/problem+json.
    virtual Response problem(int status, std::string_view code, std::string_view detail) = 0;
};

struct ServerConfig {
    std::string listen = {};                      ///< "address:port"; port 0 takes a free one
    std::vector<std::string> allowed_hosts = {};  ///< "name" or "name:port", besides the address itself and localhost
    std::size_t body_bytes_max = 256 * 1024;
    std::size_t connections_max = 256;
    Millis request_timeout{10'000};  ///< to send a request from its first byte; to take an answer
    Millis answer_timeout{60'000};   ///< the handler's; then the client is told 504
    Millis idle_timeout{60'000};     ///< between requests; a WebSocket client that does not answer a ping
};

class Server {
public:
    /// Binds and starts accepting. Errors: unavailable where the port is in use, permission where it is not for this user,
    /// invalid_input for an address that is none, io for one that is not this machine's. Loop, handler and log outlive it.
    static Result<std::unique_ptr<Server>> start(IoLoop& loop, ServerConfig config, Handler& handler, Log& log);
    virtual ~Server() = default;              ///< closes all connections; afterwards the handler is not called any more
    virtual std::string address() const = 0;  ///< as bound, with the real port
    virtual std::size_t connections() const = 0;
};

}  // namespace counterfoil::http_kit
