#include "contract/storage/ledger_test.hpp"

namespace counterfoil::storage {
namespace {

void expect_same(const ports::DeviceState& a, const ports::DeviceState& b) {
    EXPECT_EQ(a.device_id, b.device_id);
    EXPECT_EQ(a.epoch, b.epoch);
    EXPECT_EQ(a.store_id, b.store_id);
    EXPECT_EQ(a.hub_epoch, b.hub_epoch);
    EXPECT_EQ(a.token, b.token);
    EXPECT_EQ(a.floor, b.floor);
    EXPECT_EQ(a.request_no, b.request_no);
    EXPECT_EQ(a.last_contact, b.last_contact);
}

class DeviceTest : public LedgerTest {};

TEST_F(DeviceTest, ANewFileBelongsToNobody) {
    auto store = open_ledger(folder_.file("other.db"), hasher_, {.log_bytes = 0}).value();
    expect_same(store->view().device().state().value(), ports::DeviceState{});
}

TEST_F(DeviceTest, WhoThisDiskIsSurvivesARestart) {
    auto state = samples::device();
    state.token = "second";
    state.request_no = RequestNo{18};
    write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.device().save(state)); });
    open();
    expect_same(view().device().state().value(), state);
}

TEST_F(DeviceTest, AJournalNeverChangesItsDeviceOrEpoch) {
    auto state = samples::device();
    state.epoch = DeviceEpoch{4};
    write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.device().save(state)) << "nothing is written yet"; });
    append(samples::consume_entry(1));
    for (int part = 0; part < 2; ++part) {
        auto other = state;
        if (part == 0) other.epoch = DeviceEpoch{5};
        if (part == 1) other.device_id = DeviceId("D-2");
        write([&](ports::LedgerTx& tx) { expect_error(tx.device().save(other), ErrorCode::conflict); });
    }
    expect_same(view().device().state().value(), state);
}

}  // namespace
}  // namespace counterfoil::storage
