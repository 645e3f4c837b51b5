// P1, P2, P3 (docs/performance.md): what a redemption costs over the one disk sync that nobody can save. Each redemption is
// timed right after one bare sync, so that both meet the same disk. Figures are medians over rounds. Usage: bench_ledger
// [folder on the disk to measure]
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "base/assert.hpp"
#include "contract/storage/samples.hpp"
#include "platform/crypto.hpp"
#include "storage/ledger.hpp"

namespace counterfoil::storage {
namespace {

constexpr int kRounds = 5;
constexpr int kPairsPerRound = 1200;
constexpr int kGroupsPerRound = 12;
constexpr int kGroup = 16;
constexpr int kOpenAtATill = 4;  ///< checkouts that are open at the same time

double micros_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

double quantile(std::vector<double> values, double q) {
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, static_cast<std::size_t>(q * static_cast<double>(values.size())))];
}
double median(const std::vector<double>& values) { return quantile(values, 0.5); }

/// The floor: 4 KiB at a rotating place of a file that has its size already.
class BareSync {
public:
    explicit BareSync(const std::string& path) : file_(open(path.c_str(), O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600)) {
        CF_ASSERT(file_ >= 0);
        const std::vector<char> zeros(kBytes, 0);
        CF_ASSERT(pwrite(file_, zeros.data(), zeros.size(), 0) == static_cast<ssize_t>(zeros.size()) && fsync(file_) == 0);
    }
    ~BareSync() { close(file_); }
    BareSync(const BareSync&) = delete;
    BareSync& operator=(const BareSync&) = delete;
    double run() {
        const auto start = std::chrono::steady_clock::now();
        CF_ASSERT(pwrite(file_, block_.data(), block_.size(), offset_) == static_cast<ssize_t>(block_.size()));
        CF_ASSERT(fdatasync(file_) == 0);
        offset_ = (offset_ + 4096) % static_cast<off_t>(kBytes);
        return micros_since(start);
    }

private:
    static constexpr std::size_t kBytes = 16 * 1024 * 1024;
    int file_;
    off_t offset_ = 0;
    std::vector<char> block_ = std::vector<char>(4096, 'w');
};

/// What the commit of a checkout does to the ledger: look up, price is known, write ticket, consume and all that goes along.
bool redeem(ports::LedgerTx& tx, int n) {
    if (tx.requests().find(samples::request_key(n)).value()) return false;
    auto checkout = tx.checkouts().find(samples::checkout_id(n)).value();
    if (!checkout || tx.tickets().find(checkout->basket.ticket_key()).value()) return false;
    const auto holds = tx.holds().open().value();
    if (holds.empty() || tx.effects().used(samples::coupon_right(n)).value()) return false;
    const auto ticket = tx.journal().append(samples::ticket_entry(n), samples::kNow).value();
    auto earned = samples::effect(n, ticket);
    earned.right_id = RightId{};
    const auto consumed = tx.journal().append(samples::consume_entry(n), samples::kNow).value();
    checkout->state = domain::CheckoutState::committed;
    const ports::StoredAnswer answer{samples::digest_of(n), 200, std::to_string(ticket.value)};
    return tx.effects().add(earned) && tx.effects().add(samples::effect(n, consumed)) &&
           tx.holds().put(samples::spent_hold(n)) && tx.tickets().put(samples::ticket_row(n, ticket)) &&
           tx.checkouts().put(*checkout) && tx.requests().put(samples::request_key(n), answer, samples::kNow);
}

