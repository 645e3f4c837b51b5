#include <array>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <optional>

#include "web/kit/response_head.hpp"
#include "web/kit/server.ipp"
#include "web/kit/target.hpp"
#include "web/kit/web_socket.ipp"

namespace counterfoil::http_kit {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kHeaderBytesMax = 8 * 1024;
constexpr std::size_t kReadAtOnce = 16 * 1024;
constexpr std::size_t kDrainBytesMax = 4 * 1024 * 1024;
constexpr Millis kDrainTime{2'000};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string text(beast::string_view view) { return {view.data(), view.size()}; }

/// Reads a request, hands it on, writes its answer, reads the next one. Every wait has its deadline.
class Connection final : public Peer, public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket socket, std::shared_ptr<Shared> shared) : socket_(std::move(socket)), shared_(std::move(shared)) {
        error_code ignored;  // latency only
        socket_.set_option(tcp::no_delay(true), ignored);
        if (shared_->any_address) local_ = local_address();
    }

    void begin() {
        parser_.emplace();
        parser_->header_limit(kHeaderBytesMax);
        parser_->body_limit(shared_->config.body_bytes_max);
        parser_->eager(false);  // stops behind the header: the client may wait for "100 Continue"
        header_seen_ = false;
        // The idle wait ends with the first byte; from then on the whole request has its own, shorter, limit.
        if (buffer_.size() > 0) {
            wait_at_most(shared_->config.request_timeout);
            parse();
        } else {
            wait_at_most(shared_->config.idle_timeout);
            read_more();
        }
    }

    void refuse_busy() { refuse(503, "too_many_connections", "close some connections and try again"); }

    void cut() override {
        if (std::exchange(cut_, true)) return;
        const auto self = shared_from_this();  // the list may have been the last to hold it
        error_code ignored;                    // gone either way
        socket_.close(ignored);
        shared_->remove(this);
    }

    void expire() override {
        if (!awaited_) return cut();
        shared_->log.write(LogLevel::error, "http.not_answered", {{"request", std::int64_t{*awaited_}}});
        keep_alive_ = false;
        write(shared_->handler.problem(504, "not_answered",
                                       "the answer did not come in time; a write may be repeated with its Idempotency-Key"));
    }

private:
    std::string local_address() const {
        error_code error;
        const auto endpoint = socket_.local_endpoint(error);
        if (error) return {};
        const auto address = endpoint.address();
        if (address.is_v4()) return address.to_string();
        const auto v6 = address.to_v6();
        return v6.is_v4_mapped() ? asio::ip::make_address_v4(asio::ip::v4_mapped, v6).to_string()
                                 : "[" + v6.to_string() + "]";
    }

    void read_more() {
        if (buffer_.size() >= kReadAtOnce) return refuse(400, "http_malformed", "this is no HTTP/1.1 request");
        socket_.async_read_some(buffer_.prepare(kReadAtOnce - buffer_.size()),
                                [self = shared_from_this()](error_code error, std::size_t size) {
                                    if (self->cut_) return;
                                    // The peer is gone, or has shut its side in the middle of a request: nothing to say.
                                    if (error) return self->cut();
                                    self->take(size);
                                });
    }

    void take(std::size_t size) {
        const bool first = buffer_.size() == 0 && !parser_->got_some();
        buffer_.commit(size);
        if (first) wait_at_most(shared_->config.request_timeout);
        parse();
    }

    void parse() {
        while (buffer_.size() > 0) {
            error_code error;
            buffer_.consume(parser_->put(buffer_.data(), error));
            if (error == http::error::need_more) break;
            if (error) return refuse_malformed(error);
            if (parser_->is_done()) return dispatch();
            if (!std::exchange(header_seen_, true)) {
                parser_->eager(true);
                const auto expected = parser_->get()[http::field::expect];
                if (beast::iequals(expected, "100-continue")) return send_continue();
                if (!expected.empty()) return refuse(417, "expectation_unknown", "only 100-continue is known");
            }
        }
        read_more();
    }

    void send_continue() {
        asio::async_write(socket_, asio::buffer(kContinue.data(), kContinue.size()),
                          [self = shared_from_this()](error_code error, std::size_t) {
                              if (self->cut_) return;
                              if (error) return self->cut();
                              self->parse();
                          });
    }

    void refuse(int status, std::string_view code, std::string_view detail) {
        keep_alive_ = false;
        write(shared_->handler.problem(status, code, detail));
    }

    void refuse_malformed(error_code error) {
        if (error == http::error::body_limit)
            return refuse(413, "body_too_large",
                          "at most " + std::to_string(shared_->config.body_bytes_max) + " bytes are read");
        if (error == http::error::header_limit)
            return refuse(431, "header_too_large", "at most " + std::to_string(kHeaderBytesMax) + " bytes are read");
        refuse(400, "http_malformed", "this is no HTTP/1.1 request: " + error.message());
    }

