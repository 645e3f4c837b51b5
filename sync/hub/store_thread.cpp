#include "hub/store_thread.hpp"

#include <chrono>
#include <vector>

namespace counterfoil::hub {
namespace {

constexpr std::chrono::milliseconds kIdleBeforeCheckpoint{200};

}  // namespace

StoreThread::StoreThread(HubStore& store, Log& log) : store_(store), log_(log), thread_([this] { run(); }) {}

StoreThread::~StoreThread() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    waiting_.notify_one();
    thread_.join();
}

void StoreThread::post(HubJob job, std::function<void(Result<void>)> done) {
    {
        const std::scoped_lock lock(mutex_);
        if (queue_.size() < kWaitingJobsMax) {
            queue_.push_back({std::move(job), std::move(done)});
            waiting_.notify_one();
            return;
        }
    }
    done(fail(ErrorCode::unavailable, "too many operations are waiting for the disk", "store", "try again in a moment"));
}

void StoreThread::run() {
    bool log_waits = true;
    for (;;) {
        std::deque<Entry> entries;
        {
            std::unique_lock lock(mutex_);
            const auto something = [this] { return stopping_ || !queue_.empty(); };
            if (log_waits && !waiting_.wait_for(lock, kIdleBeforeCheckpoint, something)) {
                lock.unlock();
                if (const auto moved = store_.checkpoint(); !moved)
                    log_.write(LogLevel::warning, "storage.checkpoint_failed", {{"error", describe(moved.error())}});
                log_waits = false;
                continue;
            }
            waiting_.wait(lock, something);
            if (queue_.empty()) return;
            while (!queue_.empty() && entries.size() < kJobsPerCommitMax) {
                entries.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
        }
        commit(entries);
        log_waits = true;
    }
}

void StoreThread::commit(std::deque<Entry>& entries) {
    std::vector<HubJob> jobs;
    jobs.reserve(entries.size());
    for (const Entry& entry : entries)
        jobs.push_back(entry.job);
    const Result<void> result = store_.transact(std::span<const HubJob>(jobs));
    if (!result) log_.write(LogLevel::error, "store.commit_failed", {{"error", describe(result.error())}});
    for (const Entry& entry : entries)
        entry.done(result);
}

}  // namespace counterfoil::hub
