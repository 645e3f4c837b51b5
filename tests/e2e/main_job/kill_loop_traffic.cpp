#include "e2e/main_job/kill_loop_traffic.hpp"

#include <nlohmann/json.hpp>

namespace counterfoil::e2e {

using nlohmann::json;

Traffic::Traffic(const HttpClient& till, std::vector<std::string> members, unsigned seed, int cashiers)
    : till_(till), members_(std::move(members)), at_work_(cashiers) {
    for (int i = 0; i < cashiers; ++i)
        cashiers_.emplace_back([this, i, seed] { sell(i, seed + static_cast<unsigned>(i)); });
}

Traffic::~Traffic() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    changed_.notify_all();
    for (std::thread& cashier : cashiers_)
        cashier.join();
}

void Traffic::till_serves(bool serves) {
    {
        const std::lock_guard lock(mutex_);
        serves_ = serves;
    }
    changed_.notify_all();
}

bool Traffic::let_sell(std::chrono::milliseconds and_then) {
    std::unique_lock lock(mutex_);
    const std::size_t before = answered_.size();
    const bool sold = changed_.wait_for(lock, kPatience, [&] { return answered_.size() > before || !trouble_.empty(); });
    if (!sold || !trouble_.empty()) return false;
    return !changed_.wait_for(lock, and_then, [this] { return !trouble_.empty(); });
}

bool Traffic::finish() {
    std::unique_lock lock(mutex_);
    finishing_ = true;
    changed_.notify_all();
    return changed_.wait_for(lock, kPatience, [this] { return at_work_ == 0; });
}

std::vector<Answered> Traffic::answered() const {
    const std::lock_guard lock(mutex_);
    return answered_;
}

std::string Traffic::trouble() const {
    const std::lock_guard lock(mutex_);
    return trouble_;
}

void Traffic::complain(const std::string& what) {
    const std::lock_guard lock(mutex_);
    trouble_ += what + "\n";
    over_ = true;
    changed_.notify_all();
}

bool Traffic::wait_for_till() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return serves_ || over_; });
    return !over_;
}

void Traffic::sell(int cashier, unsigned seed) {
    std::mt19937 random(seed);
    for (int number = 1;; ++number) {
        {
            const std::lock_guard lock(mutex_);
            if (finishing_ || over_) break;
        }
        const std::string ticket_id = "T-" + std::to_string(cashier) + "-" + std::to_string(number);
        if (!sell_one(ticket_id, members_[random() % members_.size()], random)) break;
    }
    const std::lock_guard lock(mutex_);
    --at_work_;
    changed_.notify_all();
}

bool Traffic::sell_one(const std::string& ticket_id, const std::string& member_id, std::mt19937& random) {
    json wanted = basket(ticket_id, member_id, {}, static_cast<int>(1 + random() % 9));
    wanted["basket"]["coupons"] = "best";
    if (random() % 3 == 0) wanted["basket"]["points"] = "max";
    bool sold = false;
    for (int attempt = 1; !sold; ++attempt) {
        if (!wait_for_till()) return false;
        const Reply opened = till_.post("/v1/checkouts", wanted);
        if (opened.status == 0 || opened.status == 503) continue;
        if (opened.status != 201) return complain(ticket_id + " could not be opened: " + opened.text()), false;
        const std::string key = ticket_id + "-" + std::to_string(attempt);
        if (!commit(Sale(opened), ticket_id, member_id, key, sold)) return false;
    }
    return true;
}

bool Traffic::commit(const Sale& sale, const std::string& ticket_id, const std::string& member_id, const std::string& key,
                     bool& sold) {
    const std::string body = sale.body().dump();
    for (;;) {
        if (!wait_for_till()) return false;
        const Reply reply = till_.post_text(sale.path(), body, {{"Idempotency-Key", key}});
        if (reply.status == 0 || reply.status == 503) continue;
        // What the checkout held may have been settled otherwise meanwhile: the sale is opened anew.
        const std::string code = reply.code();
        if (code == "hold_gone" || code == "quote_stale" || code == "already_used" || code == "risk_limit") return true;
        if (reply.status != 200) return complain(ticket_id + " could not be committed: " + reply.text()), false;
        if (reply.headers.contains("idempotent-replay")) ++replays_;
        const std::lock_guard lock(mutex_);
        answered_.push_back(
            {ticket_id, member_id, key, sale.path(), body, reply.body, reply.json().value("seq", std::uint64_t{0})});
        changed_.notify_all();
        sold = true;
        return true;
    }
}

std::string repeat(const HttpClient& till, const Answered& sale) {
    const Reply reply = till.post_text(sale.path, sale.body, {{"Idempotency-Key", sale.key}});
    const auto replayed = reply.headers.find("idempotent-replay");
    if (reply.status == 200 && reply.body == sale.answer && replayed != reply.headers.end() && replayed->second == "true")
        return {};
    return sale.ticket_id + ": answered " + reply.text() + " instead of " + sale.answer;
}

}  // namespace counterfoil::e2e
