// HQ in a simulated world: the real authority over its real store, reached through the network.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hub/core/authority.hpp"
#include "hub/store/sqlite_store.hpp"
#include "support/fault_vfs/fault_vfs.hpp"
#include "support/sha256.hpp"
#include "support/sim/keyed_hash.hpp"
#include "support/sim/network.hpp"
#include "support/sim/told_log.hpp"

namespace counterfoil::test_support {

class SimHub {
public:
    struct Wires {
        std::function<void(const domain::Holder&, Bytes)> send;
        std::function<void(Bytes)> publish;
    };
    SimHub(Scheduler& time, SeededRandom& random, std::string folder, Wires wires, bool power_may_fail = false);

    /// What an import would bring. Balances are the members' lots.
    void import(const domain::Rules& rules, const std::vector<domain::CouponTemplate>& templates,
                const std::vector<domain::Member>& members, const std::vector<domain::Coupon>& coupons);
    void enrol(const domain::Holder& holder, const StoreId& store, const PublicKey& signing_key);

    void hear(const domain::Holder& from, const Bytes& frame);
    void crash();
    /// The same, and the disk loses whatever it was not told to sync.
    void cut_power();
    void restart();
    bool is_down() const { return store_ == nullptr; }
    hub::HubTx& view() { return store_->view(); }
    std::string folder() const { return folder_; }
    PublicKey key() const { return key_.public_key(); }
    /// What HQ's own people have its desk do.
    Result<Outcome<std::string>> ask(const hub::DeskRequest& request);
    /// Asks every unit of the right back, for good.
    void withdraw(const RightId& right);

    /// A broken HQ: who is refused because another holds the units gets them all the same.
    bool grants_twice = false;

private:
    void open();
    void tick();
    void run(const std::function<Result<std::vector<hub::Outgoing>>(hub::HubTx&)>& work);
    void send_all(std::vector<hub::Outgoing> outgoing);
    void publish_changes();
    std::optional<protocol::Message> forged(const protocol::Refused& refused, const domain::Holder& to);

    Scheduler& time_;
    SeededRandom& random_;
    std::string folder_;
    Wires wires_;
    Sha256 hasher_;
    HashVerifier verifier_;
    HashSigner key_{200};
    ToldLog log_;
    std::unique_ptr<FaultVfs> vfs_;
    std::unique_ptr<hub::HubStore> store_;
    std::unique_ptr<hub::Authority> authority_;
    FeedPosition published_;
    std::vector<std::pair<domain::Holder, protocol::Acquire>> acquires_;  ///< of the broken HQ
    std::uint64_t forged_ = 0;
};

}  // namespace counterfoil::test_support
