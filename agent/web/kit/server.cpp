#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <charconv>
#include <deque>

#include "web/kit/http.hpp"
#include "web/kit/io_loop.ipp"
#include "web/kit/target.hpp"

namespace counterfoil::http_kit {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kHeaderBytesMax = 8 * 1024;
constexpr std::size_t kSocketQueueMax = 1000;
constexpr std::size_t kSocketMessageMax = 4 * 1024;

std::string text(beast::string_view view) { return {view.data(), view.size()}; }

/// What every connection shares.
struct Shared {
    ServerConfig config;
    Handler& handler;
    Log& log;
    std::string own_host;  ///< "address:port" as bound
    std::size_t connections = 0;
    bool closing = false;

    bool host_allowed(std::string_view host) const {
        const std::string port = own_host.substr(own_host.rfind(':'));
        if (host == own_host || host == "localhost" + port || host == "127.0.0.1" + port) return true;
        return std::ranges::find(config.allowed_hosts, host) != config.allowed_hosts.end();
    }
};

/// An accepted WebSocket. Messages go out one at a time; what the client sends is read and ignored, so that pings and closes
/// work.
class Socket final : public WebSocketClient, public std::enable_shared_from_this<Socket> {
public:
    Socket(beast::tcp_stream stream, std::shared_ptr<Shared> shared)
        : stream_(std::move(stream)), shared_(std::move(shared)) {
        ++shared_->connections;
    }
    ~Socket() override { --shared_->connections; }

    void accept(http::request<http::string_body> upgrade, Request request) {
        beast::get_lowest_layer(stream_).expires_never();
        stream_.set_option(beast::websocket::stream_base::timeout::suggested(beast::role_type::server));
        stream_.read_message_max(kSocketMessageMax);
        auto kept = std::make_shared<http::request<http::string_body>>(std::move(upgrade));
        stream_.async_accept(*kept, [self = shared_from_this(), kept, request = std::move(request)](error_code error) {
            if (error) return;
            self->open_ = true;
            self->shared_->handler.opened(request, self);
            self->read();
        });
    }

    void send(std::string message) override {
        if (!open_) return;
        if (queue_.size() >= kSocketQueueMax) {
            shared_->log.write(LogLevel::warning, "events.client_cut", {{"reason", std::string("does not read")}});
            drop();
            return;
        }
        queue_.push_back(std::move(message));
        if (queue_.size() == 1) write();
    }

    void close() override { drop(); }

private:
    void read() {
        stream_.async_read(incoming_, [self = shared_from_this()](error_code error, std::size_t) {
            if (error) {
                self->drop();
                return;
            }
            self->incoming_.clear();
            self->read();
        });
    }

    void write() {
        stream_.text(true);
        stream_.async_write(asio::buffer(queue_.front()), [self = shared_from_this()](error_code error, std::size_t) {
            if (error) {
                self->drop();
                return;
            }
            self->queue_.pop_front();
            if (!self->queue_.empty()) self->write();
        });
    }

    void drop() {
        if (!std::exchange(open_, false)) return;
        beast::get_lowest_layer(stream_).close();
        if (!shared_->closing) shared_->handler.closed(*this);
    }

    beast::websocket::stream<beast::tcp_stream> stream_;
    std::shared_ptr<Shared> shared_;
    beast::flat_buffer incoming_;
    std::deque<std::string> queue_;
    bool open_ = false;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket socket, std::shared_ptr<Shared> shared) : stream_(std::move(socket)), shared_(std::move(shared)) {
        ++shared_->connections;
        error_code ignored;  // latency only
        stream_.socket().set_option(tcp::no_delay(true), ignored);
    }
    ~Connection() { --shared_->connections; }

    void read() {
        parser_.emplace();
        parser_->header_limit(kHeaderBytesMax);
        parser_->body_limit(shared_->config.body_bytes_max);
        // The idle wait ends with the first byte; from then on the whole request has its own, shorter, limit.
        if (buffer_.size() > 0) {
            read_request();
            return;
        }
        stream_.expires_after(std::chrono::milliseconds(shared_->config.idle_timeout.value));
        stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](error_code error, std::size_t size) {
            if (error) return;
            self->buffer_.commit(size);
            self->read_request();
        });
    }

    void refuse_busy() {
        keep_alive_ = false;
        write(shared_->handler.problem(503, "too_many_connections", "too many connections: close some and try again"));
    }

