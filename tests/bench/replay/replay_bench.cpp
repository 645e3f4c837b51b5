// How fast real tickets are booked again (docs/performance.md): priced by the domain, and sold by the real agent over HTTP.
// The floor is bare SQLite that inserts the same rows: all in one transaction beside the domain, which writes nothing; one
// durable transaction a ticket beside the agent. Usage: bench_replay BUILD_FOLDER [DATA_FOLDER]
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/assert.hpp"
#include "bench/agent/load.hpp"
#include "bench/agent/world.hpp"
#include "bench/support/figures.hpp"
#include "bench/support/program.hpp"
#include "codec/json.hpp"
#include "replay/parts.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_data.hpp"

namespace counterfoil::bench {
namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::json;
using replay::Sale;

constexpr std::uint16_t kPort = 18782;
constexpr std::uint64_t kMembers = 1000;
constexpr int kRounds = 5;
constexpr std::size_t kSoldARound = 300;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

/// A row a ticket and a row a line, as bare as can be.
class BareTables {
public:
    explicit BareTables(const std::string& path) {
        CF_ASSERT(sqlite3_open(path.c_str(), &db_) == SQLITE_OK);
        run("PRAGMA journal_mode=WAL");
        run("PRAGMA synchronous=FULL");
        run("CREATE TABLE ticket(key TEXT PRIMARY KEY, member TEXT, at INTEGER, list INTEGER, due INTEGER) WITHOUT ROWID");
        run("CREATE TABLE line(key TEXT, no INTEGER, sku TEXT, quantity INTEGER, amount INTEGER, discount INTEGER, net "
            "INTEGER,"
            " PRIMARY KEY(key, no)) WITHOUT ROWID");
        ticket_ = prepare("INSERT INTO ticket VALUES(?,?,?,?,?)");
        line_ = prepare("INSERT INTO line VALUES(?,?,?,?,?,?,?)");
    }
    ~BareTables() {
        sqlite3_finalize(ticket_);
        sqlite3_finalize(line_);
        sqlite3_close(db_);
    }
    BareTables(const BareTables&) = delete;
    BareTables& operator=(const BareTables&) = delete;

