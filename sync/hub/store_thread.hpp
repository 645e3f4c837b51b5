// The one thread that owns HQ's store. Jobs that wait share one durable commit.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "base/log.hpp"
#include "hub/core/store.hpp"

namespace counterfoil::hub {

inline constexpr std::size_t kWaitingJobsMax = 4096;
inline constexpr std::size_t kJobsPerCommitMax = 128;

class StoreThread {
public:
    StoreThread(HubStore& store, Log& log);
    ~StoreThread();  ///< runs what was posted, then ends
    /// Any thread. `done` runs on the store's thread after the commit; with `unavailable`, at once, where the queue is full.
    void post(HubJob job, std::function<void(Result<void>)> done);

private:
    struct Entry {
        HubJob job;
        std::function<void(Result<void>)> done;
    };
    void run();
    void commit(std::deque<Entry>& entries);

    HubStore& store_;
    Log& log_;
    std::mutex mutex_;
    std::condition_variable waiting_;
    std::deque<Entry> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace counterfoil::hub
