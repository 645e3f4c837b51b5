// The one thread that owns HQ's store. Jobs that wait share one durable commit.
#pragma once

#include <deque>
#include <functional>

#include "base/log.hpp"
#include "hub/core/store.hpp"
#include "platform/batch_thread.hpp"

namespace counterfoil::hub {

inline constexpr std::size_t kWaitingJobsMax = 4096;
inline constexpr std::size_t kJobsPerCommitMax = 128;

class StoreThread {
public:
    /// Its end runs what was posted.
    StoreThread(HubStore& store, Log& log);
    /// Any thread. `done` runs on the store's thread after the commit; with `unavailable`, at once, where the queue is full.
    void post(HubJob job, std::function<void(Result<void>)> done);

private:
    struct Entry {
        HubJob job;
        std::function<void(Result<void>)> done;
    };
    void checkpoint();
    void commit(std::deque<Entry>& entries);

    HubStore& store_;
    Log& log_;
    platform::BatchThread<Entry> thread_;
};

}  // namespace counterfoil::hub
