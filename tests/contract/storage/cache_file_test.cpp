// What becomes of the cache file: kept, made anew, loaded in bulk, cut off from power.
#include <filesystem>
#include <fstream>

#include "contract/storage/cache_test.hpp"
#include "storage/kit/database.hpp"
#include "support/fault_vfs/fault_vfs.hpp"

namespace counterfoil::storage {
namespace {

class CountingLog final : public Log {
public:
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField>) override {
        if (level == LogLevel::warning && event == "cache.made_anew") ++count;
    }
    int count = 0;
};

TEST_F(CacheTest, IsKeptOverARestart) {
    feed({row(samples::cached_member(1))});
    CountingLog log;
    open({.log = &log});
    EXPECT_EQ(reader_->member(samples::member_id(1)).value(), samples::cached_member(1));
    EXPECT_EQ(writer_->position("all").value().value, 1u);
    EXPECT_EQ(log.count, 0);
}

TEST_F(CacheTest, ADamagedFileIsMadeAnewWithAWarning) {
    feed({row(samples::cached_member(1))});
    reader_.reset();
    writer_.reset();
    std::ofstream(path_, std::ios::trunc) << std::string(9000, 'x');
    CountingLog log;
    open({.log = &log});
    EXPECT_EQ(log.count, 1);
    EXPECT_EQ(writer_->position("all").value().value, 0u);
    feed({row(samples::cached_member(2))});
}

TEST_F(CacheTest, AFileOfANewerProgramIsMadeAnew) {
    feed({row(samples::cached_member(1))});
    ASSERT_TRUE(sqlite_kit::Database::open(path_).value().exec("newer", "PRAGMA user_version = 99"));
    reader_.reset();
    writer_.reset();
    auto refused = open_cache_reader(path_, hasher_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    CountingLog log;
    open({.log = &log});
    EXPECT_EQ(log.count, 1);
    EXPECT_EQ(writer_->position("all").value().value, 0u);
}

TEST_F(CacheTest, AFileThatCannotBeWrittenIsAnErrorNotANewFile) {
    std::ofstream(folder_.file("plain")) << "x";
    const auto result = open_cache(folder_.file("plain/cache.db"), hasher_);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::permission);
}

TEST_F(CacheTest, BulkLoadedMembersAreAsGoodAsFedOnes) {
    const auto path = folder_.file("bulk.db");
    int n = 0;
    const auto count = bulk_load_members(path, [&](domain::CachedMember& member) -> Result<bool> {
        if (++n > 1000) return false;
        member = samples::cached_member(n);
        if (n == 1000) member.member.identities = samples::cached_member(1).member.identities;
        return true;
    });
    ASSERT_TRUE(count) << describe(count.error());
    EXPECT_EQ(*count, 1000u);
    path_ = path;
    open();
    EXPECT_EQ(reader_->member(samples::member_id(500)).value(), samples::cached_member(500));
    EXPECT_EQ(by_card(samples::cached_member(999).member.identities[1].value), samples::member_id(999));
    EXPECT_EQ(by_card(samples::cached_member(1).member.identities[1].value), samples::member_id(1000)) << "the later wins";
    feed({row(samples::cached_member(2000))});
    EXPECT_EQ(reader_->member(samples::member_id(2000)).value(), samples::cached_member(2000));
    EXPECT_FALSE(bulk_load_members(path, [](domain::CachedMember&) -> Result<bool> { return false; }))
        << "never over a file";
}

TEST_F(CacheTest, ABulkLoadThatFailsLeavesNoFile) {
    const auto path = folder_.file("bulk.db");
    const auto result = bulk_load_members(
        path, [](domain::CachedMember&) -> Result<bool> { return fail(ErrorCode::io, "the line went down", "snapshot"); });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().what, "the line went down");
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(CachePowerCut, LeavesAWholeFileWhoseRowsFitItsPosition) {
    platform::Sha256Hasher hasher;
    const auto batch = [](int n) {
        return domain::FeedBatch{"all",
                                 FeedPosition{static_cast<std::uint64_t>(n)},
                                 FeedPosition{static_cast<std::uint64_t>(n) + 1},
                                 {{domain::FeedKind::member, samples::member_id(n).str(), false,
                                   codec::encode_member(samples::cached_member(n))}}};
    };
    const auto run = [&](const std::string& path, const std::string& vfs) {
        auto cache = open_cache(path, hasher, {.vfs = vfs});
        if (!cache) return;
        for (int n = 0; n < 12; ++n) {
            if (!(*cache)->apply(batch(n))) return;
            if (n % 4 == 3 && !(*cache)->checkpoint()) return;
        }
    };
    std::int64_t operations = 0;
    {
        test_support::TemporaryFolder folder;
        test_support::FaultVfs vfs;
        run(folder.file("c.db"), vfs.name());
        operations = vfs.operations();
    }
    ASSERT_GT(operations, 50);
    for (std::int64_t at = 0; at < operations; at += 3) {
        test_support::TemporaryFolder folder;
        test_support::FaultVfs vfs;
        vfs.power_off_at(at);
        run(folder.file("c.db"), vfs.name());
        vfs.cut(static_cast<std::uint64_t>(at));
        auto cache = open_cache(folder.file("c.db"), hasher, {.vfs = vfs.name()});
        ASSERT_TRUE(cache) << at << " " << describe(cache.error());
        auto reader = open_cache_reader(folder.file("c.db"), hasher, {.vfs = vfs.name()}).value();
        const auto position = (*cache)->position("all").value();
        for (std::uint64_t n = 0; n < 12; ++n)
            ASSERT_EQ(reader->member(samples::member_id(static_cast<int>(n))).value().has_value(), n < position.value) << at;
        ASSERT_TRUE((*cache)->apply(batch(static_cast<int>(position.value))));
    }
}

}  // namespace
}  // namespace counterfoil::storage
