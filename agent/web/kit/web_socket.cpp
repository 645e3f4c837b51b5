#include "web/kit/web_socket.ipp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

namespace counterfoil::http_kit {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;
using Upgrade = http::request<http::string_body>;

constexpr std::size_t kIncomingMessageMax = 4 * 1024;

/// Messages go out one at a time; what the client sends is read and ignored, so that pings and closes work.
class Socket final : public Peer, public WebSocketClient, public std::enable_shared_from_this<Socket> {
public:
    Socket(tcp::socket socket, std::shared_ptr<Shared> shared) : stream_(std::move(socket)), shared_(std::move(shared)) {}

    void accept(Upgrade upgrade, Request request) {
        // Half of the idle time without a word from the client sends it a ping; all of it cuts it.
        beast::websocket::stream_base::timeout limits{};
        limits.handshake_timeout = std::chrono::milliseconds(shared_->config.request_timeout.value);
        limits.idle_timeout = std::chrono::milliseconds(shared_->config.idle_timeout.value);
        limits.keep_alive_pings = true;
        stream_.set_option(limits);
        stream_.read_message_max(kIncomingMessageMax);
        stream_.text(true);
        stream_.auto_fragment(false);  // one message, one frame: simple clients know no other
        auto kept = std::make_shared<Upgrade>(std::move(upgrade));
        stream_.async_accept(*kept, [self = shared_from_this(), kept, request = std::move(request)](error_code error) {
            if (self->cut_) return;
            if (error) return self->cut();
            self->open_ = true;
            self->read();
            self->shared_->handler.opened(request, self);
        });
    }

    void send(std::string message) override {
        if (cut_) return;
        if (queue_.size() >= kWebSocketQueueMax || queued_bytes_ + message.size() > kWebSocketQueueBytesMax) {
            shared_->log.write(LogLevel::warning, "events.client_cut", {{"reason", std::string("does not read")}});
            cut();
            return;
        }
        queued_bytes_ += message.size();
        queue_.push_back(std::move(message));
        if (queue_.size() == 1) write();
    }

    void close() override { cut(); }
    void expire() override { cut(); }

    void cut() override {
        if (std::exchange(cut_, true)) return;
        const auto self = shared_from_this();  // the list may have been the last to hold it
        error_code ignored;                    // gone either way
        beast::get_lowest_layer(stream_).close(ignored);
        shared_->remove(this);
        if (open_) shared_->handler.closed(*this);
    }

private:
    void read() {
        stream_.async_read(incoming_, [self = shared_from_this()](error_code error, std::size_t) {
            if (self->cut_) return;
            if (error) return self->cut();
            self->incoming_.clear();
            self->read();
        });
    }

    void write() {
        stream_.async_write(asio::buffer(queue_.front()), [self = shared_from_this()](error_code error, std::size_t) {
            if (self->cut_) return;
            if (error) return self->cut();
            self->queued_bytes_ -= self->queue_.front().size();
            self->queue_.pop_front();
            if (!self->queue_.empty()) self->write();
        });
    }

    beast::websocket::stream<tcp::socket, false> stream_;
    std::shared_ptr<Shared> shared_;
    beast::flat_buffer incoming_;
    std::deque<std::string> queue_;
    std::size_t queued_bytes_ = 0;
    bool open_ = false;  ///< the handler knows it
    bool cut_ = false;
};

}  // namespace

void start_web_socket(tcp::socket socket, std::shared_ptr<Shared> shared, Upgrade upgrade, Request request) {
    auto client = std::make_shared<Socket>(std::move(socket), shared);
    shared->add(client);
    client->accept(std::move(upgrade), std::move(request));
}

}  // namespace counterfoil::http_kit
