// A load generator on plain sockets: some connections, each with one request under way, for a while. It costs little enough
// that the server is what is measured.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace counterfoil::bench {

struct Load {
    std::uint16_t port = 0;
    int connections = 16;
    int milliseconds = 1500;
    /// The whole request text of the n-th request.
    std::function<std::string(std::uint64_t n)> request;
};

/// Answers with status 200 per second. Aborts on any other status: a benchmark of errors measures nothing.
double requests_per_second(const Load& load);

/// One blocking connection for one exchange after the other.
class Exchange {
public:
    explicit Exchange(std::uint16_t port);
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    /// The answer's body; aborts unless the status is `expected`.
    std::string send(const std::string& request, int expected);

private:
    int fd_;
};

std::string http_request(std::uint16_t port, const std::string& method, const std::string& path, const std::string& token,
                         const std::string& body, const std::string& idempotency_key = {});

/// Waits until the port accepts, at most ten seconds. False: it never did.
bool wait_for_port(std::uint16_t port);

}  // namespace counterfoil::bench
