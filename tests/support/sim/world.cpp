#include "support/sim/world.hpp"

#include <algorithm>
#include <filesystem>

#include "hub/core/member_alias.hpp"
#include "support/sim/must.hpp"
#include "support/sim/oracle.hpp"

namespace counterfoil::test_support {
namespace {

constexpr Millis kMinute{60 * 1000};
constexpr NetworkFaults kStorm{.loss_percent = 8, .double_percent = 8, .delay_ms_most = 400, .straggler_percent = 1};
constexpr NetworkFaults kCalm{};

}  // namespace

World::World(const WorldOptions& options) : options_(options), random_(options.seed), network_(time_, random_, kStorm) {
    make_brand();
    power_may_fail_ = options.canary == Canary::none && random_.chance(40);
    make_hub();
    const auto devices = static_cast<std::size_t>(2 + random_.below(3));
    for (std::size_t i = 0; i < devices; ++i)
        make_device(i);
}

void World::make_hub() {
    std::filesystem::create_directory(folder_.file("hq"));
    SimHub::Wires wires;
    wires.send = [this](const domain::Holder& to, Bytes frame) {
        for (std::size_t i = 0; i < devices_.size(); ++i)
            if (devices_[i]->identity().holder == to)
                network_.carry(i, std::move(frame), [this, i](Bytes one) { devices_[i]->hear(std::move(one)); });
    };
    wires.publish = [this](const Bytes& frame) {
        for (std::size_t i = 0; i < devices_.size(); ++i)
            network_.carry(i, frame, [this, i](Bytes one) { devices_[i]->hear_feed(std::move(one)); });
    };
    hub_ = std::make_unique<SimHub>(time_, random_, folder_.file("hq"), std::move(wires), power_may_fail_);
    hub_->grants_twice = options_.canary == Canary::hub_grants_twice;
    hub_->import(rules_, templates_, members_, coupons_);
}

void World::make_device(std::size_t i) {
    const std::string name = "D" + std::to_string(i);
    std::filesystem::create_directory(folder_.file(name));
    const DeviceIdentity identity{.holder = {DeviceId{name}, DeviceEpoch{1}},
                                  .store = StoreId{"S" + std::to_string(i)},
                                  .key = static_cast<std::uint8_t>(i + 1),
                                  .hq_key = hub_->key()};
    hub_->enrol(identity.holder, identity.store, HashSigner{identity.key}.public_key());
    const auto send = [this, i, holder = identity.holder](Bytes frame) {
        network_.carry(i, std::move(frame), [this, holder](const Bytes& one) { hub_->hear(holder, one); });
    };
    devices_.push_back(std::make_unique<SimDevice>(time_, random_, folder_.file(name), identity, send, power_may_fail_));
    tills_.push_back(std::make_unique<SimTill>(time_, random_, *devices_[i], i, choices_, answers_));
}

World::~World() = default;

void World::make_brand() {
    rules_ = brand_rules();
    rules_.points.offline_risk = random_.chance(50);
    rules_.points.pending_days = 0;
    rules_.risk.member_day_max = Money{20'000};
    rules_.risk.device_total_max = Money{50'000};
    templates_ = {amount_off("plain", 1000), amount_off("risky", 1000, 0, domain::OfflinePolicy::risk),
                  percent_off("tenth", 9000, domain::OfflinePolicy::risk)};
    templates_[1].on_return = domain::OnReturn::always_new;
    templates_[2].on_return = random_.chance(50) ? domain::OnReturn::never : domain::OnReturn::full_only;
    for (int m = 0; m < 3; ++m) {
        const std::string id = "m" + std::to_string(m);
        const Instant soon{kMorning.ms + 20 * kDay};
        members_.push_back(member(id, m == 0 ? "gold" : "base",
                                  {lot(id + "-a", 400, soon), lot(id + "-b", 2000, Instant{soon.ms + 300 * kDay})}));
        choices_.members.push_back(MemberId{id});
        for (int c = 0; c < 4; ++c) {
            const std::string name = id + "-c" + std::to_string(c);
            coupons_.push_back(coupon(name, templates_[static_cast<std::size_t>(random_.below(3))].template_id.str(), id));
            choices_.coupons[MemberId{id}].push_back(CouponId{name});
        }
    }
    choices_.phones = {"13800138000", "13800138001"};
}

std::vector<std::string> World::run() {
    for (auto& device : devices_)
        device->start();
    time_.run_until(time_.tick() + Millis{5'000});
    const Tick end = time_.tick() + options_.storm;
    trouble_until_ = end;
    for (auto& till : tills_)
        till->open_until(end);
    plan_trouble(end);
    if (random_.chance(60)) time_.after(Millis{random_.below(options_.storm.value)}, [this] { merge_somebody(); });
    time_.run_until(end);

    network_.set_faults(kCalm);
    hub_->restart();
    for (std::size_t i = 0; i < devices_.size(); ++i) {
        network_.mend(i);
        if (devices_[i]->is_running()) {
            // A carrier that was cut comes back; HQ tells on a new greeting what the device missed.
            devices_[i]->pump().on_link_down();
            devices_[i]->pump().on_link_up();
        } else {
            devices_[i]->start();
            tills_[i]->on_restart();
        }
    }
    return judge(*this);
}

void World::plan_trouble(Tick until) {
    if (time_.tick() >= until) return;
    time_.after(Millis{1'000 + random_.below(60'000)}, [this, until] {
        if (time_.tick() < trouble_until_) one_trouble();
        plan_trouble(until);
    });
}

void World::one_trouble() {
    const auto number = static_cast<std::size_t>(random_.below(std::ssize(devices_)));
    const std::int64_t kind = random_.below(100);
    if (kind < 40) {
        network_.cut(number);
        time_.after(Millis{random_.below(3 * kMinute.value)}, [this, number] { network_.mend(number); });
    } else if (kind < 75) {
        crash_device(number);
    } else if (kind < 90) {
        crash_hub();
    } else {
        network_.set_faults(random_.chance(50) ? kStorm : kCalm);
    }
}

void World::crash_device(std::size_t number) {
    SimDevice& device = *devices_[number];
    if (!device.is_running()) return;
    const bool by_power = power_may_fail_ && random_.chance(50);
    if (by_power) {
        device.cut_power();
    } else {
        device.crash();
    }
    network_.disconnect(number);
    ++tally.crashes;
    tally.power_cuts += by_power ? 1U : 0U;
    if (options_.canary == Canary::disk_put_back) put_back(device.folder(), "D" + std::to_string(number));
    time_.after(Millis{200 + random_.below(30'000)}, [this, number] {
        if (devices_[number]->is_running()) return;
        devices_[number]->start();
        tills_[number]->on_restart();
    });
}

void World::crash_hub() {
    if (hub_->is_down()) return;
    if (power_may_fail_ && random_.chance(50)) {
        hub_->cut_power();
    } else {
        hub_->crash();
    }
    if (options_.canary == Canary::hub_put_back) put_back(hub_->folder(), "hq");
    time_.after(Millis{200 + random_.below(2 * kMinute.value)}, [this] { hub_->restart(); });
}

/// Whether HQ's desk did it.
bool World::ask_hub(const std::string& what, const MemberId& member, const std::string& body) {
    const auto answer = must(hub_->ask({what, member.str(), "desk" + std::to_string(++desk_keys_), body}));
    return std::holds_alternative<std::string>(answer);
}

/// Two members turn out to be one person, perhaps wrongly. Their sales, holds and returns go on all the while.
void World::merge_somebody() {
    if (hub_->is_down()) return time_.after(Millis{10'000}, [this] { merge_somebody(); });
    const auto& all = choices_.members;
    const MemberId one = all[static_cast<std::size_t>(random_.below(std::ssize(all)))];
    const MemberId other = all[static_cast<std::size_t>(random_.below(std::ssize(all)))];
    if (one == other) return;
    const std::string body = R"({"staff_id": "E9", "reason": "one person", "other_member_id": ")" + other.str() + R"("})";
    if (!ask_hub("members.merge", one, body)) return;
    ++tally.merged;
    merges_.emplace_back(one, other);
    const bool one_stands = must(hub::live_id(hub_->view(), one)) == one;
    if (random_.chance(40))
        time_.after(Millis{random_.below(5 * kMinute.value)}, [this, gone = one_stands ? other : one] { split(gone); });
}

void World::split(const MemberId& member) {
    if (hub_->is_down()) return time_.after(Millis{10'000}, [this, member] { split(member); });
    if (ask_hub("members.split", member, R"({"staff_id": "E9", "reason": "two persons"})")) ++tally.split;
}

/// The files as they were at the crash before this one.
void World::put_back(const std::string& folder, const std::string& name) {
    namespace fs = std::filesystem;
    const fs::path copy = folder_.file("copy-" + name);
    const fs::path now = folder_.file("now-" + name);
    fs::remove_all(now);
    fs::copy(folder, now, fs::copy_options::recursive);
    if (fs::exists(copy)) {
        fs::remove_all(folder);
        fs::copy(copy, folder, fs::copy_options::recursive);
    }
    fs::remove_all(copy);
    fs::rename(now, copy);
}

bool World::is_at_rest() {
    for (std::size_t i = 0; i < devices_.size(); ++i) {
        SimDevice& device = *devices_[i];
        if (!device.is_running() || !device.pump().link().up || tills_[i]->under_way() > 0) return false;
        if (device.pump().pending() > 0) return false;
        ports::LedgerTx& ledger = device.disk().ledger().view();
        if (must(ledger.journal().applied()) != must(ledger.journal().head()).seq) return false;
        if (must(device.disk().cache().position("all")) != must(hub_->view().feed().head())) return false;
        if (!must(ledger.holds().open()).empty()) return false;
    }
    return true;
}

bool World::calm_down() {
    // Idle checkouts are swept after ten minutes, looked for twice a minute; HQ repeats a recall within two.
    const Tick end = time_.tick() + Millis{40 * kMinute.value};
    while (time_.tick() < end) {
        time_.run_until(time_.tick() + Millis{10'000});
        if (is_at_rest()) {
            time_.run_until(time_.tick() + Millis{5'000});
            if (is_at_rest()) return true;
        }
    }
    return false;
}

}  // namespace counterfoil::test_support