private:
    void read_request() {
        stream_.expires_after(std::chrono::milliseconds(shared_->config.request_timeout.value));
        http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
            if (error)
                self->refuse_unread(error);
            else
                self->dispatch();
        });
    }

    void refuse_unread(error_code error) {
        keep_alive_ = false;
        if (error == http::error::body_limit) {
            write(shared_->handler.problem(413, "body_too_large",
                                           "at most " + std::to_string(shared_->config.body_bytes_max) + " bytes are read"));
        } else if (error == http::error::header_limit || error == http::error::buffer_overflow) {
            write(shared_->handler.problem(431, "header_too_large", "at most 8192 bytes of header are read"));
        } else if (error.category() == http::make_error_code(http::error::bad_version).category() &&
                   error != http::error::end_of_stream && error != http::error::partial_message) {
            write(shared_->handler.problem(400, "http_malformed", "this is no HTTP/1.1 request: " + error.message()));
        }
        // Otherwise the peer is gone or too slow: nothing to say.
    }

    void dispatch() {
        auto message = parser_->release();
        keep_alive_ = message.keep_alive();
        version_ = message.version();
        const auto target = parse_target({message.target().data(), message.target().size()});
        if (!target) {
            write(shared_->handler.problem(400, "target_malformed", "the request target is no valid path and query"));
            return;
        }
        if (!shared_->host_allowed(text(message[http::field::host]))) {
            write(shared_->handler.problem(421, "host_not_allowed", "use the address that the agent listens on"));
            return;
        }
        const std::string origin = text(message[http::field::origin]);
        if (!origin.empty() && (!origin.starts_with("http://") || !shared_->host_allowed(origin.substr(7)))) {
            write(shared_->handler.problem(403, "origin_not_allowed", "this page may not call the agent"));
            return;
        }
        Request request = translate(message, *target);
        if (beast::websocket::is_upgrade(message)) {
            if (auto refused = shared_->handler.upgrade(request)) {
                write(std::move(*refused));
                return;
            }
            stream_.expires_never();
            std::make_shared<Socket>(std::move(stream_), shared_)->accept(std::move(message), std::move(request));
            return;
        }
        stream_.expires_never();  // the handler bounds its own waits
        shared_->handler.handle(std::move(request),
                                [self = shared_from_this()](Response response) { self->write(std::move(response)); });
    }

    static Request translate(http::request<http::string_body>& message, const Target& target) {
        Request request;
        request.method = text(message.method_string());
        request.path = target.path;
        request.query = target.query;
        request.authorization = text(message[http::field::authorization]);
        request.idempotency_key = text(message["Idempotency-Key"]);
        request.accept_language = text(message[http::field::accept_language]);
        request.content_type = text(message[http::field::content_type]);
        request.body = std::move(message.body());
        return request;
    }

    void write(Response response) {
        auto message =
            std::make_shared<http::response<http::string_body>>(static_cast<http::status>(response.status), version_);
        message->set(http::field::server, "counterfoil");
        message->set(http::field::content_type, response.content_type);
        message->set(http::field::cache_control, "no-store");
        message->set("X-Content-Type-Options", "nosniff");
        for (const auto& [name, value] : response.headers)
            message->set(name, value);
        message->keep_alive(keep_alive_ && !shared_->closing);
        message->body() = std::move(response.body);
        message->prepare_payload();
        stream_.expires_after(std::chrono::milliseconds(shared_->config.request_timeout.value));
        http::async_write(stream_, *message, [self = shared_from_this(), message](error_code error, std::size_t) {
            if (error) return;
            if (message->keep_alive())
                self->read();
            else
                self->finish();
        });
    }

    // Closing at once would reset the connection before a peer that still sends has read the answer: drain a bounded while.
    void finish() {
        error_code ignored;  // the peer may be gone already
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        stream_.expires_after(std::chrono::seconds(2));
        drain();
    }

    void drain() {
        buffer_.clear();
        stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](error_code error, std::size_t size) {
            self->drained_ += size;
            if (!error && self->drained_ < 4 * 1024 * 1024) self->drain();
        });
    }

    beast::tcp_stream stream_;
    std::shared_ptr<Shared> shared_;
    beast::flat_buffer buffer_{kHeaderBytesMax + 512 * 1024};
    std::optional<http::request_parser<http::string_body>> parser_;
    bool keep_alive_ = true;
    unsigned version_ = 11;
    std::size_t drained_ = 0;
};

class BeastServer final : public Server {
public:
    BeastServer(asio::io_context& context, const tcp::endpoint& endpoint, ServerConfig config, Handler& handler, Log& log)
        : acceptor_(context, endpoint),
          shared_(std::make_shared<Shared>(Shared{std::move(config), handler, log, {}, 0, false})) {
        const tcp::endpoint bound = acceptor_.local_endpoint();
        const std::string address = bound.address().to_string();
        shared_->own_host = (bound.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(bound.port());
        accept();
    }
    ~BeastServer() override { shared_->closing = true; }

    std::string address() const override { return shared_->own_host; }

private:
    void accept() {
        acceptor_.async_accept([this](error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (!error) {
                auto connection = std::make_shared<Connection>(std::move(socket), shared_);
                if (shared_->connections > shared_->config.connections_max)
                    connection->refuse_busy();
                else
                    connection->read();
            }
            accept();
        });
    }

    tcp::acceptor acceptor_;
    std::shared_ptr<Shared> shared_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(IoLoop& loop, ServerConfig config, Handler& handler, Log& log) {
    const std::string where = config.listen;
    const auto malformed = [&where] {
        return fail(ErrorCode::invalid_input, "this is no address to listen on", where, "write it as 127.0.0.1:8780");
    };
    const auto colon = where.rfind(':');
    if (colon == std::string::npos) return malformed();
    std::string host = where.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const std::string port_text = where.substr(colon + 1);
    unsigned port = 0;
    const auto [end, status] = std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
    if (status != std::errc() || end != port_text.data() + port_text.size() || port > 65535) return malformed();
    error_code error;
    const auto address = asio::ip::make_address(host, error);
    if (error) return malformed();
    try {
        return std::make_unique<BeastServer>(loop.impl().context, tcp::endpoint(address, static_cast<std::uint16_t>(port)),
                                             std::move(config), handler, log);
    } catch (const boost::system::system_error& caught) {
        if (caught.code() == asio::error::address_in_use)
            return fail(ErrorCode::unavailable, "the port is in use", where,
                        "stop the other program or set another `listen` address");
        return fail(ErrorCode::io, caught.code().message(), where, "set a `listen` address of this machine");
    }
}

}  // namespace counterfoil::http_kit
