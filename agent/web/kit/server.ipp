// What the server's connections share. Private to http_kit's .cpp files.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>

#include "web/kit/hosts.hpp"
#include "web/kit/http.hpp"

namespace counterfoil::http_kit {

using SteadyClock = std::chrono::steady_clock;

inline SteadyClock::time_point after(Millis delay) { return SteadyClock::now() + std::chrono::milliseconds(delay.value); }

/// A client that is connected: by HTTP, or later by WebSocket. The server owns it from accept to cut().
class Peer {
public:
    virtual ~Peer() = default;
    /// Closes the socket and leaves the server's list; calls that still wait for this peer find it gone. Repeatable.
    virtual void cut() = 0;
    /// Called once its deadline has passed.
    virtual void expire() = 0;
    SteadyClock::time_point deadline() const noexcept { return deadline_; }

protected:
    void wait_at_most(Millis delay) { deadline_ = after(delay); }
    void wait_for_ever() noexcept { deadline_ = SteadyClock::time_point::max(); }

private:
    SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
};

/// One timer looks after all deadlines: a timer for each step of each request would cost more than the request.
struct Shared : std::enable_shared_from_this<Shared> {
    Shared(boost::asio::io_context& context, const boost::asio::ip::tcp::endpoint& endpoint, ServerConfig server_config,
           Handler& request_handler, Log& server_log);

    void accept();
    void close();  ///< all of it, for good
    void add(std::shared_ptr<Peer> peer);
    void remove(Peer* peer) { peers.erase(peer); }
    std::size_t connections() const noexcept { return peers.size(); }

    ServerConfig config;
    Handler& handler;  ///< not to be called once `closing`
    Log& log;
    boost::asio::ip::tcp::acceptor acceptor;
    std::string address;  ///< "address:port" as bound
    bool any_address = false;
    OwnHosts hosts;
    bool closing = false;

private:
    void sweep();
    void take(boost::asio::ip::tcp::socket socket);

    std::unordered_map<Peer*, std::shared_ptr<Peer>> peers;
    boost::asio::steady_timer sweep_timer;
    boost::asio::steady_timer retry_timer;
    bool sweeping = false;
};

/// Takes over an accepted socket; `busy` answers 503 at once. Defined in connection.cpp.
std::shared_ptr<Peer> start_connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<Shared> shared, bool busy);

}  // namespace counterfoil::http_kit