/// A till: opens checkouts ahead (not timed), redeems them (timed), and tidies the log in the gap after each.
class Till {
public:
    explicit Till(const std::string& path) : store_(open_ledger(path, hasher_).value()) {
        run([](ports::LedgerTx& tx) { return tx.device().save(samples::device()).has_value(); });
    }
    double redeem_one() {
        if (next_ == opened_) open_checkouts(kOpenAtATill);
        return redeem_together(1);
    }
    double redeem_group() {
        open_checkouts(kGroup - (opened_ - next_));
        return redeem_together(kGroup);
    }

private:
    void run(const ports::LedgerJob& job) { CF_ASSERT(store_->transact(std::span(&job, 1)).has_value()); }
    void open_checkouts(int count) {
        run([&](ports::LedgerTx& tx) {
            for (int i = 0; i < count; ++i, ++opened_)
                CF_ASSERT(tx.checkouts().put(samples::checkout(opened_)) && tx.holds().put(samples::hold(opened_)));
            return true;
        });
        CF_ASSERT(store_->checkpoint().has_value());
    }
    double redeem_together(int count) {
        std::vector<ports::LedgerJob> jobs;
        for (int i = 0; i < count; ++i, ++next_) {
            jobs.emplace_back([n = next_](ports::LedgerTx& tx) {
                const bool done = redeem(tx, n);
                CF_ASSERT(done);
                return true;
            });
        }
        const auto start = std::chrono::steady_clock::now();
        CF_ASSERT(store_->transact(jobs).has_value());
        const double spent = micros_since(start);
        CF_ASSERT(store_->checkpoint().has_value());
        return spent;
    }

    platform::Sha256Hasher hasher_;
    std::unique_ptr<ports::LedgerStore> store_;
    int opened_ = 0;
    int next_ = 0;
};

enum class Goal { at_most, at_least };

/// One line of the table that tests/bench/run prints: id | what | ours | floor | ratio | goal | ok.
void print(const char* id, const char* what, double ours, double floor, const char* unit, double ratio, Goal goal,
           double limit) {
    const bool met = goal == Goal::at_most ? ratio <= limit : ratio >= limit;
    std::printf("%s|%s|%.0f %s|%.0f %s|%.2f|%s %.1f|%s\n", id, what, ours, unit, floor, unit, ratio,
                goal == Goal::at_most ? "<=" : ">=", limit, met ? "ok" : "missed");
}

void measure_commit(Till& till, BareSync& floor) {
    std::vector<double> p50_ratios, p99_ratios, all_ours, all_floor;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<double> ours, bare;
        for (int i = 0; i < kPairsPerRound; ++i) {
            bare.push_back(floor.run());
            ours.push_back(till.redeem_one());
        }
        p50_ratios.push_back(median(ours) / median(bare));
        p99_ratios.push_back(quantile(ours, 0.99) / quantile(bare, 0.99));
        all_ours.insert(all_ours.end(), ours.begin(), ours.end());
        all_floor.insert(all_floor.end(), bare.begin(), bare.end());
    }
    const double floor_p50 = median(all_floor);
    const double p999 = quantile(all_ours, 0.999);
    print("P1", "durable redemption p50", median(all_ours), floor_p50, "us", median(p50_ratios), Goal::at_most, 1.2);
    print("P1", "durable redemption p99", quantile(all_ours, 0.99), quantile(all_floor, 0.99), "us", median(p99_ratios),
          Goal::at_most, 1.6);
    print("P2", "redemption p99.9 over sync p50", p999, floor_p50, "us", p999 / floor_p50, Goal::at_most, 6);
}

void measure_group(Till& till) {
    std::vector<double> ratios, alone, together;
    for (int round = 0; round < kRounds * kGroupsPerRound; ++round) {
        double one_by_one = 0;
        for (int i = 0; i < kGroup; ++i)
            one_by_one += till.redeem_one();
        alone.push_back(kGroup * 1e6 / one_by_one);
        together.push_back(kGroup * 1e6 / till.redeem_group());
        ratios.push_back(together.back() / alone.back());
    }
    print("P3", "16 redemptions a commit against one", median(together), median(alone), "/s", median(ratios), Goal::at_least,
          5);
}

}  // namespace
}  // namespace counterfoil::storage

int main(int count, char** arguments) {
    using namespace counterfoil::storage;
    std::string folder = (count > 1 ? std::string(arguments[1]) : std::filesystem::temp_directory_path().string()) +
                         "/counterfoil-bench-XXXXXX";
    CF_ASSERT(mkdtemp(folder.data()) != nullptr);
    {
        BareSync floor(folder + "/floor");
        Till till(folder + "/ledger.db");
        for (int i = 0; i < 300; ++i)
            till.redeem_one();
        measure_commit(till, floor);
        measure_group(till);
    }
    std::filesystem::remove_all(folder);
    return 0;
}
