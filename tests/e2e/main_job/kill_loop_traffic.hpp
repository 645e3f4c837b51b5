// Cashiers that sell without a pause at a till that may vanish at any moment, and keep every answer they got. A cashier
// whose till did not answer repeats the same request with the same key, as a POS does.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "e2e/main_job/sale.hpp"

namespace counterfoil::e2e {

/// One commit that was answered with 200.
struct Answered {
    std::string ticket_id;
    std::string member_id;
    std::string key;
    std::string path;
    std::string body;    ///< of the request
    std::string answer;  ///< of the first answer
    std::uint64_t seq = 0;
};

class Traffic {
public:
    Traffic(const HttpClient& till, std::vector<std::string> members, unsigned seed, int cashiers);
    ~Traffic();
    Traffic(const Traffic&) = delete;
    Traffic& operator=(const Traffic&) = delete;

    /// The till is there again, or may be gone.
    void till_serves(bool serves);
    /// Waits until at least one more sale was answered, then for that long. False: no sale within the patience.
    bool let_sell(std::chrono::milliseconds and_then);
    /// Lets each cashier finish what is open, and no more. False: somebody got stuck.
    bool finish();

    std::vector<Answered> answered() const;
    /// Answers that no cashier expects; empty where all went well.
    std::string trouble() const;
    std::size_t replays() const noexcept { return replays_; }

private:
    void sell(int cashier, unsigned seed);
    bool sell_one(const std::string& ticket_id, const std::string& member_id, std::mt19937& random);
    /// False: nobody will serve any more.
    bool wait_for_till();
    bool commit(const Sale& sale, const std::string& ticket_id, const std::string& member_id, const std::string& key,
                bool& sold);
    void complain(const std::string& what);

    HttpClient till_;
    std::vector<std::string> members_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool serves_ = false;
    bool finishing_ = false;
    bool over_ = false;
    int at_work_ = 0;
    std::vector<Answered> answered_;
    std::string trouble_;
    std::atomic<std::size_t> replays_ = 0;
    std::vector<std::thread> cashiers_;
};

/// Asks for the same commit again. Empty where the answer is the first one and says that it is a repeat.
std::string repeat(const HttpClient& till, const Answered& sale);

}  // namespace counterfoil::e2e
