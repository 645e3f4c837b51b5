// The way between devices and HQ: frames may be lost, doubled, late and out of order, and a device may be cut off.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "base/bytes.hpp"
#include "support/sim/scheduler.hpp"
#include "support/sim/seeded_random.hpp"

namespace counterfoil::test_support {

struct NetworkFaults {
    int loss_percent = 0;
    int double_percent = 0;
    std::int64_t delay_ms_most = 40;  ///< each frame on its own, so later ones overtake
    int straggler_percent = 0;        ///< comes minutes later
};

class Network {
public:
    Network(Scheduler& time, SeededRandom& random, NetworkFaults faults) : time_(time), random_(random), faults_(faults) {}

    void set_faults(NetworkFaults faults) { faults_ = faults; }
    void cut(std::size_t device) { cut_.insert(device); }
    void mend(std::size_t device) { cut_.erase(device); }
    bool is_cut(std::size_t device) const { return cut_.contains(device); }

    /// The device's program ended: what is under way on its connection dies with it. Both ends' processes know by the
    /// transport that a connection is a new one; only within one may frames be late at will.
    void disconnect(std::size_t device) { ++connections_[device]; }

    /// Between a device and HQ, either way. `deliver` is called with each copy that arrives.
    void carry(std::size_t device, Bytes frame, std::function<void(Bytes)> deliver) {
        const int copies = random_.chance(faults_.double_percent) ? 2 : 1;
        for (int copy = 0; copy < copies; ++copy) {
            if (random_.chance(faults_.loss_percent)) continue;
            std::int64_t delay = 1 + random_.below(faults_.delay_ms_most);
            if (random_.chance(faults_.straggler_percent)) delay += random_.below(3 * 60 * 1000);
            time_.after(Millis{delay}, [this, device, connection = connections_[device], frame, deliver] {
                if (!is_cut(device) && connection == connections_[device]) deliver(frame);
            });
        }
    }

private:
    Scheduler& time_;
    SeededRandom& random_;
    NetworkFaults faults_;
    std::set<std::size_t> cut_;
    std::map<std::size_t, std::uint64_t> connections_;
};

}  // namespace counterfoil::test_support
