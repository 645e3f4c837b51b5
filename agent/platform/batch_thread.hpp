// One thread that works through a bounded queue in batches: what waits meanwhile shares the next one, so that a durable
// commit serves many. Both daemons' database writers are made of it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "base/time.hpp"

namespace counterfoil::platform {

struct BatchLimits {
    std::size_t waiting_max = 0;  ///< entries in the queue
    std::size_t batch_max = 0;    ///< entries worked on at once
    Millis idle{200};             ///< nothing came for this long after a batch: `idle` runs once
};

template <class Entry>
struct BatchWork {
    std::function<void(std::deque<Entry>&)> batch;  ///< never empty, in the order of pushing
    std::function<void()> idle;
    /// Whether `next` may be worked on together with `first`.
    std::function<bool(const Entry& first, const Entry& next)> joins = [](const Entry&, const Entry&) { return true; };
};

/// All work runs on the thread. What it works on outlives the object.
template <class Entry>
class BatchThread {
public:
    BatchThread(BatchLimits limits, BatchWork<Entry> work)
        : limits_(limits), work_(std::move(work)), thread_([this] { run(); }) {}
    BatchThread(const BatchThread&) = delete;
    BatchThread& operator=(const BatchThread&) = delete;
    ~BatchThread() {  ///< works through what was pushed, then ends
        {
            const std::scoped_lock lock(mutex_);
            stopping_ = true;
        }
        waiting_.notify_one();
        thread_.join();
    }

    /// Any thread. False where the queue is full: `entry` is untouched then.
    bool push(Entry& entry) {
        {
            const std::scoped_lock lock(mutex_);
            if (queue_.size() >= limits_.waiting_max) return false;
            queue_.push_back(std::move(entry));
        }
        waiting_.notify_one();
        return true;
    }

private:
    void run() {
        bool idle_is_due = true;
        for (;;) {
            std::deque<Entry> entries;
            {
                std::unique_lock lock(mutex_);
                const auto something = [this] { return stopping_ || !queue_.empty(); };
                if (idle_is_due && !waiting_.wait_for(lock, std::chrono::milliseconds(limits_.idle.value), something)) {
                    lock.unlock();
                    work_.idle();
                    idle_is_due = false;
                    continue;
                }
                waiting_.wait(lock, something);
                if (queue_.empty()) return;
                do {
                    entries.push_back(std::move(queue_.front()));
                    queue_.pop_front();
                } while (!queue_.empty() && entries.size() < limits_.batch_max &&
                         work_.joins(entries.front(), queue_.front()));
            }
            work_.batch(entries);
            idle_is_due = true;
        }
    }

    BatchLimits limits_;
    BatchWork<Entry> work_;
    std::mutex mutex_;
    std::condition_variable waiting_;
    std::deque<Entry> queue_;
    bool stopping_ = false;
    std::thread thread_;  // last: it begins when all else is there
};

}  // namespace counterfoil::platform
