// Time of a simulated world: nothing happens but what was put here, in order of time, then of planning.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "base/time.hpp"
#include "support/sim/brand.hpp"

namespace counterfoil::test_support {

class Scheduler final : public Clock {
public:
    Instant now() const override { return kMorning + Millis{tick_.ms}; }
    Tick tick() const override { return tick_; }

    void after(Millis delay, std::function<void()> what) { at(tick_ + delay, std::move(what)); }
    void at(Tick when, std::function<void()> what) {
        plans_.push({when < tick_ ? tick_ : when, number_++, std::move(what)});
    }
    /// False: nothing is planned up to `until`, where the time stands then.
    bool step(Tick until) {
        if (plans_.empty() || plans_.top().when > until) {
            tick_ = until;
            return false;
        }
        Plan plan = plans_.top();
        plans_.pop();
        tick_ = plan.when;
        plan.what();
        return true;
    }
    void run_until(Tick until) {
        while (step(until)) {
        }
    }

private:
    struct Plan {
        Tick when;
        std::uint64_t number;
        std::function<void()> what;
        bool operator<(const Plan& other) const { return when != other.when ? when > other.when : number > other.number; }
    };
    Tick tick_;
    std::uint64_t number_ = 0;
    std::priority_queue<Plan> plans_;
};

}  // namespace counterfoil::test_support
