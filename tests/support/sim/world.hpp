// A world under one seed: devices, HQ, the network between them, people, and everything that can go wrong. After the storm
// all is mended, and the oracle looks at every disk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/sim/network.hpp"
#include "support/sim/sim_device.hpp"
#include "support/sim/sim_hub.hpp"
#include "support/sim/sim_till.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::test_support {

/// A world that is broken on purpose, so that the oracle shows that it would see it.
enum class Canary { none, hub_grants_twice, disk_put_back, hub_put_back };

struct WorldOptions {
    std::uint64_t seed = 1;
    Millis storm{15 * 60 * 1000};  ///< how long people buy and things break
    Canary canary = Canary::none;
};

class World {
public:
    explicit World(const WorldOptions& options);
    ~World();

    /// The storm, then the calm. Answers what the oracle found wrong; empty for a sound world.
    std::vector<std::string> run();

    // For the oracle.
    SimHub& hub() { return *hub_; }
    std::vector<std::unique_ptr<SimDevice>>& devices() { return devices_; }
    std::vector<std::unique_ptr<SimTill>>& tills() { return tills_; }
    const Answers& answers() const { return answers_; }
    const std::vector<domain::Member>& members() const { return members_; }
    const std::vector<domain::Coupon>& coupons() const { return coupons_; }
    /// Pairs that HQ's people once made one person; some of them are two again.
    const std::vector<std::pair<MemberId, MemberId>>& merges() const { return merges_; }
    Scheduler& time() { return time_; }
    /// Runs on until nothing is under way any more. False: something never came to rest.
    bool calm_down();

    /// What happened, for a reader of a failure.
    struct Tally {
        std::size_t sales = 0, at_risk = 0, replays = 0, crashes = 0, power_cuts = 0, conflicts = 0, returns = 0,
                    over_returned = 0, given_back = 0, enrolled = 0, rehomed = 0, merged = 0, split = 0;
    };
    Tally tally;

private:
    void make_brand();
    void make_hub();
    void make_device(std::size_t i);
    void plan_trouble(Tick until);
    void one_trouble();
    void crash_device(std::size_t number);
    void crash_hub();
    void merge_somebody();
    void split(const MemberId& member);
    bool ask_hub(const std::string& what, const MemberId& member, const std::string& body);
    void put_back(const std::string& folder, const std::string& copy);
    bool is_at_rest();

    WorldOptions options_;
    TemporaryFolder folder_;
    SeededRandom random_;
    Scheduler time_;
    Network network_;
    domain::Rules rules_;
    std::vector<domain::CouponTemplate> templates_;
    std::vector<domain::Member> members_;
    std::vector<domain::Coupon> coupons_;
    Choices choices_;
    std::unique_ptr<SimHub> hub_;
    std::vector<std::unique_ptr<SimDevice>> devices_;
    std::vector<std::unique_ptr<SimTill>> tills_;
    Answers answers_;
    std::vector<std::pair<MemberId, MemberId>> merges_;
    std::uint64_t desk_keys_ = 0;
    bool power_may_fail_ = false;
    Tick trouble_until_;
};

}  // namespace counterfoil::test_support