    void run(const char* sql) { CF_ASSERT(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK); }
    void insert(const Sale& sale) {
        const std::string key = sale.basket.ticket_key().text();
        std::int64_t sum = 0;
        for (const domain::BasketLine& line : sale.basket.lines) {
            const std::int64_t amount = line.amount->value;
            sum += amount - line.pos_discount.value;
            bind(line_, 1, key);
            sqlite3_bind_int(line_, 2, line.line_no);
            bind(line_, 3, line.sku.str());
            sqlite3_bind_int64(line_, 4, line.quantity.value);
            sqlite3_bind_int64(line_, 5, amount);
            sqlite3_bind_int64(line_, 6, line.pos_discount.value);
            sqlite3_bind_int64(line_, 7, amount - line.pos_discount.value);
            step(line_);
        }
        bind(ticket_, 1, key);
        bind(ticket_, 2, sale.basket.member_id.str());
        sqlite3_bind_int64(ticket_, 3, sale.basket.at.ms);
        sqlite3_bind_int64(ticket_, 4, sum);
        sqlite3_bind_int64(ticket_, 5, sum);
        step(ticket_);
    }

private:
    sqlite3_stmt* prepare(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        CF_ASSERT(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr) == SQLITE_OK);
        return statement;
    }
    static void bind(sqlite3_stmt* statement, int at, const std::string& text) {
        sqlite3_bind_text(statement, at, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    }
    static void step(sqlite3_stmt* statement) {
        CF_ASSERT(sqlite3_step(statement) == SQLITE_DONE);
        sqlite3_reset(statement);
    }
    sqlite3* db_ = nullptr;
    sqlite3_stmt* ticket_ = nullptr;
    sqlite3_stmt* line_ = nullptr;
};

/// Ratio without a goal.
void print(const std::string& what, const std::vector<double>& ours, const std::vector<double>& floor) {
    const double our_rate = quantile(ours, 0.5);
    const double floor_rate = quantile(floor, 0.5);
    std::printf("P12|%s|%.0f /s|%.0f /s|%.2f|-|-\n", what.c_str(), our_rate, floor_rate, our_rate / floor_rate);
    std::fflush(stdout);
}

void price_all(const replay::World& world) {
    domain::Member member;
    std::int64_t due = 0;
    for (const Sale& sale : world.sales) {
        member.member_id = sale.basket.member_id;
        const auto outcome = replay::price(sale, world.rules, &member);
        due += std::get<domain::Quote>(outcome).totals.due.value;
    }
    CF_ASSERT(due > 0);
}

void bench_domain(const replay::World& world) {
    std::vector<double> ours;
    std::vector<double> floor;
    std::size_t lines = 0;
    for (const Sale& sale : world.sales)
        lines += sale.basket.lines.size();
    const auto count = static_cast<double>(world.sales.size());
    for (int round = 0; round < kRounds; ++round) {
        auto begin = Clock::now();
        price_all(world);
        ours.push_back(count / seconds_since(begin));
        const test_support::TemporaryFolder folder;
        BareTables tables(folder.file("bare.db"));
        begin = Clock::now();
        tables.run("BEGIN");
        for (const Sale& sale : world.sales)
            tables.insert(sale);
        tables.run("COMMIT");
        floor.push_back(count / seconds_since(begin));
    }
    print(world.part + ": " + std::to_string(world.sales.size()) + " tickets, " + std::to_string(lines) +
              " lines priced; rows inserted at once",
          ours, floor);
}

/// The bench's agent has rules, currency and members of its own, and no coupons of these tickets.
json request_of(const Sale& sale, std::size_t n) {
    domain::Basket basket = sale.basket;
    basket.currency = "CNY";
    basket.exponent = 2;
    basket.member_id = MemberId(member_id(n % kMembers));
    basket.coupons = domain::BestCoupons{};
    json sent = codec::to_json(basket);
    sent.erase("store_id");
    sent.erase("at");
    return {{"basket", std::move(sent)}};
}

void sell(Exchange& agent, const World& agent_world, const Sale& sale, std::size_t n) {
    const json opened = json::parse(
        agent.send(http_request(kPort, "POST", "/v1/checkouts", agent_world.token, request_of(sale, n).dump()), 201));
    const json cash = {{"kind", "cash"}, {"amount", opened["quote"]["totals"]["due"]}};
    const json body = {{"quote_hash", opened["quote"]["hash"]}, {"tenders", json::array({cash})}};
    agent.send(http_request(kPort, "POST", "/v1/checkouts/" + opened["checkout_id"].get<std::string>() + "/commit",
                            agent_world.token, body.dump(), "key-" + std::to_string(n)),
               200);
}

void bench_agent(const std::string& build, const replay::World& world) {
    const test_support::TemporaryFolder folder;
    const auto agent_world = make_world(folder.file(""), kMembers, kPort);
    CF_ASSERT(agent_world.has_value());
    const Program program({build + "/bin/counterfoild", "--config", agent_world->configuration});
    CF_ASSERT(wait_for_port(kPort));
    Exchange agent(kPort);
    BareTables tables(folder.file("bare.db"));
    std::vector<double> ours;
    std::vector<double> floor;
    for (std::size_t from = 0; from + kSoldARound <= world.sales.size() && ours.size() < kRounds; from += kSoldARound) {
        auto begin = Clock::now();
        for (std::size_t i = from; i < from + kSoldARound; ++i)
            sell(agent, *agent_world, world.sales[i], i);
        ours.push_back(static_cast<double>(kSoldARound) / seconds_since(begin));
        begin = Clock::now();
        for (std::size_t i = from; i < from + kSoldARound; ++i) {
            tables.run("BEGIN IMMEDIATE");
            tables.insert(world.sales[i]);
            tables.run("COMMIT");
        }
        floor.push_back(static_cast<double>(kSoldARound) / seconds_since(begin));
    }
    print(world.part + ": checkout and commit by the agent; rows inserted, durable one by one", ours, floor);
}

int run(const std::string& build, const std::filesystem::path& data) {
    for (const replay::Part& part : replay::parts()) {
        if (part.name != "cj" && part.name != "retail") continue;
        if (const auto missing = replay::missing_files(data, part); !missing.empty()) {
            std::fprintf(stderr, "%s: test data absent: %s\n", part.name.c_str(), (data / missing.front()).c_str());
            continue;
        }
        replay::Report report(part.name);
        const auto world = part.run(data, replay::expected_figures(data), report, {std::numeric_limits<std::size_t>::max()});
        CF_ASSERT(report.differences().empty());
        bench_domain(world);
        bench_agent(build, world);
    }
    return 0;
}

}  // namespace
}  // namespace counterfoil::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_replay BUILD_FOLDER [DATA_FOLDER]\n");
        return 2;
    }
    return counterfoil::bench::run(argv[1], argc > 2 ? argv[2] : counterfoil::test_support::test_data_path() / "data");
}