    void dispatch() {
        auto& message = parser_->get();
        keep_alive_ = message.keep_alive();
        head_only_ = message.method() == http::verb::head;
        const auto target = parse_target({message.target().data(), message.target().size()});
        if (!target) return refuse(400, "target_malformed", "the request target is no valid path and query");
        if (message.count(http::field::host) != 1) return refuse(400, "host_missing", "exactly one Host header is expected");
        const std::string host = target->authority.empty() ? text(message[http::field::host]) : target->authority;
        if (!shared_->hosts.is_host(host, local_))
            return refuse(421, "host_not_allowed", "use the address that this server listens on");
        const auto origin = message.find(http::field::origin);
        if (origin != message.end() && !shared_->hosts.is_origin(text(origin->value()), local_))
            return refuse(403, "origin_not_allowed", "a page of another origin may not call this server");
        awaited_ = ++requests_;
        wait_at_most(shared_->config.answer_timeout);
        const bool upgrades = beast::websocket::is_upgrade(message);
        try {
            Request request = translate(message, *target);
            if (upgrades)
                upgrade(std::move(request));
            else
                handle(std::move(request));
        } catch (const std::exception& caught) {
            shared_->log.write(LogLevel::error, "http.handler_failed", {{"error", std::string(caught.what())}});
            if (awaited_ && !cut_) refuse(500, "failed", "this request could not be handled");
        }
    }

    void upgrade(Request request) {
        if (buffer_.size() > 0) return refuse(400, "http_malformed", "wait for the answer to the upgrade");
        if (auto refused = shared_->handler.upgrade(request)) return write(std::move(*refused));
        auto message = parser_->release();
        tcp::socket socket = std::move(socket_);
        auto shared = shared_;
        cut();
        start_web_socket(std::move(socket), std::move(shared), std::move(message), std::move(request));
    }

    void handle(Request request) {
        // Weak: an answer that comes when the server has gone finds nobody. Numbered: a second answer to one request must
        // not become the answer to the next.
        shared_->handler.handle(std::move(request), [weak = weak_from_this(), number = requests_](Response response) {
            const auto self = weak.lock();
            if (self && self->awaited_ == number && !self->cut_) self->write(std::move(response));
        });
    }

    Request translate(http::request<http::string_body>& message, const Target& target) {
        Request request;
        request.method = head_only_ ? "GET" : text(message.method_string());  // HEAD is GET whose body stays here
        request.path = target.path;
        request.query = target.query;
        request.authorization = text(message[http::field::authorization]);
        request.idempotency_key = text(message["Idempotency-Key"]);
        request.accept_language = text(message[http::field::accept_language]);
        request.content_type = text(message[http::field::content_type]);
        request.cookie = text(message[http::field::cookie]);
        request.if_none_match = text(message[http::field::if_none_match]);
        request.origin = text(message[http::field::origin]);
        request.body = std::move(message.body());
        return request;
    }

    void write(Response response) {
        awaited_.reset();
        wait_at_most(shared_->config.request_timeout);
        head_.clear();
        append_head(head_, response, keep_alive_);
        body_ = head_only_ ? std::string() : std::move(response.body);
        head_only_ = false;
        const std::array<asio::const_buffer, 2> parts{asio::buffer(head_), asio::buffer(body_)};
        asio::async_write(socket_, parts, [self = shared_from_this()](error_code error, std::size_t) {
            if (self->cut_) return;
            if (error) return self->cut();
            if (self->keep_alive_)
                self->begin();
            else
                self->finish();
        });
    }

    // Closing at once would reset the connection before a peer that still sends has read the answer: drain a bounded while.
    void finish() {
        error_code ignored;  // the peer may be gone already
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        wait_at_most(kDrainTime);
        drain();
    }

    void drain() {
        buffer_.clear();
        socket_.async_read_some(buffer_.prepare(kReadAtOnce),
                                [self = shared_from_this()](error_code error, std::size_t size) {
                                    if (self->cut_) return;
                                    self->drained_ += size;
                                    if (error || self->drained_ >= kDrainBytesMax) return self->cut();
                                    self->drain();
                                });
    }

    tcp::socket socket_;
    std::shared_ptr<Shared> shared_;
    std::string local_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    bool header_seen_ = false;
    bool keep_alive_ = true;
    bool head_only_ = false;
    bool cut_ = false;
    std::uint32_t requests_ = 0;
    std::optional<std::uint32_t> awaited_;  ///< the request that the handler has and has not answered
    std::string head_;
    std::string body_;
    std::size_t drained_ = 0;
};

}  // namespace

std::shared_ptr<Peer> start_connection(tcp::socket socket, std::shared_ptr<Shared> shared, bool busy) {
    auto connection = std::make_shared<Connection>(std::move(socket), shared);
    shared->add(connection);
    if (busy)
        connection->refuse_busy();
    else
        connection->begin();
    return connection;
}

}  // namespace counterfoil::http_kit
