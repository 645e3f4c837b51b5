#include <filesystem>

#include "contract/storage/ledger_test.hpp"
#include "storage/kit/database.hpp"

namespace counterfoil::storage {
namespace {

class TransactTest : public LedgerTest {
protected:
    static ports::LedgerJob sale(int n, bool stays) {
        return [n, stays](ports::LedgerTx& tx) {
            const auto seq = tx.journal().append(samples::ticket_entry(n), samples::kNow).value();
            EXPECT_TRUE(tx.tickets().put(samples::ticket_row(n, seq)));
            EXPECT_TRUE(tx.effects().add(samples::effect(n, seq)));
            EXPECT_TRUE(tx.holds().put(samples::hold(n)));
            EXPECT_TRUE(tx.checkouts().put(samples::checkout(n)));
            EXPECT_TRUE(tx.requests().put(samples::request_key(n), {samples::digest_of(n), 200, "ok"}, samples::kNow));
            return stays;
        };
    }
    void expect_sale(int n, bool there) {
        EXPECT_EQ(view().tickets().find(samples::ticket_key(n)).value().has_value(), there) << n;
        EXPECT_EQ(view().effects().used(samples::coupon_right(n)).value(), there) << n;
        EXPECT_EQ(view().holds().find(samples::hold_id(n)).value().has_value(), there) << n;
        EXPECT_EQ(view().checkouts().find(samples::checkout_id(n)).value().has_value(), there) << n;
        EXPECT_EQ(view().requests().find(samples::request_key(n)).value().has_value(), there) << n;
    }
};

TEST_F(TransactTest, AJobThatAnswersFalseLeavesNoTraceAndItsNeighboursStay) {
    const ports::LedgerJob jobs[] = {sale(1, true), sale(2, false), sale(3, true)};
    ASSERT_TRUE(store_->transact(jobs));
    open();
    expect_sale(1, true);
    expect_sale(2, false);
    expect_sale(3, true);
    EXPECT_EQ(view().journal().head().value().seq.value, 2u);
    EXPECT_TRUE(verify_chain(view().journal(), hasher_, JournalSeq{1}));
}

TEST_F(TransactTest, JobsSeeWhatTheOnesBeforeThemDid) {
    const ports::LedgerJob jobs[] = {sale(1, true), [](ports::LedgerTx& tx) {
                                         EXPECT_TRUE(tx.tickets().find(samples::ticket_key(1)).value());
                                         return false;
                                     }};
    ASSERT_TRUE(store_->transact(jobs));
}

TEST_F(TransactTest, NoJobAndOnlyRefusedJobsAreFine) {
    EXPECT_TRUE(store_->transact({}));
    const ports::LedgerJob jobs[] = {sale(1, false), sale(2, false)};
    EXPECT_TRUE(store_->transact(jobs));
    expect_sale(1, false);
    const ports::LedgerJob alone[] = {sale(1, false)};
    EXPECT_TRUE(store_->transact(alone));
    expect_sale(1, false);
    const ports::LedgerJob again[] = {sale(1, true)};
    EXPECT_TRUE(store_->transact(again));
    expect_sale(1, true);
}

TEST_F(TransactTest, AnotherWriterInTheFileIsAClearErrorAndTheStoreGoesOn) {
    auto other = sqlite_kit::Database::open(path_).value();
    ASSERT_TRUE(other.begin_immediate());
    const ports::LedgerJob jobs[] = {sale(1, true)};
    expect_error(store_->transact(jobs), ErrorCode::unavailable);
    ASSERT_TRUE(other.rollback());
    ASSERT_TRUE(store_->transact(jobs));
    expect_sale(1, true);
}

TEST_F(TransactTest, TheIdleCheckpointMovesAllOfTheLog) {
    for (int n = 1; n <= 3; ++n) {
        const ports::LedgerJob jobs[] = {sale(n, true)};
        ASSERT_TRUE(store_->transact(jobs));
    }
    EXPECT_EQ(store_->checkpoint().value(), 0u);
    expect_sale(3, true);
}

TEST_F(TransactTest, AShortLogIsNotWorthACheckpoint) {
    open({.log_bytes = 0, .checkpoint_bytes = 200 * 1024});
    const auto file_size = [&] { return std::filesystem::file_size(path_); };
    const auto before = file_size();
    const ports::LedgerJob first[] = {sale(1, true)};
    ASSERT_TRUE(store_->transact(first));
    EXPECT_EQ(store_->checkpoint().value(), 0u);
    EXPECT_EQ(file_size(), before);
    for (int n = 2; n <= 20; ++n) {
        const ports::LedgerJob jobs[] = {sale(n, true)};
        ASSERT_TRUE(store_->transact(jobs));
    }
    EXPECT_EQ(store_->checkpoint().value(), 0u);
    EXPECT_GT(file_size(), before);
}

TEST_F(TransactTest, TheLogIsGrownOnceAndThenRecycled) {
    constexpr std::uintmax_t kLogBytes = 512 * 1024;
    open({.log_bytes = kLogBytes, .checkpoint_bytes = kLogBytes / 4});
    const auto log_size = [&] { return std::filesystem::file_size(path_ + "-wal"); };
    const auto grown = log_size();
    const auto file = std::filesystem::file_size(path_);
    EXPECT_GE(grown, kLogBytes);
    EXPECT_LT(grown, 2 * kLogBytes);
    EXPECT_LT(file, 512u * 1024) << "the database file does not grow with its log";
    for (int n = 1; n <= 60; ++n) {
        const ports::LedgerJob jobs[] = {sale(n, true)};
        ASSERT_TRUE(store_->transact(jobs));
        if (n % 5 == 0) {
            ASSERT_EQ(store_->checkpoint().value(), 0u);
        }
    }
    EXPECT_EQ(log_size(), grown);
}

TEST_F(TransactTest, AWriterThatNeverRestsDoesNotGrowTheLogForEver) {
    open({.log_bytes = 0, .checkpoint_bytes = 0, .log_bytes_max = 256 * 1024});
    for (int n = 1; n <= 100; ++n) {
        const ports::LedgerJob jobs[] = {sale(n, true)};
        ASSERT_TRUE(store_->transact(jobs));
        ASSERT_LT(std::filesystem::file_size(path_ + "-wal"), 512u * 1024);
    }
    expect_sale(100, true);
}

TEST_F(TransactTest, AChangeOutsideATransactionIsAProgrammersError) {
    EXPECT_DEATH(static_cast<void>(view().holds().bury(samples::hold_id(1))), "in_transaction");
}

}  // namespace
}  // namespace counterfoil::storage
