// What every adapter of HQ's store promises. An adapter joins by a factory in store_adapters.cpp.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "hub/core/store.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::hub {

struct StoreAdapter {
    std::string name;
    /// Opens the store in the folder; a second time it holds what the first one made durable.
    std::function<std::unique_ptr<HubStore>(const std::string& folder)> open;
};
std::vector<StoreAdapter> store_adapters();

inline const Instant kNow{1'780'000'000'000};

class StoreContract : public ::testing::TestWithParam<StoreAdapter> {
protected:
    StoreContract() { reopen(); }
    void reopen() {
        store.reset();
        store = GetParam().open(folder.file(""));
    }
    /// The job's own result; its changes stay where it is a success.
    Result<void> write(const std::function<Result<void>(HubTx&)>& work) {
        Result<void> result;
        const HubJob job = [&](HubTx& tx) {
            result = work(tx);
            return result.has_value();
        };
        EXPECT_TRUE(store->transact(job).has_value());
        return result;
    }
    HubTx& view() { return store->view(); }

    test_support::TemporaryFolder folder;
    std::unique_ptr<HubStore> store;
};

inline RightRow sample_right(const std::string& id, std::int64_t total) {
    RightRow row;
    row.right_id = RightId{id};
    row.account_id = AccountId{"A1"};
    row.member_id = MemberId{"M1"};
    row.total = total;
    row.free = total;
    row.purse_id = PurseId{"promo"};
    row.earned_at = Instant{11};
    return row;
}

inline MemberRow sample_member(const std::string& id, const std::string& phone) {
    MemberRow row;
    row.member.member_id = MemberId{id};
    row.member.account_id = AccountId{"A-" + id};
    row.member.name = "陈静";
    row.member.tier = TierId{"gold"};
    row.member.home_store = StoreId{"S1"};
    row.birthday_at = Instant{12};
    row.member.identities = {{domain::IdentityKind::phone, phone}, {domain::IdentityKind::member_code, "CFM" + id}};
    row.member.owed_in = {{PurseId{"extra"}, Points{5}}, {PurseId{"promo"}, Points{7}}};
    row.applied[{DeviceId{"D1"}, DeviceEpoch{2}}] = JournalSeq{7};
    return row;
}

inline DeviceRow sample_device(const std::string& id, std::uint64_t epoch, std::uint8_t key) {
    DeviceRow row;
    row.holder = {DeviceId{id}, DeviceEpoch{epoch}};
    row.store_id = StoreId{"S1"};
    row.name = "前台";
    row.state = DeviceState::quarantined;
    row.state_why = "fork";
    row.signing_key = PublicKey{key, 1};
    row.curve_key = PublicKey{key, 2};
    row.head = {row.holder.epoch, JournalSeq{9}, Digest{3}};
    row.aside = {row.holder.epoch, JournalSeq{4}, Digest{5}};
    row.safe_seq = JournalSeq{2};
    row.token = "t1";
    row.next_token = "t2";
    row.nonces = {"n1", "n2"};
    row.hub_epoch = HubEpoch{6};
    row.request_no = RequestNo{11};
    row.hold_no = 12;
    row.enrolled_at = kNow;
    row.last_contact = kNow + Millis{5};
    return row;
}

inline HoldRow sample_hold(std::uint64_t no, std::vector<domain::HeldRight> rights) {
    HoldRow row;
    row.hold.hold_id = {{DeviceId{"D1"}, DeviceEpoch{1}}, HubEpoch{1}, no};
    row.hold.account_id = AccountId{"A1"};
    row.hold.member_id = MemberId{"M1"};
    row.hold.rights = rights;
    row.hold.granted_at = kNow;
    row.hold.request_no = RequestNo{no + 100};
    row.grant.payload = Bytes{1, 2, 3};
    row.grant.signature[0] = 9;
    for (const domain::HeldRight& right : rights)
        row.rights.push_back({right, 0, 0, 0});
    return row;
}

}  // namespace counterfoil::hub
