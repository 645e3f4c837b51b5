// A till whose disk is full says so, loses nothing, and goes on when there is space again.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;

/// A small file system that only this process and its children see, and that goes with them. Empty, or why there is none.
std::string mount_small_disk(const std::string& folder) {
    std::filesystem::create_directories(folder);
    if (::unshare(CLONE_NEWNS) != 0) return std::string("unshare: ") + std::strerror(errno);
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return std::string("mount: ") + std::strerror(errno);
    if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=24m") != 0) return std::string("mount: ") + std::strerror(errno);
    return {};
}

/// Writes until nothing more fits.
void fill(const std::string& file) {
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ASSERT_GE(handle, 0);
    const std::string block(4096, 'x');
    while (::write(handle, block.data(), block.size()) > 0) {
    }
    ::close(handle);
}

constexpr int kSalesUnderWay = 40;

class FullDisk : public ::testing::Test {
protected:
    void SetUp() override {
        const std::string disk = site_.folder() + "disk";
        if (const std::string trouble = mount_small_disk(disk); !trouble.empty())
            GTEST_SKIP() << "a small disk cannot be mounted: " << trouble;
        ASSERT_EQ(site_.open(), "");
        till_ = &site_.till("S001", "till-1", {.state_dir = disk + "/state"});
        ASSERT_EQ(site_.trouble(), "");
        filler_ = disk + "/filler";
        member_ = member_id_of(*till_);
        coupon_ = coupon_id_of(*till_, kPercentOffCode);
    }
    Sale open(const std::string& ticket, const std::string& member = {}, const std::vector<std::string>& coupons = {}) {
        const Reply opened = till_->http().post("/v1/checkouts", basket(ticket, member, coupons));
        EXPECT_EQ(opened.status, 201) << opened.text();
        return Sale(opened);
    }
    /// Commits; a refusal has to be a full disk's, and to leave the journal alone.
    bool commit_or_full(const Sale& sale, const std::string& key) {
        const std::uint64_t before = till_->journal_seq();
        const Reply reply = sale.commit(*till_, key);
        if (reply.status == 200) return true;
        EXPECT_EQ(reply.status, 507) << reply.text();
        EXPECT_EQ(reply.code(), "storage_full") << reply.text();
        EXPECT_EQ(till_->journal_seq(), before);
        return false;
    }

    Site site_;
    Till* till_ = nullptr;
    std::string filler_;
    std::string member_;
    std::string coupon_;
};

TEST_F(FullDisk, RefusesNewCheckoutsCommitsWhatIsUnderWayAndLosesNothing) {
    const Sale with_coupon = open("T-coupon", member_, {coupon_});
    std::vector<Sale> under_way;
    for (int i = 0; i < kSalesUnderWay; ++i)
        under_way.push_back(open("T-" + std::to_string(i)));
    fill(filler_);

    const std::uint64_t before = till_->journal_seq();
    const Reply refused = till_->http().post("/v1/checkouts", basket("T-new"));
    EXPECT_EQ(refused.status, 507) << refused.text();
    EXPECT_EQ(refused.code(), "storage_full");
    EXPECT_FALSE(refused.json().value("remedy", "").empty()) << refused.text();
    EXPECT_EQ(till_->journal_seq(), before);
    EXPECT_EQ(member_id_of(*till_), member_) << "reading needs no space";
    EXPECT_EQ(till_->http().get("/healthz").status, 200);

    EXPECT_TRUE(commit_or_full(with_coupon, "key-coupon")) << "what is held can be used up on a full disk";
    for (std::size_t i = 0; i < under_way.size(); ++i) {
        fill(filler_);
        commit_or_full(under_way[i], "key-" + std::to_string(i));
    }
    ASSERT_TRUE(till_->running()) << till_->log();

    std::filesystem::remove(filler_);
    for (std::size_t i = 0; i < under_way.size(); ++i) {
        const Reply committed = under_way[i].commit(*till_, "key-" + std::to_string(i));
        EXPECT_EQ(committed.status, 200) << committed.text();
    }
    open("T-new");
    ASSERT_TRUE(till_->wait_synced()) << till_->status();
    EXPECT_EQ(till_->points(member_), site_.hq().points(member_));
    EXPECT_TRUE(until([&] { return coupon_state(*till_, kPercentOffCode) == "used"; }));
    ASSERT_EQ(till_->stop(), 0);
    EXPECT_EQ(till_->verify_journal(), "");
    ASSERT_EQ(till_->start(), "");
    const json tickets = till_->http().get("/v1/tickets?limit=200").json().value("tickets", json::array());
    EXPECT_EQ(tickets.size(), under_way.size() + 1);
}

TEST_F(FullDisk, AnAgentThatCannotEvenStartSaysSo) {
    ASSERT_EQ(till_->stop(), 0);
    fill(filler_);
    const Finished ended = till_->start_in_vain();
    EXPECT_EQ(ended.status, 1) << ended.out;
    EXPECT_NE(ended.err.find("disk"), std::string::npos) << ended.err;
    std::filesystem::remove(filler_);
    ASSERT_EQ(till_->start(), "");
    EXPECT_EQ(member_id_of(*till_), member_);
}

}  // namespace
}  // namespace counterfoil::e2e
