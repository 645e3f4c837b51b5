#include "hub/store_thread.hpp"

#include <utility>
#include <vector>

namespace counterfoil::hub {
namespace {

constexpr Millis kIdleBeforeCheckpoint{200};

}  // namespace

StoreThread::StoreThread(HubStore& store, Log& log)
    : store_(store),
      log_(log),
      thread_({kWaitingJobsMax, kJobsPerCommitMax, kIdleBeforeCheckpoint},
              {.batch = [this](std::deque<Entry>& entries) { commit(entries); }, .idle = [this] { checkpoint(); }}) {}

void StoreThread::post(HubJob job, std::function<void(Result<void>)> done) {
    Entry entry{std::move(job), std::move(done)};
    if (thread_.push(entry)) return;
    entry.done(
        fail(ErrorCode::unavailable, "too many operations are waiting for the disk", "store", "try again in a moment"));
}

void StoreThread::checkpoint() {
    if (const auto moved = store_.checkpoint(); !moved)
        log_.write(LogLevel::warning, "storage.checkpoint_failed", {{"error", describe(moved.error())}});
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
