// kill -9 at any moment: what was answered is there, what is repeated is answered the same, and HQ agrees in the end.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "e2e/main_job/kill_loop_traffic.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using namespace nlohmann::literals;

constexpr int kKilled = 256 + SIGKILL;
constexpr unsigned kSeed = 20261122;
constexpr int kCashiers = 3;
constexpr std::size_t kMembers = 12;
constexpr int kStartKillEvery = 10;  ///< one more kill, while the agent starts
constexpr int kHqKillEvery = 20;
constexpr std::size_t kTicketsLookedAt = 60;

int kills_wanted() {
    const char* text = std::getenv("COUNTERFOIL_KILLS");
    return text != nullptr ? std::stoi(text) : 100;
}

class KillLoop : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(site_.open(), "");
        till_ = &site_.till("S001", "till-1");
        ASSERT_EQ(site_.trouble(), "");
        members_ = site_.hq().demo_members();
        ASSERT_GE(members_.size(), kMembers);
        members_.resize(kMembers);
    }

    /// Every answered ticket that is not older than the newest few is among the newest few.
    std::string missing_tickets(const std::vector<Answered>& answered) const {
        const Reply reply = till_->http().get("/v1/tickets?limit=" + std::to_string(kTicketsLookedAt));
        if (reply.status != 200) return reply.text();
        std::map<std::uint64_t, std::string> found;
        const json tickets = reply.json().value("tickets", json::array());
        for (const json& ticket : tickets)
            found[ticket.value("seq", std::uint64_t{0})] = ticket.value("/ticket/ticket_id"_json_pointer, "");
        std::string missing;
        const bool all_are_listed = found.size() < kTicketsLookedAt;
        for (const Answered& sale : answered) {
            if (!all_are_listed && sale.seq < found.begin()->first) continue;
            const auto at = found.find(sale.seq);
            if (at == found.end() || at->second != sale.ticket_id) missing += sale.ticket_id + " ";
        }
        return missing;
    }

    /// After a restart, with no cashier at work.
    void check(const std::vector<Answered>& answered, std::size_t checked) {
        ASSERT_EQ(missing_tickets(answered), "");
        for (std::size_t i = checked; i < answered.size(); ++i)
            ASSERT_EQ(repeat(till_->http(), answered[i]), "");
    }

    void kill_while_starting(std::mt19937& random) {
        till_->launch();
        until([] { return false; }, std::chrono::milliseconds(random() % 300));
        ASSERT_EQ(till_->kill(), kKilled) << till_->err();
        ASSERT_EQ(till_->verify_journal(), "");
    }

    void expect_all_of(const std::vector<Answered>& answered) {
        std::map<std::string, int> sold_to;
        std::set<std::uint64_t> seqs;
        for (const Answered& sale : answered) {
            EXPECT_EQ(repeat(till_->http(), sale), "");
            EXPECT_TRUE(seqs.insert(sale.seq).second) << "two tickets are one journal entry: " << sale.seq;
            ++sold_to[sale.member_id];
        }
        for (const std::string& member : members_) {
            const json at_hq = site_.hq().http().get("/v1/members/" + member).json();
            EXPECT_EQ(at_hq.value("tickets", 0), sold_to[member]) << at_hq;
            EXPECT_TRUE(until([&] { return till_->points(member) == site_.hq().points(member); }))
                << member << ": " << till_->points(member) << " here, " << site_.hq().points(member) << " at HQ";
        }
    }

    Site site_;
    Till* till_ = nullptr;
    std::vector<std::string> members_;
};

TEST_F(KillLoop, LosesNothingThatWasAnswered) {
    std::mt19937 random(kSeed);
    const int kills = kills_wanted();
    Traffic traffic(till_->http(), members_, kSeed, kCashiers);
    std::size_t checked = 0;
    for (int i = 1; i <= kills; ++i) {
        traffic.till_serves(true);
        ASSERT_TRUE(traffic.let_sell(std::chrono::milliseconds(random() % 80))) << "kill " << i << ": " << traffic.trouble();
        ASSERT_EQ(till_->kill(), kKilled) << "kill " << i << ": it had ended by itself: " << till_->err();
        traffic.till_serves(false);
        const std::vector<Answered> answered = traffic.answered();
        ASSERT_EQ(till_->verify_journal(), "") << "kill " << i;
        if (i % kStartKillEvery == 0) {
            ASSERT_NO_FATAL_FAILURE(kill_while_starting(random));
        }
        if (i % kHqKillEvery == 0) {
            ASSERT_EQ(site_.hq().kill(), kKilled);
            ASSERT_EQ(site_.hq().start(), "");
        }
        ASSERT_EQ(till_->start(), "") << "kill " << i;
        ASSERT_NO_FATAL_FAILURE(check(answered, checked)) << "kill " << i;
        checked = answered.size();
    }
    traffic.till_serves(true);
    ASSERT_TRUE(traffic.finish());
    ASSERT_EQ(traffic.trouble(), "");

    const std::vector<Answered> answered = traffic.answered();
    ASSERT_TRUE(till_->wait_synced()) << till_->status();
    expect_all_of(answered);
    EXPECT_EQ(site_.hq().http().get("/v1/questions").json().value("questions", json()), json::array());
    EXPECT_EQ(till_->verify_journal(), "");
    RecordProperty("kills", kills);
    RecordProperty("tickets", static_cast<int>(answered.size()));
    RecordProperty("answered_by_a_repeat", static_cast<int>(traffic.replays()));
    std::printf("%d kills, %zu tickets, %zu of them answered only by a repeat\n", kills, answered.size(), traffic.replays());
}

}  // namespace
}  // namespace counterfoil::e2e
