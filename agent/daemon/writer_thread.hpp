// The one thread that writes to the ledger and the cache. Jobs run in the order of posting; those that wait share one
// durable commit. In idle gaps it moves the write-ahead log into the file, so that no till waits for that.
#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "platform/batch_thread.hpp"
#include "ports/cache.hpp"
#include "ports/ledger.hpp"
#include "session/writer_queue.hpp"
#include "storage/cache.hpp"
#include "web/kit/io_loop.hpp"

namespace counterfoil::daemon {

inline constexpr std::size_t kWaitingJobsMax = 1024;
inline constexpr std::size_t kJobsPerCommitMax = 64;
inline constexpr Millis kIdleBeforeCheckpoint{200};

/// What the thread works on; all of it is the thread's alone from start to stop and outlives it.
struct WriterWorld {
    ports::LedgerStore& ledger;
    storage::CacheStore& cache_store;
    const ports::CacheReader& cache;
    const ports::ReferenceReader& reference;
    const Hasher& hasher;
    const Verifier& verifier;
    Random& random;
    const Clock& clock;
    Log& log;
};

class WriterThread final : public session::WriterQueue {
public:
    /// Its end runs what was posted.
    WriterThread(WriterWorld world, http_kit::IoLoop& loop);

    void post(usecase::LinkView link, session::Job job, session::Done done) override;
    void apply_feed(domain::FeedBatch batch, std::function<void(Result<void>, FeedPosition)> done) override;

private:
    struct Entry {
        usecase::LinkView link;
        session::Job job;
        session::Done done;
        std::optional<domain::FeedBatch> batch;
        std::function<void(Result<void>, FeedPosition)> fed;
    };

    void work(std::deque<Entry>& entries);
    void commit(std::deque<Entry>& entries);
    void feed(Entry& entry);
    void checkpoint();

    WriterWorld world_;
    http_kit::IoLoop& loop_;
    platform::BatchThread<Entry> thread_;
};

}  // namespace counterfoil::daemon
