// P1 over HTTP, P4 and P11 against the real agent, on its real API, with a million members. Usage: bench_agent BIN_DIR
// [MEMBERS]
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "bench/agent/load.hpp"
#include "bench/agent/world.hpp"
#include "bench/support/figures.hpp"
#include "bench/support/program.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;
using nlohmann::json;

constexpr std::uint16_t kAgentPort = 18780;
constexpr std::uint16_t kFloorPort = 18781;
constexpr int kRounds = 7;
constexpr int kCommits = 400;

double ms_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
}

/// Anonymous resident memory in MiB: what does not belong to mapped files.
double anonymous_mib(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("RssAnon:")) return std::stod(line.substr(8)) / 1024;
    return 0;
}

/// Processor time in clock ticks.
long cpu_ticks(pid_t pid) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(stat, text);
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i)
        fields >> skipped;
    long user = 0;
    long system = 0;
    fields >> user >> system;
    return user + system;
}

std::string member_request(const World& world, std::uint64_t n, std::uint64_t members) {
    return http_request(world.port, "GET", "/v1/members/" + member_id(n * 7919 % members), world.token, "");
}

/// Medians over alternating rounds, so that a busy neighbour hits both.
void compare(const char* id, const std::string& what, double goal, const Load& ours, const Load& floor) {
    std::vector<double> our_rates;
    std::vector<double> floor_rates;
    for (int round = 0; round < kRounds; ++round) {
        our_rates.push_back(requests_per_second(ours));
        floor_rates.push_back(requests_per_second(floor));
    }
    print_ratio(id, what, quantile(our_rates, 0.5), quantile(floor_rates, 0.5), "req/s", Better::higher, goal);
}

void bench_http(const World& world, std::uint64_t members) {
    const auto ours = [&](int connections, std::function<std::string(std::uint64_t)> request) {
        return Load{world.port, connections, 1000, std::move(request)};
    };
    const auto floor = [&](int connections, std::function<std::string(std::uint64_t)> request) {
        return Load{kFloorPort, connections, 1000, std::move(request)};
    };
    for (const int connections : {1, 16}) {
        const std::string suffix = ", " + std::to_string(connections) + " connections";
        compare("P4", "constant answer" + suffix, 0.9,
                ours(connections, [&](std::uint64_t) { return http_request(world.port, "GET", "/healthz", "", ""); }),
                floor(connections, [](std::uint64_t) { return http_request(kFloorPort, "GET", "/constant", "", ""); }));
        compare("P4", "member look-up" + suffix, 0.8,
                ours(connections, [&](std::uint64_t n) { return member_request(world, n, members); }),
                floor(connections, [&](std::uint64_t n) {
                    return http_request(kFloorPort, "GET", "/m/" + member_id(n * 7919 % members), "", "");
                }));
    }
}

std::string basket(int n) {
    return json{{"basket",
                 {{"ticket_id", "T" + std::to_string(n)},
                  {"register_id", "R01"},
                  {"member_id", member_id(static_cast<std::uint64_t>(n))},
                  {"proof", "code"},
                  {"lines",
                   {{{"line_no", 1}, {"sku", "A"}, {"quantity", 2000}, {"unit_price", 19900}},
                    {{"line_no", 2}, {"sku", "B"}, {"quantity", 1000}, {"unit_price", 990}}}}}}}
        .dump();
}

/// One raw fdatasync of a page and one commit over HTTP, in turns, on the same disk.
void bench_commit(const World& world) {
    const int fd = open((world.folder + "/raw").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    CF_ASSERT(fd >= 0);
    std::string page(4096, 'x');
    for (int i = 0; i < 256; ++i)
        CF_ASSERT(pwrite(fd, page.data(), page.size(), i * 4096) == 4096);
    fsync(fd);
    Exchange agent(world.port);
    std::vector<double> raw;
    std::vector<double> commits;
    for (int i = 0; i < kCommits; ++i) {
        const json opened =
            json::parse(agent.send(http_request(world.port, "POST", "/v1/checkouts", world.token, basket(i)), 201));
        const json quote = opened["quote"];
        const std::string body =
            json{{"quote_hash", quote["hash"]}, {"tenders", {{{"kind", "cash"}, {"amount", quote["totals"]["due"]}}}}}
                .dump();
        const auto raw_begin = SteadyClock::now();
        CF_ASSERT(pwrite(fd, page.data(), page.size(), (i % 256) * 4096) == 4096 && fdatasync(fd) == 0);
        raw.push_back(ms_since(raw_begin) * 1000);
        const auto begin = SteadyClock::now();
        agent.send(http_request(world.port, "POST", "/v1/checkouts/" + opened["checkout_id"].get<std::string>() + "/commit",
                                world.token, body, "key-" + std::to_string(i)),
                   200);
        commits.push_back(ms_since(begin) * 1000);
    }
    close(fd);
    print_ratio("P1", "durable commit over HTTP, p50", quantile(commits, 0.5), quantile(raw, 0.5), "us", Better::lower, 1.5);
}

int run(const std::string& bin, std::uint64_t members) {
    const test_support::TemporaryFolder folder;
    const auto world = make_world(folder.file(""), members, kAgentPort);
    if (!world) {
        std::fprintf(stderr, "%s\n", describe(world.error()).c_str());
        return 1;
    }
    std::vector<double> starts;
    for (int i = 0; i < 5; ++i) {
        const auto begin = SteadyClock::now();
        const Program agent({bin + "/bin/counterfoild", "--config", world->configuration});
        CF_ASSERT(wait_for_port(kAgentPort));
        Exchange(kAgentPort).send(member_request(*world, static_cast<std::uint64_t>(i), members), 200);
        starts.push_back(ms_since(begin));
    }
    print_bound("P11", "start to first answer, " + std::to_string(members) + " members", quantile(starts, 0.5), "ms", 300);

    const Program agent({bin + "/bin/counterfoild", "--config", world->configuration});
    const Program floor({bin + "/bench/floor_server", std::to_string(kFloorPort), world->folder + "/cache.db"});
    CF_ASSERT(wait_for_port(kAgentPort) && wait_for_port(kFloorPort));
    bench_commit(*world);
    bench_http(*world, members);
    print_bound("P11", "memory without mapped files, after the load", anonymous_mib(agent.pid()), "MiB", 100);
    constexpr int kIdleSeconds = 20;
    const long before = cpu_ticks(agent.pid());
    poll(nullptr, 0, kIdleSeconds * 1000);  // idle time itself is what is measured
    const double percent = static_cast<double>(cpu_ticks(agent.pid()) - before) / static_cast<double>(sysconf(_SC_CLK_TCK)) /
                           kIdleSeconds * 100;
    print_bound("P11", "processor while idle, without a link", percent, "%", 0.1);
    return 0;
}

}  // namespace
}  // namespace counterfoil::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_agent BUILD_FOLDER [MEMBERS]\n");
        return 2;
    }
    return counterfoil::bench::run(argv[1], argc > 2 ? std::stoull(argv[2]) : 1'000'000);
}
