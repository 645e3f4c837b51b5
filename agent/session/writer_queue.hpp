// The session's door to the writer thread. The daemon runs jobs there, several under one durable commit; the simulator runs
// them inline.
#pragma once

#include <functional>

#include "base/result.hpp"
#include "domain/feed.hpp"
#include "usecase/view.hpp"

namespace counterfoil::session {

/// Answers whether its changes stay (usecase::may_stay). Runs on the writer thread inside one transaction. The daemon makes
/// the view: cache, reference and ledger of its writer thread; `link` is what the job's poster passed to post().
using Job = std::function<bool(const usecase::View&)>;
/// Called exactly once, on the session's thread, after the commit is durable or has failed. Never from within post().
using Done = std::function<void(Result<void>)>;

class WriterQueue {
public:
    virtual ~WriterQueue() = default;
    /// In order of posting. A full queue answers Done with ErrorCode::unavailable.
    virtual void post(usecase::LinkView link, Job job, Done done) = 0;
    /// Applies a feed batch to the cache file, in the same order with the jobs. `done` also gets where the cache stands
    /// afterwards, applied or not.
    virtual void apply_feed(domain::FeedBatch batch, std::function<void(Result<void>, FeedPosition)> done) = 0;
};

/// What the session asks of the world. Called on the session's thread; none of it blocks.
class Outside {
public:
    virtual ~Outside() = default;
    virtual void send(Bytes frame) = 0;      ///< over ops, to HQ; may be lost
    virtual void wake_at(Tick at) = 0;       ///< calls SyncPump::on_timer() then; replaces the earlier wish
    virtual void link_changed(bool up) = 0;  ///< for the screen and for /v1/events
    virtual void synced() = 0;               ///< HQ's answers or a feed batch were stored
};

}  // namespace counterfoil::session
