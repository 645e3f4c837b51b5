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

TEST(FullDisk, RefusesWithoutLossAndGoesOnAfterwards) {
    Site site;
    const std::string disk = site.folder() + "disk";
    if (const std::string trouble = mount_small_disk(disk); !trouble.empty())
        GTEST_SKIP() << "a small disk cannot be mounted: " << trouble;
    ASSERT_EQ(site.open(), "");
    Till& till = site.till("S001", "till-1", {.state_dir = disk + "/state"});
    ASSERT_EQ(site.trouble(), "");
    const std::string member = member_id_of(till);
    const std::string coupon = coupon_id_of(till, kPercentOffCode);
    const Reply opened = till.http().post("/v1/checkouts", basket("T-1", member, {coupon}));
    ASSERT_EQ(opened.status, 201) << opened.text();
    const Sale sale(opened);

    const std::string filler = disk + "/filler";
    fill(filler);
    // What is left in files that have room inside may still take a few small tickets; then the answer is 507.
    int sold = 0;
    Reply refused;
    for (; sold < 500 && refused.status != 507; ++sold) {
        fill(filler);
        refused = till.http().post("/v1/checkouts", basket("T-fill-" + std::to_string(sold)));
        if (refused.status != 201) break;
        refused = Sale(refused).commit(till, "key-fill-" + std::to_string(sold));
    }
    EXPECT_EQ(refused.status, 507) << refused.text();
    EXPECT_EQ(refused.code(), "storage_full");
    EXPECT_FALSE(refused.json().value("remedy", "").empty());
    const std::uint64_t seq = till.journal_seq();
    const Reply full = sale.commit(till, "key-1");
    EXPECT_EQ(full.status, 507) << full.text();
    EXPECT_EQ(till.journal_seq(), seq);
    EXPECT_EQ(member_id_of(till), member) << "reading needs no space";
    EXPECT_EQ(till.http().get("/healthz").status, 200);

    std::filesystem::remove(filler);
    Reply committed;
    EXPECT_TRUE(until([&] { return (committed = sale.commit(till, "key-1")).status == 200; })) << committed.text();
    ASSERT_TRUE(till.wait_synced()) << till.status();
    EXPECT_EQ(till.points(member), site.hq().points(member));
    EXPECT_EQ(till.verify_journal(), "");
    ASSERT_EQ(till.stop(), 0);
    ASSERT_EQ(till.start(), "");
    EXPECT_EQ(coupon_state(till, kPercentOffCode), "used");
}

}  // namespace
}  // namespace counterfoil::e2e
