#include "support/sim/sim_device.hpp"

#include "support/sim/must.hpp"

namespace counterfoil::test_support {

SimDevice::SimDevice(Scheduler& time, SeededRandom& random, std::string folder, DeviceIdentity identity,
                     std::function<void(Bytes)> send, bool power_may_fail)
    : time_(time),
      random_(random),
      folder_(std::move(folder)),
      identity_(std::move(identity)),
      send_(std::move(send)),
      key_(identity_.key),
      log_(identity_.holder.device_id.str(), time) {
    if (power_may_fail) vfs_ = std::make_unique<FaultVfs>();
    open_disk();
    disk_->enrol(identity_.holder.device_id, identity_.holder.epoch, identity_.store);
}

SimDevice::~SimDevice() = default;

void SimDevice::start() {
    if (is_running()) return;
    if (!disk_) open_disk();
    ports::LedgerTx& ledger = disk_->ledger().view();
    const ports::DeviceState state = must(ledger.device().state());
    engine::Begin begin{.holder = identity_.holder,
                        .hub_epoch = state.hub_epoch,
                        .token = state.token,
                        .head = must(ledger.journal().head()),
                        .applied = must(ledger.journal().applied()),
                        .feed_position = must(disk_->cache().position("all")),
                        .hq_key = identity_.hq_key};
    // Slower than in a shop, so that a world of an hour is a matter of milliseconds.
    engine::Options options;
    options.heartbeat = Millis{15'000};
    options.silence_max = Millis{50'000};
    pump_ = std::make_unique<session::SyncPump>(options, begin, state.last_contact, key_, verifier_, random_, time_, log_,
                                                static_cast<session::WriterQueue&>(*this),
                                                static_cast<session::Outside&>(*this));
    pump_->start(must(ledger.checkouts().open()));
    later(Millis{1 + random_.below(50)}, [this] { pump_->on_link_up(); });
}

void SimDevice::crash() {
    log_.write(LogLevel::info, "crash", {});
    ++life_;
    pump_.reset();
    waiting_.clear();
    writer_planned_ = false;
    disk_.reset();
}

void SimDevice::cut_power() {
    if (vfs_) vfs_->power_off();
    crash();
    if (vfs_) vfs_->cut(static_cast<std::uint64_t>(random_.below(1'000'000)), static_cast<int>(random_.below(101)));
}

void SimDevice::open_disk() { disk_ = std::make_unique<DeviceDisk>(folder_, vfs_ ? vfs_->name() : std::string{}); }

void SimDevice::hear(Bytes frame) {
    if (is_running()) pump_->on_frame(std::move(frame));
}
void SimDevice::hear_feed(Bytes frame) {
    if (is_running()) pump_->on_feed_frame(std::move(frame));
}

void SimDevice::later(Millis delay, std::function<void()> what) {
    time_.after(delay, [this, life = life_, what = std::move(what)] {
        if (life == life_) what();
    });
}

void SimDevice::wake_at(Tick at) {
    const std::uint64_t number = ++wake_no_;
    const Tick now = time_.tick();
    later(at > now ? at - now : Millis{0}, [this, number] {
        if (number == wake_no_) pump_->on_timer();
    });
}

void SimDevice::post(usecase::LinkView link, session::Job job, session::Done done) {
    queue({.link = link, .job = std::move(job), .done = std::move(done), .batch = {}, .applied = {}});
}

void SimDevice::apply_feed(domain::FeedBatch batch, std::function<void(Result<void>, FeedPosition)> done) {
    queue({.link = {}, .job = {}, .done = {}, .batch = std::move(batch), .applied = std::move(done)});
}

void SimDevice::queue(Item item) {
    waiting_.push_back(std::move(item));
    if (writer_planned_) return;
    writer_planned_ = true;
    later(Millis{1 + random_.below(4)}, [this] { run_writer(); });
}

void SimDevice::run_writer() {
    writer_planned_ = false;
    std::deque<Item> jobs;
    while (!waiting_.empty()) {
        if (waiting_.front().batch) {
            run_jobs(std::exchange(jobs, {}));
            run_feed(std::move(waiting_.front()));
        } else {
            jobs.push_back(std::move(waiting_.front()));
        }
        waiting_.pop_front();
    }
    run_jobs(std::move(jobs));
}

/// One commit for all that wait; what they answered is told afterwards, if the program lives that long.
void SimDevice::run_jobs(std::deque<Item> items) {
    if (items.empty()) return;
    std::vector<ports::LedgerJob> jobs;
    for (Item& item : items)
        jobs.emplace_back(
            [this, &item](ports::LedgerTx& tx) { return item.job(disk_->view_of(tx, item.link, time_.now(), random_)); });
    const Result<void> durable = disk_->ledger().transact(jobs);
    for (Item& item : items)
        later(Millis{random_.below(3)}, [done = std::move(item.done), durable] { done(durable); });
}

void SimDevice::run_feed(Item item) {
    const Result<void> applied = disk_->cache().apply(*item.batch);
    const FeedPosition position = must(disk_->cache().position("all"));
    later(Millis{random_.below(3)}, [done = std::move(item.applied), applied, position] { done(applied, position); });
}

}  // namespace counterfoil::test_support
