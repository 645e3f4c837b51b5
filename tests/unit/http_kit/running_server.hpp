// A server on a free port of the loopback address, its loop on a thread of its own, and a handler whose answers a test sets.
#pragma once

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "base/assert.hpp"
#include "web/kit/http.hpp"

namespace counterfoil::test {

/// All but count_*() and the functions, which are set before the server starts, is the loop's.
class ScriptedHandler : public http_kit::Handler {
public:
    std::function<void(http_kit::Request, http_kit::Respond)> on_request = echo;
    std::function<std::optional<http_kit::Response>(const http_kit::Request&)> on_upgrade = [](const http_kit::Request&) {
        return std::nullopt;
    };

    static void echo(http_kit::Request request, http_kit::Respond respond) {
        http_kit::Response response;
        response.content_type = "text/plain";
        response.body = request.method + " " + request.path;
        for (const auto& [name, value] : request.query)
            response.body += " " + name + "=" + value;
        if (!request.body.empty()) response.body += "\n" + request.body;
        respond(std::move(response));
    }

    void handle(http_kit::Request request, http_kit::Respond respond) override {
        count(handled_);
        on_request(std::move(request), std::move(respond));
    }
    std::optional<http_kit::Response> upgrade(const http_kit::Request& request) override { return on_upgrade(request); }
    void opened(const http_kit::Request&, std::shared_ptr<http_kit::WebSocketClient> client) override {
        clients.push_back(std::move(client));
        count(opened_);
    }
    void closed(http_kit::WebSocketClient& client) override {
        std::erase_if(clients, [&](const auto& each) { return each.get() == &client; });
        count(closed_);
    }
    http_kit::Response problem(int status, std::string_view code, std::string_view) override {
        return {status, "application/problem+json", std::string(code), {}};
    }

    std::vector<std::shared_ptr<http_kit::WebSocketClient>> clients;

    /// Wait until that many came, ten seconds at most.
    bool handled(int times) { return reached(handled_, times); }
    bool opened_times(int times) { return reached(opened_, times); }
    bool closed_times(int times) { return reached(closed_, times); }

private:
    void count(int& what) {
        const std::scoped_lock lock(mutex_);
        ++what;
        changed_.notify_all();
    }
    bool reached(const int& what, int times) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return what >= times; });
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    int handled_ = 0;
    int opened_ = 0;
    int closed_ = 0;
};

class RunningServer {
public:
    explicit RunningServer(http_kit::Handler& handler, http_kit::ServerConfig config = {}) {
        if (config.listen.empty()) config.listen = "127.0.0.1:0";
        auto started = http_kit::Server::start(loop_, std::move(config), handler, log_);
        CF_ASSERT(started.has_value());
        server_ = std::move(*started);
        address_ = server_->address();
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~RunningServer() {
        on_loop([this] { server_.reset(); });
        stop();
    }
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    const std::string& address() const { return address_; }
    std::size_t connections() {
        std::size_t open = 0;
        on_loop([&] { open = server_->connections(); });
        return open;
    }
    /// Runs it on the loop's thread and waits for it.
    void on_loop(const std::function<void()>& work) {
        if (!thread_.joinable()) return work();
        std::promise<void> done;
        loop_.post([&] {
            work();
            done.set_value();
        });
        done.get_future().wait();
    }
    /// The loop stops with whatever is open; what the server destroys later happens on the calling thread.
    void stop() {
        loop_.stop();
        if (thread_.joinable()) thread_.join();
    }
    void destroy_server() {
        on_loop([this] { server_.reset(); });
    }

private:
    NullLog log_;
    http_kit::IoLoop loop_;
    std::unique_ptr<http_kit::Server> server_;
    std::string address_;
    std::thread thread_;
};

}  // namespace counterfoil::test
