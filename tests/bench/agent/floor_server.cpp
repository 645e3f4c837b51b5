// The floor for HTTP: bare Boost.Beast on one thread, without checks of any kind. `/constant` answers a fixed body; `/m/ID`
// does one prepared SQLite look-up by primary key and sends the row's text. Usage: floor_server PORT DB
#include <sqlite3.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <string>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

sqlite3_stmt* g_select = nullptr;

std::string look_up(const std::string& id) {
    sqlite3_bind_text(g_select, 1, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
    std::string body;
    if (sqlite3_step(g_select) == SQLITE_ROW)
        body.assign(static_cast<const char*>(sqlite3_column_blob(g_select, 0)),
                    static_cast<std::size_t>(sqlite3_column_bytes(g_select, 0)));
    sqlite3_reset(g_select);
    return body;
}

class Connection : public std::enable_shared_from_this<Connection> {
public:
    explicit Connection(tcp::socket socket) : stream_(std::move(socket)) {}
    void read() {
        request_ = {};
        http::async_read(stream_, buffer_, request_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error) self->write();
        });
    }

private:
    void write() {
        response_ = {};
        response_.version(11);
        response_.set(http::field::content_type, "application/json");
        const std::string target(request_.target());
        response_.body() = target.starts_with("/m/") ? look_up(target.substr(3)) : std::string(R"({"status":"ok"})");
        response_.prepare_payload();
        http::async_write(stream_, response_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (!error) self->read();
        });
    }
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> response_;
};

void accept(tcp::acceptor& acceptor) {
    acceptor.async_accept([&acceptor](beast::error_code error, tcp::socket socket) {
        if (error) return;
        socket.set_option(tcp::no_delay(true));
        std::make_shared<Connection>(std::move(socket))->read();
        accept(acceptor);
    });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    sqlite3* db = nullptr;
    if (sqlite3_open_v2(argv[2], &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) return 1;
    sqlite3_exec(db, "PRAGMA mmap_size=2147483648", nullptr, nullptr, nullptr);
    if (sqlite3_prepare_v2(db, "SELECT body FROM member WHERE member_id = ?1", -1, &g_select, nullptr) != SQLITE_OK)
        return 1;
    asio::io_context context{1};
    tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(std::stoi(argv[1]))});
    accept(acceptor);
    context.run();
}
