// An HQ in a temporary folder with its real store, and devices that keep a signed journal, for tests of the authority.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "codec/bytes.hpp"
#include "domain/quote.hpp"
#include "hub/core/authority.hpp"
#include "hub/core/turn.hpp"
#include "hub/store/sqlite_store.hpp"
#include "platform/crypto.hpp"
#include "protocol/codec.hpp"
#include "support/temporary_folder.hpp"
#include "unit/hub_core/seeded_random.hpp"

namespace counterfoil::hub {

inline const Instant kStart{1'780'000'000'000};  // 2026-05-28
inline const MemberId kMember{"M1"};
inline const AccountId kAccount{"A1"};
inline const RightId kCouponRight{"coupon:C1"};
inline const RightId kLotRight{"lot:L1"};

/// What a device's disk would hold: its keys, journal and number.
class TestDevice {
public:
    TestDevice(const std::string& id, std::uint8_t key, std::uint64_t epoch = 1)
        : holder{DeviceId{id}, DeviceEpoch{epoch}}, signer_(SecretKey{key}) {
        head.epoch = holder.epoch;
    }
    const PublicKey& signing_key() const { return key_; }

    /// Appends to the journal.
    domain::JournalRow write(const domain::JournalBody& body, Instant at);
    /// All rows after `after`, signed.
    protocol::Entries batch(std::uint64_t after = 0) const;

    domain::Holder holder;
    domain::JournalHead head;
    std::vector<domain::JournalRow> rows;

private:
    platform::Sha256Hasher hasher_;
    platform::Ed25519Signer signer_;
    PublicKey key_ = signer_.public_key();
};

class HqWorld : public ::testing::Test {
protected:
    HqWorld();

    /// Hands a message to HQ in a transaction of its own; a refused one leaves nothing.
    Result<std::vector<Outgoing>> send(const domain::Holder& from, const protocol::Message& message);
    /// All of the device's rows after `after`.
    std::vector<Outgoing> upload(TestDevice& device, std::uint64_t after = 0);
    std::vector<Outgoing> tick();
    template <class Job>
    auto in_tx(const Job& job) {
        decltype(job(store->view())) out{};
        const HubJob run = [&](HubTx& tx) {
            out = job(tx);
            return out.has_value();
        };
        EXPECT_TRUE(store->transact(run).has_value());
        return out;
    }

    /// A job as the authority does one, with what it publishes at the end.
    template <class Job>
    void in_turn(const Job& job) {
        const AuthorityConfig config;
        const Tools tools{config, hasher, verifier, hq, random, log};
        const auto done = in_tx([&](HubTx& tx) -> Result<std::vector<Outgoing>> {
            Turn turn(tools, tx, now);
            CF_CHECK(job(turn));
            return turn.finish();
        });
        EXPECT_TRUE(done.has_value()) << describe(done.error());
    }

    void enrol(const TestDevice& device, const std::string& store_id);
    void add_member(std::int64_t points);
    void add_coupon(const std::string& id, const MemberId& member, Instant until = kNever);
    void add_rules();

    protocol::Acquire acquire(std::uint64_t request_no, std::vector<domain::WantedRight> wanted) const;
    /// Acquires and answers the hold; fails the test where it was refused.
    domain::Hold hold(TestDevice& device, std::uint64_t request_no, std::vector<domain::WantedRight> wanted);

    RightRow right(const RightId& id);
    HoldState hold_state(const domain::HoldId& id);
    EntryRow entry(const TestDevice& device, std::uint64_t seq);
    DeviceState state_of(const TestDevice& device);
    /// Sum of the points ledger, read from the file.
    std::int64_t ledger_sum();
    domain::CachedMember member();

    test_support::TemporaryFolder folder;
    platform::Sha256Hasher hasher;
    platform::Ed25519Verifier verifier;
    platform::Ed25519Signer hq{SecretKey{99}};
    SeededRandom random{7};
    NullLog log;
    std::unique_ptr<HubStore> store;
    std::unique_ptr<Authority> authority;
    Instant now = kStart;
    TestDevice a{"DA", 1};
    TestDevice b{"DB", 2};
};

/// The messages of one type among what HQ sent to a holder.
template <class M>
std::vector<M> sent(const std::vector<Outgoing>& outgoing, const domain::Holder& to) {
    std::vector<M> out;
    for (const Outgoing& one : outgoing) {
        if (one.to != to) continue;
        if (const auto* message = std::get_if<M>(&one.message)) out.push_back(*message);
    }
    return out;
}

domain::Hold opened(const protocol::Grant& grant, const PublicKey& hq);
/// "verdict code" of each result of the last `applied` to the device.
std::vector<std::string> verdicts(const std::vector<Outgoing>& outgoing, const domain::Holder& to);

domain::TicketKey ticket_key(const std::string& id);
/// A basket under ticket_key(id) whose member has shown the code; no lines and no coupons yet.
domain::Basket basket_of(const std::string& id, Instant at, const MemberId& member = kMember);
void add_line(domain::Basket& basket, std::int64_t unit_price, std::int64_t pieces = 1, const std::string& sku = "SKU1");
domain::ConsumeEntry consume(const domain::Hold& hold, const RightId& right, std::int64_t amount = 1,
                             const std::string& ticket = "T1");
domain::ReleaseEntry release(const domain::Hold& hold, const RightId& right, std::int64_t amount = 1);
domain::RiskEntry risk(const RightId& right, std::int64_t amount = 1, const std::string& ticket = "T9");

}  // namespace counterfoil::hub
