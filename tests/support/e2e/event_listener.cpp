#include "support/e2e/event_listener.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>

#include "support/e2e/process.hpp"

namespace counterfoil::e2e {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using nlohmann::json;

}  // namespace

struct EventListener::Connection {
    asio::io_context context{1};
    websocket::stream<beast::tcp_stream> stream{context};
    beast::flat_buffer buffer;
    bool open = false;

    /// Runs one operation that was begun, for at most `patience`.
    bool finish(const std::optional<error_code>& outcome, std::chrono::milliseconds patience) {
        context.restart();
        const auto end = std::chrono::steady_clock::now() + patience;
        while (!outcome && context.run_one_until(end) != 0) {
        }
        if (outcome && !*outcome) return true;
        open = false;
        return false;
    }

    std::optional<json> read(std::chrono::milliseconds patience) {
        std::optional<error_code> outcome;
        stream.async_read(buffer, [&](error_code error, std::size_t) { outcome = error; });
        if (!finish(outcome, patience)) {
            beast::get_lowest_layer(stream).close();
            context.restart();
            context.run();  // the read ends before what it writes to
            return std::nullopt;
        }
        json event = json::parse(beast::buffers_to_string(buffer.data()), nullptr, false);
        buffer.consume(buffer.size());
        return event;
    }
};

EventListener::EventListener(const std::string& address, const std::string& token, const std::string& query)
    : EventListener(address, Headers{{"Authorization", "Bearer " + token}}, query) {}

EventListener::EventListener(const std::string& address, const Headers& headers, const std::string& query)
    : connection_(std::make_unique<Connection>()) {
    Connection& c = *connection_;
    const auto colon = address.rfind(':');
    error_code failed;
    const auto host = asio::ip::make_address(address.substr(0, colon), failed);
    const auto port = static_cast<std::uint16_t>(std::stoul(address.substr(colon + 1)));
    beast::get_lowest_layer(c.stream).expires_after(kPatience);
    if (!failed) beast::get_lowest_layer(c.stream).socket().connect({host, port}, failed);
    if (failed) return;
    c.stream.set_option(websocket::stream_base::decorator([headers](websocket::request_type& request) {
        for (const auto& [name, value] : headers)
            request.set(name, value);
    }));
    c.stream.handshake(address, "/v1/events" + query, failed);
    if (failed) return;
    beast::get_lowest_layer(c.stream).expires_never();
    const auto first = c.read(kPatience);
    c.open = first && first->value("type", "") == "ready";
}

EventListener::~EventListener() = default;

bool EventListener::connected() const noexcept { return connection_->open; }

json EventListener::next(const std::string& type, const Predicate& fits) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (connection_->open) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0) return nullptr;
        const auto event = connection_->read(left);
        if (!event) return nullptr;
        if (event->value("type", "") == type && fits(event->value("data", json::object()))) return (*event)["data"];
    }
    return nullptr;
}

json EventListener::next(const std::string& type) {
    return next(type, [](const json&) { return true; });
}

}  // namespace counterfoil::e2e
