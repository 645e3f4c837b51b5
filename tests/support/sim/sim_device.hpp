// A device in a simulated world: the real pump, session, business actions and files; its program can be killed at any event.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "session/sync_pump.hpp"
#include "support/fault_vfs/fault_vfs.hpp"
#include "support/sim/device_disk.hpp"
#include "support/sim/keyed_hash.hpp"
#include "support/sim/scheduler.hpp"
#include "support/sim/seeded_random.hpp"
#include "support/sim/told_log.hpp"

namespace counterfoil::test_support {

struct DeviceIdentity {
    domain::Holder holder;
    StoreId store;
    std::uint8_t key = 1;
    PublicKey hq_key{};
};

class SimDevice final : private session::WriterQueue, private session::Outside {
public:
    /// With `power_may_fail`, a crash can be a power cut, too.
    SimDevice(Scheduler& time, SeededRandom& random, std::string folder, DeviceIdentity identity,
              std::function<void(Bytes)> send, bool power_may_fail = false);
    ~SimDevice() override;

    void start();
    /// kill -9: what is not on the disk is gone, and who waited hears nothing.
    void crash();
    /// The same, and the disk loses whatever it was not told to sync.
    void cut_power();
    bool is_running() const { return pump_ != nullptr; }
    void hear(Bytes frame);
    void hear_feed(Bytes frame);

    session::SyncPump& pump() { return *pump_; }
    DeviceDisk& disk() { return *disk_; }
    usecase::View view() { return disk_->view(pump_->link(), time_.now(), random_); }
    const DeviceIdentity& identity() const { return identity_; }
    const std::string& folder() const { return folder_; }

    /// Runs a writing action on the writer, as the daemon does; `told` hears the answer once it is durable.
    template <class T>
    void act(std::function<Result<Outcome<T>>(const usecase::View&)> action, std::function<void(Result<Outcome<T>>)> told) {
        struct Shared {
            Result<Outcome<T>> answer = fail(ErrorCode::unavailable, "the job did not run");
            domain::JournalHead head;
        };
        const auto shared = std::make_shared<Shared>();
        post(
            pump_->link(),
            [action = std::move(action), shared](const usecase::View& view) {
                shared->answer = action(view);
                shared->head = view.ledger.journal().head().value();
                return usecase::may_stay(shared->answer);
            },
            [this, shared, told = std::move(told)](const Result<void>& durable) {
                if (durable && usecase::may_stay(shared->answer)) pump_->on_journal_grew(shared->head);
                told(durable ? std::move(shared->answer) : std::unexpected(durable.error()));
            });
    }

private:
    struct Item {
        usecase::LinkView link;
        session::Job job;
        session::Done done;
        std::optional<domain::FeedBatch> batch;
        std::function<void(Result<void>, FeedPosition)> applied;
    };
    void post(usecase::LinkView link, session::Job job, session::Done done) override;
    void apply_feed(domain::FeedBatch batch, std::function<void(Result<void>, FeedPosition)> done) override;
    void send(Bytes frame) override { send_(std::move(frame)); }
    void wake_at(Tick at) override;
    void link_changed(bool up) override { log_.write(LogLevel::info, "link", {{"up", up}}); }
    void synced() override {}

    /// `what` happens unless the program was killed meanwhile.
    void later(Millis delay, std::function<void()> what);
    void open_disk();
    void queue(Item item);
    void run_writer();
    void run_jobs(std::deque<Item> jobs);
    void run_feed(Item item);

    Scheduler& time_;
    SeededRandom& random_;
    std::string folder_;
    DeviceIdentity identity_;
    std::function<void(Bytes)> send_;
    HashSigner key_;
    HashVerifier verifier_;
    ToldLog log_;
    std::unique_ptr<FaultVfs> vfs_;
    std::unique_ptr<DeviceDisk> disk_;
    std::unique_ptr<session::SyncPump> pump_;
    std::deque<Item> waiting_;
    bool writer_planned_ = false;
    std::uint64_t life_ = 0;
    std::uint64_t wake_no_ = 0;
};

}  // namespace counterfoil::test_support
