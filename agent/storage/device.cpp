#include "storage/ledger_parts.hpp"

namespace counterfoil::storage {

using ports::DeviceState;
using sqlite_kit::Query;

Result<DeviceState> LedgerDevice::state() const {
    DeviceState state;
    const auto number = [](const Query& row, int column) { return static_cast<std::uint64_t>(row.int64(column)); };
    CF_CHECK(select_device_.first([&](const Query& row) -> Result<void> {
        state.device_id = DeviceId(std::string(row.text(0)));
        state.epoch.value = number(row, 1);
        state.store_id = StoreId(std::string(row.text(2)));
        state.hub_epoch.value = number(row, 3);
        state.token = row.text(4);
        state.floor = number(row, 5);
        state.request_no.value = number(row, 6);
        state.last_contact.ms = row.int64(7);
        return {};
    }));
    return state;
}

Result<void> LedgerDevice::save(const DeviceState& state) {
    CF_CHECK(session_.may_write());
    CF_TRY(before, this->state());
    const bool is_other = before.epoch.value != 0 && (before.device_id != state.device_id || before.epoch != state.epoch);
    if (is_other) {
        CF_TRY(written, select_head_.exists());
        if (written) {
            return fail(ErrorCode::conflict, "this file holds the journal of another device or epoch",
                        session_.database().path(), "keep that file for HQ and start with a new state folder");
        }
    }
    CF_TRY(epoch, stored(state.epoch.value, "device epoch"));
    CF_TRY(hub_epoch, stored(state.hub_epoch.value, "hub epoch"));
    CF_TRY(floor, stored(state.floor, "floor"));
    CF_TRY(request_no, stored(state.request_no.value, "request number"));
    return upsert_device_.run(state.device_id.str(), epoch, state.store_id.str(), hub_epoch, state.token, floor, request_no,
                              state.last_contact.ms);
}

}  // namespace counterfoil::storage
