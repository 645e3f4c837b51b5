#include "support/sim/device_disk.hpp"

#include "support/sim/must.hpp"

namespace counterfoil::test_support {
DeviceDisk::DeviceDisk(const std::string& folder, const std::string& vfs) {
    // A small log: a world of the simulator opens many disks, and none of them is long in use.
    ledger_ = must(storage::open_ledger(folder + "/ledger.db", hasher_, {.log_bytes = 0, .vfs = vfs}));
    cache_ = must(storage::open_cache(folder + "/cache.db", hasher_, {.vfs = vfs}));
    reader_ = must(storage::open_cache_reader(folder + "/cache.db", hasher_, {.vfs = vfs}));
}

void DeviceDisk::enrol(const DeviceId& device, DeviceEpoch epoch, const StoreId& store) {
    const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
        ports::DeviceState state;
        state.device_id = device;
        state.epoch = epoch;
        state.store_id = store;
        return tx.device().save(state).has_value();
    };
    must(ledger_->transact(std::span(&job, 1)));
}

void DeviceDisk::feed(std::vector<domain::FeedRow> rows) {
    const FeedPosition at = must(cache_->position("all"));
    must(cache_->apply({.scope = "all", .from = at, .to = at.next(), .rows = std::move(rows)}));
}

}  // namespace counterfoil::test_support
