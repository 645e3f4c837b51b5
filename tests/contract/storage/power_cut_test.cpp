// The power goes off at every single operation on the disk; what was answered before is there afterwards, whole.
#include <gtest/gtest.h>

#include "contract/storage/fault_samples.hpp"
#include "storage/kit/database.hpp"
#include "support/fault_vfs/fault_vfs.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::storage {
namespace {

using test_support::FaultVfs;
using test_support::TemporaryFolder;

constexpr int kBatches = 4;

/// Two redemptions a commit, a refused job between them, and the rest of an idle moment after every second one. Answers how
/// many commits were acknowledged.
int sell(const std::string& path, const FaultVfs& vfs, std::uint64_t log_bytes) {
    static const platform::Sha256Hasher hasher;
    auto store = open_ledger(path, hasher, {.log_bytes = log_bytes, .checkpoint_bytes = 0, .vfs = vfs.name()});
    if (!store) return 0;
    const ports::LedgerJob enrol = [](ports::LedgerTx& tx) { return tx.device().save(samples::device()).has_value(); };
    if (!(*store)->transact(std::span(&enrol, 1))) return 0;
    for (int batch = 0; batch < kBatches; ++batch) {
        const ports::LedgerJob jobs[] = {redemption(2 * batch), redemption(1000 + batch, false), redemption(2 * batch + 1)};
        if (!(*store)->transact(jobs)) return batch;
        if (batch % 2 == 1 && !(*store)->checkpoint()) return batch + 1;
    }
    return kBatches;
}

/// Opens the file after the cut and counts the commits in it; fails on half a commit and on a chain that does not hold.
void expect_sound(const std::string& path, const FaultVfs& vfs, int acknowledged, std::int64_t at) {
    static const platform::Sha256Hasher hasher;
    auto store = open_ledger(path, hasher, {.log_bytes = 0, .vfs = vfs.name()});
    ASSERT_TRUE(store) << at << ": " << describe(store.error());
    auto& view = (*store)->view();
    const auto head = verify_chain(view.journal(), hasher, JournalSeq{1});
    ASSERT_TRUE(head) << at << ": " << describe(head.error());
    int kept = 0;
    while (kept < kBatches && found(view, 2 * kept) == 1)
        ++kept;
    EXPECT_GE(kept, acknowledged) << at << ": an answered redemption is lost";
    EXPECT_LE(kept, acknowledged + 1) << at;
    EXPECT_EQ(head->seq.value, static_cast<std::uint64_t>(kept) * 4) << at;
    for (int batch = 0; batch < kBatches; ++batch) {
        EXPECT_EQ(found(view, 2 * batch), batch < kept ? 1 : 0) << at;
        EXPECT_EQ(found(view, 2 * batch + 1), batch < kept ? 1 : 0) << at;
        EXPECT_EQ(found(view, 1000 + batch), 0) << at;
    }
    if (!view.device().state()->device_id.empty()) {
        const ports::LedgerJob next = redemption(5000);
        EXPECT_TRUE((*store)->transact(std::span(&next, 1))) << at << ": the till goes on";
    }
}

void cut_everywhere(std::uint64_t log_bytes, std::int64_t step) {
    std::int64_t operations = 0;
    {
        TemporaryFolder folder;
        FaultVfs vfs;
        ASSERT_EQ(sell(folder.file("ledger.db"), vfs, log_bytes), kBatches);
        operations = vfs.operations();
    }
    int keep_percent = 0;
    for (std::int64_t at = 0; at <= operations; at += step) {
        keep_percent = (keep_percent + 35) % 101;
        TemporaryFolder folder;
        FaultVfs vfs;
        vfs.power_off_at(at);
        const int acknowledged = sell(folder.file("ledger.db"), vfs, log_bytes);
        vfs.cut(static_cast<std::uint64_t>(at), keep_percent);
        expect_sound(folder.file("ledger.db"), vfs, acknowledged, at);
        if (testing::Test::HasFailure()) return;
    }
}

TEST(LedgerPowerCut, LosesNoAnsweredJobAtAnyOperation) { cut_everywhere(0, 1); }

TEST(LedgerPowerCut, LosesNothingWhileTheLogIsGrownAndRecycled) { cut_everywhere(128 * 1024, 11); }

TEST(LedgerPowerCut, LosesNothingWhenTheLogIsGrownOverEntriesThatAreNotInTheFileYet) {
    // The crash leaves entries in the log only; the next start grows the log over them, and the power goes again.
    for (std::int64_t at = 0; at < 600; at += 17) {
        TemporaryFolder folder;
        FaultVfs vfs;
        const auto path = folder.file("ledger.db");
        const platform::Sha256Hasher hasher;
        {
            auto store = open_ledger(path, hasher, {.log_bytes = 0, .vfs = vfs.name()}).value();
            const ports::LedgerJob jobs[] = {
                [](ports::LedgerTx& tx) { return tx.device().save(samples::device()).has_value(); }, redemption(1)};
            ASSERT_TRUE(store->transact(jobs));
            vfs.power_off();
        }
        vfs.cut(static_cast<std::uint64_t>(at));
        vfs.power_off_at(vfs.operations() + at);
        { auto ignored = open_ledger(path, hasher, {.log_bytes = 256 * 1024, .vfs = vfs.name()}); }
        if (!vfs.is_off()) vfs.power_off();
        vfs.cut(static_cast<std::uint64_t>(at) + 1);
        auto store = open_ledger(path, hasher, {.log_bytes = 0, .vfs = vfs.name()});
        ASSERT_TRUE(store) << at << ": " << describe(store.error());
        ASSERT_EQ(found((*store)->view(), 1), 1) << at;
        ASSERT_TRUE(verify_chain((*store)->view().journal(), hasher, JournalSeq{1})) << at;
    }
}

}  // namespace
}  // namespace counterfoil::storage
