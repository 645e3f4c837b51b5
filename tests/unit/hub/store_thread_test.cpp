#include "hub/store_thread.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <future>
#include <vector>

namespace counterfoil::hub {
namespace {

/// Jobs of this test do not look at it.
class NoTx final : public HubTx {
public:
    Members& members() override { std::abort(); }
    Persons& persons() override { std::abort(); }
    Rights& rights() override { std::abort(); }
    Holds& holds() override { std::abort(); }
    Queue& queue() override { std::abort(); }
    Entries& entries() override { std::abort(); }
    Returns& returns() override { std::abort(); }
    Devices& devices() override { std::abort(); }
    Feed& feed() override { std::abort(); }
    Reference& reference() override { std::abort(); }
    Operations& operations() override { std::abort(); }
    Quotas& quotas() override { std::abort(); }
    Growth& growth() override { std::abort(); }
    Uses& uses() override { std::abort(); }
    Books& books() override { std::abort(); }
    Erasures& erasures() override { std::abort(); }
};

/// A store that only counts commits, and that can be told to wait or to fail: a real one cannot be made to show the order.
class CountingStore final : public HubStore {
public:
    Result<void> transact(std::span<const HubJob> jobs) override {
        if (gate.valid()) gate.get();
        batches.push_back(jobs.size());
        for (const HubJob& job : jobs)
            job(tx);
        if (failing) return fail(ErrorCode::full, "the disk is full");
        return {};
    }
    HubTx& view() override { return tx; }
    Result<std::size_t> checkpoint() override { return 0U; }

    NoTx tx;
    std::future<void> gate;
    std::vector<std::size_t> batches;
    bool failing = false;
};

TEST(StoreThread, RunsJobsInOrderAndLetsThoseThatWaitShareACommit) {
    CountingStore store;
    std::promise<void> open;
    store.gate = open.get_future();
    NullLog log;
    std::vector<int> order;
    int done = 0;
    {
        StoreThread thread(store, log);
        for (int i = 0; i < 20; ++i)
            thread.post(
                [&order, i](HubTx&) {
                    order.push_back(i);
                    return true;
                },
                [&done](const Result<void>& result) { done += result.has_value(); });
        open.set_value();
    }
    EXPECT_EQ(done, 20) << "its end runs what was posted";
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
    EXPECT_LE(store.batches.size(), 3U);
}

TEST(StoreThread, TellsEveryJobOfAFailedCommit) {
    CountingStore store;
    store.failing = true;
    NullLog log;
    int failed = 0;
    {
        StoreThread thread(store, log);
        for (int i = 0; i < 3; ++i)
            thread.post([](HubTx&) { return true; }, [&failed](const Result<void>& result) { failed += !result; });
    }
    EXPECT_EQ(failed, 3);
}

TEST(StoreThread, AFullQueueAnswersAtOnce) {
    CountingStore store;
    std::promise<void> open;
    store.gate = open.get_future();
    NullLog log;
    std::size_t refused = 0;
    std::size_t ran = 0;
    {
        StoreThread thread(store, log);
        for (std::size_t i = 0; i < kWaitingJobsMax + kJobsPerCommitMax + 1; ++i) {
            thread.post(
                [&ran](HubTx&) {
                    ++ran;
                    return true;
                },
                [&refused](const Result<void>& result) {
                    refused += !result && result.error().code == ErrorCode::unavailable;
                });
        }
        EXPECT_GT(refused, 0U);
        open.set_value();
    }
    EXPECT_EQ(ran + refused, kWaitingJobsMax + kJobsPerCommitMax + 1);
}

}  // namespace
}  // namespace counterfoil::hub
