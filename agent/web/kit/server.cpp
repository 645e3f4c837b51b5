#include "web/kit/server.ipp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "web/kit/io_loop.ipp"

namespace counterfoil::http_kit {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;

/// Connections beyond the limit that are told so at the same time; still more are closed without a word.
constexpr std::size_t kRefusedAtOnceMax = 32;
constexpr std::chrono::milliseconds kAcceptRetry{100};

std::string name_of(const tcp::endpoint& endpoint) {
    const std::string address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

/// How late a deadline may be noticed: a quarter of the shortest wait, within reason.
std::chrono::milliseconds sweep_interval(const ServerConfig& config) {
    const auto shortest = std::min({config.request_timeout.value, config.idle_timeout.value, config.answer_timeout.value});
    return std::chrono::milliseconds(std::clamp<std::int64_t>(shortest / 4, 10, 500));
}

class BeastServer final : public Server {
public:
    explicit BeastServer(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) { shared_->accept(); }
    ~BeastServer() override { shared_->close(); }
    std::string address() const override { return shared_->address; }
    std::size_t connections() const override { return shared_->connections(); }

private:
    std::shared_ptr<Shared> shared_;
};

Result<tcp::endpoint> endpoint_of(const std::string& where) {
    const auto malformed = [&where] {
        return fail(ErrorCode::invalid_input, "this is no address to listen on", where, "write it as 127.0.0.1:8780");
    };
    const auto colon = where.rfind(':');
    if (colon == std::string::npos) return malformed();
    std::string host = where.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    std::uint16_t port = 0;
    const char* text_end = where.data() + where.size();
    const auto [end, status] = std::from_chars(where.data() + colon + 1, text_end, port);
    if (status != std::errc() || end != text_end) return malformed();
    error_code error;
    const auto address = asio::ip::make_address(host, error);
    if (error) return malformed();
    return tcp::endpoint(address, port);
}

}  // namespace

Shared::Shared(asio::io_context& context, const tcp::endpoint& endpoint, ServerConfig server_config,
               Handler& request_handler, Log& server_log)
    : config(std::move(server_config)),
      handler(request_handler),
      log(server_log),
      acceptor(context, endpoint),
      address(name_of(acceptor.local_endpoint())),
      any_address(endpoint.address().is_unspecified()),
      hosts(address, config.allowed_hosts),
      sweep_timer(context),
      retry_timer(context) {}

void Shared::accept() {
    acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
        if (self->closing) return;
        if (!error) {
            self->take(std::move(socket));
            return self->accept();
        }
        // No descriptor left, most likely. Trying again at once would spin until some connection ends.
        self->log.write(LogLevel::warning, "http.accept_failed", {{"error", error.message()}});
        self->retry_timer.expires_after(kAcceptRetry);
        self->retry_timer.async_wait([self](error_code) {
            if (!self->closing) self->accept();
        });
    });
}

void Shared::take(tcp::socket socket) {
    const std::size_t limit = config.connections_max;
    if (peers.size() >= limit + kRefusedAtOnceMax) return;  // the socket closes here
    start_connection(std::move(socket), shared_from_this(), peers.size() >= limit);
}

void Shared::add(std::shared_ptr<Peer> peer) {
    Peer* const key = peer.get();
    peers.emplace(key, std::move(peer));
    if (!std::exchange(sweeping, true)) sweep();
}

void Shared::sweep() {
    sweep_timer.expires_after(sweep_interval(config));
    sweep_timer.async_wait([self = shared_from_this()](error_code) {
        if (self->closing) return;
        const auto now = SteadyClock::now();
        std::vector<std::shared_ptr<Peer>> late;  // expire() changes the list
        for (const auto& [key, peer] : self->peers)
            if (peer->deadline() <= now) late.push_back(peer);
        for (const auto& peer : late)
            peer->expire();
        self->sweeping = !self->peers.empty();
        if (self->sweeping) self->sweep();
    });
}

void Shared::close() {
    const auto all = peers;  // cut() changes the list
    for (const auto& [key, peer] : all)
        peer->cut();
    closing = true;
    error_code ignored;  // nothing listens either way
    acceptor.close(ignored);
    sweep_timer.cancel();
    retry_timer.cancel();
}

Result<std::unique_ptr<Server>> Server::start(IoLoop& loop, ServerConfig config, Handler& handler, Log& log) {
    const std::string where = config.listen;
    CF_TRY(endpoint, endpoint_of(where));
    try {
        return std::make_unique<BeastServer>(
            std::make_shared<Shared>(loop.impl().context, endpoint, std::move(config), handler, log));
    } catch (const boost::system::system_error& caught) {
        if (caught.code() == asio::error::address_in_use)
            return fail(ErrorCode::unavailable, "the port is in use", where,
                        "stop the other program or set another `listen` address");
        if (caught.code() == asio::error::access_denied)
            return fail(ErrorCode::permission, "this user may not listen there", where,
                        "set a `listen` port of 1024 or above");
        return fail(ErrorCode::io, caught.code().message(), where, "set a `listen` address of this machine");
    }
}

}  // namespace counterfoil::http_kit
