// The disk fills up or fails at every single write; the answer is an error, nothing has changed, and later it works again.
#include <gtest/gtest.h>

#include "contract/storage/fault_samples.hpp"
#include "support/fault_vfs/fault_vfs.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::storage {
namespace {

using test_support::FaultVfs;
using test_support::TemporaryFolder;

class FaultyDiskTest : public testing::Test {
protected:
    void open(std::uint64_t log_bytes = 0) {
        store_.reset();
        auto opened = open_ledger(folder_.file("ledger.db"), hasher_,
                                  {.log_bytes = log_bytes, .checkpoint_bytes = 0, .log = &log_, .vfs = vfs_.name()});
        ASSERT_TRUE(opened) << describe(opened.error());
        store_ = std::move(*opened);
        const ports::LedgerJob enrol = [](ports::LedgerTx& tx) { return tx.device().save(samples::device()).has_value(); };
        ASSERT_TRUE(store_->transact(std::span(&enrol, 1)));
    }
    Result<void> redeem(int n) {
        const ports::LedgerJob jobs[] = {redemption(2 * n), redemption(2 * n + 1)};
        return store_->transact(jobs);
    }
    void expect_redeemed(int n, int there) {
        EXPECT_EQ(found(store_->view(), 2 * n), there) << n;
        EXPECT_EQ(found(store_->view(), 2 * n + 1), there) << n;
    }

    class WarningLog final : public Log {
    public:
        void write(LogLevel level, std::string_view event, std::initializer_list<LogField>) override {
            if (level == LogLevel::warning) last_warning = event;
        }
        std::string last_warning;
    };

    TemporaryFolder folder_;
    FaultVfs vfs_;
    platform::Sha256Hasher hasher_;
    WarningLog log_;
    std::unique_ptr<ports::LedgerStore> store_;
};

TEST_F(FaultyDiskTest, FullAtEveryByteIsFullAndChangesNothing) {
    open();
    int n = 0;
    for (std::int64_t free_bytes = 0; free_bytes < 40'000; free_bytes += 700, ++n) {
        vfs_.set_free_bytes(free_bytes);
        const auto result = redeem(n);
        if (!result) {
            EXPECT_EQ(result.error().code, ErrorCode::full) << describe(result.error());
            EXPECT_FALSE(result.error().remedy.empty());
        }
        const auto head = store_->view().journal().head().value();
        expect_redeemed(n, result ? 1 : 0);
        vfs_.set_free_bytes(std::nullopt);
        if (!result) {
            const auto again = redeem(n);
            ASSERT_TRUE(again) << free_bytes << ": " << describe(again.error());
            EXPECT_EQ(store_->view().journal().head().value().seq.value, head.seq.value + 4);
        }
        expect_redeemed(n, 1);
    }
    EXPECT_TRUE(verify_chain(store_->view().journal(), hasher_, JournalSeq{1}));
}

TEST_F(FaultyDiskTest, AFullDiskStopsTheCheckpointButNotTheLogThatWasGrownForIt) {
    open(1024 * 1024);
    vfs_.set_free_bytes(0);
    int n = 0;
    while (redeem(n))
        ++n;
    EXPECT_GT(n, 10) << "the grown log is the space that is kept for what is under way";
    expect_redeemed(n - 1, 1);
    expect_redeemed(n, 0);
    const auto moved = store_->checkpoint();
    EXPECT_TRUE(moved || moved.error().code == ErrorCode::full) << describe(moved.error());
    vfs_.set_free_bytes(std::nullopt);
    EXPECT_TRUE(redeem(n));
    EXPECT_EQ(store_->checkpoint().value(), 0u);
    for (int i = 0; i <= n; ++i)
        expect_redeemed(i, 1);
}

TEST_F(FaultyDiskTest, AFullDiskDoesNotStopTheOpening) {
    open();
    ASSERT_TRUE(redeem(1));
    store_.reset();
    vfs_.set_free_bytes(200 * 1024);
    open(4 * 1024 * 1024);
    EXPECT_EQ(log_.last_warning, "ledger.log_not_grown");
    expect_redeemed(1, 1);
    EXPECT_TRUE(redeem(2)) << "what the log did get can be used";
}

TEST_F(FaultyDiskTest, ACommitCostsOneSyncAlsoAfterAnIdleMoment) {
    open(256 * 1024);
    for (int n = 0; n < 4; ++n) {
        vfs_.fail_sync(2);
        ASSERT_TRUE(redeem(n)) << n;
        vfs_.fail_sync(1);
        ASSERT_FALSE(redeem(100 + n)) << "the first sync is made";
        ASSERT_EQ(store_->checkpoint().value(), 0u);
    }
}

TEST_F(FaultyDiskTest, AWriteOrSyncThatFailsChangesNothing) {
    open();
    int n = 0;
    for (const bool sync : {false, true}) {
        for (std::int64_t nth = 1; nth <= (sync ? 1 : 40); ++nth, ++n) {
            sync ? vfs_.fail_sync(nth) : vfs_.fail_write(nth);
            const auto result = redeem(n);
            ASSERT_FALSE(result) << nth;
            EXPECT_EQ(result.error().code, ErrorCode::io) << describe(result.error());
            expect_redeemed(n, 0);
            const auto again = redeem(n);
            ASSERT_TRUE(again) << nth << ": " << describe(again.error());
            expect_redeemed(n, 1);
        }
    }
    EXPECT_TRUE(verify_chain(store_->view().journal(), hasher_, JournalSeq{1}));
}

}  // namespace
}  // namespace counterfoil::storage
