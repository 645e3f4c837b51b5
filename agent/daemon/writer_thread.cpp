#include "daemon/writer_thread.hpp"

#include <utility>
#include <vector>

namespace counterfoil::daemon {
namespace {

std::unexpected<Error> too_busy() {
    return fail(ErrorCode::unavailable, "too many operations are waiting for the disk", "writer", "try again in a moment");
}

}  // namespace

WriterThread::WriterThread(WriterWorld world, http_kit::IoLoop& loop)
    : world_(world),
      loop_(loop),
      thread_({kWaitingJobsMax, kJobsPerCommitMax, kIdleBeforeCheckpoint},
              {[this](std::deque<Entry>& entries) { work(entries); }, [this] { checkpoint(); },
               // A feed batch goes to the other file: it stands alone, in its place in the order.
               [](const Entry& first, const Entry& next) { return !first.batch && !next.batch; }}) {}

void WriterThread::post(usecase::LinkView link, session::Job job, session::Done done) {
    Entry entry{link, std::move(job), std::move(done), {}, {}};
    if (!thread_.push(entry)) loop_.post([done = std::move(entry.done)] { done(too_busy()); });
}

void WriterThread::apply_feed(domain::FeedBatch batch, std::function<void(Result<void>, FeedPosition)> done) {
    Entry entry{{}, {}, {}, std::move(batch), std::move(done)};
    if (!thread_.push(entry)) loop_.post([done = std::move(entry.fed)] { done(too_busy(), {}); });
}

void WriterThread::work(std::deque<Entry>& entries) {
    if (entries.front().batch)
        feed(entries.front());
    else
        commit(entries);
}

void WriterThread::checkpoint() {
    for (const auto& moved : {world_.ledger.checkpoint(), world_.cache_store.checkpoint()}) {
        if (!moved) world_.log.write(LogLevel::warning, "storage.checkpoint_failed", {{"error", describe(moved.error())}});
    }
}

void WriterThread::commit(std::deque<Entry>& entries) {
    std::vector<ports::LedgerJob> jobs;
    jobs.reserve(entries.size());
    for (Entry& entry : entries) {
        jobs.emplace_back([this, &entry](ports::LedgerTx& ledger) {
            return entry.job({world_.cache, world_.reference, ledger, world_.hasher, world_.verifier, world_.random,
                              entry.link, world_.clock.now()});
        });
    }
    const Result<void> result = world_.ledger.transact(jobs);
    if (!result) world_.log.write(LogLevel::error, "ledger.commit_failed", {{"error", describe(result.error())}});
    loop_.post([result, done = std::move(entries)] {
        for (const Entry& entry : done)
            entry.done(result);
    });
}

void WriterThread::feed(Entry& entry) {
    Result<void> applied = world_.cache_store.apply(*entry.batch);
    const Result<FeedPosition> position = world_.cache_store.position(entry.batch->scope);
    if (applied && !position) applied = std::unexpected(position.error());
    if (!applied) world_.log.write(LogLevel::warning, "feed.not_applied", {{"error", describe(applied.error())}});
    loop_.post([applied, at = position.value_or(FeedPosition{}), done = std::move(entry.fed)] { done(applied, at); });
}

}  // namespace counterfoil::daemon
